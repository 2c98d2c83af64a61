"""How sure it is that a passage answers a question: 0..1, from features that mean something.

A logistic regression on what late interaction, the two searches and shared words say of the
candidate. Its numbers are fitted by `python -m benchmarks.calibrate`, which prints them.
"""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from onrecord.lexical import stem
from onrecord.search import Candidate, SearchResult
from onrecord.word import content_words

THRESHOLD = 0.35  # from which a passage is called an answer: benchmarks.calibrate shows the choice
_WEIGHTS = {"matched": 2.09, "similarity": 26.45, "margin": 8.25, "lead": 10.87, "shared": 0.48}
_BIAS = -27.17
_UNLIKE, _ALIKE = 0.3, 0.8  # cosines of word pieces under and over which they are so


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
    """Return the features of a candidate, each 0..1.

    matched: the share of the weight of the question's content words whose word pieces find their
    like. similarity: of the vectors. margin: the score of late interaction above the mean of the
    next nine candidates. lead: above the best other. shared: the share of the question's words,
    stemmed, that the passage or its context holds.
    """
    wanted = set(stem(content_words(question)))
    shared = len(wanted & set(stem(content_words(text)))) / len(wanted) if wanted else 0.0
    match, weights = candidate.match, result.weights
    matched, margin, lead = shared, 0.0, 0.0
    if len(match.piece_scores):
        like = np.clip((match.piece_scores - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
        weights = weights * _carries_meaning(question, result.encoded.offsets)
        matched = float((weights * like).sum() / max(weights.sum(), 1e-9))
        others = [one.match.score for one in result.candidates[:10] if one.row != candidate.row]
        if others:
            margin, lead = match.score - float(np.mean(others)), match.score - max(others)
    return {
        "matched": matched,
        "similarity": max(candidate.similarity, 0.0),
        "margin": margin,
        "lead": lead,
        "shared": shared,
    }


def _carries_meaning(question: str, offsets: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say of each word piece, `(q, 2)` code points, whether it is part of a content word."""
    held = np.zeros(len(offsets), dtype=bool)
    for word in re.finditer(r"\w+", question):
        if content_words(word[0]):
            held |= (offsets[:, 0] < word.end()) & (offsets[:, 1] > word.start())
    return held
