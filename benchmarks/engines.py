"""Measures the same archive in files and in Milvus Lite, side by side, and whether both answer alike.

    python -m benchmarks.engines [--passages 10000 100000] [--json benchmarks/engines.json]
    python -m benchmarks.engines --corpus CORPUS --questions QUESTIONS.jsonl

The passages are real ones, multiplied (`benchmarks.multiplied`); questions are asked without the judge
that reads (`quick`), with and without a filter that keeps one interview in a hundred. Each is opened in
a process of its own. The memory of Milvus Lite is in it: its engine runs in the process that asks. With
a corpus and questions, both answer them whole, and `same` is the share of answers of which verdict,
hits, quotes and notes are equal; a question's `history` comes before it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.multiplied import KEPT, multiply
from benchmarks.scale import GOLD, read_memory, take_quantiles, take_time
from onrecord import Archive
from onrecord.interview import Card
from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.lexical import count_stems
from onrecord.retrieval.milvus.build import write_generation
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import find_in_service, put_in_service
from onrecord.retrieval.milvus.record import Record
from onrecord.retrieval.milvus.store import MilvusStore
from onrecord.retrieval.passage import encoded_text
from onrecord.retrieval.rows import dump_row
from onrecord.retrieval.storage import read_index, write_index
from onrecord.retrieval.store import Store


@dataclass(frozen=True, slots=True)
class Copied:
    """An interview of an index in files, to be written into Milvus without being encoded."""

    index: Index
    card: Card
    encoded = False

    def __len__(self) -> int:
        return len(self.index.rows_of(self.card.id))

    def count_words(self) -> Iterator[Counter[str]]:
        """Yield how often each stem stands in each passage."""
        (interview,) = self.index.read([self.card.id])
        for row in self.index.rows_of(self.card.id):
            yield count_stems(encoded_text(interview, self.index.passages[row])[0])

    def dump(self) -> str:
        """Return the interview as JSON."""
        (interview,) = self.index.read([self.card.id])
        return dump_row(interview)

    def records(self) -> Iterator[tuple[Record, Floats]]:
        """Yield the passages, each with its vector."""
        (segment,) = self.index.segments
        for row in self.index.rows_of(self.card.id):
            pieces = self.index.take_pieces(np.asarray([row]))
            yield Record(self.index.passages[row], pieces), segment.vectors.vectors[row]


def main() -> None:
    """Print the figures, and write them with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000])
    parser.add_argument("--asked", type=int, default=40)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--opened", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.opened:
        print(json.dumps(measure(*options.opened, options.asked)))
        return
    if options.corpus:
        found: Any = compare(options.corpus, options.questions)
    else:
        found = [make_and_measure(count, options.asked) for count in options.passages]
    print(json.dumps(found, indent=1, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")


def make_and_measure(passages: int, asked: int) -> dict[str, Any]:
    """Return the figures of an archive of so many passages, in files and in Milvus Lite."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder, encoder = Path(name), load_encoder(None)
        made = multiply(passages, encoder, folder / "arrays").index
        places = {"files": folder / "index", "milvus": folder / "archive.db"}
        places["files"].mkdir()
        written = {"files": take_time(lambda: write_index(places["files"], made))}
        written["milvus"] = take_time(lambda: write_milvus(places["milvus"], made, encoder))
        figures: dict[str, Any] = {"passages": len(made), "load": round(load, 1)}
        figures["interviews"] = len(made.ids)
        found = {kind: _measure_apart(kind, place, asked) for kind, place in places.items()}
        alike = [
            one == other for one, other in zip(*(f.pop("told") for f in found.values()), strict=True)
        ]
        for kind, place in places.items():
            size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
            disk = {"write_s": round(written[kind], 1), "disk_mb": round(size / 1e6, 1)}
            figures[kind] = {**disk, **found[kind]}
    return {**figures, "same": round(sum(alike) / len(alike), 3)}


def write_milvus(place: Path, index: Index, encoder: Any) -> None:
    """Write an index into a file of Milvus Lite, and let another process open it."""
    from milvus_lite.server_manager import server_manager_instance

    engine = Engine(place)
    sources = [Copied(index, card) for card in index.cards]
    put_in_service(engine, write_generation(engine, sources, encoder))
    server_manager_instance.release_server(str(place))


def open_place(kind: str, place: Path) -> Store:
    """Return what is kept at a place, without comparing it with any corpus."""
    if kind == "files":
        index = read_index(place)
        assert index is not None
        return index
    engine = Engine(place)
    generation = find_in_service(engine)
    assert generation is not None
    return MilvusStore(engine, generation)


def _measure_apart(kind: str, place: Path, asked: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.engines", "--opened", kind, str(place)]
    done = subprocess.run(
        [*command, "--asked", str(asked)], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure(kind: str, place: str, asked: int) -> dict[str, Any]:
    """Return the figures of what is kept at a place, and what it answers."""
    encoder = load_encoder(None)
    questions = [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]
    encoder.encode_question(questions[0])
    before, start = read_memory(), time.perf_counter()
    archive = Archive(open_place(kind, Path(place)), encoder)
    seconds = time.perf_counter() - start
    first = take_time(lambda: archive.ask(questions[0], quick=True))
    times: dict[str, list[float]] = {"ask": [], "filtered": []}
    told = []
    for question in questions[1 : 1 + asked]:
        times["ask"].append(
            take_time(lambda q=question: told.append(archive.ask(q, quick=True).to_dict()))
        )
        filtered = take_time(lambda q=question: archive.ask(q, quick=True, publication=KEPT))
        times["filtered"].append(filtered)
    memory = {name: held - before[name] for name, held in read_memory().items()}
    return {
        "open_s": round(seconds, 2),
        "memory_mb": round(memory["RssAnon"]),
        "first_ms": round(first * 1000),
        **take_quantiles(times),
        "told": told,
    }


def compare(corpus: Path, questions: Path) -> dict[str, Any]:
    """Return how many questions have the same answers in files and in Milvus Lite."""
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        files = Archive.open(corpus, Path(folder, "index"))
        milvus = Archive.open(corpus, Path(folder, "archive.db"), files.encoder)
        other = [
            row["question"]
            for row in rows
            if files.ask(row["question"], history=_before(row))
            != milvus.ask(row["question"], history=_before(row))
        ]
    same = 1 - len(other) / len(rows)
    return {
        "questions": len(rows),
        "passages": len(files.index),
        "same": round(same, 4),
        "other": other,
    }


def _before(row: dict[str, Any]) -> list[str]:
    """Return the questions that were put before one."""
    before = row.get("history") or []
    return [before] if isinstance(before, str) else list(before)


if __name__ == "__main__":
    main()
