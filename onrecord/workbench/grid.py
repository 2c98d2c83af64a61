"""A grid: many questions, each put to every interview or person, and every answer.

`Archive.ask_all` fills it, `grid_file` writes it, `verify_grid` checks what was written. Nothing here
searches or judges: each cell is an `Answer` of its own.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.answer.answer import Answer, make_frame
from onrecord.error import QuestionError
from onrecord.interview import Card, Interview, Person
from onrecord.question.message import check_question
from onrecord.question.scope import Scope, make_scope
from onrecord.retrieval.store import Store
from onrecord.text.fold import fold
from onrecord.text.shown import shorten
from onrecord.version import __version__
from onrecord.workbench.saved import SavedAnswers

Progress = Callable[[int, int], None]
"""Called with the number of cells answered so far, and their total."""


class By(enum.Enum):
    """What the rows of a grid are."""

    INTERVIEW = "interview"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: an interview's id, or a person's name; `described` is what to show beside it."""

    name: str
    described: str


@dataclass(frozen=True, slots=True)
class Grid:
    """What `Archive.ask_all` returns: `answers[i][j]` is what row i answers to question j.

    While it is being filled it has the answers so far, row by row.
    """

    by: By
    questions: tuple[str, ...]
    rows: tuple[Row, ...]
    answers: tuple[tuple[Answer, ...], ...]

    @property
    def language(self) -> str:
        """The language of the first question, in which the program speaks: "fr" or "en"."""
        return self.answers[0][0].language

    def cells(self) -> Iterator[tuple[Row, str, Answer]]:
        """Yield row, question and answer of each cell, row by row."""
        for row, answers in zip(self.rows, self.answers, strict=True):
            for question, answer in zip(self.questions, answers, strict=True):
                yield row, question, answer

    def with_answers(self, answers: Sequence[Answer]) -> Grid:
        """Return the grid with the answers of its first cells, row by row."""
        width = len(self.questions)
        rows = (tuple(answers[start : start + width]) for start in range(0, len(answers), width))
        return replace(self, answers=tuple(rows))

    def to_dict(self) -> dict[str, Any]:
        """Return the grid as JSON types: the schema of HTTP."""
        rows = [
            {**asdict(row), "answers": [answer.to_dict() for answer in answers]}
            for row, answers in zip(self.rows, self.answers, strict=True)
        ]
        return {"by": self.by.value, "questions": list(self.questions), "rows": rows}

    def to_frame(self) -> Any:
        """Return each passage and fact of each cell, as `Answer.to_frame` does, with its `row`."""
        records = (
            {"row": row.name, **record}
            for row, _, answer in self.cells()
            for record in answer.to_records()
        )
        return make_frame(list(records))


def ask_grid(
    ask: Callable[..., Answer],
    index: Store,
    questions: Iterable[str],
    by: str,
    settings: Mapping[str, Any],
    saved: str | Path | None = None,
    on_progress: Progress | None = None,
) -> Grid:
    """Put each question to each interview or person, and return the grid.

    Parameters
    ----------
    ask, index
        `Archive.ask`, and what it searches.
    by
        "interview" or "speaker".
    settings
        The other arguments of `ask`: k, quick, speaker, publication, since, until.
    saved
        A file that keeps each answer as soon as it is there; what it holds already is not asked again.

    Raises
    ------
    QuestionError
        When a question, `by` or a setting is wrong, or nothing is within the filters.
    AnswerError
        When `saved` is another file, or cannot be written.
    """
    grid = plan_grid(index, questions, by, settings)
    corpus = json.dumps(index.corpus, sort_keys=True)
    depends_on = (__version__, index.encoder_fingerprint, corpus, json.dumps(settings, default=str))
    total = len(grid.rows) * len(grid.questions)
    answers: list[Answer] = []
    for answer in ask_cells(ask, grid, settings, SavedAnswers(saved, depends_on)):
        answers.append(answer)
        if on_progress:
            on_progress(len(answers), total)
    return grid.with_answers(answers)


