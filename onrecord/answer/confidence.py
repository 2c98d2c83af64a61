"""How sure it is that a passage answers a question: 0..1, from features that mean something.

A logistic regression on what late interaction, the two searches and shared words say of the
candidate. Its numbers are fitted by `python -m benchmarks.calibrate`, which prints them.
"""

from __future__ import annotations

import math
import re

import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.search import Candidate, SearchResult
from onrecord.text.stem import stem
from onrecord.text.word import content_words

THRESHOLD = 0.3  # from which a passage is called an answer: benchmarks.calibrate shows the choice
_WEIGHTS = {"matched": 2.77, "margin": 15.23, "lead": 3.61, "shared": 0.27}
_BIAS = -4.01
_OTHERS = 9  # candidates that a passage is held against
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


def touches(question: str, text: str) -> bool:
    """Say whether a text itself, without its context, holds a content word of the question."""
    return not set(stem(content_words(question))).isdisjoint(stem(content_words(text)))


def measure(result: SearchResult, candidate: Candidate, question: str, text: str) -> dict[str, float]:
    """Return the features of a candidate: shares in 0..1, differences of cosines around 0.

    matched: the share of the weight of the question's content words whose word pieces find their
    like. margin: the score of late interaction (without word pieces, the similarity of the vectors)
    above the mean of the next nine candidates. lead: above the best other. shared: the share of the
    question's words, stemmed, that the passage or its context holds. Margin and lead shrink where
    fewer than nine others stand against it: to be the best of three says little. None depends on how
    high an encoder's cosines are as a whole, but for what matched takes for alike.
    """
    wanted = set(stem(content_words(question)))
    shared = len(wanted & set(stem(content_words(text)))) / len(wanted) if wanted else 0.0
    scores = candidate.match.piece_scores
    has_pieces = len(scores) > 0
    matched = shared
    if has_pieces:
        like = np.clip((scores - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
        weights = result.weights * _carries_meaning(question, result.encoded.offsets)
        matched = float((weights * like).sum() / max(weights.sum(), 1e-9))

    def score(one: Candidate) -> float:
        return one.match.score if has_pieces else one.similarity

    own = score(candidate)
    others = [score(one) for one in result.candidates[: _OTHERS + 1] if one.row != candidate.row]
    others = others[:_OTHERS]  # a lead is none of the candidates: ten would be left
    share = len(others) / _OTHERS
    return {
        "matched": matched,
        "margin": share * (own - float(np.mean(others or [own]))),
        "lead": share * (own - max(others or [own])),
        "shared": shared,
    }


def _carries_meaning(question: str, offsets: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Say of each word piece, `(q, 2)` code points, whether it is part of a content word."""
    held = np.zeros(len(offsets), dtype=bool)
    for word in re.finditer(r"\w+", question):
        if content_words(word[0]):
            held |= (offsets[:, 0] < word.end()) & (offsets[:, 1] > word.start())
    return held
