"""Find the candidate passages for a question, and order them.

FAISS (meaning) and BM25 (words) each find up to 100 candidates; late interaction orders all of them.
When the encoder returns no word pieces, a weighted sum of the two searches orders them instead. Nothing
here decides whether a candidate answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sized
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from onrecord.interview import Card, Interview
from onrecord.retrieval.embedding import Encoded, Rows
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.late_interaction import Match, match_passages, weigh_pieces
from onrecord.retrieval.store import Store
from onrecord.text.word import content_words

CANDIDATES = 100  # at most, of each of the two searches


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of the search; `benchmarks.ablation` turns its parts off one at a time.

    Attributes
    ----------
    meaning, words
        Whether FAISS, and whether BM25, finds candidates.
    pieces
        Whether late interaction orders the candidates, if the encoder returns word pieces.
    rarity
        Whether rare word pieces weigh more.
    sentence_share, lexical_share
        With late interaction: the weights of the score of a passage's best sentence and of
        `Candidate.lexical`, added to the score of the whole passage.
    fused_share
        Without late interaction: the weight of `Candidate.lexical`; the rest is the weight of the
        similarity, scaled to 0..1 among the candidates.

    The three weights were chosen with `python -m benchmarks.retrieval`, on tests/questions and on a set
    of questions about real interviews.
    """

    meaning: bool = True
    words: bool = True
    pieces: bool = True
    rarity: bool = True
    sentence_share: float = 0.2
    lexical_share: float = 0.02
    fused_share: float = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer.

    Attributes
    ----------
    row
        The passage's row in the index.
    order
        The higher, the better among the candidates of one question; not comparable across questions.
    similarity
        The inner product of the vectors of question and passage, -1..1.
    lexical
        The BM25 score divided by the highest for this question, 0..1.
    match
        How the word pieces match.
    """

    row: int
    order: float
    similarity: float
    lexical: float
    match: Match


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The candidates for a question, best first, and the encoded question.

    `weights` `(q,)` float32 is the weight of each word piece of the question: the rarer, the higher.
    """

    encoded: Encoded
    weights: NDArray[np.float32]
    candidates: list[Candidate]


class Interviews(Mapping[str, Interview]):
    """The interviews of an index by id, each read when it is asked for."""

    def __init__(self, index: Store) -> None:
        self._index = index

    def __getitem__(self, interview_id: str) -> Interview:
        place = self._index.find(interview_id)
        if place is None:
            raise KeyError(interview_id)
        return self._index.interviews[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._index.ids)

    def __len__(self) -> int:
        return len(self._index.ids)

    def __contains__(self, interview_id: object) -> bool:
        return isinstance(interview_id, str) and self._index.find(interview_id) is not None


class Searcher:
    """Searches a store with the encoder that made its vectors."""

    def __init__(self, index: Store, encoder: Encoder, recipe: Recipe | None = None) -> None:
        self.index = index
        self.encoder = encoder
        self._recipe = recipe or Recipe()

    @property
    def interviews(self) -> Interviews:
        """The interviews, by id."""
        return Interviews(self.index)

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The interviews without their texts, by id."""
        return {card.id: card for card in self.index.cards}

    def search(self, text: str, allowed: Sized) -> SearchResult:
        """Return the candidates for a question among the passages allowed, best first, then by row."""
        encoded = self.encoder.encode_question(text)
        weights = self._weigh(encoded)
        recipe, nothing = self._recipe, (np.zeros(0, np.int64), np.zeros(0, np.float32))
        index, wanted = self.index, content_words(text)
        by_vector, _ = (
            index.search_vectors(encoded.vector, CANDIDATES, allowed) if recipe.meaning else nothing
        )
        by_word, scores = index.search_words(wanted, CANDIDATES, allowed) if recipe.words else nothing
        found = np.union1d(by_vector, by_word)
        similarities = index.compare(encoded.vector, found).tolist()
        shares = scores / scores[:1]  # of the best, which comes first if there is one
        shared = dict(zip(by_word.tolist(), shares.tolist(), strict=True))
        candidates = [
            Candidate(match.row, match.score, similarity, shared.get(match.row, 0.0), match)
            for match, similarity in zip(
                self._match(encoded, weights, found), similarities, strict=True
            )
        ]
        has_pieces = recipe.pieces and len(encoded.pieces) > 0
        return SearchResult(encoded, weights, _rank(candidates, recipe, has_pieces=has_pieces))

    def consult_leads(self, result: SearchResult, interviews: Collection[str]) -> list[Candidate]:
        """Return passages of leads as candidates for a question that was searched, best first.

        Late interaction alone orders them; of very many, those nearest by their vectors are compared.
        """
        leads, vector = self.index.allow_leads(interviews), result.encoded.vector
        rows = np.sort(self.index.search_vectors(vector, CANDIDATES, leads)[0])
        matches = self._match(result.encoded, result.weights, rows)
        similarities = self.index.compare(vector, rows).tolist()
        candidates = [
            Candidate(match.row, match.score, similarity, 0.0, match)
            for match, similarity in zip(matches, similarities, strict=True)
        ]
        return sorted(candidates, key=lambda candidate: (-candidate.order, candidate.row))

    def _weigh(self, encoded: Encoded) -> NDArray[np.float32]:
        """Return the weight of each word piece of a question, `(q,)`."""
        if not self._recipe.rarity:
            return np.ones(len(encoded.piece_ids), np.float32)
        frequency = self.encoder.piece_frequency
        return weigh_pieces(encoded.piece_ids, self.index.piece_counts, len(self.index), frequency)

    def _match(self, encoded: Encoded, weights: NDArray[np.float32], rows: Rows) -> list[Match]:
        """Return how an encoded question matches the passages `rows`, in their order."""
        if not len(encoded.pieces):
            empty = np.zeros(0, np.float32)
            return [Match(int(row), 0.0, empty, empty) for row in rows]
        return match_passages(encoded, weights, self.index.take_pieces(rows), rows)


def _rank(candidates: list[Candidate], recipe: Recipe, *, has_pieces: bool) -> list[Candidate]:
    """Return the candidates with `order` set, best first."""
    if has_pieces:
        orders = [
            candidate.match.score
            + recipe.sentence_share * float(candidate.match.sentence_scores[1:].max(initial=0.0))
            + recipe.lexical_share * candidate.lexical
            for candidate in candidates
        ]
    else:
        similarities = _min_max([candidate.similarity for candidate in candidates])
        orders = [
            (1 - recipe.fused_share) * similarity + recipe.fused_share * candidate.lexical
            for similarity, candidate in zip(similarities, candidates, strict=True)
        ]
    ordered = [replace(one, order=order) for one, order in zip(candidates, orders, strict=True)]
    return sorted(ordered, key=lambda candidate: (-candidate.order, candidate.row))


def _min_max(values: list[float]) -> list[float]:
    """Return `values` scaled so that the lowest is 0 and the highest 1; all 1 when they are equal."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return [(value - low) / (high - low) if high > low else 1.0 for value in values]
