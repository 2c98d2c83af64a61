"""What is asked of a store: whatever holds an archive.

Files (`index`, the default) and Milvus (`milvus`) are two. Nothing outside `retrieval` knows which one
it asks, or reads an array of it: rows are numbers from 0, in the order of the ids of the interviews.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Sized
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from onrecord.interview import Card, Interview
from onrecord.retrieval.embedding import Floats, Rows
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import PieceTable


class Store(Protocol):
    """All that is searched: n passages, and the interviews that they are slices of.

    What `allow` returns is handed back to the store as it is; its length is the number of passages.

    Attributes
    ----------
    encoder_fingerprint
        Of the encoder that made the vectors.
    ids
        Of the interviews, in order.
    """

    encoder_fingerprint: str
    ids: tuple[str, ...]

    def __len__(self) -> int: ...

    @property
    def cards(self) -> tuple[Card, ...]:
        """The interviews without their texts, in the order of their ids."""

    @property
    def corpus(self) -> dict[str, str]:
        """The fingerprint of each interview (a hash of its file and side file), by id."""

    @property
    def interviews(self) -> Sequence[Interview]:
        """The interviews, in the order of their ids, each read when it is asked for."""

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages, by row, each read when it is asked for: those of the leads too."""

    @property
    def piece_counts(self) -> NDArray[np.int32]:
        """How many passages contain each word piece, `(c,)`, by its id."""

    def read(self, interviews: Collection[str]) -> Iterator[Interview]:
        """Yield the interviews of some ids, in the order of the ids."""

    def find(self, interview_id: str) -> int | None:
        """Return the place of an interview in the order of the ids, None for one that is not here."""

    def row_at(self, interview_id: str, start: int) -> int:
        """Return the row of the passage of an interview that begins at `start`, or last before it."""

    def count_said(self) -> dict[str, int]:
        """Return how many passages are said in each interview, leads apart, by id."""

    def allow(self, interviews: Collection[str], speakers: Collection[str] | None = None) -> Sized:
        """Return the passages in turns of these interviews; `speakers` limits them to these names."""

    def allow_leads(self, interviews: Collection[str]) -> Sized:
        """Return the passages of the leads of these interviews."""

    def search_vectors(self, vector: Floats, k: int, allowed: Any) -> tuple[Rows, Floats]:
        """Find the k rows at most, of those allowed, nearest to a vector `(d,)` of unit length.

        Returns
        -------
        tuple of array
            `(m,)` rows and `(m,)` inner products in -1..1, best first, then by row.
        """

    def search_words(self, words: list[str], k: int, allowed: Any) -> tuple[Rows, Floats]:
        """Find the k rows at most, of those allowed, that share a stem with words.

        Parameters
        ----------
        words
            As `content_words` returns them.

        Returns
        -------
        tuple of array
            `(m,)` rows and `(m,)` BM25 scores above 0, best first, then by row.
        """

    def compare(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products, `(m,)` float32 in -1..1, of a vector `(d,)` with `rows` `(m,)`."""

    def take_pieces(self, rows: Rows) -> PieceTable:
        """Return the word pieces of some rows, in their order."""
