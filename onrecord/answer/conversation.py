"""A message in a conversation becomes an Answer: its questions, and those that lean on answers given.

« Autre chose ? », « la suite », « tu peux préciser ? » go on from what was shown. Nothing is kept
between questions: the earlier answers are found again from the earlier questions, in the scope and
with the k of this one. Nothing here searches or judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from onrecord.answer.answer import Answer, Hit, Verdict, join_answers
from onrecord.answer.finder import Finder, compose_answer
from onrecord.question.follow_up import asks_of_other
from onrecord.question.intent import STEPS, Intent, Question, check_question, read_question
from onrecord.question.scope import Scope
from onrecord.question.several import MOST_QUESTIONS, split_message
from onrecord.question.target import find_other
from onrecord.retrieval.search import Searcher
from onrecord.text.lexicon import load_lexicon
from onrecord.text.word import words
from onrecord.wording import say

_SEARCHED = (Intent.WORDS, Intent.COMPARE)
_MOST_REPLAYED = 50  # steps from one question that are followed; a longer run of them is an error


def answer_message(
    searcher: Searcher,
    message: str,
    history: Sequence[str],
    scope: Scope,
    k: int,
    *,
    diverse: bool = False,
) -> Answer:
    """Return the answer to a message; to several questions, an answer whose `parts` are theirs.

    Parameters
    ----------
    history
        The earlier messages, oldest first.
    k
        How many passages at most for each question.

    Raises
    ------
    QuestionError
        When the message or one of the history is too long, or the message is empty.
    """
    names = tuple(
        dict.fromkeys(person.name for one in searcher.index.interviews for person in one.people)
    )
    past = [part for one in history if one.strip() for part in _split_past(one)]
    conversation = _Conversation(searcher, scope, k, diverse, names)
    parts = split_message(message)
    if len(parts) == 1:
        return conversation.answer(parts[0], past)
    asked = parts[:MOST_QUESTIONS]
    answers = [conversation.answer(one, [*past, *asked[:i]]) for i, one in enumerate(asked)]
    if len(parts) > MOST_QUESTIONS:
        note = say("part_not_read", answers[-1].language, count=str(MOST_QUESTIONS))
        answers[-1] = replace(answers[-1], notes=(*answers[-1].notes, note))
    return join_answers(" ".join(message.split()), answers)


def _split_past(message: str) -> tuple[str, ...]:
    return split_message(message)[:MOST_QUESTIONS] if any(map(str.isalnum, message)) else ()


@dataclass(slots=True)
class _Shown:
    """What a reader has seen since a question was asked: rows, and the passage to go on from."""

    rows: list[int] = field(default_factory=list)
    last: int | None = None


@dataclass(frozen=True, slots=True)
class _Conversation:
    """Questions put one after the other, to one scope."""

    searcher: Searcher
    scope: Scope
    k: int
    diverse: bool
    names: tuple[str, ...]

    def answer(self, text: str, past: Sequence[str]) -> Answer:
        """Return the answer to one question after those of `past`."""
        question = self._read(text, past)
        if question.intent not in STEPS:
            return compose_answer(self.searcher, question, self.scope, self.k, diverse=self.diverse)
        steps = [question]
        for number in range(len(past) - 1, -1, -1):
            before = self._read(past[number], past[:number])
            if before.intent in _SEARCHED:
                return self._take_steps(before, steps)
            if before.intent in STEPS:
                steps.insert(0, before)
            elif before.intent in (Intent.FACT, Intent.SUMMARY):
                break
        note = say("nothing_before", question.language)
        return Answer(text, Verdict.NOT_SAID, notes=(note,), language=question.language)

    def _read(self, text: str, past: Sequence[str]) -> Question:
        """Return a question, read; « et elle ? » is about the other of two who speak."""
        interviews = self.searcher.index.interviews
        other = find_other(past[-1], interviews) if past and asks_of_other(text) else ""
        read = read_question(f"et {other} ?" if other else text, past, self.names)
        return replace(read, text=check_question(text))

    def _take_steps(self, base: Question, steps: Sequence[Question]) -> Answer:
        """Return the answer to the last of `steps` after a question that was searched."""
        finder = Finder(self.searcher, base, self.scope, diverse=self.diverse)
        shown = _Shown()
        _show(finder, shown, finder.find(self.k))
        answer = Answer("", Verdict.NOT_SAID)
        for step in steps[-_MOST_REPLAYED:]:
            answer = self._take_step(finder, base, step, shown)
            _show(finder, shown, answer)
        return answer

    def _take_step(self, finder: Finder, base: Question, step: Question, shown: _Shown) -> Answer:
        language = step.language if _tells_language(step.text) else base.language
        understood = say(
            f"step_{step.intent.value}", language, question=base.understood_as or base.text
        )
        finder.reword(replace(base, text=step.text, language=language, understood_as=understood))
        return self._find_step(finder, step.intent, shown)

    def _find_step(self, finder: Finder, intent: Intent, shown: _Shown) -> Answer:
        if intent is not Intent.MORE:
            if shown.last is None:
                return finder.answer(Verdict.NOT_SAID, [], [], [finder.say("nothing_before")])
            rows = _rows_of_turn(finder, shown.last)
            if intent is Intent.CONTINUE:
                seen = [row for row in rows if row in shown.rows]
                rows = [row for row in rows if row > max(seen, default=shown.last)]
            rows = [row for row in rows if row not in shown.rows][: self.k]
            if rows:
                hits = finder.quote_whole(rows)
                return finder.answer(Verdict.FOUND, hits, [], finder.gap_notes(_cut(hits)))
            if intent is Intent.CONTINUE:
                last = finder.quote_whole([shown.last])
                notes = [finder.say("end_of_answer"), *finder.gap_notes(_cut(last))]
                return finder.answer(Verdict.NOT_SAID, [], [], notes)
        return finder.find_more(self.k, shown.rows)


def _show(finder: Finder, shown: _Shown, answer: Answer) -> None:
    """Note what an answer showed; one goes on from the passage that answers best."""
    rows = finder.find_rows((*answer.hits, *answer.nearest))
    shown.rows += rows
    if answer.compared:
        shown.last = max(zip(answer.hits, rows, strict=False), key=lambda one: one[0].score)[1]
    elif answer.hits or (rows and answer.verdict is Verdict.MAYBE_UNREAD):
        shown.last = rows[0]


def _rows_of_turn(finder: Finder, row: int) -> list[int]:
    """Return the rows of the answer that a passage is part of, in order; a lead is part of none."""
    passages = finder.passages
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
    """Say whether a step is in one language: « continue » is in two."""
    known = load_lexicon("french_words") | load_lexicon("english_words")
    return any(word in known for word in words(text))
