"""What to ask next: the interview's own questions around the best passage, and its next turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onrecord.answer.answer import Verdict
from onrecord.chat.session import Exchange
from onrecord.interview import Interview, Turn
from onrecord.text.shown import show

_MOST = 2
_LONGEST = 180  # characters: a question that fits two lines


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Questions to ask next, and where the interview goes on; "" where it does not."""

    questions: tuple[str, ...]
    interview_id: str
    anchor: str


def suggest_next(
    interviews: Mapping[str, Interview], exchange: Exchange, asked: Collection[str]
) -> Suggestion | None:
    """Return what to do after an exchange, None where no passage came near.

    Parameters
    ----------
    asked
        The questions of the conversation: none is suggested again.
    """
    if not exchange.cited or exchange.answer is None:
        return None
    best = exchange.cited[0]
    interview = interviews[best.interview_id]
    found = exchange.answer.verdict is Verdict.FOUND
    following = interview.turns[best.turn :]
    around = following if found else interview.turns[max(0, best.turn - 1) :]
    questions = [one for one in _questions(interview, around) if one not in asked]
    anchor = f"t{following[0].number}p1" if found and following else ""
    if not questions and not anchor:
        return None
    return Suggestion(tuple(questions[:_MOST]), interview.id, anchor)


def _questions(interview: Interview, turns: Collection[Turn]) -> list[str]:
    spans = dict.fromkeys(turn.asked for turn in turns if turn.asked)
    shown = [show(span.of(interview.text)) for span in spans]
    return [question for question in shown if len(question) <= _LONGEST]
