"""Texts of any length in a collection, read by their numbers.

A field of Milvus holds 65,535 bytes: a longer text stands in parts. What a text says is for `build`,
which writes it, and `store`, which reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from onrecord.error import StorageError
from onrecord.retrieval.check import MEND
from onrecord.retrieval.milvus.engine import Engine, Field, Row

_PART = 16_000  # characters, of four bytes each at most
_NUMBERS, _PARTS = 1 << 40, 1 << 12  # texts of a kind, and parts of a text, at most
_AT_ONCE = 1000  # parts that are read in one call: 64 MB at most
_FIELDS = (
    Field("key", "INT64"),
    Field("parts", "INT64"),
    Field("content", "VARCHAR", 65_535),
    Field("point", "FLOAT_VECTOR", 2, "FLAT"),  # Milvus wants a vector in every collection
)
_POINT = [0.0, 0.0]


class Kind(IntEnum):
    """What a text is; its number counts from 0 among those of its kind.

    ABOUT is of the generation as a whole, by `About`. INTERVIEW is an interview as JSON, PASSAGE a
    passage with its word pieces, WORDS how often each stem stands in it.
    """

    ABOUT = 0
    INTERVIEW = 1
    PASSAGE = 2
    WORDS = 3


class About(IntEnum):
    """The texts of a generation as a whole."""

    MANIFEST = 0
    CARDS = 1
    COUNTS = 2
    STEMS = 3
    PIECES = 4


def create_texts(engine: Engine, name: str) -> None:
    """Create a collection of texts."""
    engine.create(name, _FIELDS, on_disk=True)


def make_rows(kind: Kind, number: int, text: str) -> list[Row]:
    """Return a text as rows of a collection of texts."""
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)] or [""]
    first = _key(kind, number)
    return [
        {"key": first + place, "parts": len(parts), "content": part, "point": _POINT}
        for place, part in enumerate(parts)
    ]


def read_texts(engine: Engine, name: str, kind: Kind, numbers: Iterable[int]) -> list[str]:
    """Return some texts of a kind, verbatim, in the order of their numbers; each must be there."""
    firsts = [_key(kind, number) for number in numbers]
    rows = _take(engine, name, firsts)
    rest = [one + place for one in firsts for place in range(1, rows[one]["parts"])]
    rows |= _take(engine, name, rest)
    return [
        "".join(rows[one + place]["content"] for place in range(rows[one]["parts"])) for one in firsts
    ]


def read_about(engine: Engine, name: str, one: About) -> str:
    """Return one of the texts of a generation as a whole."""
    return read_texts(engine, name, Kind.ABOUT, [one])[0]


def _take(engine: Engine, name: str, keys: Sequence[int]) -> dict[int, Row]:
    """Return the rows of some keys, by key."""
    found: dict[int, Row] = {}
    for start in range(0, len(keys), _AT_ONCE):
        wanted = list(keys[start : start + _AT_ONCE])
        for row in engine.take(name, f"key in {wanted}", ("key", "parts", "content")):
            found[row["key"]] = row
    if len(found) < len(set(keys)):
        raise StorageError(f"the index is damaged (texts of {name} are missing); {MEND}")
    return found


def _key(kind: Kind, number: int) -> int:
    return (kind * _NUMBERS + number) * _PARTS
