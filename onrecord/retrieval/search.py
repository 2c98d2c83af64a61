"""Candidates and their order: two searches find them, late interaction orders them.

FAISS (meaning) and BM25 (words) each give up to 100; their union is matched word piece by word
piece. Where the encoder gives no word pieces, the fused order of the two searches stands. Nothing
here decides whether a candidate answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Encoded, Rows
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.late_interaction import Match, match_passages, weigh_pieces
from onrecord.retrieval.piece_table import count_passages_with
from onrecord.text.word import content_words

CANDIDATES = 100
# Tried with `python -m benchmarks.retrieval` on tests/questions and on another set; beside late
# interaction of the whole passage with its context:
_SENTENCE_SHARE = 0.2  # of its best sentence alone
_LEXICAL_SHARE = 0.02  # of BM25, divided by the best
_FUSED_SHARE = 0.5  # without word pieces: of BM25, the rest FAISS (min-max)


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
        self.interviews = {interview.id: interview for interview in index.interviews}
        self.encoder = encoder
        self._counts = count_passages_with(index.pieces)
        self._said: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._leads: dict[str, list[int]] = defaultdict(list)
        for row, passage in enumerate(index.passages):
            if passage.turn:
                self._said[passage.interview_id, passage.speaker].append(row)
            else:
                self._leads[passage.interview_id].append(row)

    def rows_said(self, allows: Callable[[str, str], bool]) -> Rows:
        """Return the rows of what interviewees say, rising, of the interviews and speakers allowed."""
        return _sort_rows(rows for key, rows in self._said.items() if allows(*key))

    def rows_of_leads(self, interviews: Collection[str]) -> Rows:
        """Return the rows of the leads of interviews, rising."""
        return _sort_rows(rows for name, rows in self._leads.items() if name in interviews)

    def search(self, text: str, rows: Rows) -> SearchResult:
        """Return the candidates for a question among `rows`, best first; ties go to the first row."""
        encoded = self.encoder.encode_question(text)
        weights = weigh_pieces(
            encoded.piece_ids, self._counts, len(self.index.pieces), self.encoder.piece_frequency
        )
        by_vector, _ = self.index.vectors.search(encoded.vector, CANDIDATES, rows)
        by_word, scores = self.index.lexical.search(content_words(text), CANDIDATES, rows)
        found = np.union1d(by_vector, by_word)
        similarities = self.index.vectors.compare(encoded.vector, found).tolist()
        best = float(scores[0]) if len(scores) else 1.0
        lexical = dict(zip(by_word.tolist(), (scores / best).tolist(), strict=True))
        matches = self._match(encoded, weights, found)
        candidates = [
            Candidate(
                row=match.row,
                order=match.score,
                similarity=similarity,
                lexical=lexical.get(match.row, 0.0),
                match=match,
            )
            for match, similarity in zip(matches, similarities, strict=True)
        ]
        ranked = _ranked(candidates, has_pieces=len(encoded.pieces) > 0)
        return SearchResult(encoded, weights, ranked)

    def consult(self, result: SearchResult, rows: Rows) -> list[Candidate]:
        """Match the question of a search with other rows, best first (the leads, say)."""
        matches = self._match(result.encoded, result.weights, rows)
        similarities = self.index.vectors.compare(result.encoded.vector, rows).tolist()
        candidates = [
            Candidate(match.row, match.score, similarity, 0.0, match)
            for match, similarity in zip(matches, similarities, strict=True)
        ]
        return sorted(candidates, key=lambda candidate: (-candidate.order, candidate.row))

    def _match(self, encoded: Encoded, weights: NDArray[np.float32], rows: Rows) -> list[Match]:
        """Match an encoded question with the passages `rows`, word piece by word piece."""
        if not len(encoded.pieces):
            none = np.zeros(0, np.float32)
            return [Match(int(row), 0.0, none, none) for row in rows]
        return match_passages(encoded, weights, self.index.pieces, rows)


def _sort_rows(groups: Iterable[list[int]]) -> Rows:
    return np.asarray(sorted(chain.from_iterable(groups)), dtype=np.int64)


def _ranked(candidates: list[Candidate], has_pieces: bool) -> list[Candidate]:
    """Return the candidates with their order, best first."""
    if has_pieces:
        orders = [
            candidate.match.score
            + _SENTENCE_SHARE * float(candidate.match.sentence_scores[1:].max(initial=0.0))
            + _LEXICAL_SHARE * candidate.lexical
            for candidate in candidates
        ]
    else:
        similarities = _min_max([candidate.similarity for candidate in candidates])
        orders = [
            (1 - _FUSED_SHARE) * similarity + _FUSED_SHARE * candidate.lexical
            for similarity, candidate in zip(similarities, candidates, strict=True)
        ]
    ordered = [replace(one, order=order) for one, order in zip(candidates, orders, strict=True)]
    return sorted(ordered, key=lambda candidate: (-candidate.order, candidate.row))


def _min_max(values: list[float]) -> list[float]:
    """Return `values` brought to 0..1; all 1 when they are equal."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]
