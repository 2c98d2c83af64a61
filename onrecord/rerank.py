"""Late interaction: orders candidates by their word-piece vectors.

Each word piece of the question takes its best match among the pieces of a passage with its
context; the matches are averaged with a weight that is higher the rarer the piece. Vectors are
stored in 4 bits a number, and pieces that ordinary text is full of are left out on both sides.
Nothing here encodes a text or reads a file.

Source: Khattab and Zaharia 2020 (ColBERT), https://arxiv.org/abs/2004.12832
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.encoded import Encoded

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]

CONTEXT = 0  # the sentence number of a piece that stands in the context
_PRIOR = 50.0  # ordinary paragraphs that the archive's own counts are mixed with
_COMMON = 0.3  # share of ordinary paragraphs from which a piece (« de », a comma) is not compared
_LEAST = 0.01  # weight of a piece of the question that says next to nothing
_HALF = 7  # numbers are stored as -7 to 7, plus 8, two a byte


@dataclass(frozen=True, slots=True)
class PieceTable:
    """The word pieces of n passages, one after the other, without the most common ones.

    `vectors` `(p, ceil(width / 2))` uint8, what `pack` makes of unit vectors of `width` numbers;
    `ids` `(p,)` uint32, numbers of the vocabulary; `sentences` `(p,)` uint8, 0 for the context,
    else the sentence of the passage from 1 (255 for all beyond); `starts` `(n + 1,)` int64:
    passage i has pieces starts[i]:starts[i+1].
    """

    vectors: NDArray[np.uint8]
    ids: NDArray[np.uint32]
    sentences: NDArray[np.uint8]
    starts: Rows
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def slice_of(self, row: int) -> slice:
        """Return where the pieces of passage `row` stand."""
        return slice(int(self.starts[row]), int(self.starts[row + 1]))


@dataclass(frozen=True, slots=True)
class Match:
    """How a question and a passage match, piece by piece.

    `score` in -1..1 is the weighted mean of the best matches; `piece_scores` `(q,)` the best match
    of each question piece; `sentence_scores` `(s + 1,)` the same mean over each sentence alone
    (index 0: the context).
    """

    row: int
    score: float
    piece_scores: Floats
    sentence_scores: Floats


def make_piece_table(
    encoded: Sequence[Encoded],
    sentence_starts: Sequence[Sequence[int]],
    width: int,
    frequency: Floats | None = None,
) -> PieceTable:
    """Quantise the word pieces of passages.

    Parameters
    ----------
    encoded
        The passages with their context, in order.
    sentence_starts
        For each, where its sentences begin in the text that was encoded (code points, rising).
    width
        The encoder's piece dimension e, 0 where it gives no word pieces.
    frequency
        The encoder's `piece_frequency`; without it no piece is too common to be kept.
    """
    kept = [~_is_common(one.piece_ids, frequency) for one in encoded]
    sentences = [
        np.searchsorted(np.asarray(starts), one.offsets[keep, 0], side="right")
        .clip(0, 255)
        .astype(np.uint8)
        for one, starts, keep in zip(encoded, sentence_starts, kept, strict=True)
    ]
    none = np.zeros((0, width), np.float32)
    pieces = [
        one.pieces.reshape(len(keep), width)[keep] for one, keep in zip(encoded, kept, strict=True)
    ]
    ids = [one.piece_ids[keep].astype(np.uint32) for one, keep in zip(encoded, kept, strict=True)]
    return PieceTable(
        pack(np.concatenate([none, *pieces])),
        np.concatenate([np.zeros(0, np.uint32), *ids]),
        np.concatenate([np.zeros(0, np.uint8), *sentences]),
        np.cumsum([0, *map(len, ids)], dtype=np.int64),
        width,
    )


def pack(vectors: Floats) -> NDArray[np.uint8]:
    """Store vectors in 4 bits a number: `(p, e)` float32 to `(p, ceil(e / 2))` uint8.

    The largest number of a row becomes 7 or -7, the others their share of it; lengths are lost.
    """
    largest = np.maximum(np.abs(vectors).max(axis=1, initial=0.0, keepdims=True), 1e-12)
    codes = (np.rint(vectors * (_HALF / largest)) + _HALF + 1).astype(np.uint8)
    codes = np.pad(codes, ((0, 0), (0, codes.shape[1] % 2)), constant_values=_HALF + 1)
    return np.asarray(codes[:, ::2] | (codes[:, 1::2] << 4), dtype=np.uint8)


def unpack(packed: NDArray[np.uint8], width: int) -> Floats:
    """Return what `pack` stored as unit vectors: `(p, ceil(width / 2))` uint8 to `(p, width)`."""
    vectors = _PAIRS[packed].reshape(len(packed), 2 * packed.shape[1])[:, :width]
    norms = np.sqrt(np.einsum("pe,pe->p", vectors, vectors))
    return np.asarray(vectors / np.maximum(norms, 1e-12)[:, None], dtype=np.float32)


_BYTES = np.arange(256)
_PAIRS = np.stack([_BYTES & 15, _BYTES >> 4], axis=1).astype(np.float32) - (_HALF + 1)


def _is_common(ids: NDArray[np.int32], frequency: Floats | None) -> NDArray[np.bool_]:
    """Say of each piece whether ordinary text is so full of it that it is not compared."""
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


def count_passages_with(table: PieceTable) -> NDArray[np.int64]:
    """Return for each piece of the vocabulary how many passages hold it, `(highest id + 1,)`."""
    if not len(table.ids):
        return np.zeros(1, np.int64)
    rows = np.repeat(np.arange(len(table), dtype=np.int64), np.diff(table.starts))
    pairs = np.unique(np.stack([rows, table.ids.astype(np.int64)]), axis=1)
    return np.bincount(pairs[1])


def weigh_pieces(
    ids: NDArray[np.int32], counts: NDArray[np.int64], passages: int, frequency: Floats | None
) -> Floats:
    """Return the weight of each question piece, `(q,)` float32 above 0: the rarer, the higher.

    The archive's own counts are mixed with those of ordinary text where the encoder knows them, so
    that « quel » weighs little in an archive of three passages too; what is too common to be kept of
    passages weighs next to nothing.
    """
    own = np.where(ids < len(counts), counts[np.minimum(ids, len(counts) - 1)], 0).astype(np.float64)
    if frequency is None:
        return np.log((passages + 1) / (own + 0.5)).clip(_LEAST).astype(np.float32)
    expected = frequency[np.minimum(ids, len(frequency) - 1)] * _PRIOR
    weights = np.log((passages + _PRIOR + 1) / (own + expected + 0.5)).clip(_LEAST)
    return np.where(_is_common(ids, frequency), _LEAST, weights).astype(np.float32)


def match_passages(question: Encoded, weights: Floats, table: PieceTable, rows: Rows) -> list[Match]:
    """Match a question with candidate passages.

    Parameters
    ----------
    question
        Its `pieces` `(q, e)`, with `weights` `(q,)`.
    rows
        `(c,)` the candidates.

    Returns
    -------
    list of Match
        One a candidate, in the order of `rows`.
    """
    share = np.asarray(weights / weights.sum(), dtype=np.float32)
    read = [int(row) for row in rows if table.starts[row] < table.starts[row + 1]]
    found = dict(zip(read, _match_read(question.pieces, share, table, read), strict=True))
    none = np.zeros(len(share), np.float32)
    return [found.get(int(row)) or Match(int(row), 0.0, none, none[:1]) for row in rows]


def _match_read(pieces: Floats, share: Floats, table: PieceTable, rows: Sequence[int]) -> list[Match]:
    """Match passages of at least one piece: `pieces` is `(q, e)`, `share` `(q,)` sums to 1."""
    if not rows:
        return []
    slices = [table.slice_of(row) for row in rows]
    packed = np.concatenate([table.vectors[one] for one in slices])
    similarity = pieces @ unpack(packed, table.width).T  # (q, all pieces)
    numbers = np.concatenate([table.sentences[one] for one in slices])
    passages = np.repeat(np.arange(len(rows)), [one.stop - one.start for one in slices])
    begins = np.diff(passages * 256 + numbers, prepend=-1) != 0  # a sentence, in the order of the text
    by_sentence = np.maximum.reduceat(similarity, np.flatnonzero(begins), axis=1)
    numbers, passages = numbers[begins], passages[begins]
    edges = np.searchsorted(passages, np.arange(len(rows) + 1))
    best = np.maximum.reduceat(by_sentence, edges[:-1], axis=1)  # (q, passages)
    scores, sentence_scores = share @ best, share @ by_sentence
    matches = []
    for place, row in enumerate(rows):
        own = slice(edges[place], edges[place + 1])
        known = np.full(int(numbers[own][-1]) + 1, -1.0, np.float32)
        known[numbers[own]] = sentence_scores[own]
        matches.append(Match(row, float(scores[place]), best[:, place], known))
    return matches
