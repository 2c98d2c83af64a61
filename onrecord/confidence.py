"""How sure it is that a passage answers a question: 0..1, from features that mean something.

A logistic regression on what late interaction, the two searches and shared words say of the
candidate. Its numbers are fitted by `python -m benchmarks.calibrate`, which prints them.
"""

from __future__ import annotations

import math

import numpy as np

from onrecord.lexical import stem
from onrecord.search import Candidate, SearchResult
from onrecord.word import content_words

THRESHOLD = 0.35  # from which a passage is called an answer: benchmarks.calibrate shows the choice
_WEIGHTS = {
    "score": 1.22,
    "sentence": 0.87,
    "matched": 2.15,
    "similarity": 2.18,
    "margin": 2.36,
    "shared": 0.83,
    "rarest": 0.0,
    "lead": 0.0,
    "lexical": 0.0,
}
_BIAS = -4.48
_UNLIKE, _ALIKE = 0.35, 0.85  # cosines of word pieces under and over which they are so


def judge(result: SearchResult, candidate: Candidate, question: str, text: str) -> float:
    """Return how sure it is, in 0..1, that a candidate answers `question`.

    Parameters
    ----------
    text
        The passage with its context, as it was encoded.
    """
    features = measure(result, candidate, question, text)
    total = _BIAS + sum(_WEIGHTS[name] * value for name, value in features.items())
    return 1 / (1 + math.exp(-total))


def measure(result: SearchResult, candidate: Candidate, question: str, text: str) -> dict[str, float]:
    """Return the features of a candidate, each about 0..1.

    score: late interaction of the passage with its context. sentence: of its best sentence alone.
    matched: the share of the question's weight whose word pieces find their like. rarest: how well
    the least matched of its three heaviest pieces is. similarity: of the vectors. margin: the score
    above the mean of the next nine candidates. lead: above the best other. lexical: BM25 beside the
    best of this question. shared: the share of the question's words, stemmed, that the passage or
    its context holds.
    """
    wanted = set(stem(content_words(question)))
    shared = len(wanted & set(stem(content_words(text)))) / len(wanted) if wanted else 0.0
    similarity = max(candidate.similarity, 0.0)
    match, weights = candidate.match, result.weights
    if not len(match.piece_scores):
        return dict.fromkeys(_WEIGHTS, 0.0) | {
            "score": similarity,
            "sentence": similarity,
            "matched": shared,
            "rarest": shared,
            "similarity": similarity,
            "lexical": candidate.lexical,
            "shared": shared,
        }
    others = [other.match.score for other in result.candidates[:10] if other.row != candidate.row]
    like = np.clip((match.piece_scores - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
    heaviest = np.argsort(-weights, kind="stable")[:3]
    return {
        "score": match.score,
        "sentence": float(match.sentence_scores[1:].max(initial=0.0)),
        "matched": float((weights * like).sum() / weights.sum()),
        "rarest": float(like[heaviest].min()),
        "similarity": similarity,
        "margin": match.score - float(np.mean(others)) if others else 0.0,
        "lead": match.score - max(others) if others else 0.0,
        "lexical": candidate.lexical,
        "shared": shared,
    }
