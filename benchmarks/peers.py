"""Measures what others use today on the same interviews and questions, beside this program.

    python3.11 -m venv PEERS && PEERS/bin/pip install -r benchmarks/peer/requirements.txt
    python -m benchmarks.peers PEERS/bin/python --json benchmarks/peers.json \\
        --set "nine real" CORPUS QUESTIONS --set "tests/questions" CORPUS QUESTIONS

Each run is a process of its own on one core (`peer/worker.py`): a peer with each encoder, with this
program before and after them. Peers read the files as they are, get the questions before a follow-up in
front of it, and are shown with the encoder that puts the right passage first most often; the JSON has
all runs. `onrecord.evaluation` decides which passage is right. A peer that cannot run here is given
with its own words.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.evaluation import GoldQuestion, read_gold
from onrecord.evaluation.figure import measure_separation
from onrecord.evaluation.match import is_right, measure_overlap
from onrecord.text.word import words

WORKER = Path(__file__).parent / "peer" / "worker.py"
OWN = "On the Record"
PEERS = ("FAISS, a tutorial's", "txtai", "Haystack", "Verbatim RAG's extractor")
ENCODERS = ("all-MiniLM-L6-v2", "multilingual-e5-small")
REACH = 5  # passages among which the mark and the speaker are judged
COSTS = ("ready_s", "ask_ms", "memory_mb")


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as a run gave it: `quote` is the whole passage where nothing is marked."""

    interview_id: str
    text: str
    score: float
    quote: str
    speaker: str | None
    said: bool | None


def main() -> None:
    """Print the figures of every run, and write them as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("python", help="the Python of the peers' environment")
    parser.add_argument("--set", nargs=3, action="append", metavar=("NAME", "CORPUS", "QUESTIONS"))
    parser.add_argument("--json")
    options = parser.parse_args()
    figures = {}
    for name, corpus, questions in options.set or ():
        figures[name] = compare(options.python, corpus, read_gold(questions))
        if options.json:
            Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def compare(python: str, corpus: str, gold: Sequence[GoldQuestion]) -> dict[str, Any]:
    """Return the figures of each run over one corpus: this program, the peers, this program again."""
    task = {
        "corpus": str(Path(corpus).resolve()),
        "questions": [{"question": one.question, "history": list(one.history)} for one in gold],
    }
    before = measure(sys.executable, {**task, "peer": OWN}, gold)
    runs = {}
    for peer in PEERS:
        for encoder in ENCODERS:
            runs[f"{peer}, {encoder}"] = measure(
                python, {**task, "peer": peer, "encoder": encoder}, gold
            )
    after = measure(sys.executable, {**task, "peer": OWN}, gold)
    own = {**before, **{one: statistics.fmean((before[one], after[one])) for one in COSTS}}
    return {"questions": len(gold), "runs": {OWN: own, **runs}}


def measure(python: str, task: dict[str, Any], gold: Sequence[GoldQuestion]) -> dict[str, Any]:
    """Run a task in its own process, print and return its figures."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(WORKER.parents[2])}
    done = subprocess.run(
        [python, str(WORKER)],
        input=json.dumps(task),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    answer = json.loads(done.stdout.splitlines()[-1])
    figures = answer
    if "found" in answer:
        ranked = [[read_found(one) for one in found] for found in answer.pop("found")]
        figures = {**score(gold, ranked), **answer}
    print(task["peer"], task.get("encoder", ""), json.dumps(figures), flush=True)
    return figures


def read_found(row: dict[str, Any]) -> Found:
    """Return a passage of a run's JSON."""
    quote, speaker, said = row.get("quote", row["text"]), row.get("speaker"), row.get("said")
    return Found(row["id"], row["text"], row["score"], quote, speaker, said)


def score(gold: Sequence[GoldQuestion], ranked: Sequence[Sequence[Found]]) -> dict[str, float | None]:
    """Return the figures (0..1) of the passages found for questions; None where a peer says nothing.

    "told apart" is the AUROC of the first score: questions with an answer against those without one.
    """
    first, five, overlaps, speakers, right_answers, false_answers = ([] for _ in range(6))
    scores: tuple[list[float], list[float]] = ([], [])
    for one, found in zip(gold, ranked, strict=True):
        scores[not one.answerable].append(found[0].score if found else 0.0)
        said = found[0].said if found else None
        if not one.answerable:
            false_answers.append(said)
            continue
        right = [is_right(passage, one.answers) for passage in found[:REACH]]
        first.append(right[:1] == [True])
        five.append(True in right)
        right_answers.append(None if said is None else said and right[0])
        if True in right:
            hit = found[right.index(True)]
            overlaps.append(max(measure_overlap(hit.quote, answer.quote) for answer in one.answers))
            if one.speaker and hit.speaker is not None:
                speakers.append(not set(words(one.speaker)).isdisjoint(words(hit.speaker)))
    return {
        "R@1": mean(first),
        "R@5": mean(five),
        "quote F1": mean(overlaps),
        "right speaker": mean(speakers),
        "answered right": mean(right_answers),
        "false answers": mean(false_answers),
        "told apart": measure_separation(*scores).value,
    }


def mean(values: Sequence[float | bool | None]) -> float | None:
    """Return the mean of values, None without one."""
    known = [float(value) for value in values if value is not None]
    return round(statistics.fmean(known), 4) if known else None


if __name__ == "__main__":
    main()
