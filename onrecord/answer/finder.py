"""A question that was read becomes an Answer: facts, or passages with a verdict.

`conversing` hands over a question and a scope; `record` tells the facts, the search finds,
`confidence` judges, and this room decides what is said: the hits, what comes near, and whether the
answer may be in a missing part.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from onrecord.answer.answer import Answer, Hit, Quote, Verdict, make_hit
from onrecord.answer.confidence import THRESHOLD, judge, touches
from onrecord.answer.fact import describe_gap, tell_facts
from onrecord.answer.quote import choose_quote
from onrecord.answer.selection import Ordering, take_best_of_each
from onrecord.question.intent import Intent, Question
from onrecord.question.scope import Scope
from onrecord.question.target import Target, find_target
from onrecord.retrieval.build import encoded_text
from onrecord.retrieval.embedding import Rows
from onrecord.retrieval.search import Candidate, Searcher, SearchResult
from onrecord.text.near_duplicate import find_shingles, repeats
from onrecord.wording import say, say_share


def compose_answer(
    searcher: Searcher, question: Question, scope: Scope, k: int, *, diverse: bool = False
) -> Answer:
    """Return the answer to a question within a scope, with at most k passages (k from 1).

    `diverse` gives the best passage of each interview.
    """
    if question.intent in (Intent.GREETING, Intent.THANKS):
        note = say(question.intent.value, question.language)
        return Answer(question.text, Verdict.NOT_SAID, notes=(note,), language=question.language)
    if question.intent in (Intent.FACT, Intent.SUMMARY):
        return tell_facts(searcher.index.interviews, question, scope)
    return Finder(searcher, question, scope, diverse=diverse).find(k)


class Finder:
    """Finds the passages that answer one question."""

    def __init__(
        self, searcher: Searcher, question: Question, scope: Scope, *, diverse: bool = False
    ) -> None:
        self._searcher = searcher
        self._scope = scope
        self._diverse = diverse
        self.passages = searcher.index.passages
        self._interviews = searcher.interviews
        inside = [one for one in searcher.index.interviews if one.id in scope.interviews]
        self._compares = question.intent is Intent.COMPARE and len(inside) > 1
        if question.intent is Intent.COMPARE and not self._compares:
            question = replace(question, search=question.text)
        self.question = question
        self._target: Target = find_target(question, inside, scope)
        self._ordering = Ordering(
            self.passages, self._interviews, self._target.naming, self._target.period
        )

    def reword(self, question: Question) -> None:
        """Answer from now on as to `question`, which asks for the same in other words."""
        self.question = replace(question, search=self.question.search)

    def find(self, k: int) -> Answer:
        """Return the answer, with at most k passages."""
        if not len(self._rows):
            return self.answer(Verdict.NOT_SAID, [], [], [self.say("nothing_in_scope")])
        hits = self.judge(islice(self.candidates(), k))
        sure = _count_sure(hits)
        after = self._last_notes()
        if sure:
            found = self._by_date(hits[:sure])
            return self.answer(Verdict.FOUND, found, hits[sure:], [*self._found_notes(found), *after])
        evidence = self._find_evidence(hits)
        if evidence is not None:
            notes = [self._maybe_unread(evidence), *self.gap_notes([evidence])]
            told = [find_shingles(evidence.text)]
            others = [hit for hit in hits if not repeats(find_shingles(hit.text), told)]
            nearest = _number([evidence, *others][:k])
            return self.answer(Verdict.MAYBE_UNREAD, [], nearest, [*notes, *after])
        many = len(self._scope.interviews) > 1
        not_said = self.say("not_said_many" if many else "not_said")
        return self.answer(Verdict.NOT_SAID, [], hits, [not_said, *after])

    def find_more(self, k: int, shown: Collection[int]) -> Answer:
        """Return the answer that the next k passages give, those of the rows `shown` left out."""
        hits = self.judge(islice(self.candidates(shown), k)) if len(self._rows) else []
        sure = _count_sure(hits)
        if sure:
            found = self._by_date(hits[:sure])
            notes = [*self._found_notes(found), *self._last_notes()]
            return self.answer(Verdict.FOUND, found, hits[sure:], notes)
        note = self.say("nothing_else" if hits else "nothing_more")
        return self.answer(Verdict.NOT_SAID, [], hits, [note, *self._last_notes()])

    def candidates(self, shown: Collection[int] = ()) -> Iterator[Candidate]:
        """Yield the candidates in the order in which they are told."""
        different = self._ordering.drop_repeated(self._sorted, shown)
        if self._compares:
            return take_best_of_each(different, lambda one: self._group(one, by_speaker=True))
        if self._diverse:
            return take_best_of_each(different, lambda one: self._group(one, by_speaker=False))
        return different

    def quote_whole(self, rows: Sequence[int]) -> list[Hit]:
        """Return passages as hits, each quoted whole: what was asked for is the passage itself."""
        hits = []
        for rank, row in enumerate(rows, 1):
            passage = self.passages[row]
            quote = Quote(passage.text, passage.start, passage.end)
            interview = self._interviews[passage.interview_id]
            hits.append(make_hit(interview, passage, quote, self.question.language, rank))
        return hits

    def find_rows(self, hits: Iterable[Hit]) -> list[int]:
        """Return the rows of the passages that hits are."""
        return [self._places[hit.interview_id, hit.start] for hit in hits]

    def judge(self, candidates: Iterator[Candidate]) -> list[Hit]:
        """Return candidates as hits, each with its score and quote, in order.

        Of a comparison, those sure enough come first: each person answers or not, whoever is before.
        """
        hits = [self._make_hit(rank, candidate) for rank, candidate in enumerate(candidates, 1)]
        return _number(sorted(hits, key=lambda hit: hit.score < THRESHOLD)) if self._compares else hits

    def gap_notes(self, hits: Sequence[Hit]) -> list[str]:
        """Return a sentence for each incomplete interview among the hits."""
        ids = dict.fromkeys(hit.interview_id for hit in hits)
        incomplete = [self._interviews[name] for name in ids if self._interviews[name].gap]
        return [describe_gap(interview, self.question.language) for interview in incomplete]

    def say(self, name: str, **values: str) -> str:
        """Return a sentence of the program in the question's language."""
        return say(name, self.question.language, **values)

    def answer(
        self, verdict: Verdict, hits: Sequence[Hit], nearest: Sequence[Hit], notes: Sequence[str]
    ) -> Answer:
        """Return an answer to the question."""
        return Answer(
            question=self.question.text,
            verdict=verdict,
            hits=tuple(hits),
            nearest=tuple(nearest),
            understood_as=self.question.understood_as,
            notes=tuple(notes),
            language=self.question.language,
            compared=self._compares and bool(hits),
        )

    @cached_property
    def _places(self) -> dict[tuple[str, int], int]:
        """The row of each passage, by its interview and where it begins."""
        return {(one.interview_id, one.start): row for row, one in enumerate(self.passages)}

    @cached_property
    def _rows(self) -> Rows:
        """The rows asked: what interviewees say, within the scope and what the question bounds."""
        scope, target = self._scope, self._target
        return self._searcher.rows_said(
            lambda interview, speaker: (
                scope.allows(interview, speaker) and target.allows(interview, speaker)
            )
        )

    @cached_property
    def _result(self) -> SearchResult:
        return self._searcher.search(self.question.search, self._rows)

    @cached_property
    def _sorted(self) -> list[Candidate]:
        return self._ordering.sort(self._result.candidates, self.question.search)

    def _group(self, candidate: Candidate, *, by_speaker: bool) -> tuple[str, str]:
        passage = self.passages[candidate.row]
        return passage.interview_id, passage.speaker if by_speaker else ""

    def _by_date(self, hits: list[Hit]) -> list[Hit]:
        """Return the hits of a comparison by date, the undated last; those of others as they are."""
        if not self._compares:
            return hits
        return _number(sorted(hits, key=lambda hit: (hit.date or datetime.date.max, hit.rank)))

    def _find_evidence(self, hits: list[Hit]) -> Hit | None:
        """Return what suggests that a missing part answers: a lead, or the passage that breaks off.

        The passage needs only come some of the way, but speak of what is asked itself: what it was
        going to say is what is missing.
        """
        found = [
            hit
            for hit in hits[:1]
            if hit.cut and hit.score >= THRESHOLD / 6 and touches(self.question.search, hit.text)
        ]
        cut = {name for name in self._scope.interviews if self._interviews[name].gap}
        for candidate in self._searcher.consult(self._result, self._searcher.rows_of_leads(cut))[:1]:
            lead = self._make_hit(1, candidate)
            found += [lead] if lead.score >= THRESHOLD else []
        return max(found, key=lambda hit: hit.score, default=None)

    def _make_hit(self, rank: int, candidate: Candidate) -> Hit:
        passage = self.passages[candidate.row]
        interview = self._interviews[passage.interview_id]
        text, _ = encoded_text(interview, passage)
        score = judge(self._result, candidate, self.question.search, text)
        quote = choose_quote(passage, candidate.match, self.question.search)
        return make_hit(interview, passage, quote, self.question.language, rank, score)

    def _maybe_unread(self, evidence: Hit) -> str:
        gap = self._interviews[evidence.interview_id].gap
        if gap is None or gap.share is None:
            return self.say("maybe_unread_unknown")
        return self.say("maybe_unread", share=say_share(gap.share, self.question.language))

    def _found_notes(self, hits: Sequence[Hit]) -> list[str]:
        compared = [self.say("side_by_side")] if self._compares else []
        return [*compared, *self.gap_notes(hits)]

    def _last_notes(self) -> list[str]:
        """Return what is said after the verdict: how the question was read, what was left out."""
        undated = [self.say("undated")] if self._scope.undated else []
        return [*self._target.describe(self.question.language), *undated]


def _count_sure(hits: Sequence[Hit]) -> int:
    """Return how many hits, from the first, are sure enough to be an answer."""
    return next((i for i, hit in enumerate(hits) if hit.score < THRESHOLD), len(hits))


def _number(hits: Sequence[Hit]) -> list[Hit]:
    """Return hits with their ranks, from 1, in the order given."""
    return [replace(hit, rank=rank) for rank, hit in enumerate(hits, 1)]
