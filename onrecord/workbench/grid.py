"""A grid: many questions, each put to every interview or person, and every answer.

`Archive.ask_all` fills it, `grid_file` writes it, `verify_grid` checks what was written. Nothing here
searches or judges: each cell is an `Answer` of its own.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.answer.answer import Answer, make_frame
from onrecord.error import QuestionError
from onrecord.interview import Interview, Person
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
    """What `Archive.ask_all` returns: `answers[i][j]` is what row i answers to question j."""

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
        The other arguments of `ask`: k, quick, publication, since, until.
    saved
        A file that keeps each answer as soon as it is there; what it holds already is not asked again.

    Raises
    ------
    QuestionError
        When a question, `by` or a setting is wrong, or nothing is within the filters.
    AnswerError
        When `saved` is another file, or cannot be written.
    """
    asked, kind = check_questions(questions), _read_by(by)
    bounds = (settings[name] for name in ("publication", "since", "until"))
    scope = make_scope(index.cards, None, None, *bounds)
    rows = list_rows(index.read(scope.interviews), scope, kind)
    corpus = json.dumps(index.corpus, sort_keys=True)
    depends_on = (__version__, index.encoder_fingerprint, corpus, json.dumps(settings, default=str))
    kept = SavedAnswers(saved, depends_on)
    answers: list[list[Answer]] = []
    for number, row in enumerate(rows):
        answers.append([])
        for place, question in enumerate(asked, 1):
            key = (kind.value, row.name, question)
            answer = kept.find(key)
            if answer is None:
                answer = ask(question, **{kind.value: row.name}, **settings)
                kept.add(key, answer)
            answers[-1].append(answer)
            if on_progress:
                on_progress(number * len(asked) + place, len(rows) * len(asked))
    return Grid(kind, asked, rows, tuple(map(tuple, answers)))


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
            raise QuestionError(f"question {number}: {error}") from error
        first = known.setdefault(fold(checked[-1]), number)
        if first != number:
            raise QuestionError(
                f"question {number}: expected each question once, found number {first} again "
                f"(“{shorten(checked[-1], 80)}”); remove one"
            )
    if not checked:
        raise QuestionError("questions: expected one or more, found none")
    return tuple(checked)


def list_rows(interviews: Iterable[Interview], scope: Scope, by: By) -> tuple[Row, ...]:
    """Return the interviews of a scope, or those who speak in them, as rows of a grid.

    Raises
    ------
    QuestionError
        When the scope holds nobody.
    """
    inside = [one for one in interviews if one.id in scope.interviews]
    if by is By.INTERVIEW:
        rows = [Row(one.id, _describe(one)) for one in inside]
    else:
        people: dict[str, Person] = {}
        for speaker in (turn.speaker for one in inside for turn in one.turns):
            if speaker.name and not (speaker.name in people and people[speaker.name].role):
                people[speaker.name] = speaker
        rows = [Row(one.name, one.role) for one in people.values()]
    if not rows:
        raise QuestionError("expected interviews within the filters, found none")
    return tuple(rows)


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
