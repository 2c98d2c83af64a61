"""Words what `benchmarks.peers` measured: a table for each set of questions."""

from __future__ import annotations

from typing import Any

_TITLE = (
    "What others use today, on the same files and questions: right passage first (R@1) and in the "
    "first five (R@5); F1 of the mark, which for them is the whole passage; AUROC of the first "
    "score, questions with an answer against those without; seconds until ready, imports, models "
    "and index included; the median of a question and peak memory, beside this program's. Each "
    "ran in a process of its own on one core, this program before and after the others, while "
    "other work shared the machine unevenly: seconds and their ratios are rough "
    "(`python -m benchmarks.peers`).\n"
)
_WHAT = (
    "Peers read the files as they are, in passages of at most 900 characters as tutorials cut "
    "them, and get the questions before a follow-up in front of it. txtai is its hybrid of "
    "vectors and BM25, Haystack its in-memory vectors and BM25 joined by reciprocal rank; each "
    "with the encoder that puts the right passage first more often, all-MiniLM-L6-v2 or "
    "multilingual-e5-small with its weights in 4 bits: larger encoders might do better, and could "
    "not be had without a hub. None of them has a verdict or knows who speaks.\n"
)
_HEAD = (
    "| {name} | R@1 | R@5 | mark F1 | AUROC | verdict | speaker | ready, s | a question | memory |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def peer_figures(measured: dict[str, Any]) -> list[str]:
    """Return the tables, one for each set of questions, as Markdown."""
    parts = [_TITLE, _WHAT]
    for name, one in measured.items():
        runs = one["runs"]
        (own, *_) = runs.values()
        best = choose(runs)
        title = f"{name}, {one['questions']} questions"
        parts += [_HEAD.format(name=title), *(row_of(run, best[run], own) for run in best), ""]
    return parts


def choose(runs: dict[str, Any]) -> dict[str, Any]:
    """Return the run of each peer that puts the right passage first most often, in order."""
    best: dict[str, tuple[str, Any]] = {}
    for name, run in runs.items():
        peer = name.rpartition(", ")[0] or name
        if peer not in best or run.get("R@1", 0) > best[peer][1].get("R@1", 0):
            best[peer] = name, run
    return dict(best.values())


def row_of(name: str, run: dict[str, Any], own: dict[str, Any]) -> str:
    """Return a row: shares, and costs beside those of this program; or why a peer did not run."""
    if "failed" in run:
        peer = name.rpartition(", ")[0]
        return f"| {peer} | did not run: its weights are fetched from a hub |" + " |" * 8
    shares = [f"{run[one]:.3f}" for one in ("R@1", "R@5", "quote F1", "told apart")]
    verdict, speaker = "none", "none"
    if run["answered right"] is not None:
        verdict = f"{run['answered right']:.0%} right, {run['false answers']:.0%} false"
        speaker = f"{run['right speaker']:.0%} right"
    ratios = [f"× {run[one] / own[one]:.2f}" for one in ("ask_ms", "memory_mb")]
    if run is own:
        ratios = [f"{own['ask_ms']:.0f} ms", f"{own['memory_mb']:.0f} MB"]
    cells = [name, *shares, verdict, speaker, f"{run['ready_s']:.0f}", *ratios]
    return f"| {' | '.join(cells)} |"
