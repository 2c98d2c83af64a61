"""A generation of an archive in Milvus: two collections, and the alias that names the one in service.

`passages` is what is searched: by row, of whom and of which interview a passage is, its vector and
the weights of its words. `texts` is what is read by number: all the rest. A generation never changes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from onrecord.error import StorageError
from onrecord.retrieval.milvus.engine import Engine, Field, Row
from onrecord.retrieval.milvus.text import create_texts

_ALIAS = "onrecord"
_MOST_WAITING = 4 << 20  # bytes, about, that are gathered before they are sent


@dataclass(frozen=True, slots=True)
class Generation:
    """The names of a generation's collections; `name` is when it was begun."""

    name: str

    @property
    def texts(self) -> str:
        """The collection of what is read by number."""
        return f"onrecord_{self.name}_texts"

    @property
    def passages(self) -> str:
        """The collection of what is searched."""
        return f"onrecord_{self.name}_passages"


def find_in_service(engine: Engine) -> Generation | None:
    """Return the generation in service, None where there is none."""
    return _find_generation(engine.pointed(_ALIAS))


def put_in_service(engine: Engine, generation: Generation) -> None:
    """Let a generation be the one in service, in one step."""
    engine.point(_ALIAS, generation.texts)


def create_generation(engine: Engine, dimension: int, kind: str) -> Generation:
    """Create the collections of a new generation, beside the one in service.

    Parameters
    ----------
    kind
        Of the index of the vectors: FLAT or HNSW.
    """
    generation = Generation(str(time.time_ns()))
    create_texts(engine, generation.texts)
    fields = (
        Field("row", "INT64"),
        Field("interview", "INT64"),
        Field("speaker", "INT64"),
        Field("start", "INT64"),
        Field("vector", "FLOAT_VECTOR", dimension, kind),
        Field("words", "SPARSE_FLOAT_VECTOR", 0, "SPARSE_INVERTED_INDEX"),
    )
    engine.create(generation.passages, fields)
    return generation


def drop_left_behind(engine: Engine, kept: Generation | None) -> None:
    """Drop the generations that builds left behind: all but one."""
    for name in engine.list_collections():
        found = _find_generation(name)
        if found and found != kept:
            engine.drop(name)


def _find_generation(collection: str) -> Generation | None:
    """Return the generation to which a collection belongs, None for a collection of somebody else."""
    found = Generation(collection.removeprefix(f"{_ALIAS}_").partition("_")[0])
    return found if collection in (found.texts, found.passages) and found.name.isdigit() else None


class Filler:
    """Gathers rows for a collection and sends them together."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._waiting: list[Row] = []
        self._size = self._sent = 0

    def add(self, row: Row, size: int) -> None:
        """Add a row of about so many bytes."""
        self._waiting.append(row)
        self._size += size
        if self._size > _MOST_WAITING:
            self.send()

    def send(self) -> None:
        """Send what waits."""
        if self._waiting:
            self._engine.add(self._name, self._waiting)
        self._sent += len(self._waiting)
        self._waiting, self._size = [], 0

    def close(self) -> None:
        """Send what waits, and wait until all is on the engine's disk.

        Raises
        ------
        StorageError
            When not all that was sent is there.
        """
        self.send()
        self._engine.flush(self._name)
        found = self._engine.count(self._name)
        if found != self._sent:
            where = f"{self._engine.where}: {self._name}"
            raise StorageError(f"{where}: expected {self._sent} rows, found {found}; build again")
