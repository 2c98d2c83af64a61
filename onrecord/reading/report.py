"""The parse report: how an interview was read, as text for a person to check, or as JSON.

Last step of reading; it only describes the Interview. The confidence is the share of its turns that
can be expected to be right, by how sure each one is; those in doubt are listed for a person to check.
"""

from __future__ import annotations

import bisect
import statistics
from collections.abc import Callable
from typing import Any

from onrecord.interview import Interview, Turn
from onrecord.text.markup import plain
from onrecord.text.shown import shorten
from onrecord.text.span import Span

_FIELDS = ("title", "publication", "author", "date", "url")
_LONGEST = 110  # characters of a line of the report


def describe_reading(interview: Interview) -> str:
    """Return the parse report: metadata, turns, what was left out and why, warnings, confidence."""
    parts = [
        describe_briefly(interview),
        _section("Metadata", _metadata_lines(interview)),
        _section("Lead", [_show(interview.show(span)) for span in interview.lead]),
        _section("Turns", _turn_lines(interview)),
        _section("To be checked", _doubt_lines(interview)),
        _section("Left out", _left_out_lines(interview)),
        _section("Missing", [_describe_gap(interview)] if interview.gap else []),
        _section("Warnings", list(interview.warnings)),
    ]
    return "\n\n".join(part for part in parts if part)


def describe_briefly(interview: Interview) -> str:
    """Return the report in one line: id, people, counts, what is missing, confidence."""
    people = ", ".join(person.name for person in interview.people) or "nobody named"
    facts = [
        people,
        _count(len(interview.questions), "question"),
        _count(len(interview.turns), "answer"),
        _describe_gap(interview) if interview.gap else "",
        _count(len(interview.warnings), "warning") if interview.warnings else "",
        f"confidence {measure_confidence(interview):.2f}",
    ]
    return f"{interview.id}: {'; '.join(fact for fact in facts if fact)}"


def measure_confidence(interview: Interview) -> float:
    """Return the share of the turns, from 0 to 1, that can be expected to be right; 0 without any.

    A turn is right when the person named says it, in answer to the question given.
    """
    turns = interview.turns
    if not turns:
        return 0.0
    return round(statistics.fmean(turn.sure_speaker * turn.sure_asked for turn in turns), 2)


def reading_to_dict(interview: Interview) -> dict[str, Any]:
    """Return the parse report as JSON-ready values.

    Texts are verbatim, offsets are code points (end exclusive), lines count from 1.
    """
    find_line = _LineFinder(interview.text)

    def show(span: Span) -> dict[str, Any]:
        return {
            "text": interview.show(span),
            "start": span.start,
            "end": span.end,
            "line": find_line(span.start),
        }

    return {
        "interview_id": interview.id,
        "metadata": {
            name: {"value": value, "found_in": interview.found_in.get(name, "")}
            for name, value in _metadata(interview).items()
        },
        "lead": [show(span) for span in interview.lead],
        "turns": [_turn_to_dict(interview, turn, show) for turn in interview.turns],
        "left_out": [{**show(part.span), "reason": part.reason} for part in interview.left_out],
        "gap": {"reason": interview.gap.reason, "share": interview.gap.share}
        if interview.gap
        else None,
        "cut": interview.cut,
        "warnings": list(interview.warnings),
        "confidence": measure_confidence(interview),
    }


def _turn_to_dict(
    interview: Interview, turn: Turn, show: Callable[[Span], dict[str, Any]]
) -> dict[str, Any]:
    return {
        "number": turn.number,
        "question": turn.question,
        "asked": show(turn.asked) if turn.asked else None,
        "speaker": turn.speaker.name,
        "role": turn.speaker.role,
        "start_time": interview.time_at(turn.paragraphs[0].start),
        "page": interview.page_at(turn.paragraphs[0].start),
        "paragraphs": [show(span) for span in turn.paragraphs],
        "sure_speaker": turn.sure_speaker,
        "sure_asked": turn.sure_asked,
    }


class _LineFinder:
    """Finds the line (from 1) of an offset; the ends of lines are collected once."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        end = text.find("\n")
        while end >= 0:
            self._starts.append(end + 1)
            end = text.find("\n", end + 1)

    def __call__(self, offset: int) -> int:
        return bisect.bisect_right(self._starts, offset)


def _metadata(interview: Interview) -> dict[str, Any]:
    found: dict[str, Any] = {name: getattr(interview, name) or "" for name in _FIELDS}
    found["date"] = interview.date.isoformat() if interview.date else ""
    found["people"] = [{"name": one.name, "role": one.role} for one in interview.people]
    return found


def _metadata_lines(interview: Interview) -> list[str]:
    lines = []
    for name, value in _metadata(interview).items():
        people = interview.people if name == "people" else ()
        text = "; ".join(person.described for person in people) or value
        where = interview.found_in.get(name, "")
        lines.append(f"{name}: {text or 'not found'}" + (f"  ({where})" if where and text else ""))
    return lines


def _turn_lines(interview: Interview) -> list[str]:
    find_line = _LineFinder(interview.text)
    return [line for turn in interview.turns for line in _describe_turn(interview, turn, find_line)]


def _describe_turn(interview: Interview, turn: Turn, find_line: _LineFinder) -> list[str]:
    asked = _show(interview.show(turn.asked)) if turn.asked else "no question"
    line = find_line(turn.asked.start if turn.asked else turn.paragraphs[0].start)
    length = sum(span.end - span.start for span in turn.paragraphs)
    seconds = interview.time_at(turn.paragraphs[0].start)
    at = f", at {int(seconds) // 60:02d}:{int(seconds) % 60:02d}" if seconds is not None else ""
    first = _show(interview.show(turn.paragraphs[0]))
    size = f"{_count(len(turn.paragraphs), 'paragraph')}, {length} characters{at}"
    return [
        f"{turn.number}. (line {line}, question {turn.question}) {asked}",
        f"   {turn.speaker.name or 'somebody not named'}: {first}  [{size}]",
    ]


def _doubt_lines(interview: Interview) -> list[str]:
    """Return a line for each turn in doubt: who says it, what was asked, and how sure each is."""
    return [
        f"turn {turn.number}: said by {turn.speaker.name or 'somebody not named'} "
        f"({turn.sure_speaker:.2f}) to {_show_asked(interview, turn)} ({turn.sure_asked:.2f})"
        for turn in interview.turns
        if turn.is_doubted
    ]


def _show_asked(interview: Interview, turn: Turn) -> str:
    return f"“{_show(interview.show(turn.asked))}”" if turn.asked else "no question"


def _left_out_lines(interview: Interview) -> list[str]:
    return [
        f"line {part.line}: {part.reason}: {_show(interview.show(part.span))}"
        for part in interview.left_out
    ]


def _describe_gap(interview: Interview) -> str:
    if interview.gap is None:
        return ""
    share = f", {interview.gap.share:.0%} missing" if interview.gap.share is not None else ""
    return f"incomplete ({interview.gap.reason}{share})"


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)]) if lines else ""


def _show(text: str) -> str:
    return shorten(plain(text[: 20 * _LONGEST]), _LONGEST)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
