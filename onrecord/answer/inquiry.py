"""One question put to one archive, step by step: narrow, search, select, judge.

Each step is a function over frozen values, done once for a question. What is said of the outcome,
`verdict` decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from onrecord.answer.hit import Hit, Quote, make_hit, number_hits
from onrecord.answer.judge import Case, Judge
from onrecord.answer.selection import drop_repeated, select, take_best_of_each
from onrecord.question.person import People
from onrecord.question.question import Intent, Question
from onrecord.question.scope import Scope, narrow
from onrecord.retrieval.search import Candidate, Searcher, SearchResult


@dataclass(frozen=True, slots=True)
class Sources:
    """What answers are made of: an archive's index, ready to be searched, its people, and a judge."""

    searcher: Searcher
    people: People
    judge: Judge


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that was searched in a scope: its candidates, in the order in which they are told.

    `sources` are what it was put to; `result` is None where the scope holds no passage. `compares`
    when it asks what each of several people says; `diverse` when the best passage of each interview
    is wanted.
    """

    sources: Sources
    question: Question
    scope: Scope
    result: SearchResult | None
    candidates: tuple[Candidate, ...]
    compares: bool = False
    diverse: bool = False


def inquire(sources: Sources, question: Question, scope: Scope, *, diverse: bool = False) -> Inquiry:
    """Narrow, search and select."""
    searcher = sources.searcher
    compares = question.intent is Intent.COMPARE and len(scope.interviews) > 1
    if question.intent is Intent.COMPARE and not compares:
        question = replace(question, search=question.text)
    scope = narrow(scope, question, sources.people, searcher.interviews)
    rows = searcher.rows_said(scope.interviews, scope.speakers)
    if not len(rows):
        return Inquiry(sources, question, scope, None, (), compares, diverse)
    result = searcher.search(question.search, rows)
    passages = searcher.index.passages
    chosen = select(result.candidates, question, scope, passages, searcher.interviews)
    return Inquiry(sources, question, scope, result, tuple(chosen), compares, diverse)


def find_hits(inquiry: Inquiry, k: int, shown: Collection[int] = ()) -> list[Hit]:
    """Return the next k passages at most, each with its score and quote; see `take_candidates`."""
    return judge_candidates(inquiry, take_candidates(inquiry, k, shown))


def take_candidates(inquiry: Inquiry, k: int, shown: Collection[int] = ()) -> list[Candidate]:
    """Return the next k candidates at most, those of the rows `shown` and repetitions left out."""
    passages = inquiry.sources.searcher.index.passages
    chosen: Iterator[Candidate] = drop_repeated(inquiry.candidates, passages, shown)
    if inquiry.compares or inquiry.diverse:

        def group(candidate: Candidate) -> tuple[str, str]:
            passage = passages[candidate.row]
            return passage.interview_id, passage.speaker if inquiry.compares else ""

        chosen = take_best_of_each(chosen, group)
    return list(islice(chosen, k))


def judge_candidates(inquiry: Inquiry, candidates: Sequence[Candidate]) -> list[Hit]:
    """Return candidates as hits, each with its score and quote, in order.

    In a comparison, hits that reach the threshold come first: each person answers or does not,
    whoever is before.
    """
    if inquiry.result is None:
        return []
    cases = [_make_case(inquiry.sources, one) for one in candidates]
    judge = inquiry.sources.judge
    judgements = judge.judge(inquiry.question, inquiry.result, cases)
    language = inquiry.question.language
    hits = [
        make_hit(case.interview, case.passage, one.quote, language, one.score)
        for case, one in zip(cases, judgements, strict=True)
    ]
    if inquiry.compares:
        hits.sort(key=lambda hit: hit.score < judge.threshold)
    return number_hits(hits)


def quote_whole(inquiry: Inquiry, rows: Iterable[int]) -> list[Hit]:
    """Return passages as hits, each quoted whole: what was asked for is the passage itself."""
    searcher, language = inquiry.sources.searcher, inquiry.question.language
    passages = (searcher.index.passages[row] for row in rows)
    return number_hits(
        make_hit(
            searcher.interviews[one.interview_id], one, Quote(one.text, one.start, one.end), language
        )
        for one in passages
    )


def _make_case(sources: Sources, candidate: Candidate) -> Case:
    passage = sources.searcher.index.passages[candidate.row]
    return Case(sources.searcher.interviews[passage.interview_id], passage, candidate)
