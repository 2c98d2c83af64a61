"""The word-piece vectors of passages, stored in 4 bits a number.

Pieces that are common in ordinary text are left out. Late interaction compares what is stored here;
this module neither encodes a text nor compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Encoded, Floats, Rows

_COMMON = 0.3  # a piece in this share of ordinary paragraphs (« de », a comma) is not stored
_HALF = 7  # a number is rounded to -7..7 and stored as 1..15 (8 is zero), two in a byte


@dataclass(frozen=True, slots=True)
class PieceTable:
    """The word pieces of n passages, one after the other, without the most common ones.

    Attributes
    ----------
    vectors
        `(p, ceil(width / 2))` uint8, unit vectors of `width` numbers as `pack` stores them.
    ids
        `(p,)` uint32, indices into the encoder's vocabulary.
    sentences
        `(p,)` uint8: 0 in the context, else the number of the sentence in its passage, from 1
        (255 for every later one too).
    starts
        `(n + 1,)` int64: passage i has the pieces starts[i]:starts[i + 1].
    width
        The encoder's piece dimension.
    """

    vectors: NDArray[np.uint8]
    ids: NDArray[np.uint32]
    sentences: NDArray[np.uint8]
    starts: Rows
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def nbytes(self) -> int:
        """The memory of its arrays, in bytes."""
        return self.vectors.nbytes + self.ids.nbytes + self.sentences.nbytes + self.starts.nbytes

    def slice_of(self, row: int) -> slice:
        """Return the slice of `vectors`, `ids` and `sentences` that belongs to passage `row`."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))


def make_piece_table(
    encoded: Sequence[Encoded],
    sentence_starts: Sequence[Sequence[int]],
    width: int,
    frequency: Floats | None = None,
) -> PieceTable:
    """Return the table of the word pieces of passages, quantised.

    Parameters
    ----------
    encoded
        The passages with their context, in order.
    sentence_starts
        For each passage, the offsets at which its sentences begin in the encoded text (code points,
        rising).
    width
        The encoder's piece dimension, 0 when it returns no word pieces.
    frequency
        The encoder's `piece_frequency`; with None every piece is kept.
    """
    kept = [~is_common(one.piece_ids, frequency) for one in encoded]
    sentences = [
        np.searchsorted(np.asarray(starts), one.offsets[keep, 0], side="right")
        .clip(0, 255)
        .astype(np.uint8)
        for one, starts, keep in zip(encoded, sentence_starts, kept, strict=True)
    ]
    pieces = [
        one.pieces.reshape(len(keep), width)[keep] for one, keep in zip(encoded, kept, strict=True)
    ]
    ids = [one.piece_ids[keep].astype(np.uint32) for one, keep in zip(encoded, kept, strict=True)]
    return PieceTable(
        pack(np.concatenate([_none(np.float32, width), *pieces])),
        np.concatenate([_none(np.uint32), *ids]),
        np.concatenate([_none(np.uint8), *sentences]),
        np.cumsum([0, *map(len, ids)], dtype=np.int64),
        width,
    )


def pack(vectors: Floats) -> NDArray[np.uint8]:
    """Return vectors `(p, e)` float32 in 4 bits a number: `(p, ceil(e / 2))` uint8.

    Each row is scaled so that its largest number becomes 7 or -7, and rounded; lengths are lost.
    """
    largest = np.maximum(np.abs(vectors).max(axis=1, initial=0.0, keepdims=True), 1e-12)
    codes = (np.rint(vectors * (_HALF / largest)) + _HALF + 1).astype(np.uint8)
    codes = np.pad(codes, ((0, 0), (0, codes.shape[1] % 2)))
    return np.asarray(codes[:, ::2] | (codes[:, 1::2] << 4), dtype=np.uint8)


def unpack(packed: NDArray[np.uint8], width: int) -> Floats:
    """Return the unit vectors `(p, width)` float32 of what `pack` returned."""
    vectors = _PAIRS.take(packed).view(np.float32)[:, :width]
    norms = np.sqrt(np.einsum("pe,pe->p", vectors, vectors))
    return np.asarray(np.divide(vectors, np.maximum(norms, 1e-12)[:, None], out=vectors))


_BYTES = np.arange(256)
# (256,) complex64, which is two float32: the two numbers, -8..7, that each byte holds, the low half
# first. One look-up gives both; indexing a table of (256, 2) takes several times as long.
_PAIRS = ((_BYTES & 15) - (_HALF + 1) + 1j * ((_BYTES >> 4) - (_HALF + 1))).astype(np.complex64)


def is_common(ids: NDArray[np.int32], frequency: Floats | None) -> NDArray[np.bool_]:
    """Return a mask of the pieces found in so many ordinary paragraphs that they are not compared."""
    if frequency is None:
        return np.zeros(len(ids), dtype=bool)
    return np.asarray(frequency[np.minimum(ids, len(frequency) - 1)] >= _COMMON)


def join_piece_tables(tables: Sequence[PieceTable]) -> PieceTable:
    """Return one table of all the passages of `tables`, in order."""
    counts = [np.diff(table.starts) for table in tables]
    return PieceTable(
        np.concatenate([table.vectors for table in tables]),
        np.concatenate([table.ids for table in tables]),
        np.concatenate([table.sentences for table in tables]),
        np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64),
        tables[0].width,
    )


def take_passages(table: PieceTable, start: int, end: int) -> PieceTable:
    """Return the table of passages `start` to `end` (exclusive)."""
    pieces = slice(int(table.starts[start]), int(table.starts[end]))
    starts = table.starts[start : end + 1] - table.starts[start]
    return PieceTable(
        table.vectors[pieces], table.ids[pieces], table.sentences[pieces], starts, table.width
    )


def gather_passages(places: Sequence[tuple[PieceTable, int]], width: int) -> PieceTable:
    """Return one table of single passages, in order, each given as its table and its row there."""
    slices = [(table, table.slice_of(row)) for table, row in places]
    return PieceTable(
        np.concatenate([_none(np.uint8, -(-width // 2)), *(one.vectors[own] for one, own in slices)]),
        np.concatenate([_none(np.uint32), *(one.ids[own] for one, own in slices)]),
        np.concatenate([_none(np.uint8), *(one.sentences[own] for one, own in slices)]),
        np.cumsum([0, *(own.stop - own.start for _, own in slices)], dtype=np.int64),
        width,
    )


def count_passages_with(table: PieceTable) -> NDArray[np.int32]:
    """Return how many passages contain each piece, `(highest id + 1,)`, indexed by its id."""
    if not len(table.ids):
        return np.zeros(1, np.int32)
    rows = np.repeat(np.arange(len(table), dtype=np.int64), np.diff(table.starts))
    pairs = np.unique(table.ids.astype(np.int64) * len(table) + rows)
    return np.bincount(pairs // len(table)).astype(np.int32)


def _none(kind: type[np.generic], *shape: int) -> NDArray[Any]:
    """Return an array of no rows, so that there is one to concatenate."""
    return np.zeros((0, *shape), kind)
