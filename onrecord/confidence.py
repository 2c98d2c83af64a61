"""How sure it is that a passage answers a question: a number in 0..1, from features that mean something.

A logistic regression on what late interaction and shared words say of the candidate. Its numbers
are fitted by `python benchmarks/calibrate.py` and kept here.
"""

from __future__ import annotations

import math

import numpy as np

from onrecord.lexical import stem
from onrecord.search import Candidate, SearchResult
from onrecord.word import content_words

THRESHOLD = 0.5
EVIDENCE_THRESHOLD = 0.5
_WEIGHTS = {"score": 12.0, "sentence": 0.0, "weakest": 0.0, "shared": 2.0, "margin": 0.0}
_BIAS = -9.0


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
    """Return the features of a candidate.

    score: the late-interaction score of the passage with its context. sentence: of its best
    sentence alone. weakest: the worst match among the question's rare word pieces. shared: the
    share of the question's words, stemmed, that the passage or its context holds. margin: the
    score above the mean of the next nine candidates. All are about 0..1.
    """
    match = candidate.match
    wanted = set(stem(content_words(question)))
    shared = len(wanted & set(stem(content_words(text)))) / len(wanted) if wanted else 0.0
    if not len(match.piece_scores):
        similarity = max(candidate.similarity, 0.0)
        return {
            "score": similarity,
            "sentence": similarity,
            "weakest": shared,
            "shared": shared,
            "margin": 0.0,
        }
    rare = result.weights >= 0.6 * result.weights.max()
    others = [other.match.score for other in result.candidates[:10] if other.row != candidate.row]
    return {
        "score": match.score,
        "sentence": float(match.sentence_scores[1:].max(initial=0.0)),
        "weakest": float(match.piece_scores[rare].min()),
        "shared": shared,
        "margin": match.score - float(np.mean(others)) if others else 0.0,
    }
