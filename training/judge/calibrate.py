"""Fit what the exported judge's logits mean, on questions about interviews that are set apart.

    python -m training.judge.calibrate --interviews interviews_fr.jsonl.gz \\
        --out onrecord/retrieval/bundled_encoder/judge/calibration.json

Every question is put to the archive of all open interviews, to its own interview alone, to three
others, each alone, and to all but its own. The weight of the search's order is the one that puts right
passages first most often. The slopes are fitted on the passages that then come first in the first
three scopes; the three others together count as one. How surely that answers is fitted anew without
the first scope (`fit_surety`): among all interviews, another one may answer what does not name its own,
and would count as wrong. For the same reason, questions to all but their own interview are shown and
not fitted. The threshold (`find_threshold`) is fitted on the verdicts of the first two scopes. The
figures of `unseen` are of interviews on which nothing was fitted. No test set is read.
"""

import argparse
import math
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord import Archive
from onrecord.answer.calibration import ReadingCalibration, write_reading_calibration
from onrecord.answer.confidence import SearchJudge
from onrecord.answer.inquiry import Sources
from onrecord.answer.reader import GRAPH
from onrecord.answer.reading_judge import ReadingJudge
from onrecord.question.person import People
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.onnx_encoder import OnnxEncoder
from onrecord.retrieval.search import Searcher
from training.judge.asked import ALL, ALONE, OTHER, OTHERS, WITHOUT, Asked, ask_questions
from training.judge.data import find_part_of_interview
from training.judge.measure import measure_auroc
from training.judge.whole import WholeQuestion, read_whole_questions, write_texts

Floats = npt.NDArray[np.float64]
SHARES = (0.0, 5.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0)  # tried for the search's order
STEPS = 60  # of Newton's method
DECAY = 1e-3
NAMES = {"fitted": "dev", "unseen": "unseen"}
PLAIN = ReadingCalibration(1.0, 0.0, 0.0, 0.0, 0.0, 0.5)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, ask, fit, write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--interviews", type=Path, required=True, help="interviews_fr.jsonl.gz")
    parser.add_argument("--every", type=int, default=1, help="take every so many-th question")
    parser.add_argument("--out", type=Path, required=True, help="JSON file to write, beside judge.onnx")
    options = parser.parse_args(arguments)
    encoder = load_encoder()
    assert isinstance(encoder, OnnxEncoder), "the bundled encoder is one"
    options.out.unlink(missing_ok=True)  # of other weights, perhaps
    judge = ReadingJudge(encoder, options.out.parent, PLAIN)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        write_texts(options.interviews, corpus)
        index = Archive.open(corpus, Path(folder, "index"), encoder, judge=judge).index
    searcher = Searcher(index, encoder)
    sources = Sources(searcher, People(index.interviews), judge, SearchJudge())
    parts: dict[str, list[WholeQuestion]] = {"dev": [], "unseen": []}
    for question in read_whole_questions()[:: options.every]:
        part = find_part_of_interview(question.interview)
        if part in parts:
            parts[part].append(question)
    asked = {name: list(ask_questions(sources, judge, part)) for name, part in parts.items()}
    calibration = fit(asked["dev"])
    figures = {name: describe(asked[part], calibration) for name, part in NAMES.items()}
    graphs = (options.out.parent / GRAPH, encoder.lower_graph)
    write_reading_calibration(options.out, calibration, figures, graphs)


def fit(asked: Sequence[Asked]) -> ReadingCalibration:
    """Return the calibration that fits questions asked."""
    asked = [one for one in asked if one.scope != WITHOUT]
    share = max(SHARES, key=lambda one: (find_right_first(asked, one), -one))
    firsts = [(one, find_first(one, share)) for one in asked]
    features = np.asarray([(*astuple(one.signs[place]), 1.0) for one, place in firsts])
    right = np.asarray([one.right[place] for one, place in firsts])
    counts = np.asarray([1 / OTHERS if one.scope == OTHER else 1.0 for one in asked])
    weights = fit_logistic(features, right, counts)
    known = np.asarray([one.scope != ALL for one in asked])
    weights = fit_surety(weights, features[known], right[known], counts[known])
    scaled = ReadingCalibration(*weights.tolist(), share, 0.5)
    own = [one for one in asked if one.scope != OTHER]
    best = np.asarray([find_best(one, scaled) for one in own])
    return replace(scaled, threshold=find_threshold(best, np.asarray([one.answered for one in own])))


