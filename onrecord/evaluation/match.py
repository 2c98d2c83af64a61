"""Whether a passage is right, and how much of the gold quote a quote holds.

Markup, case and accents are ignored, here only: what is compared is never shown.
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

_RUN = 3  # words: trigrams, whatever length tells near-identical passages


class Located(Protocol):
    """A text of an interview: a hit or a passage."""

    @property
    def interview_id(self) -> str:
        """The interview it stands in."""

    @property
    def text(self) -> str:
        """What it says, verbatim."""


def is_right(passage: Located, answers: Iterable[GoldAnswer]) -> bool:
    """Say whether a passage answers.

    It comes from the interview of one of `answers` and shares half of that quote's word trigrams,
    or four fifths of its own lie inside that quote.
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
    """Return the F1 (0..1) of the words of a quote against those of a gold quote, as bags."""
    own, wanted = Counter(words(plain(quote))), Counter(words(plain(gold)))
    common = (own & wanted).total()
    return 2 * common / (own.total() + wanted.total()) if common else 0.0


def find_unreachable(
    questions: Iterable[GoldQuestion], passages: Iterable[Passage]
) -> list[GoldQuestion]:
    """Return the questions whose answers stand in no passage: miswritten, or left out by reading."""
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
