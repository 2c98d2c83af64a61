"""A paragraph of an interview as a place: what is needed to cite it, whether or not it was found.

« t1p2 » is the second paragraph of turn 1, « t0p1 » the first of the lead.
"""

from __future__ import annotations

import re

from onrecord.answer import Hit, Quote, make_hit
from onrecord.error import QuestionError
from onrecord.interview import Interview, Person, Turn
from onrecord.passage import Passage

_ANCHOR = re.compile(r"t(\d{1,6})p(\d{1,6})", re.ASCII)


def find_place(interview: Interview, anchor: str, language: str = "fr") -> Hit:
    """Return the whole paragraph at `anchor`, verbatim, as a hit whose quote is all of it.

    Raises
    ------
    QuestionError
        When the interview has no such paragraph.
    """
    match = _ANCHOR.fullmatch(anchor)
    number, paragraph = (int(match[1]), int(match[2])) if match else (0, 0)
    turn = _find_turn(interview, number)
    if turn is None or not 0 < paragraph <= len(turn.paragraphs):
        raise QuestionError(
            f"anchor: expected a paragraph of {interview.id} such as t1p1, found {anchor[:60]!r}"
        )
    passage = _as_passage(interview, turn, paragraph)
    return make_hit(interview, passage, Quote(passage.text, passage.start, passage.end), language)


def _find_turn(interview: Interview, number: int) -> Turn | None:
    if number == 0:
        writer = Person(interview.author or interview.publication)
        return Turn(0, 0, None, writer, interview.lead)
    return interview.turns[number - 1] if number <= len(interview.turns) else None


def _as_passage(interview: Interview, turn: Turn, paragraph: int) -> Passage:
    span = turn.paragraphs[paragraph - 1]
    is_last = bool(interview.turns) and span == interview.turns[-1].paragraphs[-1]
    return Passage(
        interview_id=interview.id,
        start=span.start,
        end=span.end,
        text=span.of(interview.text),
        turn=turn.number,
        question=turn.question,
        paragraph=paragraph,
        speaker=turn.speaker.name,
        role=turn.speaker.role,
        asked=turn.asked.of(interview.text) if turn.asked else "",
        cut=interview.cut and is_last,
        sentences=(),
        start_time=interview.time_at(span.start),
    )
