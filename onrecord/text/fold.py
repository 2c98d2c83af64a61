"""Text as it is compared: lower case, without accents, ligatures or typographic apostrophes.

Nothing here is ever shown: folding changes the text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LONGEST_KEPT = 4_000  # characters of a text whose folding is kept: reading asks again and again
_MOST_CHARACTERS = 20_000  # characters whose folding is kept: more than pages have
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, ligatures or typographic apostrophes."""
    if text.isascii():
        return text.lower()
    return _fold_kept(text) if len(text) <= _LONGEST_KEPT else _fold(text)


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
