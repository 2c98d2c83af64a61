"""Late interaction: compare a question with passages word piece by word piece.

For each word piece of the question, the highest cosine with a piece of the passage (its context
included) is its best match. The score is the weighted mean of the best matches; rare pieces weigh
more. Nothing here encodes a text or reads a file.

Source: Khattab and Zaharia 2020 (ColBERT), https://arxiv.org/abs/2004.12832
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Encoded, Floats, Rows
from onrecord.retrieval.piece_table import PieceTable, is_common, unpack

_PRIOR = 50.0  # how many ordinary paragraphs are added to the archive's own counts
_LEAST = 0.01  # the lowest weight of a question piece


@dataclass(frozen=True, slots=True)
class Match:
    """How a question and a passage match, piece by piece.

    Attributes
    ----------
    row
        The passage's row in the index.
    score
        The weighted mean of the best matches, -1..1.
    piece_scores
        `(q,)` float32 in -1..1, the best match of each question piece.
    sentence_scores
        `(s + 1,)` float32, the score of the context alone (index 0) and of each sentence alone,
        up to the last that has pieces; -1 for one without pieces.
    """

    row: int
    score: float
    piece_scores: Floats
    sentence_scores: Floats


def weigh_pieces(
    ids: NDArray[np.int32], counts: NDArray[np.integer], passages: int, frequency: Floats | None
) -> Floats:
    """Return the weight of each question piece, `(q,)` float32 above 0: the rarer, the higher.

    With `frequency`, counts of ordinary text are added to the archive's own, so that « quel » weighs
    little even in an archive of three passages, and a common piece (`is_common`), which passages do
    not keep, gets the lowest weight.

    Parameters
    ----------
    ids
        `(q,)` the question pieces, as indices into the vocabulary.
    counts
        `(c,)` how many passages contain each piece; pieces from c on are in no passage.
    passages
        How many passages the index has.
    frequency
        The encoder's `piece_frequency`.
    """
    own = np.where(ids < len(counts), counts[np.minimum(ids, len(counts) - 1)], 0).astype(np.float64)
    if frequency is None:
        return np.log((passages + 1) / (own + 0.5)).clip(_LEAST).astype(np.float32)
    expected = frequency[np.minimum(ids, len(frequency) - 1)] * _PRIOR
    weights = np.log((passages + _PRIOR + 1) / (own + expected + 0.5)).clip(_LEAST)
    return np.where(is_common(ids, frequency), _LEAST, weights).astype(np.float32)


def match_passages(question: Encoded, weights: Floats, table: PieceTable, rows: Rows) -> list[Match]:
    """Compare a question with candidate passages.

    Parameters
    ----------
    question
        Encoded, with q word pieces.
    weights
        `(q,)` float32 above 0, from `weigh_pieces`.
    table
        The word pieces of the c candidates, in their order.
    rows
        `(c,)` the rows of the candidates in the index.

    Returns
    -------
    list of Match
        One for each candidate, in the order of `rows`; a passage without pieces scores 0.
    """
    share = np.asarray(weights / weights.sum(), dtype=np.float32)
    counts = np.diff(table.starts)
    filled = rows[counts > 0].tolist()
    found = dict(zip(filled, _match_filled(question.pieces, share, table, counts, filled), strict=True))
    zeros = np.zeros(len(share), np.float32)
    return [found.get(row) or Match(row, 0.0, zeros, zeros[:1]) for row in rows.tolist()]


def _match_filled(
    pieces: Floats, share: Floats, table: PieceTable, counts: Rows, rows: Sequence[int]
) -> list[Match]:
    """Compare with the passages of a table that have at least one piece: those are `rows`.

    `pieces` is `(q, e)`, the question's; `share` `(q,)` is its weights, divided to sum to 1; `counts`
    is how many pieces each passage of the table has.
    """
    if not rows:
        return []
    similarity = pieces @ unpack(table.vectors, table.width).T  # (q, all pieces)
    numbers = table.sentences
    passages = np.repeat(np.arange(len(rows)), counts[counts > 0])
    begins = np.diff(passages * 256 + numbers, prepend=-1) != 0  # where a sentence begins
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
