"""Score questions against passages in the three ways that the product knows, and measure the order.

Used by `evaluate.py`: BM25, pooled vectors, and late interaction. It reads no file and loads no
model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
import Stemmer

from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.piece_table import pack, unpack
from training.text_vectors import TextVectors


@dataclass(frozen=True)
class Quality:
    """How high the right passage stands: mean reciprocal rank, share of first places; 0..1."""

    mrr: float
    first: float
    questions: int


def measure(scores: Floats, answers: Sequence[int]) -> Quality:
    """Measure the rank of each question's passage; a tie counts against it.

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
    """Score by BM25 on French stems: (questions, passages) float32."""
    stemmer = Stemmer.Stemmer("french")
    index = bm25s.BM25()
    index.index(
        bm25s.tokenize(list(passages), stopwords="fr", stemmer=stemmer, show_progress=False),
        show_progress=False,
    )
    asked = bm25s.tokenize(
        list(questions), stopwords="fr", stemmer=stemmer, show_progress=False, return_ids=False
    )
    known = index.vocab_dict
    rows = [
        index.get_scores(words) if any(word in known for word in words) else np.zeros(len(passages))
        for words in asked
    ]
    return np.asarray(rows, dtype=np.float32)


def count_passages(passages: TextVectors, questions: TextVectors) -> Floats:
    """Count for each piece, of passages and questions, the passages that hold it: (v,) float32."""
    owner = np.repeat(np.arange(len(passages.pooled)), np.diff(passages.starts))
    held = np.unique(passages.ids * len(passages.pooled) + owner) // len(passages.pooled)
    most = int(max(passages.ids.max(), questions.ids.max()))
    return np.bincount(held, minlength=most + 1).astype(np.float32)


def score_pieces(
    questions: TextVectors, passages: TextVectors, frequency: Floats, batch: int = 8
) -> Floats:
    """Score by late interaction: each piece asked takes its best cosine in the passage.

    Parameters
    ----------
    questions, passages
        Their `pieces` are what is compared; see `TextVectors`.
    frequency
        (vocabulary,) float32, how many of the N passages hold each piece, 0..N (shares times N
        will do).
    batch
        Questions compared at a time.

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
    """Keep word pieces in fewer dimensions and four bits, as an index stores them.

    What comes back is how the index reads them, rows of unit length.

    Parameters
    ----------
    projection
        (d, k) float32, orthonormal columns.
    """
    stored = pack(encoded.pieces @ projection)
    read = unpack(stored, projection.shape[1])
    return TextVectors(encoded.pooled, read, encoded.ids, encoded.starts)
