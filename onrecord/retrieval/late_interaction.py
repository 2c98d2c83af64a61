"""Late interaction: how well a question and a passage match, word piece by word piece.

Each word piece of the question takes its best match among the pieces of a passage with its
context; the matches are averaged with a weight that is higher the rarer the piece. Nothing here
encodes a text or reads a file.

Source: Khattab and Zaharia 2020 (ColBERT), https://arxiv.org/abs/2004.12832
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Encoded, Floats, Rows
from onrecord.retrieval.piece_table import PieceTable, is_common, unpack

_PRIOR = 50.0  # ordinary paragraphs that the archive's own counts are mixed with
_LEAST = 0.01  # weight of a piece of the question that says next to nothing


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
    return np.where(is_common(ids, frequency), _LEAST, weights).astype(np.float32)


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
