"""A question becomes an Answer: passages, facts, a reply to small talk, or a step further.

A step (« autre chose ? », « la suite », « tu peux préciser ? ») goes on from the passages that the
reader has seen. Nothing is kept between questions: the earlier answers are computed again from the
earlier questions, within the scope and with the k of the step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.fact import tell_facts
from onrecord.answer.hit import Hit
from onrecord.answer.inquiry import Inquiry, Sources, inquire, quote_whole
from onrecord.answer.told_words import tell_words
from onrecord.answer.verdict import compose, compose_more, gap_notes, make_answer
from onrecord.question.question import SEARCHED, SMALL_TALK, Intent, Question
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import Passage
from onrecord.text.lexicon import load_lexicon
from onrecord.text.word import words
from onrecord.wording import say


@dataclass(frozen=True, slots=True)
class _Shown:
    """The rows of the passages that a reader has seen, and the row from which a step goes on."""

    rows: tuple[int, ...] = ()
    last: int | None = None


def answer_question(
    sources: Sources, question: Question, scope: Scope, k: int, *, diverse: bool
) -> Answer:
    """Return the answer to a question within a scope.

    Parameters
    ----------
    k
        How many passages at most, 1 or more.
    diverse
        Whether to take only the best passage of each interview.
    """
    if question.intent in SMALL_TALK:
        return _reply(question, question.intent.value)
    if question.intent in (Intent.FACT, Intent.SUMMARY):
        index = sources.searcher.index
        return tell_facts(index.cards, index.read, question, scope)
    if question.intent is Intent.OCCURRENCES:
        return tell_words(sources, question, scope, k)
    if question.intent in SEARCHED:
        return compose(inquire(sources, question, scope, diverse=diverse), k)
    if not question.steps:
        return _reply(question, "nothing_before")
    base, *steps = question.steps
    inquiry = inquire(sources, base, scope, diverse=diverse)
    return _take_steps(inquiry, [*steps, question], k)


def _reply(question: Question, note: str) -> Answer:
    """Return an answer that has no passage, only a sentence of the program."""
    notes = (say(note, question.language),)
    return Answer(question.text, Verdict.NOT_SAID, notes=notes, language=question.language)


def _take_steps(inquiry: Inquiry, steps: Sequence[Question], k: int) -> Answer:
    """Answer an inquiry, then each of `steps` in order, and return the last answer."""
    answer = compose(inquiry, k)
    shown = _add_shown(inquiry, _Shown(), answer)
    for step in steps:
        answer = _take_step(_make_step(inquiry, step), step.intent, shown, k)
        shown = _add_shown(inquiry, shown, answer)
    return answer


def _make_step(inquiry: Inquiry, step: Question) -> Inquiry:
    """Return the same inquiry with the text and the language of a step, and what the step means."""
    base = inquiry.question
    language = step.language if _has_function_word(step.text) else base.language
    asked = base.understood_as or base.text
    understood = say(f"step_{step.intent.value}", language, question=asked)
    question = replace(base, text=step.text, language=language, understood_as=understood)
    return replace(inquiry, question=question)


def _take_step(inquiry: Inquiry, intent: Intent, shown: _Shown, k: int) -> Answer:
    """Return the answer to one step: the rest of the turn that was quoted, or more passages."""
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
        notes = gap_notes(inquiry, _keep_incomplete(hits))
        return make_answer(inquiry, Verdict.FOUND, hits, notes=notes)
    if intent is Intent.CONTINUE:
        last = quote_whole(inquiry, [shown.last])
        notes = [say("end_of_answer", language), *gap_notes(inquiry, _keep_incomplete(last))]
        return make_answer(inquiry, Verdict.NOT_SAID, notes=notes)
    return compose_more(inquiry, k, shown.rows)


def _add_shown(inquiry: Inquiry, shown: _Shown, answer: Answer) -> _Shown:
    """Return `shown` with the passages of an answer; a step goes on from the one that answers best."""
    hits = (*answer.hits, *answer.nearest)
    rows = tuple(inquiry.sources.searcher.index.row_at(hit.interview_id, hit.start) for hit in hits)
    last = shown.last
    if answer.compared:
        last = max(zip(answer.hits, rows, strict=False), key=lambda one: one[0].score)[1]
    elif answer.hits or (rows and answer.verdict is Verdict.MAYBE_UNREAD):
        last = rows[0]
    return _Shown((*shown.rows, *rows), last)


def _rows_of_turn(passages: Sequence[Passage], row: int) -> list[int]:
    """Return the rows of the turn that a passage belongs to, in order; none for a lead."""
    here = passages[row]
    if not here.turn:
        return []

    def is_here(other: int) -> bool:
        return (passages[other].interview_id, passages[other].turn) == (here.interview_id, here.turn)

    before = list(takewhile(is_here, range(row - 1, -1, -1)))
    return [*reversed(before), *takewhile(is_here, range(row, len(passages)))]


def _keep_incomplete(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that break off, and the leads."""
    return [hit for hit in hits if hit.cut or not hit.turn]


def _has_function_word(text: str) -> bool:
    """Return whether a function word gives away the language of a text; « continue » holds none."""
    known = load_lexicon("function_words")
    return any(word in known for word in words(text))
