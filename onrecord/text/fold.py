"""Folding: text made ready to be compared, in lower case, without accents or ligatures.

Folding changes the text, so a folded text is never shown.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LONGEST_KEPT = 4_000  # characters; shorter texts are cached, since reading folds them repeatedly
_MOST_CHARACTERS = 20_000  # different characters whose folding is cached, more than any page has
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, ligatures or typographic apostrophes."""
    if text.isascii():
        return text.lower()
    return _fold_kept(text) if len(text) <= _LONGEST_KEPT else _fold(text)


class _Characters(dict[int, str]):
    """The folding of each character, by code point; computed when a character first occurs."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).translate(_SAME).lower())
        folded = "".join(character for character in decomposed if not unicodedata.combining(character))
        if len(self) < _MOST_CHARACTERS:
            self[code] = folded
        return folded


_CHARACTERS = _Characters()


def _fold(text: str) -> str:
    return text.lower().translate(_CHARACTERS)  # lower first: a final sigma depends on its neighbours


@lru_cache(maxsize=256)
def _fold_kept(text: str) -> str:
    return _fold(text)
