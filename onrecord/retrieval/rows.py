"""Interviews and passages as JSON lines, one on each, for the index.

Nothing here decides when a file is written or whether it is whole: `storage` does.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from onrecord.interview import Gap, Interview, LeftOut, Person, TimeCode, Turn
from onrecord.retrieval.passage import Passage
from onrecord.text.span import Span

_T = TypeVar("_T")


def write_rows(path: Path, rows: Iterable[Interview] | Iterable[Passage]) -> None:
    """Write interviews or passages to a file."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            values = dataclasses.asdict(row)
            stream.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")


def read_interviews(path: Path) -> tuple[Interview, ...]:
    """Return the interviews that `write_rows` wrote."""
    return tuple(_read_rows(path, _make_interview))


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Return the passages that `write_rows` wrote."""
    return tuple(_read_rows(path, _make_passage))


def _read_rows(path: Path, make: Callable[[dict[str, Any]], _T]) -> Iterator[_T]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield make(json.loads(line))


def _make_passage(row: dict[str, Any]) -> Passage:
    return Passage(**{**row, "sentences": _spans(row["sentences"])})


def _make_interview(row: dict[str, Any]) -> Interview:
    return Interview(
        **{
            **row,
            "date": datetime.date.fromisoformat(row["date"]) if row["date"] else None,
            "people": tuple(Person(**person) for person in row["people"]),
            "lead": _spans(row["lead"]),
            "turns": tuple(_make_turn(turn) for turn in row["turns"]),
            "gap": Gap(**row["gap"]) if row["gap"] else None,
            "left_out": tuple(
                LeftOut(**{**part, "span": Span(**part["span"])}) for part in row["left_out"]
            ),
            "warnings": tuple(row["warnings"]),
            "time_codes": tuple(TimeCode(**code) for code in row["time_codes"]),
            "page_starts": tuple(row["page_starts"]),
        }
    )


def _make_turn(row: dict[str, Any]) -> Turn:
    return Turn(
        number=row["number"],
        question=row["question"],
        asked=Span(**row["asked"]) if row["asked"] else None,
        speaker=Person(**row["speaker"]),
        paragraphs=_spans(row["paragraphs"]),
        sure_speaker=row["sure_speaker"],
        sure_asked=row["sure_asked"],
    )


def _spans(rows: list[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(**row) for row in rows)
