"""What a judge is: it scores how surely a passage answers, and chooses the sentences that do.

`Archive.open(judge=…)` accepts any object that fulfils `Judge`; the default is
`confidence.SearchJudge`. Nothing here judges.
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
    """How sure a judge is that a passage answers, 0..1, and the sentences that do."""

    score: float
    quote: Quote


class Judge(Protocol):
    """What `Archive` needs of a judge.

    Attributes
    ----------
    threshold
        The score (0..1) from which a passage is called an answer.
    cut_threshold
        The score (0..1) from which a passage that breaks off suggests that its missing rest answers.
    """

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
