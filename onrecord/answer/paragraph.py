"""A paragraph found by its anchor, as a hit that can be cited without a search.

« t1p2 » is the second paragraph of turn 1, « t0p1 » the first of the lead.
"""

from __future__ import annotations

import re

from onrecord.answer.hit import Hit, Quote, make_hit
from onrecord.error import QuestionError
from onrecord.interview import Interview
from onrecord.retrieval.passage import list_turns, make_passage

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
    turns = list_turns(interview)
    if number >= len(turns) or not 0 < paragraph <= len(turns[number].paragraphs):
        raise QuestionError.of("no_anchor", interview=interview.id, found=repr(anchor[:60]))
    turn = turns[number]
    passage = make_passage(interview, turn, paragraph, turn.paragraphs[paragraph - 1])
    return make_hit(interview, passage, Quote(passage.text, passage.start, passage.end), language)
