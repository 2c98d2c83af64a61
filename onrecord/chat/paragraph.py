"""A paragraph found by its anchor, as a hit that can be cited without a search.

« t1p2 » is the second paragraph of turn 1, « t0p1 » the first of the lead.
"""

from __future__ import annotations

import re

from onrecord.answer.hit import Hit, Quote, make_hit
from onrecord.error import QuestionError
from onrecord.interview import Interview, Turn
from onrecord.retrieval.passage import make_lead_turn, make_passage

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
        raise QuestionError.of("no_anchor", interview=interview.id, found=repr(anchor[:60]))
    passage = make_passage(interview, turn, paragraph, turn.paragraphs[paragraph - 1])
    return make_hit(interview, passage, Quote(passage.text, passage.start, passage.end), language)


def _find_turn(interview: Interview, number: int) -> Turn | None:
    if number == 0:
        return make_lead_turn(interview)
    return interview.turns[number - 1] if number <= len(interview.turns) else None
