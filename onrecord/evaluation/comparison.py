"""Whether figures fell beside those that were committed, for a check that runs at every change."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.error import EvaluationError
from onrecord.evaluation.figure import LOWER_IS_BETTER, Figure


@dataclass(frozen=True, slots=True)
class Change:
    """A figure as it was committed and as it is now; `now` is None where it is no more measured."""

    name: str
    committed: float
    now: float | None
    fell: bool


def load_figures(path: str | Path) -> dict[str, float]:
    """Read the figures of an evaluation that was written as JSON, those that are measured.

    Raises
    ------
    EvaluationError
        When the file is no such evaluation.
    """
    try:
        figures = json.loads(Path(path).read_text("utf-8"))["figures"]
        values = {name: one["value"] for name, one in figures.items()}
        return {name: float(value) for name, value in values.items() if value is not None}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvaluationError(
            f"{path}: expected figures as `onrecord evaluate --json` writes them, "
            f"found {type(error).__name__}: {error}"
        ) from error


def compare_figures(
    committed: Mapping[str, float], now: Mapping[str, Figure], tolerance: float
) -> list[Change]:
    """Return how each committed figure changed; it fell when it is worse by more than `tolerance`."""
    changes = []
    for name, before in committed.items():
        value = now[name].value if name in now else None
        sign = -1 if name in LOWER_IS_BETTER else 1
        fell = value is None or sign * (before - value) > tolerance + 1e-9
        changes.append(Change(name, before, value, fell))
    return changes


def describe_changes(changes: Sequence[Change], tolerance: float) -> str:
    """Return the comparison as a table, what fell marked, and what that means in the last line."""
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
