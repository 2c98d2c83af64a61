"""The figures of an evaluation, each with its 95 % interval.

Figures of ranks come from ir_measures, the others from numpy. An interval is a percentile bootstrap
over questions with a fixed seed: the same trials give the same interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.answer.answer import Verdict
from onrecord.error import EvaluationError
from onrecord.evaluation.gold import OFF_TOPIC, UNREAD
from onrecord.evaluation.trial import Trial
from onrecord.optional import load_optional

LOWER_IS_BETTER = frozenset({"false answers on topic", "false answers off topic"})
_SAMPLES = 1000  # of the bootstrap
_SEED = 0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a mean in 0..1, with its 95 % interval `low` to `high`.

    `count` is the number of things that it is taken over. With nothing to measure, `count` is 0 and
    the others are None.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int


def measure_trials(trials: Sequence[Trial]) -> dict[str, Figure]:
    """Return the figures of some trials, by name, in the order of the report.

    - R@1, R@3, R@5, MRR: the rank of the first right passage, over the answerable questions.
    - quote F1, right speaker: those of the first right passage, if it is among the first five.
    - answered right: the verdict is "found" and the first passage right, over the answerable.
    - answered when right first: the verdict is "found", over those whose first passage is right.
    - false answers on topic, off topic: the verdict is "found", over questions without an answer.
    - unread told: the verdict is "maybe unread", over questions whose answer is in a missing part.
    - AUROC: the score of the first passage, answerable questions against the others.
    - verbatim: exact slices of the interview, over all passages and quotes.

    Raises
    ------
    EvaluationError
        When ir_measures is not installed.
    """
    answerable = [one for one in trials if one.gold.answerable]
    others = [one for one in trials if not one.gold.answerable]
    off_topic = [one for one in others if one.gold.kind == OFF_TOPIC]
    unread = [one for one in others if one.gold.kind == UNREAD]
    on_topic = [one for one in others if one.gold.kind not in (OFF_TOPIC, UNREAD)]
    right_first = [one for one in answerable if one.rank == 1]
    values: dict[str, Iterable[float | None]] = {
        **_measure_ranks(answerable),
        "quote F1": (one.overlap for one in answerable),
        "right speaker": (one.right_speaker for one in answerable),
        "answered right": (one.found and one.rank == 1 for one in answerable),
        "answered when right first": (one.found for one in right_first),
        "false answers on topic": (one.found for one in on_topic),
        "false answers off topic": (one.found for one in off_topic),
        "unread told": (one.verdict is Verdict.MAYBE_UNREAD for one in unread),
    }
    return {
        **{name: measure_mean(found) for name, found in values.items()},
        "AUROC": measure_separation([one.score for one in answerable], [one.score for one in others]),
        "verbatim": measure_mean(exact for one in trials for exact in one.verbatim),
    }


def measure_mean(values: Iterable[float | None]) -> Figure:
    """Return the mean of values (0..1) with its interval, leaving out those that are None."""
    known = np.asarray([float(value) for value in values if value is not None])
    if not len(known):
        return Figure(None, None, None, 0)
    generator = np.random.default_rng(_SEED)
    means = [float(generator.choice(known, len(known)).mean()) for _ in range(_SAMPLES)]
    return _with_interval(float(known.mean()), means, len(known))


def measure_separation(positive: Sequence[float], negative: Sequence[float]) -> Figure:
    """Return the AUROC: how often a positive score is above a negative one; a tie counts half."""
    if not positive or not negative:
        return Figure(None, None, None, 0)
    above = np.asarray(positive)[:, None] - np.asarray(negative)[None, :]
    wins: Floats = (np.sign(above) + 1) / 2  # (positives, negatives): 1 higher, 0.5 equal, 0 lower
    generator = np.random.default_rng(_SEED)
    n, m = wins.shape
    samples = [
        float(wins[np.ix_(generator.integers(n, size=n), generator.integers(m, size=m))].mean())
        for _ in range(_SAMPLES)
    ]
    return _with_interval(float(wins.mean()), samples, n + m)


def trace_risk(trials: Sequence[Trial]) -> tuple[Floats, Floats]:
    """Return coverage and risk as more questions are answered, the surest first.

    Returns
    -------
    coverage, risk
        `(g,)` float64 in 0..1, one for each distinct score, since questions of one score are answered
        together: the share of all questions answered, and the share of these whose first passage is
        wrong.
    """
    scores = np.asarray([one.score for one in trials])
    wrong = np.asarray([one.rank != 1 for one in trials], dtype=np.float64)
    order = np.argsort(-scores, kind="stable")
    counts = np.arange(1, len(trials) + 1)
    risks = np.cumsum(wrong[order]) / counts
    is_last = np.append(np.diff(scores[order]) != 0, True)  # the last question of its score
    return counts[is_last] / len(trials), risks[is_last]


def group_scores(trials: Sequence[Trial], groups: int = 10) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return how often the first passage is right, in equal groups of its score.

    Parameters
    ----------
    groups
        How many groups the range 0..1 is cut into.

    Returns
    -------
    scores, shares, counts
        `(g,)` each, for the groups that hold a question: the mean score, the share whose first
        passage is right, and the number of questions.
    """
    scores = np.asarray([one.score for one in trials])
    right = np.asarray([one.rank == 1 for one in trials], dtype=np.float64)
    numbers = np.minimum((scores * groups).astype(np.int64), groups - 1)
    held = np.unique(numbers)
    return (
        np.asarray([scores[numbers == number].mean() for number in held]),
        np.asarray([right[numbers == number].mean() for number in held]),
        np.asarray([(numbers == number).sum() for number in held]),
    )


def _measure_ranks(trials: Sequence[Trial]) -> dict[str, list[float | None]]:
    """Return the rank figures that ir_measures computes, for each trial in order."""
    measures = load_optional("ir_measures", EvaluationError, "evaluating")
    names: dict[Any, str] = {measures.Success @ k: f"R@{k}" for k in (1, 3, 5)}
    names[measures.RR] = "MRR"
    asked: list[Any] = []
    found: list[Any] = []
    for number, one in enumerate(trials):
        documents = [str(rank) for rank in range(1, len(one.right) + 1)]
        right = [document for document, is_right in zip(documents, one.right, strict=True) if is_right]
        asked += [measures.Qrel(str(number), document, 1) for document in right or ["not found"]]
        found += [measures.ScoredDoc(str(number), rank, -float(rank)) for rank in documents]
    values: dict[str, list[float | None]] = {name: [0.0] * len(trials) for name in names.values()}
    for metric in measures.iter_calc(list(names), asked, found) if trials else ():
        values[names[metric.measure]][int(metric.query_id)] = metric.value
    return values


def _with_interval(value: float, samples: Sequence[float], count: int) -> Figure:
    low, high = np.quantile(samples, [0.025, 0.975])
    return Figure(round(value, 4), round(float(low), 4), round(float(high), 4), count)
