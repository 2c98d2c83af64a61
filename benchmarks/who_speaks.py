"""Who speaks: interviews written out in random layouts, read, and compared with what was written.

    python -m benchmarks.who_speaks [--count 300] [--seed 1] [--unseen | --seen] [--json FILE]
                                    [--format md|html|…|pdf] [--words FILE.jsonl.gz]
                                    [--keep FOLDER] [--jobs 1]

Turn F1: the share of questions and answers in the right order and mouth. Wrong person: passages
under the name of somebody who did not say them. Around: passages that nobody interviewed said.
Calibration: how sure the report is beside the share of turns that are right. The table of traits
shows which fail. `--unseen` draws only layouts with a trait that training never meets, `--seen`
only the others; `--format` only layouts of one format; `--words` takes the words of other
interviews, whose text stays where it is; `--keep` writes the layouts, the worst first, to be looked at.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import json
import multiprocessing
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.layouts.layout import WRITERS, Layout, make_layouts
from benchmarks.layouts.match import Score, compare
from benchmarks.layouts.source import load_invented, load_published
from benchmarks.layouts.talk import Kind
from benchmarks.layouts.trait import HELD_OUT, name_traits
from onrecord.error import OnRecordError
from onrecord.reading import read_interview
from onrecord.reading.report import measure_confidence

BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0001)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A layout with its score; `refused` when it could not be read at all."""

    layout: Layout
    score: Score
    confidence: float
    refused: bool = False


def main() -> None:
    """Print the figures, and write them as JSON where asked."""
    options = _parse()
    words = load_published(Path(options.words)) if options.words else load_invented()
    unseen = True if options.unseen else False if options.seen else None
    layouts = list(make_layouts(words, options.count, options.seed, unseen, options.format))
    if options.jobs > 1:
        with multiprocessing.Pool(options.jobs) as pool:
            outcomes = pool.map(measure, layouts, chunksize=8)
    else:
        outcomes = [measure(layout) for layout in layouts]
    table = {
        "layouts": options.count,
        "seed": options.seed,
        "unseen": unseen,
        "format": options.format,
        **summarise(outcomes),
    }
    show(table)
    if options.keep:
        keep(outcomes, Path(options.keep))
    if options.json:
        Path(options.json).write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    drawn = parser.add_mutually_exclusive_group()
    drawn.add_argument("--unseen", action="store_true")
    drawn.add_argument("--seen", action="store_true")
    parser.add_argument("--format", default="", choices=sorted(WRITERS))
    parser.add_argument("--words")
    parser.add_argument("--keep")
    parser.add_argument("--json")
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


def measure(layout: Layout) -> Outcome:
    """Read a layout as a file of its own and compare."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / layout.name
        path.write_bytes(layout.content)
        try:
            interview = read_interview(path)
        except OnRecordError:
            said = sum(one.kind is not Kind.OTHER for one in layout.heard)
            return Outcome(layout, Score(said, 0, 0), 0.0, refused=True)
    confidence = measure_confidence(interview)
    return Outcome(layout, compare(layout.heard, interview, confidence), confidence)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return the figures of all, the calibration by bins, and the figures of each trait."""
    by_trait: dict[str, list[Outcome]] = collections.defaultdict(list)
    for outcome in outcomes:
        for trait in name_traits(outcome.layout.traits):
            by_trait[trait].append(outcome)
    traits = {trait: _figures(group) for trait, group in by_trait.items()}
    for trait, figures in traits.items():
        figures["held_out"] = trait in HELD_OUT
    return {
        "all": _figures(outcomes),
        "calibration": _calibrate(outcomes),
        "traits": dict(sorted(traits.items(), key=lambda item: item[1]["turn_f1"])),
    }


def _figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    scores = [one.score for one in outcomes]
    right, passages = sum(one.right for one in scores), sum(one.passages for one in scores)
    pieces = sum(one.wanted + one.read for one in scores)

    def share(name: str) -> float:
        return round(sum(getattr(one, name) for one in scores) / max(1, passages), 4)

    return {
        "layouts": len(scores),
        "turn_f1": round(2 * right / max(1, pieces), 4),
        "whole": round(statistics.fmean(one.right == one.wanted == one.read for one in scores), 4),
        "wrong_person": share("wrong_person"),
        "around": share("around"),
        "host": share("host"),
        "unnamed": share("unnamed"),
        "refused": round(statistics.fmean(one.refused for one in outcomes), 4),
    }


def _calibrate(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return how sure the reports and the turns are beside how many turns are right."""
    reports = [
        (one.confidence, statistics.fmean(right for _, right in one.score.turns))
        for one in outcomes
        if one.score.turns
    ]
    turns = [(sure, float(right)) for one in outcomes for sure, right in one.score.turns]
    return {"reports": _bins(reports), "turns": _bins(turns)}


def _bins(pairs: Sequence[tuple[float, float]]) -> dict[str, object]:
    bins, error = [], 0.0
    for low, high in itertools.pairwise(BINS):
        inside = [pair for pair in pairs if low <= pair[0] < high]
        if not inside:
            continue
        sure = statistics.fmean(pair[0] for pair in inside)
        right = statistics.fmean(pair[1] for pair in inside)
        error += len(inside) / len(pairs) * abs(sure - right)
        bins.append(
            {"from": low, "count": len(inside), "sure": round(sure, 3), "right": round(right, 3)}
        )
    sure = statistics.fmean(pair[0] for pair in pairs) if pairs else 0.0
    right = statistics.fmean(pair[1] for pair in pairs) if pairs else 0.0
    return {"sure": round(sure, 3), "right": round(right, 3), "error": round(error, 3), "bins": bins}


def show(table: dict[str, object]) -> None:
    """Print the figures as tables."""
    print(f"{table['layouts']} layouts, seed {table['seed']}, unseen {table['unseen']}")
    rows = {"all": table["all"], **table["traits"]}  # type: ignore[dict-item]
    names = ("layouts", "turn_f1", "whole", "wrong_person", "around", "host", "unnamed", "refused")
    print(f"{'':34s}" + "".join(f"{name:>13s}" for name in names))
    for trait, figures in rows.items():
        mark = "*" if figures.get("held_out") else " "  # type: ignore[union-attr]
        print(f"{mark}{trait:33s}" + "".join(f"{figures[name]:13.4g}" for name in names))  # type: ignore[index]
    for name, part in table["calibration"].items():  # type: ignore[union-attr]
        print(f"{name}: sure {part['sure']}, right {part['right']}, error {part['error']}")
        for one in part["bins"]:
            counted = f"  from {one['from']:.1f}: {one['count']:5d}"
            print(f"{counted}  sure {one['sure']:.3f}  right {one['right']:.3f}")


def keep(outcomes: Iterable[Outcome], folder: Path) -> None:
    """Write the layouts and what must be read of them, the worst first."""
    folder.mkdir(parents=True, exist_ok=True)
    worst = sorted(outcomes, key=lambda one: one.score.right / max(1, one.score.wanted))
    for rank, one in enumerate(worst):
        name = f"{rank:04d}-{one.layout.name}"
        (folder / name).write_bytes(one.layout.content)
        heard = [[piece.kind.value, piece.names, piece.paragraphs] for piece in one.layout.heard]
        note = {
            "traits": name_traits(one.layout.traits),
            "wanted": one.score.wanted,
            "read": one.score.read,
            "right": one.score.right,
            "heard": heard,
        }
        (folder / f"{name}.json").write_text(json.dumps(note, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
