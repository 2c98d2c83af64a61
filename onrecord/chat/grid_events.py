"""The events of the grid: it is filled cell by cell, stopped, opened at a passage, kept as a file.

The session alone remembers its last grid. `grid_view` makes the HTML; what more is asked than the page
allows is for `onrecord grid`.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gradio as gr

from onrecord.archive import Archive
from onrecord.chat.archives import Archives
from onrecord.chat.filters import Filters
from onrecord.chat.grid_view import (
    LONGEST,
    MOST_QUESTIONS,
    MOST_ROWS,
    Filled,
    Form,
    GridFormat,
    focus_on_cell,
    show_grid,
    show_rows,
)
from onrecord.chat.interview_view import show_interview
from onrecord.chat.outputs import Growing, Opened
from onrecord.chat.session import Conversation
from onrecord.chat.upload import Uploads
from onrecord.error import OnRecordError, QuestionError
from onrecord.wording import say
from onrecord.workbench.grid import By, Grid, ask_cells, plan_grid
from onrecord.workbench.grid_file import write_grid

_PACE = 1.0  # seconds between two looks at a grid that fills
_SENT = MOST_QUESTIONS * (LONGEST + 1) * 2  # characters of the form that are read


class GridEvents:
    """The events of a session that puts many questions to many interviews."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def begin_grid(
        self,
        conversation: Conversation,
        uploads: Uploads,
        filled: Filled | None,
        event: gr.EventData,
    ) -> str:
        """Return the panel as HTML: the form as it is written, and the last grid of the session."""
        form = _read_form(event) if hasattr(event, "questions") else _form_of(filled)
        return self._show(conversation, uploads, form, filled)

    def fill_grid(
        self,
        conversation: Conversation,
        uploads: Uploads,
        filled: Filled | None,
        event: gr.EventData,
    ) -> Iterator[Growing]:
        """Put the questions, and yield the grid as it fills: the panel, then rows, then the panel."""
        archive, language = self._archives.archive_of(uploads), conversation.language
        form, filters = _read_form(event), conversation.filters
        try:
            grid = _plan(archive, form, filters)
        except QuestionError as error:
            refused = error.tell(language)
            yield Growing(panel=self._show(conversation, uploads, form, filled, refused=refused))
            return
        made, refused = Filled(grid, filters), ""
        yield Growing(made, self._show(conversation, uploads, form, made, filling=True), "")
        width, seen, since = len(grid.questions), 0, time.monotonic()
        try:
            for answer in ask_cells(archive.ask, grid, filters.arguments):
                made = replace(made, answers=(*made.answers, answer))
                if time.monotonic() - since >= _PACE:
                    rows = show_rows(made, archive.interviews, seen // width, language)
                    yield Growing(made, rows=rows)
                    seen, since = len(made.answers), time.monotonic()
        except OnRecordError as error:  # an interview is gone by now, or the engine of the index
            refused = error.tell(language)
        yield Growing(made, self._show(conversation, uploads, form, made, refused=refused), "")

    def stop_grid(self, conversation: Conversation, uploads: Uploads, filled: Filled | None) -> Growing:
        """Show the cells that were answered before the grid was stopped."""
        panel = self._show(conversation, uploads, _form_of(filled), filled)
        return Growing(panel=panel, rows="")

    def open_cell(
        self,
        conversation: Conversation,
        uploads: Uploads,
        filled: Filled | None,
        event: gr.EventData,
    ) -> Opened:
        """Open the interview of a cell at its passage, marked."""
        row, column = int(event.row), int(event.column)
        interviews = self._archives.archive_of(uploads).interviews
        if filled is None or filled.find(row, column) is None:
            gr.Warning(say("grid_lost", conversation.language))
            return Opened(conversation)
        focus = focus_on_cell(filled, row, column)
        if focus.interview_id not in interviews:
            return Opened(conversation)
        conversation = replace(conversation, opened=focus.interview_id)
        interview = interviews[focus.interview_id]
        return Opened(conversation, show_interview(interview, conversation.language, focus))

    def save_grid(
        self, conversation: Conversation, filled: Filled | None, event: gr.EventData
    ) -> dict[str, str]:
        """Return the rows of the grid that are whole, as a file in base64."""
        grid = filled.whole_rows if filled else None
        if grid is None:
            told = say("grid_lost", conversation.language)
            gr.Warning(told)  # what the page shows of an error does not say which
            raise gr.Error(told, visible=False, print_exception=False)
        name = f"on-the-record.{GridFormat(event.format).value}"
        return {"name": name, "base64": base64.b64encode(_write(grid, name)).decode()}

    def _show(
        self,
        conversation: Conversation,
        uploads: Uploads,
        form: Form,
        filled: Filled | None,
        **options: Any,
    ) -> str:
        interviews = self._archives.archive_of(uploads).interviews
        language = conversation.language
        if filled and not filled.interview_ids <= interviews.keys():
            filled = None  # an interview that it quotes was removed
        return show_grid(form, conversation.filters, interviews, language, filled, **options)


def _plan(archive: Archive, form: Form, filters: Filters) -> Grid:
    """Return the grid to fill, without an answer.

    Raises
    ------
    QuestionError
        When the page asks no grid like it: too many questions or rows, too long a question, two that
        are the same, none at all.
    """
    questions = form.questions
    if len(questions) > MOST_QUESTIONS:
        raise QuestionError.of("grid_questions", most=MOST_QUESTIONS, found=len(questions))
    for number, length in enumerate(map(len, questions), 1):
        if length > LONGEST:
            why = QuestionError.of("question_too_long", most=LONGEST, found=length)
            raise QuestionError.of("grid_question", number=number, why=why)
    return plan_grid(archive.index, questions, form.by.value, filters.arguments, MOST_ROWS)


def _read_form(event: gr.EventData) -> Form:
    """Return what the visitor has written; anything that is no kind of row asks interviews."""
    by = By.SPEAKER if getattr(event, "by", "") == By.SPEAKER.value else By.INTERVIEW
    return Form(str(event.questions)[:_SENT], by)


def _form_of(filled: Filled | None) -> Form:
    return Form("\n".join(filled.grid.questions), filled.grid.by) if filled else Form()


def _write(grid: Grid, name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        write_grid(grid, path)
        return path.read_bytes()
