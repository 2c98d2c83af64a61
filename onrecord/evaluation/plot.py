"""Two pictures of how far a score can be trusted: risk by coverage, and reliability.

Only this file imports matplotlib, when it draws; it opens no window.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.error import EvaluationError
from onrecord.evaluation.figure import group_scores, trace_risk
from onrecord.evaluation.trial import Trial
from onrecord.optional import load_optional

_SIDE = 5.0  # inches


def draw_plots(trials: Sequence[Trial], folder: str | Path) -> list[Path]:
    """Draw `risk_coverage.png` and `reliability.png` into a folder; return their paths.

    Raises
    ------
    EvaluationError
        When matplotlib is not installed, or the folder cannot be written.
    """
    figures = load_optional("matplotlib.figure", EvaluationError, "drawing")
    paths = []
    for name, draw in (("risk_coverage", _draw_risk), ("reliability", _draw_reliability)):
        picture = figures.Figure(figsize=(_SIDE, _SIDE), layout="constrained")
        axes = picture.add_subplot()
        draw(axes, trials)
        axes.set(xlim=(0, 1), ylim=(0, 1))
        axes.grid(alpha=0.3)
        axes.legend(loc="upper left")
        path = Path(folder) / f"{name}.png"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            picture.savefig(path, dpi=150, metadata={"Software": None})
        except OSError as error:
            raise EvaluationError(f"{path}: expected a picture to write, {error}") from error
        paths.append(path)
    return paths


def _draw_risk(axes: Any, trials: Sequence[Trial]) -> None:
    """Draw the share of answers that are wrong against the share of questions answered."""
    coverage, risk = trace_risk(trials)
    axes.plot(coverage, risk, drawstyle="steps-post", label="the surest first")
    found = [one for one in trials if one.found]
    if found:
        wrong = sum(one.rank != 1 for one in found) / len(found)
        axes.plot([len(found) / len(trials)], [wrong], "o", label="as shipped: found")
    axes.set(
        title="Risk by coverage",
        xlabel="share of the questions answered",
        ylabel="share of these whose first passage is not right",
    )


def _draw_reliability(axes: Any, trials: Sequence[Trial]) -> None:
    """Draw the share of first passages that are right against their score."""
    scores, shares, counts = group_scores(trials)
    axes.plot([0, 1], [0, 1], "--", color="grey", label="as sure as right")
    axes.scatter(scores, shares, s=8 * counts, label="questions, by tenths of the score: how many")
    for score, share, count in zip(scores, shares, counts, strict=True):
        axes.annotate(str(count), (score, share), textcoords="offset points", xytext=(7, -9))
    axes.set(
        title="Reliability", xlabel="score of the first passage", ylabel="share that are right passages"
    )
