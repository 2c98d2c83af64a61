"""One question put to one archive, step by step: narrow, search, select, judge.

`inquire` takes the first three steps, `find_hits` takes the best passages and judges them. Each step
is a function over frozen values. Nothing here decides on a verdict or words an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from onrecord.answer.hit import Hit, Quote, make_hit, number_hits
from onrecord.answer.judge import Case, Judge
from onrecord.answer.selection import drop_repeated, select, take_best_of_each
from onrecord.question.person import People
from onrecord.question.question import Intent, Question
from onrecord.question.scope import Scope, narrow
from onrecord.retrieval.search import Candidate, Searcher, SearchResult

Tell = Callable[[Sequence[Hit]], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a question is put to: an archive's index ready for search, its people, and its judges.

    `judge` decides whether a passage answers. `quick` scores by what the search measured: passages
    that are searched without a verdict, questions asked `quick`, and what may be missing. `tell`, if
    any, is called with the passages that are about to be judged.
    """

    searcher: Searcher
    people: People
    judge: Judge
    quick: Judge
    tell: Tell | None = None

    @property
    def quickly(self) -> Sources:
        """The same, with the quick judge in the place of the other."""
        return replace(self, judge=self.quick)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that was searched, and its candidates in the order in which they are returned.

    Attributes
    ----------
    question, scope
        As they were searched: the scope is narrowed to the people and the period of the question.
    result
        What the search returned, None when the scope holds no passage.
    candidates
        Those of `result`, after selection.
    compares
        Whether the question asks what each of several people says.
    diverse
        Whether only the best passage of each interview is wanted.
    """

    sources: Sources
    question: Question
    scope: Scope
    result: SearchResult | None
    candidates: tuple[Candidate, ...]
    compares: bool
    diverse: bool


def inquire(sources: Sources, question: Question, scope: Scope, *, diverse: bool = False) -> Inquiry:
    """Narrow the scope to what the question names, search it, and put the candidates in order."""
    searcher = sources.searcher
    compares = question.intent is Intent.COMPARE and len(scope.interviews) > 1
    if question.intent is Intent.COMPARE and not compares:
        question = replace(question, search=question.text)
    scope = narrow(scope, question, sources.people, searcher.index.cards)
    allowed = searcher.index.allow(scope.interviews, scope.speakers)
    if not len(allowed):
        return Inquiry(sources, question, scope, None, (), compares, diverse)
    result = searcher.search(question.search, allowed)
    passages = searcher.index.passages
    chosen = select(result.candidates, question, scope, passages, searcher.cards)
    return Inquiry(sources, question, scope, result, tuple(chosen), compares, diverse)


def find_hits(inquiry: Inquiry, k: int, shown: Collection[int] = ()) -> list[Hit]:
    """Return the best k passages at most, each with score and quote.

    A judge that puts passages in order is given the first `Judge.reach` of them at least. There, and
    in a comparison, hits that reach the threshold come before the others: each passage either
    answers or does not, however they are ordered.
    """
    judge = inquiry.sources.judge
    candidates = take_candidates(inquiry, max(k, judge.reach), shown)
    if inquiry.sources.tell and candidates:
        inquiry.sources.tell(quote_whole(inquiry, (one.row for one in candidates[:k])))
    hits = judge_candidates(inquiry, candidates, judge)
    if inquiry.compares or judge.reach:
        hits.sort(key=lambda hit: hit.score < judge.threshold)
    return number_hits(hits[:k])


def take_candidates(inquiry: Inquiry, k: int, shown: Collection[int] = ()) -> list[Candidate]:
    """Return the best k candidates at most, without repetitions and without the rows `shown`.

    In a comparison each person of each interview gives one candidate, in a diverse inquiry each
    interview.
    """
    passages = inquiry.sources.searcher.index.passages
    chosen: Iterator[Candidate] = drop_repeated(inquiry.candidates, passages, shown)
    if inquiry.compares or inquiry.diverse:

        def group(candidate: Candidate) -> tuple[str, str]:
            passage = passages[candidate.row]
            return passage.interview_id, passage.speaker if inquiry.compares else ""

        chosen = take_best_of_each(chosen, group)
    return list(islice(chosen, k))


def judge_candidates(inquiry: Inquiry, candidates: Sequence[Candidate], judge: Judge) -> list[Hit]:
    """Return candidates as hits, each with its score and quote, in the order of the judge."""
    if inquiry.result is None:
        return []
    cases = [_make_case(inquiry.sources, one) for one in candidates]
    judged = list(zip(cases, judge.judge(inquiry.question, inquiry.result, cases), strict=True))
    judged.sort(key=lambda one: -one[1].order)
    language = inquiry.question.language
    return number_hits(
        make_hit(case.interview, case.passage, one.quote, language, one.score) for case, one in judged
    )


def quote_whole(inquiry: Inquiry, rows: Iterable[int]) -> list[Hit]:
    """Return the passages of `rows` as hits, each quoted whole, for a reader who asks to read on."""
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
