"""The judge that serves by default: how sure it is that a passage answers, from what the search says.

A logistic regression on what late interaction, the two searches and shared words say of a candidate.
`python -m benchmarks.calibrate` fits its numbers, which stand beside the encoder they belong to.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.answer.judge import Case, Judgement
from onrecord.answer.quote import choose_quote
from onrecord.error import EncoderError
from onrecord.question.question import Question
from onrecord.retrieval.passage import encoded_text
from onrecord.retrieval.search import Candidate, SearchResult
from onrecord.text.stem import stem
from onrecord.text.word import content_words

_OTHERS = 9  # candidates that a passage is held against
_UNLIKE, _ALIKE = 0.3, 0.8  # cosines of word pieces under and over which they are so
_BUNDLED = "bundled_encoder/confidence.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of the regression, as `benchmarks.calibrate` writes them.

    `weights` are those of the features of `measure`; `threshold` and `cut_threshold` as `Judge` has
    them.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    cut_threshold: float


def read_calibration(path: Path | None = None) -> Calibration:
    """Return the numbers that a file holds; those of the bundled encoder without one.

    Raises
    ------
    EncoderError
        When the file is not one that `benchmarks.calibrate` wrote.
    """
    place = path or Path(str(files("onrecord.retrieval").joinpath(_BUNDLED)))
    try:
        numbers = json.loads(place.read_text("utf-8"))
        names = ("weights", "bias", "threshold", "cut_threshold")
        return Calibration(*(numbers[name] for name in names))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EncoderError(
            f"{place}: expected the numbers that benchmarks.calibrate writes, found {error!r}"
        ) from error


class SearchJudge:
    """Judges by what the search says of a passage; quotes the sentences that match best."""

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._calibration = calibration or read_calibration()
        self.threshold = self._calibration.threshold
        self.cut_threshold = self._calibration.cut_threshold

    def judge(self, question: Question, result: SearchResult, cases: Sequence[Case]) -> list[Judgement]:
        """Judge passages, in the order given."""
        stems = frozenset(stem(content_words(question.search)))
        meaning = find_meaning(question.search, result.encoded.offsets)
        return [
            Judgement(
                self._score(measure(result, case, stems, meaning)),
                choose_quote(case.passage, case.candidate.match, question.search),
            )
            for case in cases
        ]

    def _score(self, features: Mapping[str, float]) -> float:
        weights = self._calibration.weights
        total = self._calibration.bias + sum(weights[name] * features[name] for name in features)
        return 1 / (1 + math.exp(-total))


def touches(question: str, text: str) -> bool:
    """Say whether a text itself, without its context, holds a content word of the question."""
    return not set(stem(content_words(question))).isdisjoint(stem(content_words(text)))


def measure(
    result: SearchResult, case: Case, stems: frozenset[str], meaning: NDArray[np.bool_]
) -> dict[str, float]:
    """Return the features of a candidate: shares in 0..1, differences of cosines around 0.

    matched: the share of the weight of the question's content words whose word pieces find their
    like. margin: the score of late interaction (without word pieces, the similarity of the vectors)
    above the mean of the next nine candidates. lead: above the best other. shared: the share of the
    question's words, stemmed, that the passage or its context holds. Margin and lead shrink where
    fewer than nine others stand against it: to be the best of three says little. All but `matched`
    are unchanged when every cosine shifts; `matched` uses the fixed limits _UNLIKE and _ALIKE.

    Parameters
    ----------
    stems
        The stems of the question's content words.
    meaning
        `(q,)`: which of the question's word pieces belong to them.
    """
    text, _ = encoded_text(case.interview, case.passage)
    shared = len(stems & set(stem(content_words(text)))) / len(stems) if stems else 0.0
    candidate = case.candidate
    scores = candidate.match.piece_scores
    has_pieces = len(scores) > 0
    matched = shared
    if has_pieces:
        like = np.clip((scores - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
        weights = result.weights * meaning
        matched = float((weights * like).sum() / max(weights.sum(), 1e-9))

    def score(one: Candidate) -> float:
        return one.match.score if has_pieces else one.similarity

    own = score(candidate)
    others = [score(one) for one in result.candidates[: _OTHERS + 1] if one.row != candidate.row]
    others = others[:_OTHERS]  # where the passage is not among the candidates (a lead), ten are left
    share = len(others) / _OTHERS
    return {
        "matched": matched,
        "margin": share * (own - float(np.mean(others or [own]))),
        "lead": share * (own - max(others or [own])),
        "shared": shared,
    }


def find_meaning(question: str, offsets: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which word pieces, at `(q, 2)` code points, belong to a content word: `(q,)`."""
    held = np.zeros(len(offsets), dtype=bool)
    for word in re.finditer(r"\w+", question):
        if content_words(word[0]):
            held |= (offsets[:, 0] < word.end()) & (offsets[:, 1] > word.start())
    return held
