"""A grid as a spreadsheet (XLSX): what people read on one sheet, every passage in full on another.

Texts are written as texts, whatever they begin with: no word of an interview becomes a formula.
Nothing here judges whether what is read back is true.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.answer.answer import Answer
from onrecord.error import AnswerError, CorpusError
from onrecord.reading.format.docx import check_archive
from onrecord.text.shown import shorten
from onrecord.wording import say
from onrecord.workbench.cell import LONGEST, describe_cell, web_link
from onrecord.workbench.grid import Grid
from onrecord.workbench.record import COLUMNS, list_records

PASSAGES = "passages"
_GRID = "grid"
HEADS = 2  # columns before the first question
_FILLS = {
    "found": "E3F1E3",
    "doubtful": "F2F4DC",
    "not_said": "EEEEEE",
    "maybe_unread": "FBEFD5",
}
_LONGEST_LINK = 2000  # characters that spreadsheets take
_UNWRITTEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x(?=[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MOST_BYTES = 50_000_000
_LARGEST = {_GRID: (20_000, 500), PASSAGES: (200_000, len(COLUMNS))}  # rows and columns that are read


@dataclass(frozen=True, slots=True)
class Sheets:
    """What a spreadsheet holds: the grid as rows of texts, and the records of its passages."""

    grid: list[list[str]]
    records: list[dict[str, Any]]


def write_sheets(grid: Grid, path: Path) -> None:
    """Write a grid as a spreadsheet with two sheets, their heads frozen, their texts wrapped."""
    from openpyxl import Workbook  # late: a quarter of a second

    book = Workbook()
    _write_grid(book.active, grid)
    _write_passages(book.create_sheet(PASSAGES), grid)
    book.save(path)


def read_sheets(path: Path) -> Sheets:
    """Return what a spreadsheet holds that `write_sheets` wrote, changed since or not.

    Raises
    ------
    AnswerError
        When it is no spreadsheet, or not one of a grid.
    """
    from openpyxl import load_workbook

    expected = f"{path}: expected a grid as `onrecord grid` writes it"
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise AnswerError(f"{expected}, found more than {_MOST_BYTES // 1_000_000} MB")
        check_archive(path.read_bytes(), path, "xl/workbook.xml")
    except (OSError, CorpusError) as error:
        raise AnswerError(f"{expected}, found no spreadsheet, or a damaged one") from error
    try:
        book = load_workbook(path, read_only=True, data_only=False)
        sheets = {
            name: [*book[name].iter_rows(max_row=rows, max_col=columns, values_only=True)]
            for name, (rows, columns) in _LARGEST.items()
        }
        book.close()
    except KeyError as error:
        raise AnswerError(
            f"{expected}, found a spreadsheet without {shorten(str(error), 80)}"
        ) from error
    except (ValueError, TypeError, AttributeError, IndexError, zipfile.BadZipFile, OSError, SyntaxError,
            RecursionError) as error:  # fmt: skip
        raise AnswerError(f"{expected}, found a damaged spreadsheet") from error
    heads, *rows = sheets[PASSAGES] or [()]
    if tuple(heads[: len(COLUMNS)]) != COLUMNS:
        raise AnswerError(f"{expected}, found other columns in the sheet {PASSAGES}")
    records = [dict(zip(COLUMNS, map(_read, row), strict=False)) for row in rows if any(row)]
    shown = [[str(_read(value)) if value is not None else "" for value in row] for row in sheets[_GRID]]
    return Sheets(shown, records)


def _write_grid(sheet: Any, grid: Grid) -> None:
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter

    sheet.title = _GRID
    heads = (say(f"grid_{grid.by.value}", grid.language), say("grid_described", grid.language))
    _write_heads(sheet, (*heads, *grid.questions))
    fills = {tone: PatternFill("solid", start_color=colour) for tone, colour in _FILLS.items()}
    for number, (row, answers) in enumerate(zip(grid.rows, grid.answers, strict=True), 2):
        for column, text in enumerate((row.name, row.described), 1):
            _write(sheet, number, column, text)
        for column, answer in enumerate(answers, HEADS + 1):
            cell = _write(sheet, number, column, describe_cell(answer))
            cell.fill = fills[answer.tone]
            link = _find_link(answer)
            if link:
                cell.hyperlink = link
    sheet.freeze_panes = "B2"
    for column in range(1, HEADS + len(grid.questions) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 28 if column <= HEADS else 48


def _write_passages(sheet: Any, grid: Grid) -> None:
    from openpyxl.utils import get_column_letter

    _write_heads(sheet, COLUMNS)
    for number, record in enumerate(list_records(grid), 2):
        for column, name in enumerate(COLUMNS, 1):
            _write(sheet, number, column, record[name])
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, name in enumerate(COLUMNS, 1):
        wide = name in ("text", "quote", "question", "citation", "asked", "notes")
        sheet.column_dimensions[get_column_letter(column)].width = 60 if wide else 16


def _write_heads(sheet: Any, heads: Iterable[str]) -> None:
    from openpyxl.styles import Font

    for column, head in enumerate(heads, 1):
        _write(sheet, 1, column, head).font = Font(bold=True)


def _write(sheet: Any, row: int, column: int, value: Any) -> Any:
    """Write a value, wrapped and at the top of its cell; a text stays a text."""
    from openpyxl.styles import Alignment

    cell = sheet.cell(row, column)
    if isinstance(value, str):
        written = _UNWRITTEN.sub(lambda found: f"_x{ord(found[0][0]):04X}_{found[0][1:]}", value)
        cell.value = written[:LONGEST]
        cell.data_type = "s"  # "=1+1" would be a formula
    else:
        cell.value = value
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _read(value: Any) -> Any:
    """Return a value as it was before `_write`."""
    return (
        _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if isinstance(value, str) else value
    )


def _find_link(answer: Answer) -> str:
    """Return the link of the first passage that answers, if a spreadsheet takes it."""
    link = web_link(answer.hits[0]) if answer.hits else ""
    return link if len(link) <= _LONGEST_LINK else ""
