"""An interview as what is said in it, piece by piece: questions and answers in the order of the text.

What is written for other tools (TEI, OHMS, notes) is made of these. Texts are those that are shown,
without markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.interview import Interview
from onrecord.retrieval.passage import make_anchor
from onrecord.text.shown import show
from onrecord.text.span import Span


@dataclass(frozen=True, slots=True)
class Said:
    """A question, or a paragraph of an answer.

    `who` is the name of who says it, "" if unknown; `anchor` is the place of the paragraph, "" for a
    question; `start_time` is in seconds from the start of the recording, None if unknown.
    """

    who: str
    asks: bool
    text: str
    span: Span
    anchor: str = ""
    start_time: float | None = None


def list_said(interview: Interview) -> Iterator[Said]:
    """Yield each question once, in front of its answers, and each paragraph of these."""
    last: Span | None = None
    for turn in interview.turns:
        if turn.asked is not None and turn.asked != last:
            last = turn.asked
            yield _say(interview, interview.author, last, asks=True)
        for number, paragraph in enumerate(turn.paragraphs, 1):
            anchor = make_anchor(turn.number, number)
            yield _say(interview, turn.speaker.name, paragraph, anchor=anchor)


def _say(interview: Interview, who: str, span: Span, *, asks: bool = False, anchor: str = "") -> Said:
    text = show(interview.show(span))
    return Said(who, asks, text, span, anchor, interview.time_at(span.start))
