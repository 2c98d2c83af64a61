"""A message of a conversation becomes questions, each with the questions that it leans on.

Reading is the first step of a question. Nothing is kept between two messages: the earlier ones are
read again, which costs little. Nothing here searches.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.error import QuestionError
from onrecord.question.cue import asks_of_other
from onrecord.question.follow_up import FARTHEST, is_follow_up, lean_on, swap_name
from onrecord.question.intent import find_intent, find_quoted, guess_language, strip_marks
from onrecord.question.person import People
from onrecord.question.question import SEARCHED, SMALL_TALK, STEPS, Intent, Question
from onrecord.question.spelling import respell

LONGEST = 10_000  # characters of a message
MOST_QUESTIONS = 5  # that are read of one message; the reader can ask the others next
_MOST_CUT = 50  # parts; a message with more is read as one question
_QUESTION = re.compile(r"[^?？]*[?？]+[\s»”\"')]*")
_LAST_MARK = re.compile(r"[?？][\s»”\"')]*$")
_FARTHEST_MARK = 10  # characters from the end of a message to its last question mark
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}  # Unicode categories of control characters and the like
_SKIPPED = STEPS | SMALL_TALK  # no follow-up leans on these, but on a question before them
_COMBINED = SEARCHED | {
    Intent.FACT,
    Intent.SUMMARY,
    Intent.OCCURRENCES,
}  # a message may ask several of these


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was read: at least one question, and the number of those left unread.

    `text` is the message on one line, without control characters.
    """

    text: str
    questions: tuple[Question, ...]
    unread: int = 0


def read_message(text: str, history: Sequence[str], people: People) -> Message:
    """Read a message: cut it into questions and read each after those before it.

    Parameters
    ----------
    text
        1 to 10,000 characters.
    history
        The messages before it, oldest first; those without a letter or digit are ignored.
    people
        Those who speak in the interviews of the archive.

    Raises
    ------
    QuestionError
        When the message has no word, or it or an earlier one is longer than LONGEST.
    """
    past: list[Question] = []
    for earlier in history:
        if any(map(str.isalnum, earlier)):
            past += _read_parts(check_question(earlier), past, people)[:MOST_QUESTIONS]
    asked = check_question(text)
    parts = _read_parts(asked, past, people)
    kept = tuple(parts[:MOST_QUESTIONS])
    return Message(asked, kept, len(parts) - len(kept))


def read_question(text: str, past: Sequence[Question], people: People) -> Question:
    """Read one question: its spelling, intent and language, and the questions that it leans on.

    Parameters
    ----------
    text
        One question, as `check_question` returns it.
    past
        The questions before it, oldest first.
    people
        Those who speak in the interviews of the archive.
    """
    other = people.find_other(past[-1].text) if past and asks_of_other(text) else ""
    written = respell(f"et {other} ?" if other else text)
    language = guess_language(written)
    wanted = find_intent(written, people.names)
    read = Question(text, written, written, language, wanted.intent, wanted.field, wanted.name)
    if wanted.intent is Intent.COMPARE:
        count = len(wanted.subject.split())
        return replace(read, search=" ".join(strip_marks(written).split()[-count:]))
    if wanted.intent is Intent.OCCURRENCES:
        quoted = find_quoted(text)
        return replace(read, search=quoted) if quoted else replace(read, intent=Intent.WORDS)
    if wanted.intent in STEPS:
        return replace(read, steps=_find_steps(past))
    if wanted.intent is not Intent.WORDS or not is_follow_up(written):
        return read
    earlier = [one.written for one in past if one.intent not in _SKIPPED][-FARTHEST:]
    if not earlier:
        return replace(read, leans=True)
    joined = swap_name(written, earlier[-1], people.names) or lean_on(written, earlier)
    return replace(read, search=joined, leans=True, understood_as=joined)


def check_question(text: str) -> str:
    """Return `text` on one line, without control characters.

    Raises
    ------
    QuestionError
        When `text` is no text, is longer than LONGEST, or has no word.
    """
    if not isinstance(text, str):
        raise QuestionError.of("no_text", where="question", found=repr(text)[:60])
    if len(text) > LONGEST:
        raise QuestionError.of("question_too_long", most=LONGEST, found=len(text))
    kept = "".join(c if c.isspace() or unicodedata.category(c) not in _INVISIBLE else " " for c in text)
    if not re.search(r"\w", kept):
        raise QuestionError.of("question_without_word")
    return " ".join(kept.split())


def check_history(history: object) -> None:
    """Raise a QuestionError when the earlier questions are not a sequence of strings."""
    is_list = isinstance(history, Sequence) and not isinstance(history, str)
    if not (is_list and all(isinstance(one, str) for one in history)):  # type: ignore[attr-defined]
        raise QuestionError.of("history", found=repr(history)[:60])


def check_k(k: object) -> int:
    """Return how many passages are wanted, at most as many as a sequence can hold."""
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise QuestionError.of("k", found=repr(k)[:60])
    return min(k, sys.maxsize)


def _read_parts(text: str, past: Sequence[Question], people: People) -> list[Question]:
    """Return the questions of a checked message, or the whole as one if a part cannot stand alone.

    A part after the first stands alone unless it is a follow-up, a step or small talk.
    """
    parts = _cut_message(text)
    read: list[Question] = []
    for part in parts:
        question = read_question(part, [*past, *read], people)
        if len(parts) > 1 and read and (question.leans or question.intent not in _COMBINED):
            return [read_question(text, past, people)]
        read.append(question)
    return read


def _cut_message(text: str) -> tuple[str, ...]:
    """Return the parts of a message that end in a question mark, in order, without duplicates.

    A message whose last question mark is not at its end is not cut. `_read_parts` decides whether
    each part can be asked on its own.
    """
    if not _LAST_MARK.search(text[-_FARTHEST_MARK:]):
        return (text,)  # checked first: findall takes quadratic time on text after the last mark
    parts = [part.strip() for part in _QUESTION.findall(text) if re.search(r"\w", part)]
    return tuple(dict.fromkeys(parts)) if 1 < len(parts) <= _MOST_CUT else (text,)


def _find_steps(past: Sequence[Question]) -> tuple[Question, ...]:
    """Return the last question that was searched and the steps since, oldest first.

    Small talk is left out. Empty if nothing was searched, or a fact or a summary was asked since.
    """
    for place in range(len(past) - 1, -1, -1):
        if past[place].intent in SEARCHED:
            since = (one for one in past[place + 1 :] if one.intent in STEPS)
            return past[place], *(replace(one, steps=()) for one in since)
        if past[place].intent not in _SKIPPED:
            break
    return ()
