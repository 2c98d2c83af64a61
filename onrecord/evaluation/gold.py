"""The file of questions that measures an archive: one JSON object a line, each with its answers.

Only the form of a line is checked here; `trial` checks that its interviews exist before it asks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.error import EvaluationError

OFF_TOPIC = "unanswerable_offtopic"  # kinds of questions without an answer, each with its figure
ON_TOPIC = "unanswerable_topic"
UNREAD = "unread"
_FIELDS = {
    "qid",
    "interview_id",
    "question",
    "kind",
    "lang",
    "history",
    "answers",
    "speaker",
    "answerable",
}


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """A right answer: `quote`, which stands verbatim in the interview `interview_id`."""

    interview_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and its right answers; none when the archive holds no answer.

    `history` are the questions before it. `speaker` is who gives the answer, `interview_id` the
    interview that the question is about, even if it is not answered there; both "" if not given.
    `place` is where the question stands (« file, line 3 »).
    """

    qid: str
    question: str
    kind: str
    history: tuple[str, ...]
    answers: tuple[GoldAnswer, ...]
    speaker: str
    place: str
    interview_id: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the archive holds an answer."""
        return bool(self.answers)


def read_gold(path: str | Path) -> list[GoldQuestion]:
    """Read a file of questions, one JSON object a line.

    Each has `question` and, if the archive holds an answer, `answers` (a list of objects with
    `interview_id` and `quote`). `qid`, `kind`, `history`, `speaker`, `interview_id`, `lang` and
    `answerable` may be left out.

    Raises
    ------
    EvaluationError
        When the file cannot be read, holds no question, has a line of another form, or has one
        `qid` twice; the message names the line.
    """
    try:
        lines = Path(path).read_text("utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path}: expected questions, one JSON object a line, {error}") from error
    questions = [
        _read_line(line, number, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not questions:
        raise EvaluationError(f"{path}: expected questions, one JSON object a line, found none")
    places: dict[str, str] = {}
    for one in questions:
        if one.qid in places:
            raise EvaluationError(
                f"{one.place}: qid: expected another than {one.qid!r}, found also at {places[one.qid]}"
            )
        places[one.qid] = one.place
    return questions


def _read_line(line: str, number: int, place: str) -> GoldQuestion:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"{place}: expected a JSON object, {error}") from error
    if not isinstance(row, dict):
        raise EvaluationError(f"{place}: expected a JSON object, found a {type(row).__name__}")
    if unknown := sorted(row.keys() - _FIELDS):
        known = ", ".join(sorted(_FIELDS))
        raise EvaluationError(f"{place}: expected the fields {known}, found {unknown[0]!r}")
    answers = _read_answers(row, place)
    answerable = row.get("answerable", bool(answers))
    if answerable is not bool(answers):
        expected = "answers" if answerable else "no answers"
        raise EvaluationError(
            f"{place}: answerable: expected {expected} with {answerable!r}, found {len(answers)}"
        )
    return GoldQuestion(
        qid=_read_text(row, "qid", place, str(number)),
        question=_read_text(row, "question", place),
        kind=_read_text(row, "kind", place, "answerable" if answers else ON_TOPIC),
        history=_read_history(row, place),
        answers=answers,
        speaker=_read_text(row, "speaker", place, ""),
        place=place,
        interview_id=_read_text(row, "interview_id", place, ""),
    )


def _read_text(row: Mapping[str, Any], field: str, place: str, default: str | None = None) -> str:
    """Return a field that is a text and not blank; `default`, unless None, if the row lacks it."""
    value = row.get(field)
    if value is None and default is not None:
        return default
    if not isinstance(value, str) or not value.strip():
        raise EvaluationError(f"{place}: {field}: expected a text, found {_show(value)}")
    return value


def _read_history(row: Mapping[str, Any], place: str) -> tuple[str, ...]:
    value = row.get("history") or []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise EvaluationError(
            f"{place}: history: expected a list of earlier questions, found {_show(value)}"
        )
    return tuple(value)


def _read_answers(row: Mapping[str, Any], place: str) -> tuple[GoldAnswer, ...]:
    value = row.get("answers") or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise EvaluationError(
            f"{place}: answers: expected a list of objects with interview_id and quote, "
            f"found {_show(value)}"
        )
    return tuple(
        GoldAnswer(
            _read_text(one, "interview_id", f"{place}, answers"),
            _read_text(one, "quote", f"{place}, answers"),
        )
        for one in value
    )


def _show(value: object) -> str:
    return "none" if value is None else json.dumps(value, ensure_ascii=False)[:60]
