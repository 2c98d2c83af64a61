"""The grid of questions in the page: its form, its table as it fills, a passage to open, as HTML.

`workbench.grid` plans and asks it, `grid_events` runs it. A cell that is chosen is marked in its
interview by `interview_view`, as the passages of an answer are.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from onrecord.answer.answer import TONES, Answer, Verdict
from onrecord.answer.hit import Hit
from onrecord.chat.filters import NO_FILTERS, Filters, describe_filters
from onrecord.chat.interview_view import Focus, focus_on, number_apart
from onrecord.chat.link import link_to_place
from onrecord.chat.session import Exchange
from onrecord.chat.template import render
from onrecord.interview import Interview
from onrecord.text.shown import show
from onrecord.wording import label, say, say_date
from onrecord.workbench.cell import name_verdict, quote_of
from onrecord.workbench.grid import By, Grid, Row

MOST_QUESTIONS = 20
MOST_ROWS = 50
LONGEST = 300
"""Characters of a question of a grid."""


class GridFormat(enum.Enum):
    """A file that a grid is kept as; the value is the suffix of its name."""

    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"
    MD = "md"


@dataclass(frozen=True, slots=True)
class Filled:
    """A grid of a session, with the answers so far, and the filters that it is asked under."""

    grid: Grid
    filters: Filters = NO_FILTERS
    answers: tuple[Answer, ...] = ()

    @property
    def total(self) -> int:
        """How many cells the grid has."""
        return len(self.grid.rows) * len(self.grid.questions)

    @property
    def whole_rows(self) -> Grid | None:
        """The grid with those rows alone that are answered to the last question; None without any."""
        count = len(self.answers) // len(self.grid.questions)
        kept = replace(self.grid, rows=self.grid.rows[:count])
        return kept.with_answers(self.answers[: count * len(self.grid.questions)]) if count else None

    @property
    def interview_ids(self) -> frozenset[str]:
        """The ids of the interviews that its answers take a passage or a fact from."""
        exchanges = (Exchange(answer.question, answer) for answer in self.answers)
        return frozenset().union(*(one.interview_ids for one in exchanges))

    def find(self, row: int, column: int) -> Answer | None:
        """Return the answer of a cell, None where there is none (yet)."""
        place = row * len(self.grid.questions) + column
        inside = column < len(self.grid.questions) and place < len(self.answers)
        return self.answers[place] if inside else None

    def number(self, row: int, column: int) -> int:
        """Return a number for a cell, as an exchange has one."""
        place = (self.grid.by, self.grid.rows[row], self.grid.questions[column], self.filters)
        return number_apart(place)


@dataclass(frozen=True, slots=True)
class Form:
    """What the visitor has written: the questions, one on each line, and what the rows are."""

    text: str = ""
    by: By = By.INTERVIEW

    @property
    def questions(self) -> list[str]:
        """The questions that are no empty line."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell shows: the verdict in words, the marked words with their citation, else facts.

    `number` is that of `Filled.number`, `href` the link to the passage; `shown` is None where there is
    no passage to open.
    """

    answer: Answer
    verdict: str
    number: int
    shown: Hit | None
    quote: str
    href: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the table: its number from 0, its name, its cells so far, how many are still to come."""

    number: int
    name: str
    described: str
    cells: tuple[CellView, ...]
    pending: int


def show_grid(
    form: Form,
    filters: Filters,
    interviews: Mapping[str, Interview],
    language: str,
    filled: Filled | None = None,
    *,
    refused: str = "",
    filling: bool = False,
) -> str:
    """Return the panel of the grid as HTML.

    Parameters
    ----------
    filters
        Those of the next grid; `filled` has its own.
    refused
        Why the grid cannot be filled, "" when it can.
    filling
        Whether cells are still to come.
    """
    return render(
        "grid",
        language,
        form=form,
        bounds=describe_filters(filters, language),
        asked_of=describe_filters(filled.filters, language) if filled else "",
        refused=refused,
        filled=filled,
        filling=filling,
        rows=view_rows(filled, interviews, language) if filled else (),
        counted=_count(filled, language) if filled and not filling else "",
        hint=say("grid_hint", language, **_limits()),
        longest=MOST_QUESTIONS * (LONGEST + 1),
        formats=GridFormat,
        kinds=By,
        tones=[(one, say(f"grid_{one}", language)) for one in TONES],
    )


def show_rows(filled: Filled, interviews: Mapping[str, Interview], first: int, language: str) -> str:
    """Return the rows from `first` (from 0) that have an answer, to take the places of those shown."""
    rows = [row for row in view_rows(filled, interviews, language, first) if row.cells]
    return render("grid_rows", language, rows=rows, filled=filled)


def view_rows(
    filled: Filled, interviews: Mapping[str, Interview], language: str, first: int = 0
) -> tuple[RowView, ...]:
    """Return the rows of a grid from `first` on, with their answers so far."""
    width = len(filled.grid.questions)
    views = []
    for number, row in enumerate(filled.grid.rows[first:], first):
        answers = filled.answers[number * width : (number + 1) * width]
        cells = tuple(
            _view_cell(answer, filled.number(number, column)) for column, answer in enumerate(answers)
        )
        name, described = _name_row(row, filled.grid.by, interviews, language)
        views.append(RowView(number, name, described, cells, width - len(cells)))
    return tuple(views)


def focus_on_cell(filled: Filled, row: int, column: int) -> Focus:
    """Return the focus on the passage of a cell; without one, on nothing."""
    answer = filled.find(row, column)
    if answer is None:
        return Focus()
    return focus_on(Exchange(answer.question, answer), filled.number(row, column))


def _view_cell(answer: Answer, number: int) -> CellView:
    shown = next(iter(answer.hits), None)
    if answer.verdict is Verdict.MAYBE_UNREAD:
        shown = shown or next(iter(answer.nearest), None)
    found = answer.verdict is Verdict.FOUND
    facts = tuple(label(show(one.value), one.field, answer.language) for one in answer.facts)
    return CellView(
        answer=answer,
        verdict=name_verdict(answer),
        number=number,
        shown=shown,
        quote=quote_of(shown, answer.language) if shown else "",
        href=link_to_place(shown.interview_id, shown.anchor) if shown else "",
        told=facts or (answer.notes if found and not shown else ()),
    )


def _name_row(row: Row, by: By, interviews: Mapping[str, Interview], language: str) -> tuple[str, str]:
    """Return what a row is called in the page, and what is said beside: an id says little."""
    one = interviews.get(row.name) if by is By.INTERVIEW else None
    if one is None:
        return row.name, row.described
    people = ", ".join(person.name for person in one.people if person.name != one.name)
    date = say_date(one.date, language) if one.date else ""
    return one.name, " · ".join(filter(None, (people, one.publication, date)))


def _count(filled: Filled, language: str) -> str:
    """Return how many cells have each verdict, in words; or that the grid was stopped."""
    done, total = len(filled.answers), filled.total
    if done < total:
        return say("grid_stopped", language, done=done, total=total)
    counted = Counter(answer.tone for answer in filled.answers)
    parts = [f"{say(f'grid_{one}', language)} {counted[one]}" for one in TONES if counted[one]]
    return say("grid_counted", language, total=total, counts=", ".join(parts))


def _limits() -> dict[str, int]:
    return {"questions": MOST_QUESTIONS, "letters": LONGEST, "rows": MOST_ROWS}
