"""What a judge is: it scores how surely a passage answers, and chooses the sentences that do.

`Archive.open(judge=…)` accepts any object that fulfils `Judge`; the default is
`reading_judge.ReadingJudge`, or `confidence.SearchJudge` where the encoder has no judge of its own.
Nothing here judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from onrecord.answer.hit import Quote
from onrecord.interview import Interview
from onrecord.question.question import Question
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.search import Candidate, SearchResult


@dataclass(frozen=True, slots=True)
class Case:
    """A passage to judge, with its interview and what the search measured of it."""

    interview: Interview
    passage: Passage
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a judge is that a passage answers, 0..1, and the sentences that do.

    `order` puts the passages of one question in order, the highest first, when the judge orders them.
    """

    score: float
    quote: Quote
    order: float = 0.0


class Judge(Protocol):
    """What `Archive` needs of a judge.

    Attributes
    ----------
    reach
        How many of the first candidates it orders by `Judgement.order`; 0 to keep the search's order.
    threshold
        The score (0..1) from which a passage is called an answer.
    cut_threshold
        The score (0..1) from which a passage that breaks off suggests that its missing rest answers.
    """

    reach: int
    threshold: float
    cut_threshold: float

    def judge(self, question: Question, result: SearchResult, cases: Sequence[Case]) -> list[Judgement]:
        """Return a judgement of each passage, in the order given.

        Parameters
        ----------
        question
            As it was read; `question.search` includes the questions it leans on.
        result
            The search that the cases come from: the encoded question and all its candidates.
        cases
            The passages to judge; may be empty.
        """
