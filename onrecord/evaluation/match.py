"""Whether a passage is right, and how well a quote overlaps the gold quote.

Texts are compared without markup, case and accents. Nothing here changes a text that is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from onrecord.evaluation.gold import GoldAnswer, GoldQuestion
from onrecord.retrieval.passage import Passage
from onrecord.text.markup import plain
from onrecord.text.near_duplicate import find_shingles
from onrecord.text.word import words

_RUN = 3  # words in a shingle: set here, so that figures stay comparable if `near_duplicate` changes


class Located(Protocol):
    """A text and the interview that it is from: a hit or a passage."""

    @property
    def interview_id(self) -> str:
        """The id of the interview that it is from."""

    @property
    def text(self) -> str:
        """Its words, verbatim."""


def is_right(passage: Located, answers: Iterable[GoldAnswer]) -> bool:
    """Return whether a passage holds one of `answers`.

    It must be from the same interview, and either hold half of the word trigrams of the gold quote
    or have four fifths of its own in it.
    """
    own = find_shingles(plain(passage.text), _RUN)
    for answer in answers:
        if passage.interview_id != answer.interview_id:
            continue
        gold = find_shingles(plain(answer.quote), _RUN)
        common = len(own & gold)
        if 2 * common >= len(gold) or (len(own) >= 3 and 5 * common >= 4 * len(own)):
            return True
    return False


def measure_overlap(quote: str, gold: str) -> float:
    """Return the F1 (0..1) of the words of a quote against those of a gold quote, repeats counted."""
    own, wanted = Counter(words(plain(quote))), Counter(words(plain(gold)))
    common = (own & wanted).total()
    return 2 * common / (own.total() + wanted.total()) if common else 0.0


def find_unreachable(
    questions: Iterable[GoldQuestion], passages: Iterable[Passage]
) -> list[GoldQuestion]:
    """Return the answerable questions that no passage answers.

    Their quotes are misspelt, or reading left that text out of the interview.
    """
    by_interview: dict[str, list[Passage]] = {}
    for passage in passages:
        by_interview.setdefault(passage.interview_id, []).append(passage)
    return [
        one
        for one in questions
        if one.answerable
        and not any(
            is_right(passage, [answer])
            for answer in one.answers
            for passage in by_interview.get(answer.interview_id, ())
        )
    ]
