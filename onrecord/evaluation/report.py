"""The report of an evaluation: figures, a table by kind of question, misses, false answers; JSON."""

from __future__ import annotations

import dataclasses
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.error import EvaluationError
from onrecord.evaluation.figure import Figure, measure_trials
from onrecord.evaluation.trial import Trial
from onrecord.text.shown import shorten, show

_COLUMNS = {  # of the table by kind: heading and name of the figure
    "R@1": "R@1",
    "R@3": "R@3",
    "R@5": "R@5",
    "MRR": "MRR",
    "quote": "quote F1",
    "speaker": "right speaker",
    "right": "answered right",
    "of first": "answered when right first",
}
_FALSE = ("false answers on topic", "false answers off topic")
_WIDTH = 96  # characters of a question or a quote in the lists


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The trials of one file of questions, and their figures, in all and by kind of question."""

    trials: tuple[Trial, ...]
    figures: dict[str, Figure]
    kinds: dict[str, dict[str, Figure]]

    @property
    def misses(self) -> list[Trial]:
        """The trials of answerable questions whose first passage is wrong or missing."""
        return [one for one in self.trials if one.gold.answerable and one.rank != 1]

    @property
    def false_answers(self) -> list[Trial]:
        """The trials of questions without an answer that were given one."""
        return [one for one in self.trials if not one.gold.answerable and one.found]

    @property
    def median_seconds(self) -> float:
        """The median time of `Archive.ask`, in seconds."""
        return statistics.median(one.seconds for one in self.trials)

    def to_dict(self) -> dict[str, Any]:
        """Return the evaluation as JSON types, which `--json` writes and `--compare` reads."""
        return {
            "questions": len(self.trials),
            "figures": {name: dataclasses.asdict(one) for name, one in self.figures.items()},
            "kinds": {
                kind: {name: dataclasses.asdict(one) for name, one in figures.items() if one.count}
                for kind, figures in self.kinds.items()
            },
            "misses": [_trial_to_dict(one) for one in self.misses],
            "false_answers": [_trial_to_dict(one) for one in self.false_answers],
        }

    def write_json(self, path: str | Path) -> None:
        """Write the evaluation as JSON.

        Raises
        ------
        EvaluationError
            When the file cannot be written.
        """
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"
        try:
            Path(path).write_text(text, "utf-8")
        except OSError as error:
            raise EvaluationError(f"{path}: expected a file to write, {error}") from error


def evaluate(trials: Sequence[Trial]) -> Evaluation:
    """Measure trials, in all and by kind of question.

    Raises
    ------
    EvaluationError
        When ir_measures is not installed.
    """
    kinds = sorted({one.gold.kind for one in trials})
    by_kind = {kind: [one for one in trials if one.gold.kind == kind] for kind in kinds}
    return Evaluation(
        trials=tuple(trials),
        figures=measure_trials(trials),
        kinds={kind: measure_trials(own) for kind, own in by_kind.items()},
    )


def describe_evaluation(evaluation: Evaluation) -> str:
    """Return the report as text: figures with intervals, table by kind, misses, false answers."""
    figures = [
        f"{name:28s}{_cell(one.value)}   {_cell(one.low)} to {_cell(one.high)}   over {one.count}"
        for name, one in evaluation.figures.items()
        if one.count
    ]
    questions = f"{len(evaluation.trials)} questions; 95 % intervals by bootstrap over questions"
    median = f"{'ask, median':28s}{evaluation.median_seconds * 1000:5.0f} ms"
    parts = [questions, *figures, median, "", *_describe_kinds(evaluation)]
    for title, trials in (
        ("the first passage is not right", evaluation.misses),
        ("false answers", evaluation.false_answers),
    ):
        parts += ["", f"{title}: {len(trials)}", *(_describe_trial(one) for one in trials)]
    return "\n".join(parts)


def _describe_kinds(evaluation: Evaluation) -> list[str]:
    """Return the lines of the table by kind of question."""
    width = max(map(len, evaluation.kinds)) + 2
    headings = [*_COLUMNS, "false"]
    lines = [" " * width + "    n" + "".join(f"{heading:>10s}" for heading in headings)]
    for kind, figures in evaluation.kinds.items():
        count = sum(one.gold.kind == kind for one in evaluation.trials)
        false = next((figures[name] for name in _FALSE if figures[name].count), None)
        values = [figures[name].value for name in _COLUMNS.values()]
        values.append(false.value if false else None)
        cells = "".join(f"{_cell(value):>10s}" for value in values)
        lines.append(f"{kind:{width}s}{count:5d}{cells}")
    return lines


def _describe_trial(trial: Trial) -> str:
    """Return the lines of a trial: the question, a right quote with its rank, the first one found."""
    found = trial.ranked[0] if trial.ranked else None
    place = f"at rank {trial.rank}" if trial.rank else "not found"
    lines = [f"- {trial.gold.qid} [{trial.gold.kind}] {shorten(trial.gold.question, _WIDTH)}"]
    if trial.gold.answerable:
        answer = trial.gold.answers[0]
        lines.append(f"    right ({place}): {answer.interview_id}: {shorten(answer.quote, _WIDTH)}")
    verdict = f"{trial.verdict.value}, {trial.score:.2f}"
    quote = f"{found.interview_id}: {shorten(show(found.quote.text), _WIDTH)}" if found else "nothing"
    return "\n".join([*lines, f"    found ({verdict}): {quote}"])


def _trial_to_dict(trial: Trial) -> dict[str, Any]:
    found = trial.ranked[0] if trial.ranked else None
    return {
        "qid": trial.gold.qid,
        "kind": trial.gold.kind,
        "question": trial.gold.question,
        "verdict": trial.verdict.value,
        "score": trial.score,
        "rank": trial.rank,
        "found": {"interview_id": found.interview_id, "quote": found.quote.text} if found else None,
    }


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
