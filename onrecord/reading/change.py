"""What two readings of one text make of it differently: who says what, what went out, what came in.

The text is the same, so what is said is compared by its place.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.interview import Interview
from onrecord.text.span import Span


@dataclass(frozen=True, slots=True)
class Mouth:
    """Who says something: by name, "" for nobody that is named; or whoever asks."""

    name: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A question or a paragraph that another says now; None where it is not of the interview."""

    span: Span
    before: Mouth | None
    after: Mouth | None


def find_changes(before: Interview, after: Interview) -> tuple[Change, ...]:
    """Return what differs between two readings of the same text, in order of the text."""
    old, new = _list_said(before), _list_said(after)
    changes = [
        Change(span, was, mouth) for span, mouth in new if (was := _find_mouth(old, span)) != mouth
    ]
    changes += [Change(span, mouth, None) for span, mouth in old if _find_mouth(new, span) is None]
    return tuple(sorted(changes, key=lambda change: change.span.start))


def _list_said(interview: Interview) -> list[tuple[Span, Mouth]]:
    asked = {turn.asked for turn in interview.turns if turn.asked is not None}
    said = [(span, Mouth(asks=True)) for span in asked]
    said += [(span, Mouth(turn.speaker.name)) for turn in interview.turns for span in turn.paragraphs]
    return sorted(said, key=lambda one: one[0].start)


def _find_mouth(said: Sequence[tuple[Span, Mouth]], span: Span) -> Mouth | None:
    """Return who says the last character of a span: its first may be of a label."""
    last = span.end - 1
    index = bisect.bisect_right(said, last, key=lambda one: one[0].start) - 1
    return said[index][1] if index >= 0 and last < said[index][0].end else None
