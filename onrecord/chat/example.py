"""The questions that an empty page suggests, taken from the interviews at hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, zip_longest

from onrecord.interview import Interview
from onrecord.text.shown import show
from onrecord.wording import say

_MOST = 3  # of the interviews' own
_LONGEST = 180  # characters: a question that fits two lines
_GENERAL = ("example_people", "example_complete")


def choose_examples(interviews: Iterable[Interview], language: str) -> tuple[str, ...]:
    """Return examples: at most three of the interviewers' questions, then two general ones.

    The three are taken from the interviews in turn: the first question of each, then the second.
    """
    asked = [[show(question) for question in interview.questions] for interview in interviews]
    in_turn = (question for row in zip_longest(*asked) for question in row if question)
    short = dict.fromkeys(question for question in in_turn if len(question) <= _LONGEST)
    return (*islice(short, _MOST), *(say(name, language) for name in _GENERAL))
