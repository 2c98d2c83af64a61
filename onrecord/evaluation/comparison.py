"""Comparison of figures with committed ones: the check that nothing got worse, run at every change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.error import EvaluationError
from onrecord.evaluation.figure import LOWER_IS_BETTER, Figure


@dataclass(frozen=True, slots=True)
class Change:
    """A figure as committed and as measured now, None if it no longer is; `fell` is worse or gone."""

    name: str
    committed: float
    now: float | None
    fell: bool


def load_figures(path: str | Path) -> dict[str, float]:
    """Read the values of an evaluation that was written as JSON, by figure; leave out nulls.

    Raises
    ------
    EvaluationError
        When the file cannot be read or is not such an evaluation.
    """
    try:
        figures = json.loads(Path(path).read_text("utf-8"))["figures"]
        values = {name: one["value"] for name, one in figures.items()}
        return {name: float(value) for name, value in values.items() if value is not None}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise EvaluationError(
            f"{path}: expected figures as `onrecord evaluate --json` writes them, "
            f"found {type(error).__name__}: {error}"
        ) from error


def compare_figures(
    committed: Mapping[str, float], now: Mapping[str, Figure], tolerance: float
) -> list[Change]:
    """Return how each committed figure changed.

    Parameters
    ----------
    tolerance
        A figure (0..1) that is worse by more than this fell; so did one that is no longer measured.
    """
    changes = []
    for name, before in committed.items():
        value = now[name].value if name in now else None
        sign = -1 if name in LOWER_IS_BETTER else 1
        fell = value is None or sign * (before - value) > tolerance + 1e-9
        changes.append(Change(name, before, value, fell))
    return changes


def describe_changes(changes: Sequence[Change], tolerance: float) -> str:
    """Return the comparison as a table that marks the figures that fell and ends with their number."""
    lines = [f"{'':28s}{'committed':>10s}{'now':>10s}{'change':>10s}"]
    for one in changes:
        now = "–" if one.now is None else f"{one.now:.3f}"
        change = "" if one.now is None else f"{one.now - one.committed:+.3f}"
        mark = "   WORSE" if one.fell else ""
        lines.append(f"{one.name:28s}{one.committed:10.3f}{now:>10s}{change:>10s}{mark}")
    fallen = sum(one.fell for one in changes)
    lines.append(
        f"{fallen} of {len(changes)} figures are worse than committed by more than {tolerance:g}"
    )
    return "\n".join(lines)
