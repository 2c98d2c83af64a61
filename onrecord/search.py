"""Candidates and their order: two searches find them, late interaction orders them.

FAISS (meaning) and BM25 (words) each give up to 100; their union is matched word piece by word
piece. Where the encoder gives no word pieces, the fused order of the two searches stands. Nothing
here decides whether a candidate answers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder import Encoded, Encoder
from onrecord.rerank import Match, count_passages_with, match_passages, weigh_pieces
from onrecord.storage import Index
from onrecord.word import content_words

CANDIDATES = 100
_LEXICAL_SHARE = 0.2  # of BM25 (min-max) beside late interaction: benchmarks/retrieval.py
_FUSED_SHARE = 0.5  # of BM25 (min-max) beside FAISS (min-max), without word pieces

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer.

    `order` ranks candidates of one question (higher is better, not comparable across questions);
    `similarity` is the inner product of the vectors (-1..1), `lexical` the BM25 score divided by
    the best of this question (0..1), `match` how the word pieces match.
    """

    row: int
    order: float
    similarity: float
    lexical: float
    match: Match


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The candidates for a question, best first, with the question as it was encoded.

    `weights` `(q,)` float32: the weight of each word piece of the question, higher when rarer.
    """

    encoded: Encoded
    weights: NDArray[np.float32]
    candidates: list[Candidate]


class Searcher:
    """An index and its encoder, ready to be searched."""

    def __init__(self, index: Index, encoder: Encoder) -> None:
        self.index = index
        self._encoder = encoder
        self._counts = count_passages_with(index.pieces)

    def search(self, text: str, rows: Rows) -> SearchResult:
        """Return the candidates for a question among `rows`, best first; ties go to the first row."""
        encoded = self._encoder.encode_question(text)
        weights = weigh_pieces(
            encoded.piece_ids, self._counts, len(self.index.pieces), self._encoder.piece_frequency
        )
        by_vector, similarity = self.index.vectors.search(encoded.vector, CANDIDATES, rows)
        by_word, scores = self.index.lexical.search(content_words(text), CANDIDATES, rows)
        found = np.union1d(by_vector, by_word)
        similarities = dict(zip(by_vector.tolist(), similarity.tolist(), strict=True))
        best = float(scores[0]) if len(scores) else 1.0
        lexical = dict(zip(by_word.tolist(), (scores / best).tolist(), strict=True))
        matches = self._match(encoded, weights, found)
        candidates = [
            Candidate(
                row=match.row,
                order=match.score,
                similarity=similarities.get(match.row, -1.0),
                lexical=lexical.get(match.row, 0.0),
                match=match,
            )
            for match in matches
        ]
        ranked = _ranked(candidates, has_pieces=len(encoded.pieces) > 0)
        return SearchResult(encoded, weights, ranked)

    def consult(self, result: SearchResult, rows: Rows) -> list[Candidate]:
        """Match the question of a search with other rows, best first (the leads, say)."""
        matches = self._match(result.encoded, result.weights, rows)
        candidates = [Candidate(match.row, match.score, -1.0, 0.0, match) for match in matches]
        return sorted(candidates, key=lambda candidate: (-candidate.order, candidate.row))

    def _match(self, encoded: Encoded, weights: NDArray[np.float32], rows: Rows) -> list[Match]:
        """Match an encoded question with the passages `rows`, word piece by word piece."""
        if not len(encoded.pieces):
            none = np.zeros(0, np.float32)
            return [Match(int(row), 0.0, none, none) for row in rows]
        return match_passages(encoded, weights, self.index.pieces, rows)


def _ranked(candidates: list[Candidate], has_pieces: bool) -> list[Candidate]:
    if has_pieces:
        main = _min_max([candidate.match.score for candidate in candidates])
        share = _LEXICAL_SHARE
    else:
        main = _min_max([candidate.similarity for candidate in candidates])
        share = _FUSED_SHARE
    orders = [
        (1 - share) * value + share * candidate.lexical
        for value, candidate in zip(main, candidates, strict=True)
    ]
    ordered = [
        Candidate(c.row, order, c.similarity, c.lexical, c.match)
        for c, order in zip(candidates, orders, strict=True)
    ]
    return sorted(ordered, key=lambda candidate: (-candidate.order, candidate.row))


def _min_max(values: list[float]) -> list[float]:
    """Return `values` brought to 0..1; all 1 when they are equal."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]
