"""What a person changes of a reading, written into the text of the side file.

Each function takes the side file and returns it with one thing more put right. A change is in terms of
what `review` shows; `correction` reads it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from onrecord.interview import Person
from onrecord.reading.format.source import parse_yaml
from onrecord.reading.review import Piece, Review, Side, Voice

LISTS = ("asks", "take_in", "leave_out")
"""The fields of the side file that name blocks, beside `ends_at`, which names one."""

ENDS = "ends_at"


@dataclass(frozen=True, slots=True)
class Told:
    """Who a voice is, as a person says it."""

    name: str
    side: Side


def amend_voices(side: str, review: Review, told: Sequence[Told]) -> str:
    """Return the side file with who speaks by each label; what is as it was read stays unsaid.

    `told` has one for each voice of the review, in order.
    """
    stated = parse_yaml(side, "")
    speakers: dict[str, Any] = {}
    for voice, one in zip(review.voices, told, strict=True):
        if one != Told(voice.name, voice.side):
            speakers |= dict.fromkeys(voice.labels, _state(voice, one))
    if not speakers:
        return side
    return _write({**stated, "speakers": {**_as_mapping(stated.get("speakers")), **speakers}})


def amend_people(side: str, review: Review, names: Sequence[str]) -> str:
    """Return the side file with the names of those who answer without a label, in order.

    An empty name leaves it to the reading.
    """
    read = tuple(person.name for person in review.unlabelled)
    if tuple(names) == read or not any(names):
        return side
    people = [
        Person(name, person.role) for name, person in zip(names, review.unlabelled, strict=True) if name
    ]
    labelled = {voice.name for voice in review.voices if voice.side is Side.ANSWERS}
    people += [one for one in review.interview.people if one.name in labelled]
    entries = [{"name": one.name} | ({"role": one.role} if one.role else {}) for one in people]
    return _write({**parse_yaml(side, ""), "interviewees": entries})


def amend_block(side: str, piece: Piece, name: str) -> str:
    """Return the side file with a block in one of `LISTS`, or as the first after the end (`ENDS`)."""
    stated = parse_yaml(side, "")
    entry = {"begins": piece.words, "line": piece.line}
    for other in LISTS:
        kept = [one for one in _as_list(stated.pop(other, None)) if one != entry]
        stated |= {other: kept} if kept else {}
    if name == ENDS:
        return _write({**stated, ENDS: entry})
    return _write({**stated, name: [*_as_list(stated.get(name)), entry]})


def _state(voice: Voice, told: Told) -> dict[str, object]:
    if told.side is Side.OUT:
        return {"out": True}
    name = told.name or voice.name
    return ({"name": name} if name else {}) | {"host": told.side is Side.ASKS}


def _as_mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _write(stated: dict[str, Any]) -> str:
    return yaml.dump(stated, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """YAML's safe dumper that writes every value out: the side file takes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
