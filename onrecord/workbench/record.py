"""A grid as a flat table: one record for each passage, fact or empty cell, with all that checks it.

The sheet "passages" of a spreadsheet and the CSV hold these records. Reading them back gives the
cells, from which what is shown is made anew. Nothing here knows a file format.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.hit import Hit, Quote
from onrecord.error import AnswerError
from onrecord.text.change import Change
from onrecord.text.shown import shorten
from onrecord.workbench.grid import Grid

_CELL = ("row", "question", "verdict", "language", "kind")
_QUOTE = ("quote", "quote_start", "quote_end")
_OF_HIT = tuple(field.name for field in dataclasses.fields(Hit) if field.name != "quote")
_LAST = ("field", "value", "understood_as", "notes")
COLUMNS = (*_CELL, *_QUOTE, *_OF_HIT, *_LAST)
"""The names of the columns, in order; those of a hit are those of its JSON."""

_TYPES = {field.name: str(field.type) for field in dataclasses.fields(Hit)}
_WHOLE = {"quote_start", "quote_end", *(name for name in _TYPES if _TYPES[name].startswith("int"))}
_BROKEN = {name for name in _TYPES if _TYPES[name].startswith("float")}
_OPTIONAL = {name for name in _TYPES if _TYPES[name].endswith("None")}
_TRUTHS = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: the name of its row, its question and its answer."""

    row: str
    question: str
    answer: Answer


def list_records(grid: Grid) -> Iterator[dict[str, Any]]:
    """Yield the records of a grid, row by row; a date is a text, None a value that is not known."""
    for row, question, answer in grid.cells():
        for record in answer.to_records():
            yield {**dict.fromkeys(COLUMNS), **record, "row": row.name, "question": question}


def read_cells(records: Iterable[Mapping[str, Any]]) -> list[Cell]:
    """Return the cells that records describe, in order.

    Raises
    ------
    AnswerError
        When a value is missing or of another kind; the message gives the record's number.
    """
    cells: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for number, record in enumerate(records, 2):  # the heads are line 1
        read = {name: _read_value(name, record.get(name), number) for name in COLUMNS}
        cells.setdefault((str(read["row"]), str(read["question"])), []).append({**read, "at": number})
    return [Cell(*place, _make_answer(place[1], parts)) for place, parts in cells.items()]


def _read_value(name: str, value: Any, line: int) -> Any:
    """Return a value of a record as its type, whether it was written as text or not."""
    if name == "changes":
        return _read_changes(value, line)
    if value is None or value == "":
        return None if name in _OPTIONAL or name in _WHOLE | _BROKEN or name == "cut" else ""
    try:
        if name in _WHOLE:
            return int(value)
        if name in _BROKEN:
            return float(value)
        if name == "cut":
            return _TRUTHS[str(value).lower()]
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        found = shorten(str(value), 60)
        raise AnswerError(
            f"passage in line {line}: {name}: expected a number, found “{found}”"
        ) from error
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _read_changes(value: Any, line: int) -> tuple[Change, ...]:
    """Return the changes that `Hit.to_record` wrote as JSON."""
    try:
        return tuple(Change(**one) for one in json.loads(value or "[]"))
    except (ValueError, TypeError, RecursionError) as error:
        found = shorten(str(value), 60)
        raise AnswerError(
            f"passage in line {line}: changes: expected a list in JSON, found “{found}”"
        ) from error


def _make_answer(question: str, parts: list[dict[str, Any]]) -> Answer:
    first = parts[0]
    try:
        verdict = Verdict(first["verdict"])
    except ValueError as error:
        raise AnswerError(
            f"passage in line {first['at']}: verdict: expected found, not_said or maybe_unread, "
            f"found “{shorten(first['verdict'], 60)}”"
        ) from error
    return Answer(
        question,
        verdict,
        tuple(_make_hit(part) for part in parts if part["kind"] == "hit"),
        tuple(_make_hit(part) for part in parts if part["kind"] == "nearest"),
        tuple(
            Fact(part["field"], part["value"], part["interview_id"])
            for part in parts
            if part["kind"] == "fact"
        ),
        first["understood_as"] or None,
        tuple(first["notes"].split("\n")) if first["notes"] else (),
        "en" if first["language"] == "en" else "fr",
    )


def _make_hit(part: Mapping[str, Any]) -> Hit:
    missing = [name for name in (*_QUOTE, *_OF_HIT) if part[name] is None and name not in _OPTIONAL]
    if missing:
        raise AnswerError(f"passage in line {part['at']}: expected a number in {', '.join(missing)}")
    values = {name: part[name] for name in _OF_HIT}
    try:
        date = datetime.date.fromisoformat(part["date"]) if part["date"] else None
    except ValueError as error:
        found = shorten(part["date"], 60)
        raise AnswerError(
            f"passage in line {part['at']}: date: expected YYYY-MM-DD, found “{found}”"
        ) from error
    quote = Quote(part["quote"], part["quote_start"], part["quote_end"])
    return Hit(**{**values, "date": date, "quote": quote})
