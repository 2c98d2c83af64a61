"""A judge says whether a passage answers a question, and which of its sentences do.

The place to put another one: `Archive.open(judge=…)` takes whatever has these attributes. The one
that serves without a word is `confidence.SearchJudge`.
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
    """A passage to be judged, with the interview it stands in and how the search found it."""

    interview: Interview
    passage: Passage
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Judgement:
    """How sure a judge is, in 0..1, that a passage answers, and the sentences that do."""

    score: float
    quote: Quote


class Judge(Protocol):
    """What `Archive` needs of a judge.

    Attributes
    ----------
    threshold
        The score (0..1) from which a passage is called an answer.
    cut_threshold
        The score from which a passage that breaks off suggests that its missing rest answers.
    """

    threshold: float
    cut_threshold: float

    def judge(self, question: Question, result: SearchResult, cases: Sequence[Case]) -> list[Judgement]:
        """Judge passages, in the order given.

        Parameters
        ----------
        question
            As it was read; its `search` holds what it leans on.
        result
            The search that the cases come from: the question encoded, and all its candidates.
        """
