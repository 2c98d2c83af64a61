"""The quick judge: how sure it is that a passage answers, from what the search measured.

A logistic regression over four features of a candidate: how well its word pieces match the question,
how far it is above the others, and which words it shares. `python -m benchmarks.calibrate` fits the
weights into a file beside the encoder that they belong to. Nothing here searches.
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

_OTHERS = 9  # candidates that a passage is compared with
_UNLIKE = 0.3  # cosine of two word pieces at or below which they do not match
_ALIKE = 0.8  # cosine from which they match in full
_BUNDLED = "bundled_encoder/confidence.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The numbers of the regression, as `benchmarks.calibrate` writes them.

    `weights` are by feature of `measure`; `threshold` and `cut_threshold` are those of `Judge`.
    """

    weights: Mapping[str, float]
    bias: float
    threshold: float
    cut_threshold: float


def read_calibration(path: Path | None = None) -> Calibration:
    """Return the calibration that a file holds; without `path`, that of the bundled encoder.

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
    """A judge that scores by what the search measured, and quotes the sentences that match best."""

    reach = 0

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._calibration = calibration or read_calibration()
        self.threshold = self._calibration.threshold
        self.cut_threshold = self._calibration.cut_threshold

    def judge(self, question: Question, result: SearchResult, cases: Sequence[Case]) -> list[Judgement]:
        """Return a judgement of each passage, in the order given."""
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
    """Return whether a text itself, without its context, holds a content word of the question."""
    return not set(stem(content_words(question))).isdisjoint(stem(content_words(text)))


def measure(
    result: SearchResult, case: Case, stems: frozenset[str], meaning: NDArray[np.bool_]
) -> dict[str, float]:
    """Return the features of a candidate, by name.

    Parameters
    ----------
    result
        The search that found the candidate, with its other candidates.
    stems
        The stems of the question's content words.
    meaning
        `(q,)`: which of the question's word pieces belong to these words.

    Returns
    -------
    matched
        0..1: of the weight of the question's content words, the share whose word pieces match one of
        the passage or its context; without word pieces, `shared`.
    margin, lead
        Around 0, see `find_margin`.
    shared
        0..1: the share of `stems` that the passage or its context holds.

    When every cosine shifts by the same amount, only `matched` changes, since it uses the fixed limits
    _UNLIKE and _ALIKE.
    """
    text, _ = encoded_text(case.interview, case.passage)
    shared = len(stems & set(stem(content_words(text)))) / len(stems) if stems else 0.0
    candidate = case.candidate
    matched = shared
    if len(candidate.match.piece_scores):
        matched = find_matched(result, candidate, meaning) if meaning.any() else 0.0
    margin, lead = find_margin(result, candidate)
    return {"matched": matched, "margin": margin, "lead": lead, "shared": shared}


def find_matched(result: SearchResult, candidate: Candidate, meaning: NDArray[np.bool_]) -> float:
    """Return the share (0..1) of a question that the word pieces of a candidate match.

    It is the share of the weight of the pieces `meaning`, `(q,)`, 1 if there are none.
    """
    if not meaning.any():
        return 1.0
    weights = result.weights * meaning
    like = np.clip((candidate.match.piece_scores - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
    return float((weights * like).sum() / weights.sum())


def find_margin(result: SearchResult, candidate: Candidate) -> tuple[float, float]:
    """Return how far a candidate's score is above the mean and the best of nine others, around 0.

    The score is that of late interaction, without word pieces the similarity of the vectors. With
    fewer than nine other candidates both are scaled down: to be the best of three says little.
    """

    def score(one: Candidate) -> float:
        return one.match.score if len(one.match.piece_scores) else one.similarity

    own = score(candidate)
    others = [score(one) for one in result.candidates[: _OTHERS + 1] if one.row != candidate.row]
    others = others[:_OTHERS]  # the lead of an interview is no candidate: ten would be left
    share = len(others) / _OTHERS
    return share * (own - float(np.mean(others or [own]))), share * (own - max(others or [own]))


def find_meaning(question: str, offsets: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which word pieces of a question belong to a content word: `(q,)` bool.

    Parameters
    ----------
    offsets
        `(q, 2)`: where each word piece begins and ends in `question`, in code points, end exclusive.
    """
    held = np.zeros(len(offsets), dtype=bool)
    for word in re.finditer(r"\w+", question):
        if content_words(word[0]):
            held |= (offsets[:, 0] < word.end()) & (offsets[:, 1] > word.start())
    return held
