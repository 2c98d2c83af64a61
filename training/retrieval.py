"""Scores passages for questions, by BM25 and by late interaction, and measures the ranks.

Used by `evaluate.py`; no file is read here. BM25 is the package's. Late interaction is not: it compares
all word pieces, the common ones too, weighted by given counts, so that encoders without
`piece_frequency` can be measured beside the bundled one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.lexical import make_word_table, search_words
from onrecord.retrieval.piece_table import pack, unpack
from onrecord.text.word import content_words
from training.text_vectors import TextVectors


@dataclass(frozen=True)
class Quality:
    """How well the right passages rank: mean reciprocal rank, and share of first ranks, 0..1."""

    mrr: float
    first: float
    questions: int


def measure(scores: Floats, answers: Sequence[int]) -> Quality:
    """Measure the ranks of the right passages; among equal scores the right passage comes last.

    Parameters
    ----------
    scores
        (questions, passages) float32, higher is better.
    answers
        For each question the row number of the passage that answers it.
    """
    right = scores[np.arange(len(answers)), answers]
    ranks = (scores >= right[:, None]).sum(axis=1)
    return Quality(float((1 / ranks).mean()), float((ranks == 1).mean()), len(answers))


def score_words(questions: Sequence[str], passages: Sequence[str]) -> Floats:
    """Score by the package's BM25: (questions, passages) float32, 0 where no stem is shared."""
    table, every = make_word_table(passages), np.ones(len(passages), dtype=bool)
    scores = np.zeros((len(questions), len(passages)), dtype=np.float32)
    for row, question in zip(scores, questions, strict=True):
        words = content_words(question)
        ((found, values),) = search_words([table], [None], words, len(passages), [every])
        row[found] = values
    return scores


def count_passages(passages: TextVectors, questions: TextVectors) -> Floats:
    """Return how many passages contain each piece of passages and questions: (v,) float32."""
    owner = np.repeat(np.arange(len(passages.pooled)), np.diff(passages.starts))
    held = np.unique(passages.ids * len(passages.pooled) + owner) // len(passages.pooled)
    most = int(max(passages.ids.max(), questions.ids.max()))
    return np.bincount(held, minlength=most + 1).astype(np.float32)


def score_pieces(
    questions: TextVectors, passages: TextVectors, frequency: Floats, batch: int = 8
) -> Floats:
    """Score by late interaction: the mean of the best cosine of each question piece in the passage.

    Parameters
    ----------
    questions, passages
        Their `pieces` are compared; see `TextVectors`.
    frequency
        (vocabulary,) float32: how many of the N passages contain each piece, 0..N, counted or
        estimated from other text.
    batch
        How many questions to compare at a time.

    Returns
    -------
    (questions, passages) float32 in -1..1: means weighted by log((N + 1) / (frequency + .5)).

    Source: Khattab and Zaharia, ColBERT, 2020, https://arxiv.org/abs/2004.12832
    """
    weights = np.log((len(passages.pooled) + 1) / (frequency + 0.5)).astype(np.float32)
    scores = np.empty((len(questions.pooled), len(passages.pooled)), dtype=np.float32)
    for start in range(0, len(scores), batch):
        edges = questions.starts[start : start + batch + 1]
        first, last = edges[0], edges[-1]
        cosines = questions.pieces[first:last] @ passages.pieces.T
        best = np.maximum.reduceat(cosines, passages.starts[:-1], axis=1)
        weight = np.maximum(weights[questions.ids[first:last]], 1e-3)[:, None]
        total = np.add.reduceat(best * weight, edges[:-1] - first, axis=0)
        scores[start : start + batch] = total / np.add.reduceat(weight, edges[:-1] - first, axis=0)
    return scores


def compress(encoded: TextVectors, projection: Floats) -> TextVectors:
    """Return texts with the word pieces projected, stored in 4 bits a number, and read back.

    So an index stores and reads them; rows are of unit length.

    Parameters
    ----------
    projection
        (d, k) float32, orthonormal columns.
    """
    stored = pack(encoded.pieces @ projection)
    read = unpack(stored, projection.shape[1])
    return TextVectors(encoded.pooled, read, encoded.ids, encoded.starts)
