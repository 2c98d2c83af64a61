"""A question becomes an Answer, whatever it wants: words, a fact, small talk, or to go on.

« Autre chose ? », « la suite », « tu peux préciser ? » go on from what was shown. Nothing is kept
between questions: the earlier answers are found again from the earlier questions, in the scope and
with the k of this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.fact import tell_facts
from onrecord.answer.hit import Hit
from onrecord.answer.inquiry import Inquiry, Sources, inquire, quote_whole
from onrecord.answer.verdict import compose, compose_more, gap_notes, make_answer
from onrecord.question.question import SEARCHED, SMALL_TALK, Intent, Question
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import Passage
from onrecord.text.lexicon import load_lexicon
from onrecord.text.word import words
from onrecord.wording import say


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a reader has seen since a question was asked: rows, and the one to go on from."""

    rows: tuple[int, ...] = ()
    last: int | None = None


def answer_question(
    sources: Sources, question: Question, scope: Scope, k: int, *, diverse: bool = False
) -> Answer:
    """Return the answer to a question within a scope, with at most k passages (k from 1).

    `diverse` gives the best passage of each interview.
    """
    if question.intent in SMALL_TALK:
        return _tell(question, question.intent.value)
    if question.intent in (Intent.FACT, Intent.SUMMARY):
        return tell_facts(sources.searcher.index.interviews, question, scope)
    if question.intent in SEARCHED:
        return compose(inquire(sources, question, scope, diverse=diverse), k)
    if not question.steps:
        return _tell(question, "nothing_before")
    base, *steps = question.steps
    inquiry = inquire(sources, base, scope, diverse=diverse)
    return _take_steps(inquiry, [*steps, question], k)


def _tell(question: Question, note: str) -> Answer:
    notes = (say(note, question.language),)
    return Answer(question.text, Verdict.NOT_SAID, notes=notes, language=question.language)


def _take_steps(inquiry: Inquiry, steps: Sequence[Question], k: int) -> Answer:
    """Return the answer to the last of `steps`, each taken after the answers before it."""
    answer = compose(inquiry, k)
    shown = _show(inquiry, _Shown(), answer)
    for step in steps:
        answer = _take_step(_reword(inquiry, step), step.intent, shown, k)
        shown = _show(inquiry, shown, answer)
    return answer


def _reword(inquiry: Inquiry, step: Question) -> Inquiry:
    """Return an inquiry as what a step asks of it: the same search, another question to be told."""
    base = inquiry.question
    language = step.language if _tells_language(step.text) else base.language
    asked = base.understood_as or base.text
    understood = say(f"step_{step.intent.value}", language, question=asked)
    question = replace(base, text=step.text, language=language, understood_as=understood)
    return replace(inquiry, question=question)


def _take_step(inquiry: Inquiry, intent: Intent, shown: _Shown, k: int) -> Answer:
    if intent is Intent.MORE:
        return compose_more(inquiry, k, shown.rows)
    language = inquiry.question.language
    if shown.last is None:
        return make_answer(inquiry, Verdict.NOT_SAID, notes=[say("nothing_before", language)])
    rows = _rows_of_turn(inquiry.sources.searcher.index.passages, shown.last)
    if intent is Intent.CONTINUE:
        seen = [row for row in rows if row in shown.rows]
        rows = [row for row in rows if row > max(seen, default=shown.last)]
    rows = [row for row in rows if row not in shown.rows][:k]
    if rows:
        hits = quote_whole(inquiry, rows)
        notes = gap_notes(inquiry, _cut(hits))
        return make_answer(inquiry, Verdict.FOUND, hits, notes=notes)
    if intent is Intent.CONTINUE:
        last = quote_whole(inquiry, [shown.last])
        notes = [say("end_of_answer", language), *gap_notes(inquiry, _cut(last))]
        return make_answer(inquiry, Verdict.NOT_SAID, notes=notes)
    return compose_more(inquiry, k, shown.rows)


def _show(inquiry: Inquiry, shown: _Shown, answer: Answer) -> _Shown:
    """Return what was shown with an answer; one goes on from the passage that answers best."""
    hits = (*answer.hits, *answer.nearest)
    rows = tuple(inquiry.sources.searcher.row_of(hit.interview_id, hit.start) for hit in hits)
    last = shown.last
    if answer.compared:
        last = max(zip(answer.hits, rows, strict=False), key=lambda one: one[0].score)[1]
    elif answer.hits or (rows and answer.verdict is Verdict.MAYBE_UNREAD):
        last = rows[0]
    return _Shown((*shown.rows, *rows), last)


def _rows_of_turn(passages: Sequence[Passage], row: int) -> list[int]:
    """Return the rows of the answer that a passage is part of, in order; a lead is part of none."""
    here = passages[row]
    if not here.turn:
        return []

    def is_here(other: int) -> bool:
        return (passages[other].interview_id, passages[other].turn) == (here.interview_id, here.turn)

    before = list(takewhile(is_here, range(row - 1, -1, -1)))
    return [*reversed(before), *takewhile(is_here, range(row, len(passages)))]


def _cut(hits: Sequence[Hit]) -> list[Hit]:
    return [hit for hit in hits if hit.cut or not hit.turn]


def _tells_language(text: str) -> bool:
    """Return whether a step is in one language: « continue » is in two."""
    known = load_lexicon("french_words") | load_lexicon("english_words")
    return any(word in known for word in words(text))
