"""Where the interviews of a new generation come from: read and encoded, or copied from the one before.

Passages are yielded one after the other, so that no more than one interview's vectors are in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from onrecord.interview import Card, Interview
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.build import encode_interview
from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.lexical import count_stems
from onrecord.retrieval.milvus.nearest import read_vectors
from onrecord.retrieval.milvus.record import Record
from onrecord.retrieval.milvus.store import MilvusStore
from onrecord.retrieval.milvus.text import Kind, read_texts
from onrecord.retrieval.passage import Passage, cut_passages, describe_context, encoded_text
from onrecord.retrieval.piece_table import take_passages
from onrecord.retrieval.rows import dump_row

_AT_ONCE = 500  # passages that are copied together


class Source(Protocol):
    """An interview that is written, and its passages; each is read when it is asked for."""

    @property
    def card(self) -> Card:
        """The interview without its text."""

    @property
    def encoded(self) -> bool:
        """Whether its passages are encoded now."""

    def __len__(self) -> int: ...

    def count_words(self) -> Iterator[Mapping[str, int]]:
        """Yield how often each stem stands in each passage, as it is encoded."""

    def dump(self) -> str:
        """Return the interview as JSON."""

    def records(self) -> Iterator[tuple[Record, Floats]]:
        """Yield the passages, each with its vector `(d,)`."""


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An interview that is encoded."""

    interview: Interview
    passages: tuple[Passage, ...]
    encoder: Encoder
    encoded = True

    @property
    def card(self) -> Card:
        return self.interview.card

    def __len__(self) -> int:
        return len(self.passages)

    def count_words(self) -> Iterator[Mapping[str, int]]:
        for one in self.passages:
            yield count_stems(encoded_text(self.interview, one, describe_context)[0])

    def dump(self) -> str:
        return dump_row(self.interview)

    def records(self) -> Iterator[tuple[Record, Floats]]:
        part = encode_interview(self.interview, self.passages, self.encoder)
        for row, passage in enumerate(self.passages):
            yield Record(passage, take_passages(part.pieces, row, row + 1)), part.vectors[row]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An interview that is copied from the generation before, where it has this place."""

    last: MilvusStore
    place: int
    encoded = False

    @property
    def card(self) -> Card:
        return self.last.cards[self.place]

    def __len__(self) -> int:
        return len(self.last.rows_of(self.place))

    def count_words(self) -> Iterator[Mapping[str, int]]:
        yield from map(json.loads, self._read(Kind.WORDS, self.last.rows_of(self.place)))

    def dump(self) -> str:
        return self._read(Kind.INTERVIEW, [self.place])[0]

    def records(self) -> Iterator[tuple[Record, Floats]]:
        rows = self.last.rows_of(self.place)
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            vectors = read_vectors(self.last.engine, self.last.generation, np.asarray(some))
            for text, vector in zip(self._read(Kind.PASSAGE, some), vectors, strict=True):
                yield Record.load(text, self.last.piece_dimension), vector

    def _read(self, kind: Kind, numbers: Sequence[int]) -> list[str]:
        return read_texts(self.last.engine, self.last.generation.texts, kind, numbers)


def list_sources(
    corpus: Path, encoder: Encoder, last: MilvusStore | None, current: Mapping[str, str]
) -> Iterator[Source]:
    """Yield the interviews of a corpus in the order of their ids; those that have changed are read.

    Parameters
    ----------
    last
        The generation before, by the same encoder, which keeps its unchanged interviews.
    current
        The fingerprint of each interview of the corpus, by id (`fingerprint_files`).

    Raises
    ------
    CorpusError
        When the folder or an interview in it cannot be read.
    """
    known = last.corpus if last else {}
    for path in find_files(corpus):
        place = (
            last.find(path.stem) if last and known.get(path.stem) == current.get(path.stem) else None
        )
        if last is not None and place is not None:
            yield _Kept(last, place)
        else:
            interview = read_interview(path)
            yield _Fresh(interview, tuple(cut_passages(interview)), encoder)
