"""A grid in a spreadsheet or CSV is verified: passages against the sources, cells against passages.

Each passage in full is checked as that of a saved answer is. What a cell shows must be what its
passages give, and each passage must be of the interview or person of its row.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.answer.verify import Check, describe_difference, verify_answer
from onrecord.error import AnswerError
from onrecord.text.shown import shorten
from onrecord.workbench.cell import describe_cell
from onrecord.workbench.grid_file import read_csv
from onrecord.workbench.record import Cell, read_cells
from onrecord.workbench.sheet import HEADS, read_sheets

SUFFIXES = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class WrittenGrid:
    """A grid that was read back: its cells, and the first sheet as rows of texts, if it has one."""

    cells: tuple[Cell, ...]
    shown: list[list[str]]


def verify_grid(path: str | Path, corpus: str | Path = "corpus") -> list[Check]:
    """Check every passage and fact of a grid against the files of a corpus, then every cell.

    Returns
    -------
    list of Check
        One for each passage and fact, then one for each cell that says otherwise than its passages.

    Raises
    ------
    AnswerError
        When the file is no grid.
    CorpusError
        When the corpus cannot be read.
    """
    grid = read_grid(path)
    hits = [hit for cell in grid.cells for hit in (*cell.answer.hits, *cell.answer.nearest)]
    facts = [dataclasses.asdict(fact) for cell in grid.cells for fact in cell.answer.facts]
    claims = {"hits": [hit.to_dict() for hit in hits], "nearest": [], "facts": facts}
    shown = _check_shown(grid.shown, grid.cells)
    return [*verify_answer(claims, corpus), *_check_rows(grid.cells), *shown]


def read_grid(path: str | Path) -> WrittenGrid:
    """Return the cells of a grid in a spreadsheet or CSV.

    Raises
    ------
    AnswerError
        When the file is no grid.
    """
    place = Path(path)
    sheets = read_sheets(place) if place.suffix.lower() == ".xlsx" else None
    try:
        records = sheets.records if sheets else read_csv(place.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise AnswerError(f"{place}: {error}") from error
    cells = read_cells(records)
    if not cells:
        raise AnswerError(f"{place}: expected a grid with passages, found none")
    return WrittenGrid(tuple(cells), sheets.grid if sheets else [])


def _check_rows(cells: Sequence[Cell]) -> Iterator[Check]:
    """Yield a check for each passage that is of another interview or person than its row."""
    for cell in cells:
        for hit in (*cell.answer.hits, *cell.answer.nearest):
            if cell.row not in (hit.interview_id, hit.speaker):
                problem = describe_difference("row", cell.row, hit.interview_id)
                yield Check(hit.citation, hit.interview_id, (problem,))


def _check_shown(rows: Sequence[Sequence[str]], cells: Sequence[Cell]) -> Iterator[Check]:
    """Yield a check for each cell of the first sheet that does not show what its passages give."""
    known = {(cell.row, cell.question): cell for cell in cells}
    heads = [*rows[0]] if rows else []
    for row in rows[1:]:
        for head, text in zip(heads[HEADS:], row[HEADS:], strict=False):
            cell = known.get((row[0], head))
            right = describe_cell(cell.answer) if cell else ""
            if text != right:
                place = f"{row[0]}: {shorten(head, 80)}"
                yield Check(place, row[0], (describe_difference("cell", text, right),))
