"""The questions that an empty page suggests, taken from the interviews at hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, zip_longest

from onrecord.interview import Interview
from onrecord.question.follow_up import is_follow_up
from onrecord.question.intent import guess_language
from onrecord.text.pronoun import addresses
from onrecord.text.sentence import find_sentences
from onrecord.text.shown import show
from onrecord.text.span import Span
from onrecord.wording import say

_MOST = 3  # of the interviews' own
_FEWEST_WORDS = 4  # « Pourquoi arbitre ? » means little alone
_LONGEST = 120  # characters: a question that fits two lines
_GENERAL = ("example_people", "example_questions", "example_complete")


def choose_examples(interviews: Iterable[Interview], language: str) -> tuple[str, ...]:
    """Return examples: at most three of the interviewers' questions, then the general ones.

    A stranger understands each alone: one question in the page's language, that leans on none before
    it; those that say « vous » to somebody come last. They are taken from the interviews in turn.
    """
    asked = [
        [text for question in interview.questions if _stands_alone(text := show(question), language)]
        for interview in interviews
    ]
    in_turn = dict.fromkeys(text for row in zip_longest(*asked) for text in row if text)
    own = sorted(in_turn, key=addresses)
    return (*islice(own, _MOST), *(say(name, language) for name in _GENERAL))


def _stands_alone(text: str, language: str) -> bool:
    return (
        len(text) <= _LONGEST
        and text.endswith("?")
        and len(find_sentences(text, Span(0, len(text)))) == 1
        and guess_language(text) == language
        and len(text.split()) > _FEWEST_WORDS
        and not is_follow_up(text)
    )