def plan_grid(
    index: Store,
    questions: Iterable[str],
    by: str,
    settings: Mapping[str, Any],
    most: int | None = None,
) -> Grid:
    """Return a grid without answers: its questions, checked, and its rows.

    Parameters
    ----------
    most
        How many rows there may be, None for any number.

    Raises
    ------
    QuestionError
        As `ask_grid`, and when there are more rows than `most`.
    """
    asked, kind = check_questions(questions), _read_by(by)
    names = ("speaker", "publication", "since", "until")
    scope = make_scope(index.cards, None, *(settings.get(name) for name in names))
    if most is not None:
        found = _count_rows(index.cards, scope, kind)
        if found > most:
            raise QuestionError.of("grid_rows", most=most, found=found)
    return Grid(kind, asked, list_rows(index.read(scope.interviews), scope, kind), ())


def ask_cells(
    ask: Callable[..., Answer],
    grid: Grid,
    settings: Mapping[str, Any],
    kept: SavedAnswers | None = None,
) -> Iterator[Answer]:
    """Yield the answer of each cell of a grid that has none yet, row by row, as soon as it is there."""
    kept = kept or SavedAnswers(None)
    for row in grid.rows:
        for question in grid.questions:
            key = (grid.by.value, row.name, question)
            answer = kept.find(key)
            if answer is None:
                answer = ask(question, **{**settings, grid.by.value: row.name})
                kept.add(key, answer)
            yield answer


def check_questions(questions: Iterable[str]) -> tuple[str, ...]:
    """Return the questions of a grid, each as `check_question` returns it.

    Raises
    ------
    QuestionError
        When there is none, two are the same, or one is no question; the message gives its number.
    """
    if isinstance(questions, str):
        raise QuestionError("questions: expected a list of questions, found one text")
    known: dict[str, int] = {}
    checked: list[str] = []
    for number, question in enumerate(questions, 1):
        try:
            checked.append(check_question(question))
        except QuestionError as error:
            raise QuestionError.of("grid_question", number=number, why=error) from error
        first = known.setdefault(fold(checked[-1]), number)
        if first != number:
            text = shorten(checked[-1], 80)
            raise QuestionError.of("grid_twice", number=number, first=first, text=text)
    if not checked:
        raise QuestionError.of("grid_no_question")
    return tuple(checked)


def list_rows(interviews: Iterable[Interview], scope: Scope, by: By) -> tuple[Row, ...]:
    """Return the interviews of a scope, or those who speak in them, as rows of a grid.

    Raises
    ------
    QuestionError
        When the scope holds nobody.
    """
    inside = [one for one in interviews if _is_inside(one, scope)]
    if by is By.INTERVIEW:
        rows = [Row(one.id, _describe(one)) for one in inside]
    else:
        people: dict[str, Person] = {}
        heard = ((one.id, turn.speaker) for one in inside for turn in one.turns)
        for interview_id, speaker in heard:
            is_known = speaker.name in people and people[speaker.name].role
            if speaker.name and not is_known and scope.allows(interview_id, speaker.name):
                people[speaker.name] = speaker
        rows = [Row(person.name, person.role) for person in people.values()]
    if not rows:
        raise QuestionError.of("grid_nobody")
    return tuple(rows)


def _count_rows(cards: Iterable[Card], scope: Scope, by: By) -> int:
    """Return how many rows `list_rows` gives, without reading an interview."""
    inside = [one for one in cards if _is_inside(one, scope)]
    if by is By.INTERVIEW:
        return len(inside)
    names = {
        person.name for one in inside for person in one.speakers if scope.allows(one.id, person.name)
    }
    return len(names - {""})


def _is_inside(one: Interview | Card, scope: Scope) -> bool:
    """Return whether an interview is in a scope, with one of the speakers that the scope names."""
    named = scope.speakers is None or any(person.name in scope.speakers for person in one.speakers)
    return one.id in scope.interviews and named


def _read_by(value: object) -> By:
    try:
        return By(value)
    except ValueError as error:
        raise QuestionError(
            f"by: expected interview or speaker, found {shorten(repr(value), 60)}"
        ) from error


def _describe(interview: Interview) -> str:
    """Return who speaks in an interview, its title, where and when it was published."""
    people = ", ".join(person.name for person in interview.people)
    date = interview.date.isoformat() if interview.date else ""
    parts = (interview.title, people, interview.publication, date)
    return " · ".join(dict.fromkeys(part for part in parts if part))
