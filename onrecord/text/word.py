"""The words of a text, for matching: folded and without elided articles; with or without stop words.

Used wherever two texts are compared: in the word search, in reading a question, in finding boilerplate.
The words are never shown, since folding changes the text.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon

_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")


def words(text: str) -> list[str]:
    """Return the folded words of `text` without elided articles (« l'État » gives « etat »)."""
    return _WORD.findall(_elisions().sub("", fold(text)))


def content_words(text: str) -> list[str]:
    """Return the folded words of `text` that are not stop words, in order."""
    stop_words = load_lexicon("stop_words")
    return [word for word in words(text) if word not in stop_words]


@cache
def _elisions() -> re.Pattern[str]:
    elided = "|".join(map(re.escape, sorted(load_lexicon("elisions"))))
    return re.compile(rf"\b(?:{elided})'(?=[a-z0-9])")
