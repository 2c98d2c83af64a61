"""Fits how sure a turn is that evidence makes sure: the power `lift` of `reading/talk/surety.json`.

    python -m benchmarks.surety [--count 1500] [--seed 7701] [--check 7702] [--write]

Evidence of one turn is not independent, so what it adds up to says less than it should. Interviews are
written out in random layouts with a trait that training never meets, and read; each turn with a name is
right or not. The power is the one with the least logarithmic loss. It is then measured on other layouts
(`--check`), whose seed is apart. `--write` writes the file; without it nothing changes.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.layouts.layout import Layout, make_layouts
from benchmarks.layouts.match import compare
from benchmarks.layouts.source import load_invented
from onrecord.reading import read_interview
from onrecord.reading.talk.surety import FILE, load_lift

POWERS = [step / 100 for step in range(20, 151)]
_SUREST = 0.995  # a surety is rounded to two digits


@dataclass(frozen=True, slots=True)
class Case:
    """One turn: the evidence for it (0..1) before the power, and whether it is right."""

    evidence: float
    right: bool


def main() -> None:
    """Fit, check, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=7701)
    parser.add_argument("--check", type=int, default=7702)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    cases = collect(options.count, options.seed)
    lift = fit(cases)
    found = {"lift": lift, "layouts": options.count, "seed": options.seed, "turns": len(cases)}
    print(json.dumps(found))
    for name, seed, checked in (
        ("fitted", options.seed, cases),
        ("checked", options.check, collect(options.count, options.check)),
    ):
        right = statistics.fmean(case.right for case in checked)
        print(f"{name} on seed {seed}: {len(checked)} turns, {right:.3f} right")
        for power in sorted({load_lift(), lift, 1.0}):
            sure = statistics.fmean(case.evidence**power for case in checked)
            print(f"  power {power:.2f}: says {sure:.3f}, loss {measure_loss(checked, power):.4f}")
    if options.write:
        FILE.write_text(json.dumps(found) + "\n", "utf-8")


def collect(count: int, seed: int) -> list[Case]:
    """Return the turns with a name of so many layouts of a seed, as they were read."""
    layouts = make_layouts(load_invented(), count, seed, unseen=True)
    return [case for layout in layouts for case in _read(layout)]


def fit(cases: Sequence[Case]) -> float:
    """Return the power with the least loss."""
    return min(POWERS, key=lambda power: measure_loss(cases, power))


def measure_loss(cases: Sequence[Case], power: float) -> float:
    """Return the mean logarithmic loss of what evidence says with a power, beside what is right."""
    losses = []
    for case in cases:
        sure = min(_SUREST, max(1 - _SUREST, case.evidence)) ** power
        losses.append(-math.log(sure if case.right else 1 - sure))
    return statistics.fmean(losses)


def _read(layout: Layout) -> list[Case]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / layout.name
        path.write_bytes(layout.content)
        interview = read_interview(path)
    turns = compare(layout.heard, interview, 0.0).turns
    return [
        Case(sure ** (1 / load_lift()), right)
        for turn, (sure, right) in zip(interview.turns, turns, strict=True)
        if turn.speaker.name
    ]


if __name__ == "__main__":
    main()
