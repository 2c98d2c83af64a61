"""How often words stand: by person, by interview, by year of publication.

What is counted was found by `occurrence`. Nothing here searches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onrecord.answer.occurrence import Occurrence
from onrecord.error import QuestionError
from onrecord.text.shown import shorten

TALLIES = ("speaker", "interview", "year")
"""What occurrences are counted by."""


def count_occurrences(found: Iterable[Occurrence], by: str = "speaker") -> dict[str, int]:
    """Return how often words stand, by name: most often first, years in their order.

    Parameters
    ----------
    found
        What `Archive.find` returned.
    by
        "speaker" (who says them), "interview" (its id), or "year" (of publication, "" if unknown).

    Raises
    ------
    QuestionError
        When `by` is none of these.
    """
    if by not in TALLIES:
        expected = ", ".join(TALLIES)
        raise QuestionError(f"by: expected one of {expected}, found {shorten(repr(by), 60)}")
    counted = Counter(_name(one, by) for one in found)
    if by == "year":
        return dict(sorted(counted.items(), key=lambda one: (not one[0], one[0])))
    return dict(counted.most_common())


def _name(one: Occurrence, by: str) -> str:
    if by == "year":
        return str(one.date.year) if one.date else ""
    return one.speaker if by == "speaker" else one.interview_id
