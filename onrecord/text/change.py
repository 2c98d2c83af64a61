"""Words of a text that are shown otherwise: what is shown in their place, and where they stand.

The text itself stays as it is, and offsets are always those of the text (code points, the end
exclusive). A slice of it is shown with the changes made; here both are counted against each other.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.text.span import Span


@dataclass(frozen=True, slots=True)
class Change:
    """`shown` is shown in the place of text[start:end]; `was` is that text, "" where it is hidden."""

    start: int
    end: int
    shown: str
    was: str = ""


Changes = Sequence[Change]
"""Changes of one text, in order, none within another."""


def show_changed(text: str, span: Span, changes: Changes) -> str:
    """Return a slice of a text as it is shown.

    A change is shown where it begins: of one that begins in front of the slice, nothing is.
    """
    parts: list[str] = []
    done = span.start
    for one in keep_within(changes, span):
        if one.start >= span.start:
            parts += [text[done : one.start], one.shown]
        done = min(one.end, span.end)
    return "".join([*parts, text[done : span.end]])


def keep_within(changes: Changes, span: Span) -> Iterator[Change]:
    """Yield the changes that touch a slice, in order."""
    for number in range(bisect.bisect_right(changes, span.start, key=_end), len(changes)):
        if changes[number].start >= span.end:
            return
        yield changes[number]


def find_place(offset: int, start: int, changes: Changes) -> int:
    """Return where `offset` of the text stands in its slice from `start` on, as that is shown."""
    place = offset - start
    for one in keep_within(changes, Span(start, offset)):
        shown = len(one.shown) if one.start >= start else 0
        place += shown - (min(one.end, offset) - max(one.start, start))
    return place


def find_source(shown: Span, start: int, changes: Changes) -> Span:
    """Return the slice of the text that is shown at `shown` of its slice from `start` on.

    A change that is shown only in part is all in it.
    """
    return Span(
        _find_offset(shown.start, start, changes, at_end=False),
        _find_offset(shown.end, start, changes, at_end=True),
    )


def cut_shown(shown: str, start: int, span: Span, changes: Changes) -> str:
    """Return what is shown of `span`, out of what is shown of a slice from `start` on."""
    return shown[find_place(span.start, start, changes) : find_place(span.end, start, changes)]


def undo(shown: str, span: Span, changes: Changes) -> str:
    """Return what is shown of `span` with its corrections undone: what is hidden stays hidden."""
    parts: list[str] = []
    done = 0
    for one in keep_within(changes, span):
        if one.was and one.start >= span.start:
            place = find_place(one.start, span.start, changes)
            parts += [shown[done:place], one.was]
            done = place + len(one.shown)
    return "".join([*parts, shown[done:]])


def _find_offset(place: int, start: int, changes: Changes, *, at_end: bool) -> int:
    """Return the offset of a place; inside a change, its beginning, or its end."""
    offset = start  # of what comes after the changes that were passed
    for one in changes[bisect.bisect_right(changes, start, key=_end) :]:
        before = max(0, one.start - offset)
        if place < before or (place == before and at_end):
            break
        shown = len(one.shown) if one.start >= start else 0
        if place < before + shown or (place == before + shown and at_end):
            return one.end if at_end else one.start
        place, offset = place - before - shown, one.end
    return offset + place


def _end(one: Change) -> int:
    return one.end
