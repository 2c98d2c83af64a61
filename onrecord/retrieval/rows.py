"""Interviews, their cards and passages as JSON lines, one on each, for the index.

Nothing here decides when a file is written or whether it is whole: `storage` does.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from functools import lru_cache
from typing import Any

from onrecord.interview import Card, Gap, Interview, LeftOut, Person, TimeCode, Turn
from onrecord.retrieval.passage import Passage
from onrecord.text.change import Change
from onrecord.text.span import Span


def dump_row(row: Interview | Card | Passage) -> str:
    """Return an interview, its card or a passage as JSON on one line, letters as they are."""
    return json.dumps(dataclasses.asdict(row), ensure_ascii=False, default=str)


def make_passage_row(row: dict[str, Any]) -> Passage:
    """Return the passage of the values that `dump_row` wrote."""
    made = {"sentences": _spans(row["sentences"]), "changes": _changes(row["changes"])}
    return Passage(**{**row, **made})


def make_card(row: dict[str, Any]) -> Card:
    """Return the card of the values that `dump_row` wrote."""
    row["date"] = _day(row["date"])
    row["people"] = _people(row["people"])
    row["speakers"] = _people(row["speakers"])
    row["gap"] = _gap(row["gap"])
    row["pseudonyms"] = tuple(row["pseudonyms"])
    return Card(**row)


def make_interview(row: dict[str, Any]) -> Interview:
    """Return the interview of the values that `dump_row` wrote."""
    return Interview(
        **{
            **row,
            "date": _day(row["date"]),
            "people": _people(row["people"]),
            "lead": _spans(row["lead"]),
            "turns": tuple(_make_turn(turn) for turn in row["turns"]),
            "gap": _gap(row["gap"]),
            "left_out": tuple(
                LeftOut(**{**part, "span": Span(**part["span"])}) for part in row["left_out"]
            ),
            "warnings": tuple(row["warnings"]),
            "time_codes": tuple(TimeCode(**code) for code in row["time_codes"]),
            "page_starts": tuple(row["page_starts"]),
            "changes": _changes(row["changes"]),
            "pseudonyms": tuple(row["pseudonyms"]),
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


def _changes(rows: list[dict[str, Any]]) -> tuple[Change, ...]:
    return tuple(Change(**row) for row in rows)


def _day(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


def _gap(row: dict[str, Any] | None) -> Gap | None:
    return Gap(**row) if row else None


def _people(rows: list[dict[str, str]]) -> tuple[Person, ...]:
    return tuple(_make_person(**row) for row in rows)


@lru_cache(1 << 16)
def _make_person(**values: str) -> Person:
    """Return a person; the same one wherever the same is said of somebody."""
    return Person(**values)


def _spans(rows: list[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(**row) for row in rows)
