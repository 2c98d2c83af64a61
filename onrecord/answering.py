"""A question that was read becomes an Answer: facts, or passages with a verdict.

The archive hands over a question and a scope; the search finds, `confidence` judges, and this room
decides what is said: the hits, what comes near, and whether the answer may be in a missing part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from onrecord.answer import Answer, Fact, Hit, Verdict, make_hit
from onrecord.build import encoded_text
from onrecord.confidence import THRESHOLD, judge
from onrecord.interview import Interview
from onrecord.question import Intent, Question
from onrecord.quoting import choose_quote
from onrecord.record import MOST_INTERVIEWS, describe_gap, find_facts
from onrecord.scope import Scope
from onrecord.search import Candidate, Searcher, SearchResult
from onrecord.word import content_words, names_person
from onrecord.wording import say, say_share

Rows = NDArray[np.int64]


def compose_answer(searcher: Searcher, question: Question, scope: Scope, k: int) -> Answer:
    """Return the answer to a question within a scope, with at most k passages (k from 1)."""
    if question.intent in (Intent.GREETING, Intent.THANKS):
        note = say(question.intent.value, question.language)
        return Answer(question.text, Verdict.NOT_SAID, notes=(note,), language=question.language)
    if question.intent in (Intent.FACT, Intent.SUMMARY):
        return _tell_facts(searcher.index.interviews, question, scope)
    return _Finder(searcher, question, scope).find(k)


def _tell_facts(interviews: Sequence[Interview], question: Question, scope: Scope) -> Answer:
    """Answer from what is known of the interviews themselves."""
    inside = [one for one in interviews if one.id in scope.interviews]
    named = [one for one in inside if any(names_person(question.name, p.name) for p in one.people)]
    inside = named or inside
    language = question.language
    fields = ("lead", "questions") if question.intent is Intent.SUMMARY else (question.field,)
    facts: list[Fact] = []
    for field in fields:
        facts += find_facts(field, inside, language, question.name)
    notes = [say("summary", language)] if question.intent is Intent.SUMMARY else []
    if len(inside) > MOST_INTERVIEWS:
        notes.append(say("more_interviews", language, count=str(len(inside) - MOST_INTERVIEWS)))
    verdict = Verdict.FOUND if facts else Verdict.NOT_SAID
    return Answer(question.text, verdict, facts=tuple(facts), notes=tuple(notes), language=language)


class _Finder:
    """Finds the passages that answer one question."""

    def __init__(self, searcher: Searcher, question: Question, scope: Scope) -> None:
        self._searcher = searcher
        self._question = question
        self._scope = scope
        self._passages = searcher.index.passages
        self._interviews = searcher.interviews

    def find(self, k: int) -> Answer:
        """Return the answer, with at most k passages."""
        rows = self._rows()
        if not len(rows):
            return self._answer(Verdict.NOT_SAID, [], [], [self._say("nothing_in_scope")])
        result = self._searcher.search(self._question.search, rows)
        hits = [
            self._make_hit(rank, result, candidate)
            for rank, candidate in enumerate(self._asked_first(result.candidates)[:k], 1)
        ]
        sure = next((i for i, hit in enumerate(hits) if hit.score < THRESHOLD), len(hits))
        undated = [self._say("undated")] if self._scope.undated else []
        if sure:
            notes = self._gap_notes(hits[:sure])
            return self._answer(Verdict.FOUND, hits[:sure], hits[sure:], [*notes, *undated])
        evidence = self._find_evidence(result, hits)
        if evidence is not None:
            notes = [self._maybe_unread(evidence), *self._gap_notes([evidence])]
            others = [hit for hit in hits if hit.start != evidence.start]
            nearest = [replace(hit, rank=rank) for rank, hit in enumerate([evidence, *others][:k], 1)]
            return self._answer(Verdict.MAYBE_UNREAD, [], nearest, [*notes, *undated])
        many = len(self._scope.interviews) > 1
        not_said = self._say("not_said_many" if many else "not_said")
        return self._answer(Verdict.NOT_SAID, [], hits, [not_said, *undated])

    def _rows(self, *, leads: bool = False) -> Rows:
        """Return the rows in scope: what interviewees say, or the leads of incomplete interviews."""
        scope = self._scope
        if leads:
            cut = {one.id for one in self._interviews.values() if one.gap} & scope.interviews
            rows = [i for i, p in enumerate(self._passages) if not p.turn and p.interview_id in cut]
        else:
            rows = [
                i
                for i, p in enumerate(self._passages)
                if p.turn and scope.allows(p.interview_id, p.speaker)
            ]
        return np.asarray(rows, dtype=np.int64)

    def _asked_first(self, candidates: list[Candidate]) -> list[Candidate]:
        """Return the candidates, those that answer this very question first, in the order of the text.

        A reader who asks what the interviewer asked wants that answer from its beginning.
        """
        wanted = content_words(self._question.search)
        asked = {self._passages[candidate.row].asked for candidate in candidates}
        same = {one for one in asked if wanted and content_words(one) == wanted}
        first = [c for c in candidates if self._passages[c.row].asked in same]
        rest = [c for c in candidates if self._passages[c.row].asked not in same]
        return sorted(first, key=lambda c: c.row) + rest

    def _find_evidence(self, result: SearchResult, hits: list[Hit]) -> Hit | None:
        """Return what suggests that a missing part answers: a lead, or the passage that breaks off.

        The passage needs only come halfway near: what it was going to say is what is missing.
        """
        found = [hit for hit in hits[:1] if hit.cut and hit.score >= THRESHOLD / 2]
        for candidate in self._searcher.consult(result, self._rows(leads=True))[:1]:
            lead = self._make_hit(1, result, candidate)
            found += [lead] if lead.score >= THRESHOLD else []
        return max(found, key=lambda hit: hit.score, default=None)

    def _make_hit(self, rank: int, result: SearchResult, candidate: Candidate) -> Hit:
        passage = self._passages[candidate.row]
        interview = self._interviews[passage.interview_id]
        text, _ = encoded_text(interview, passage)
        score = judge(result, candidate, self._question.search, text)
        quote = choose_quote(passage, candidate.match, self._question.search)
        return make_hit(interview, passage, quote, self._question.language, rank, score)

    def _maybe_unread(self, evidence: Hit) -> str:
        gap = self._interviews[evidence.interview_id].gap
        if gap is None or gap.share is None:
            return self._say("maybe_unread_unknown")
        return self._say("maybe_unread", share=say_share(gap.share, self._question.language))

    def _gap_notes(self, hits: list[Hit]) -> list[str]:
        """Return a sentence for each incomplete interview among the hits."""
        ids = dict.fromkeys(hit.interview_id for hit in hits)
        incomplete = [self._interviews[name] for name in ids if self._interviews[name].gap]
        return [describe_gap(interview, self._question.language) for interview in incomplete]

    def _say(self, name: str, **values: str) -> str:
        return say(name, self._question.language, **values)

    def _answer(
        self, verdict: Verdict, hits: list[Hit], nearest: list[Hit], notes: list[str]
    ) -> Answer:
        return Answer(
            question=self._question.text,
            verdict=verdict,
            hits=tuple(hits),
            nearest=tuple(nearest),
            understood_as=self._question.understood_as,
            notes=tuple(notes),
            language=self._question.language,
        )
