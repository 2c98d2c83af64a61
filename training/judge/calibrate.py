"""Fit what the exported judge's logits mean, on questions about interviews that are set apart.

    python -m training.judge.calibrate --interviews interviews_fr.jsonl.gz \\
        --out onrecord/retrieval/bundled_encoder/judge/calibration.json

Every question is put to the archive of all open interviews, to its own interview alone, to three
others, each alone, and to all but its own. What puts passages in order is fitted on the first two
scopes: right passages come before the others (`fit_order`). How surely the passage that then comes
first answers is fitted on its own interview and on the three others, which together count as one:
among all interviews, another one may answer what does not name its own, and would count as wrong. For
the same reason, questions to all but their own interview are left out there. The threshold
(`find_threshold`) is fitted on the verdicts of all scopes, each of which counts as much. The figures
of `unseen` are of interviews on which nothing was fitted. No test set is read.
"""

import argparse
import math
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from onrecord import Archive
from onrecord.answer.calibration import ReadingCalibration, Signs, write_reading_calibration
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
MATCHED_LIMITS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 1.0)  # tried
MARGIN_LIMITS = (0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 1.0)
STEPS = 60  # of Newton's method
DECAY = 1e-3
SCOPES = ALL, ALONE, OTHER, WITHOUT
NAMES = {"fitted": "dev", "unseen": "unseen"}
PLAIN = ReadingCalibration(
    slope=1.0,
    matched_slope=0.0,
    matched_limit=1.0,
    margin_slope=0.0,
    margin_limit=1.0,
    bias=0.0,
    order_share=0.0,
    similarity_share=0.0,
    threshold=0.5,
)


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
    ordered = fit_order([one for one in asked if one.scope in (ALL, ALONE)])
    known = [one for one in asked if one.scope in (ALONE, OTHER)]
    firsts = [(one, find_first(one, ordered)) for one in known]
    signs = [one.signs[place] for one, place in firsts]
    right = np.asarray([one.right[place] for one, place in firsts])
    counts = np.asarray([1 / OTHERS if one.scope == OTHER else 1.0 for one in known])
    tried = [
        fit_probability(replace(ordered, matched_limit=one, margin_limit=two), signs, right, counts)
        for one, two in product(MATCHED_LIMITS, MARGIN_LIMITS)
    ]
    scaled = max(tried, key=lambda one: find_likelihood(one, signs, right, counts))
    best = find_best_by_scope(asked, scaled)
    answered, unanswered = (
        [best[scope, kind] for scope in SCOPES if len(best[scope, kind])] for kind in (True, False)
    )
    return replace(scaled, threshold=find_threshold(answered, unanswered))


def fit_order(asked: Sequence[Asked]) -> ReadingCalibration:
    """Return the calibration by which right passages most likely come before those that are not.

    Each question counts as much, however many pairs of a right and another passage it has.
    """
    pairs, counts = [], []
    for one in asked:
        signs = np.asarray([(two.logit, two.order, two.similarity) for two in one.signs])
        apart = (signs[one.right][:, None] - signs[~one.right][None]).reshape(-1, signs.shape[1])
        pairs.append(apart)
        counts += [1 / len(apart) for _ in apart]
    rows = np.concatenate(pairs)
    weights = fit_logistic(rows, np.ones(len(rows), dtype=np.bool_), np.asarray(counts))
    order, similarity = (weights[1:] / weights[0]).tolist()
    return replace(PLAIN, order_share=order, similarity_share=similarity)


def fit_probability(
    calibration: ReadingCalibration,
    signs: Sequence[Signs],
    right: npt.NDArray[np.bool_],
    counts: Floats,
) -> ReadingCalibration:
    """Return the calibration with the likeliest probabilities, its limits being what they are."""
    features = np.asarray([(one.logit, *calibration.limit(one), 1.0) for one in signs])
    slope, matched_slope, margin_slope, bias = fit_logistic(features, right, counts).tolist()
    return replace(
        calibration,
        slope=slope,
        matched_slope=matched_slope,
        margin_slope=margin_slope,
        bias=bias,
    )


def find_likelihood(
    calibration: ReadingCalibration,
    signs: Sequence[Signs],
    right: npt.NDArray[np.bool_],
    counts: Floats,
) -> float:
    """Return the mean log likelihood of what is right."""
    given = np.asarray([calibration.find_probability(one) for one in signs])
    return float(np.average(np.log(np.where(right, given, 1 - given)), weights=counts))


def find_threshold(answered: Sequence[Floats], unanswered: Sequence[Floats]) -> float:
    """Return the probability from which a question counts as answered.

    Given are the highest probabilities of the questions that are answered, and of those that are
    not, an array a scope. Both differ most (Youden's J, the mean of the scopes) over a wide range of
    probabilities. Of those where they differ as much, within one standard error, the middle one is
    returned.
    """
    thresholds = np.unique(np.concatenate([*answered, *unanswered]))
    right, wrong = (
        np.stack([(scope[:, None] >= thresholds).mean(axis=0) for scope in kind])
        for kind in (answered, unanswered)
    )
    apart = right.mean(axis=0) - wrong.mean(axis=0)
    top = int(apart.argmax())
    variance = 0.0
    for shares, kind in ((right[:, top], answered), (wrong[:, top], unanswered)):
        counts = np.asarray([len(scope) for scope in kind])
        variance += float((shares * (1 - shares) / counts).sum()) / len(kind) ** 2
    return float(np.median(thresholds[apart >= apart[top] - math.sqrt(variance)]))


def find_first(one: Asked, calibration: ReadingCalibration) -> int:
    """Return the place of the passage that comes first."""
    return int(np.argmax([calibration.find_order(two) for two in one.signs]))


def find_right_first(asked: Sequence[Asked], calibration: ReadingCalibration) -> float:
    """Return how often (0..1) a right passage comes first, of the questions that have one."""
    first = [one.right[find_first(one, calibration)] for one in asked if one.right.any()]
    return float(np.mean(first))


def find_best(one: Asked, calibration: ReadingCalibration) -> float:
    """Return the highest probability of a passage."""
    return max(map(calibration.find_probability, one.signs))


def find_best_by_scope(
    asked: Sequence[Asked], calibration: ReadingCalibration
) -> dict[tuple[str, bool], Floats]:
    """Return the highest probability of each question, by scope and by whether it is answered there."""
    best: dict[tuple[str, bool], list[float]] = {
        (scope, kind): [] for scope in SCOPES for kind in (True, False)
    }
    for one in asked:
        best[one.scope, one.answered].append(find_best(one, calibration))
    return {key: np.asarray(values) for key, values in best.items()}


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
    best = find_best_by_scope(asked, calibration)
    for scope in SCOPES:
        right, wrong = best[scope, True], best[scope, False]
        figures[scope] = {
            **({"answered when it should": _find_given(right, calibration)} if len(right) else {}),
            "answered when it should not": _find_given(wrong, calibration),
            "auroc": _find_auroc(right if len(right) else best[ALONE, True], wrong),
        }
    for scope in (ALL, ALONE):
        own = [one for one in asked if one.scope == scope]
        figures[scope]["right first"] = round(find_right_first(own, calibration), 3)
    return figures


def _find_given(best: Floats, calibration: ReadingCalibration) -> float:
    """Return which share (0..1) of questions is answered."""
    return round(float((best >= calibration.threshold).mean()), 3)


def _find_auroc(right: Floats, wrong: Floats) -> float:
    answered = np.arange(len(right) + len(wrong)) < len(right)
    return round(measure_auroc(np.concatenate([right, wrong]).astype(np.float32), answered), 3)


if __name__ == "__main__":
    main()
