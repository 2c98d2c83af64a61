"""Near-identical texts: the same words again, in the same interview or in another.

A text repeats another when nearly all of its runs of three words stand in the other; how long the
other is does not count, so that a long passage never gives way to a short one it holds.

Source: Broder 1997, On the resemblance and containment of documents,
https://doi.org/10.1109/SEQUEN.1997.666900
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.text.word import words

Shingles = frozenset[tuple[str, ...]]
_LENGTH = 3  # words in a run
_REPEATED = 0.8  # share of a text's runs that stand in the other


def find_shingles(text: str, length: int = _LENGTH) -> Shingles:
    """Return the runs of `length` words of a text (the text itself where it has fewer), folded."""
    found = words(text)
    return frozenset(
        tuple(found[start : start + length]) for start in range(max(1, len(found) - length + 1))
    )


def repeats(shingles: Shingles, earlier: Iterable[Shingles]) -> bool:
    """Say whether a text, given as its shingles, repeats one of the earlier texts."""
    return any(len(shingles & other) >= _REPEATED * len(shingles) for other in earlier)
