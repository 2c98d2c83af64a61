"""Questions to begin with, from the interviews at hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, zip_longest

from onrecord.interview import Interview
from onrecord.text.shown import show
from onrecord.wording import say

_MOST = 3
_LONGEST = 180  # characters: a question that fits two lines
_GENERAL = ("example_people", "example_complete")


def choose_examples(interviews: Iterable[Interview], language: str) -> tuple[str, ...]:
    """Return questions of the interviews' own, taken in turn, and some about the interviews."""
    asked = [[show(question) for question in interview.questions] for interview in interviews]
    in_turn = (question for row in zip_longest(*asked) for question in row if question)
    short = dict.fromkeys(question for question in in_turn if len(question) <= _LONGEST)
    return (*islice(short, _MOST), *(say(name, language) for name in _GENERAL))
