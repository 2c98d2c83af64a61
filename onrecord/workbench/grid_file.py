"""A grid as a file: spreadsheet, CSV, HTML or Markdown, by the suffix of its name.

The file appears whole or not at all, and none that is there is written over. Every text is escaped for
its format; a CSV marks the texts that a spreadsheet would take for formulas.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from pathlib import Path

from onrecord.answer.answer import Answer
from onrecord.error import AnswerError
from onrecord.text.shown import escape_markdown
from onrecord.wording import label, say
from onrecord.workbench.cell import name_verdict, quote_of, source_of, web_link
from onrecord.workbench.grid import Grid
from onrecord.workbench.place import check_free, write_whole
from onrecord.workbench.record import COLUMNS, list_records
from onrecord.workbench.sheet import write_sheets

_FORMULA = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet takes a text for that begins so
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;margin:1rem}table{border-collapse:collapse}"
    "th,td{border:1px solid #999;padding:.5rem;text-align:left;vertical-align:top;min-width:14rem}"
    "thead th{position:sticky;top:0;background:#fff}td blockquote{margin:.5rem 0}"
    "td.found{background:#e3f1e3}td.doubtful{background:#f2f4dc}td.not_said{background:#eee}td.maybe_unread{background:#fbefd5}"
)


def check_place(path: str | Path) -> Path:
    """Return where a grid is to be written, before anything is asked; errors as `check_free`."""
    return check_free(path, _WRITERS)


def write_grid(grid: Grid, path: str | Path) -> None:
    """Write a grid to a file that is not there yet.

    Raises
    ------
    AnswerError
        As `check_place`, or when the file cannot be written.
    """
    place = check_place(path)
    write_whole(place, partial(_WRITERS[place.suffix.lower()], grid))


def to_csv(grid: Grid) -> str:
    """Return the records of a grid as CSV: a line for each passage, fact or empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_guard(record[name]) for name in COLUMNS] for record in list_records(grid))
    return stream.getvalue()


def read_csv(text: str) -> list[dict[str, str]]:
    """Return the records of a CSV that `to_csv` wrote.

    Raises
    ------
    AnswerError
        When it has other columns.
    """
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise AnswerError("expected a grid as `onrecord grid` writes it, found other columns")
        return [dict(zip(COLUMNS, map(_unguard, row), strict=False)) for row in rows]
    except csv.Error as error:
        raise AnswerError(f"expected a grid in CSV, found a damaged one ({error})") from error


def to_html(grid: Grid) -> str:
    """Return a grid as a page of its own: a table, each cell with its passage, marked at the quote."""
    heads = [say(f"grid_{grid.by.value}", grid.language), *grid.questions]
    rows = (
        "<tr>" + _tag("th", row.name, row.described) + "".join(map(_to_table_cell, answers)) + "</tr>"
        for row, answers in zip(grid.rows, grid.answers, strict=True)
    )
    title = escape(say("grid_title", grid.language))
    return (
        f'<!doctype html><html lang="{grid.language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><h1>{title}</h1><table><thead><tr>"
        + "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        + "</tr></thead><tbody>"
        + "\n".join(rows)
        + "</tbody></table></html>\n"
    )


def to_markdown(grid: Grid) -> str:
    """Return a grid as Markdown: a table of verdicts, then each question with all that answers it."""
    numbers = [f"{number}." for number in range(1, len(grid.questions) + 1)]
    heads = [say(f"grid_{grid.by.value}", grid.language), *numbers]
    table = [_line(heads), _line(["---"] * len(heads))]
    for row, answers in zip(grid.rows, grid.answers, strict=True):
        table.append(_line([row.name, *(name_verdict(answer) for answer in answers)]))
    parts = [f"# {say('grid_title', grid.language)}", "\n".join(table)]
    for column, question in enumerate(grid.questions):
        parts.append(f"## {column + 1}. {escape_markdown(question)}")
        for row, answers in zip(grid.rows, grid.answers, strict=True):
            answer = answers[column]
            parts.append(f"### {escape_markdown(row.name)} · {name_verdict(answer)}")
            parts.append(str(answer))
    return "\n\n".join(parts) + "\n"


def _to_table_cell(answer: Answer) -> str:
    parts = [f"<strong>{escape(name_verdict(answer))}</strong>"]
    for hit in answer.hits[:1]:
        link = f' <a href="{escape(web_link(hit))}">↗</a>' if web_link(hit) else ""
        quote = escape(quote_of(hit, answer.language))
        parts.append(f"<blockquote>{quote}</blockquote><p>{escape(source_of(hit))}{link}</p>")
    facts = [label(fact.value, fact.field, answer.language) for fact in answer.facts]
    parts += [f"<p>{escape(text)}</p>" for text in (*facts, *answer.notes)]
    return f'<td class="{answer.tone}">{"".join(parts)}</td>'


def _tag(name: str, title: str, text: str) -> str:
    return f'<{name} scope="row">{escape(title)}<br><small>{escape(text)}</small></{name}>'


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(escape_markdown, cells))} |"


def _guard(value: object) -> object:
    """Return a value as a CSV takes it; an apostrophe before what would be a formula."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def _unguard(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _write_text(make: Callable[[Grid], str]) -> Callable[[Grid, Path], None]:
    def write(grid: Grid, path: Path) -> None:
        path.write_text(make(grid), "utf-8", newline="")

    return write


_WRITERS: dict[str, Callable[[Grid, Path], None]] = {
    ".xlsx": write_sheets,
    ".csv": _write_text(to_csv),
    ".html": _write_text(to_html),
    ".md": _write_text(to_markdown),
}