def fit_surety(
    weights: Floats, features: Floats, right: npt.NDArray[np.bool_], counts: Floats
) -> Floats:
    """Return the weights, the last one the bias, stretched and shifted to fit some of the rows."""
    odds = features @ weights
    stretch, shift = fit_logistic(np.stack([odds, np.ones(len(odds))], axis=1), right, counts)
    shifted: Floats = weights * stretch
    shifted[-1] += shift
    return shifted


def find_threshold(best: Floats, answered: npt.NDArray[np.bool_]) -> float:
    """Return the probability from which a question counts as answered.

    Answered and unanswered questions differ most (Youden's J) over a wide range of probabilities. Of
    those where they differ as much, within one standard error, the middle one is returned.
    """
    thresholds = np.unique(best)
    right, wrong = ((best[kind][:, None] >= thresholds).mean(0) for kind in (answered, ~answered))
    apart = right - wrong
    top = int(apart.argmax())
    shares = np.asarray([right[top], wrong[top]])
    counts = np.asarray([answered.sum(), (~answered).sum()])
    error = math.sqrt((shares * (1 - shares) / counts).sum())
    return float(np.median(thresholds[apart >= apart[top] - error]))


def find_first(one: Asked, share: float) -> int:
    """Return the place of the passage that comes first, by logit and the search's order."""
    return int(np.argmax([two.logit for two in one.signs] + share * one.orders))


def find_right_first(asked: Sequence[Asked], share: float) -> float:
    """Return how often (0..1) a right passage comes first, of the questions that have one."""
    return float(np.mean([one.right[find_first(one, share)] for one in asked if one.right.any()]))


def find_best(one: Asked, calibration: ReadingCalibration) -> float:
    """Return the highest probability of a passage."""
    return max(map(calibration.find_probability, one.signs))


def fit_logistic(features: Floats, right: npt.NDArray[np.bool_], counts: Floats) -> Floats:
    """Return the weights of the likeliest probabilities, one a column, by Newton's method.

    `counts` is how much each row counts.
    """
    weights = np.zeros(features.shape[1])
    for _ in range(STEPS):
        given = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (counts * (given - right)) + DECAY * weights
        bend = (features * (counts * given * (1 - given))[:, None]).T @ features
        weights = weights - np.linalg.solve(bend + DECAY * np.eye(len(weights)), slope)
    return weights


def describe(asked: Sequence[Asked], calibration: ReadingCalibration) -> dict[str, Any]:
    """Return the figures of the questions asked, by scope.

    Where a scope answers none, its AUROC is against the questions that are answered alone.
    """
    marks = [one for one in asked if one.scope == ALONE and one.holds >= 0]
    figures: dict[str, Any] = {
        "questions": len({one.question for one in asked}),
        "marks hold the answer": round(float(np.mean([one.holds for one in marks])), 3),
        "F1 of marks": round(float(np.mean([one.overlap for one in marks])), 3),
    }
    best = {
        (scope, answered): np.asarray(
            [
                find_best(one, calibration)
                for one in asked
                if one.scope == scope and one.answered is answered
            ]
        )
        for scope in (ALL, ALONE, OTHER, WITHOUT)
        for answered in (True, False)
    }
    for scope in (ALL, ALONE, OTHER, WITHOUT):
        right, wrong = best[scope, True], best[scope, False]
        figures[scope] = {
            **({"answered when it should": _find_given(right, calibration)} if len(right) else {}),
            "answered when it should not": _find_given(wrong, calibration),
            "auroc": _find_auroc(right if len(right) else best[ALONE, True], wrong),
        }
    for scope in (ALL, ALONE):
        own = [one for one in asked if one.scope == scope]
        figures[scope]["right first"] = round(find_right_first(own, calibration.order_share), 3)
    return figures


def _find_given(best: Floats, calibration: ReadingCalibration) -> float:
    """Return which share (0..1) of questions is answered."""
    return round(float((best >= calibration.threshold).mean()), 3)


def _find_auroc(right: Floats, wrong: Floats) -> float:
    answered = np.arange(len(right) + len(wrong)) < len(right)
    return round(measure_auroc(np.concatenate([right, wrong]).astype(np.float32), answered), 3)


if __name__ == "__main__":
    main()
