"""Folding for long pages: what `word.fold` gives, character by character, each folded once and kept.

Every step of reading asks of one block after the other: what was folded last is kept for the next.
"""

from __future__ import annotations

from functools import lru_cache

from onrecord import word

_LONGEST_KEPT = 4_000  # characters of a text whose folding is kept
_MOST_CHARACTERS = 20_000  # characters whose folding is kept: more than pages have


class _Characters(dict[int, str]):
    """The folding of each character, by code point; found when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = word.fold(chr(code))
        if len(self) < _MOST_CHARACTERS:
            self[code] = folded
        return folded


_CHARACTERS = _Characters()


def fold(text: str) -> str:
    """Return exactly what `word.fold` gives, sooner."""
    if text.isascii():
        return text.lower()
    return _fold_kept(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def _fold(text: str) -> str:
    return text.lower().translate(_CHARACTERS)  # lower first: a final sigma depends on what is around


@lru_cache(maxsize=256)
def _fold_kept(text: str) -> str:
    return _fold(text)
