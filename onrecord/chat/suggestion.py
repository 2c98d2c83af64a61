"""What to ask after an answer: the interviewer's questions around the best passage, the next turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onrecord.answer.answer import Verdict
from onrecord.chat.session import Exchange
from onrecord.interview import Interview, Turn
from onrecord.retrieval.passage import make_anchor
from onrecord.text.shown import show

_MOST = 2  # questions
_LONGEST = 180  # characters: a question that fits two lines


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Questions to ask `speaker` next, and the anchor of the next turn of `interview_id`, or ""."""

    questions: tuple[str, ...]
    interview_id: str
    anchor: str
    speaker: str = ""


def suggest_next(
    interviews: Mapping[str, Interview], exchange: Exchange, asked: Collection[str]
) -> Suggestion | None:
    """Return what to ask or read after an exchange; None when there is nothing to suggest.

    Parameters
    ----------
    asked
        The questions of the conversation, which are not suggested again.
    """
    if not exchange.cited or exchange.answer is None:
        return None
    best = exchange.cited[0]
    interview = interviews[best.interview_id]
    found = exchange.answer.verdict is Verdict.FOUND
    following = interview.turns[best.turn :]
    around = following if found else interview.turns[max(0, best.turn - 1) :]
    questions = [one for one in _questions(interview, around) if one not in asked]
    anchor = make_anchor(following[0].number, 1) if found and following else ""
    if not questions and not anchor:
        return None
    speaker = best.speaker if best.turn else next((one.name for one in interview.people), "")
    return Suggestion(tuple(questions[:_MOST]), interview.id, anchor, speaker or interview.name)


def _questions(interview: Interview, turns: Collection[Turn]) -> list[str]:
    """Return the questions of turns without markup, each once, but those too long for a button."""
    spans = dict.fromkeys(turn.asked for turn in turns if turn.asked)
    questions = [show(interview.show(span)) for span in spans]
    return [question for question in questions if len(question) <= _LONGEST]
