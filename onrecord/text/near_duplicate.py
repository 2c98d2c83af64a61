"""Near-duplicates: texts that repeat nearly all of the words of another.

A text repeats another when at least 80 % of its runs of three words occur in the other (containment,
not Jaccard). A short passage thus repeats a long one that contains it; the long one does not repeat it.

Source: Broder 1997, On the resemblance and containment of documents,
https://doi.org/10.1109/SEQUEN.1997.666900
"""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.text.word import words

Shingles = frozenset[tuple[str, ...]]
_LENGTH = 3  # words in a run
_REPEATED = 0.8  # share of a text's runs that occur in the other


def find_shingles(text: str, length: int = _LENGTH) -> Shingles:
    """Return the runs of `length` folded words of a text; all its words if it has fewer."""
    found = words(text)
    return frozenset(
        tuple(found[start : start + length]) for start in range(max(1, len(found) - length + 1))
    )


def repeats(shingles: Shingles, earlier: Iterable[Shingles]) -> bool:
    """Return whether a text, given as its shingles, repeats one of the earlier texts."""
    return any(len(shingles & other) >= _REPEATED * len(shingles) for other in earlier)
