"""The questions that were put in the interviews, as a list to choose from, grouped by interview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.answer.answer import Fact
from onrecord.interview import Interview
from onrecord.retrieval.passage import make_anchor


@dataclass(frozen=True, slots=True)
class Put:
    """A question, verbatim, and the anchor of its answer; "" for a sentence that is no question."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The questions of one interview, in its order."""

    interview: Interview
    questions: tuple[Put, ...]


def list_questions(facts: Iterable[Fact], interviews: Mapping[str, Interview]) -> tuple[Listed, ...]:
    """Return the facts of the field `questions`, each with the place of its answer."""
    grouped: dict[str, list[str]] = {}
    for fact in facts:
        grouped.setdefault(fact.interview_id, []).append(fact.value)
    return tuple(_list(interviews[one], values) for one, values in grouped.items())


def _list(interview: Interview, values: Iterable[str]) -> Listed:
    anchors: dict[str, str] = {}
    for turn in interview.turns:
        if turn.asked:
            anchors.setdefault(interview.show(turn.asked), make_anchor(turn.number, 1))
    return Listed(interview, tuple(Put(value, anchors.get(value, "")) for value in values))
