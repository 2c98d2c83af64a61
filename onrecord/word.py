"""Words for matching: folded, without elisions, stop words apart.

Used wherever two texts are compared (lexical search, the reading of a question, boilerplate).
Nothing here is ever shown: folding changes the text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[a-z0-9])")
_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*")
_LONGEST_KEPT = 4_000  # characters of a text whose folding is kept: reading asks again and again
_MOST_CHARACTERS = 20_000  # characters whose folding is kept: more than pages have
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, ligatures or typographic apostrophes."""
    if text.isascii():
        return text.lower()
    return _fold_kept(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def words(text: str) -> list[str]:
    """Return the folded words of `text`, elided articles dropped (« l'État » gives « etat »)."""
    return _WORD.findall(_ELISION.sub("", fold(text)))


def content_words(text: str) -> list[str]:
    """Return the words of `text` that carry meaning: those that are not stop words, in order."""
    stop_words = load_lexicon("stop_words")
    return [word for word in words(text) if word not in stop_words]


def names_person(part: str, name: str) -> bool:
    """Say whether `part` is a person's name: in full, or the first or last words of it."""
    wanted, full = fold(part).split(), fold(name).split()
    count = len(wanted)
    return bool(wanted) and (full[:count] == wanted or full[-count:] == wanted)


@cache
def load_lexicon(name: str) -> frozenset[str]:
    """Return the folded lines of `lexicon/<name>.txt`; empty lines and `#` comments are skipped.

    Raises
    ------
    FileNotFoundError
        When there is no such lexicon (a mistake in the program, not in its use).
    """
    lines = _read_lexicon(f"{name}.txt").splitlines()
    return frozenset(fold(line.strip()) for line in lines if line.strip() and line[0] != "#")


@cache
def load_tables(name: str) -> dict[str, Any]:
    """Return the tables of `lexicon/<name>.toml`, as they stand there.

    Raises
    ------
    FileNotFoundError
        When there is no such lexicon (a mistake in the program, not in its use).
    """
    return tomllib.loads(_read_lexicon(f"{name}.toml"))


def _read_lexicon(name: str) -> str:
    return files("onrecord").joinpath("lexicon", name).read_text("utf-8")


class _Characters(dict[int, str]):
    """The folding of each character, by code point; found when it is first met."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).translate(_SAME).lower())
        folded = "".join(character for character in decomposed if not unicodedata.combining(character))
        if len(self) < _MOST_CHARACTERS:
            self[code] = folded
        return folded


_CHARACTERS = _Characters()


def _fold(text: str) -> str:
    return text.lower().translate(_CHARACTERS)  # lower first: a final sigma depends on what is around


@lru_cache(maxsize=256)
def _fold_kept(text: str) -> str:
    return _fold(text)
