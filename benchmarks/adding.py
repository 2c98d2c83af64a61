"""Measures what one interview more costs an archive, beyond its own encoding.

    python -m benchmarks.adding [--passages 10000 100000] [--json benchmarks/adding.json]

The interviews are those of `benchmarks.ask_cost`. Their vectors are drawn at random, and the time to
draw them is left out: what is measured does not depend on what the vectors mean. A visitor's memory is
what Python and NumPy hold more once the archive with one interview more has been asked a few questions;
more of them would read passages of the others anew, which would count as the visitor's.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import tempfile
import time
import tracemalloc
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.ask_cost import QUESTIONS, write_corpus
from onrecord import Archive, read_interview
from onrecord.retrieval.embedding import Encoded, scale_to_unit

T = TypeVar("T")
ANSWERS_ADDED = 20  # half of one of the interviews
_FEW = QUESTIONS[:3]


class DrawnEncoder:
    """An encoder whose vectors are drawn at random; `spent` is the time of drawing, in seconds."""

    name, fingerprint = "drawn", "drawn-1"
    dimension, piece_dimension = 384, 128
    piece_frequency = None
    spent = 0.0

    def encode_question(self, text: str) -> Encoded:
        """Return the vectors of a question."""
        chance = np.random.default_rng(zlib.crc32(text.encode()))
        words = text.split()
        pieces = scale_to_unit(chance.standard_normal((len(words), self.piece_dimension), np.float32))
        vector = scale_to_unit(chance.standard_normal((1, self.dimension), np.float32))[0]
        ids = np.asarray([zlib.crc32(word.encode()) % 30_000 for word in words], np.int32)
        ends = np.cumsum([len(word) + 1 for word in words]) - 1
        starts = ends - [len(word) for word in words]
        return Encoded(vector, pieces, ids, np.stack([starts, ends], axis=1).astype(np.int32))

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Return the vectors of passages, in order."""
        start = time.perf_counter()
        encoded = [self.encode_question(text) for text in texts]
        if on_progress:
            on_progress(len(texts))
        self.spent += time.perf_counter() - start
        return encoded


def main() -> None:
    """Print the figures, and write them as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json")
    options = parser.parse_args()
    table = [measure(passages) for passages in options.passages]
    print(json.dumps(table, indent=1))
    if options.json:
        Path(options.json).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def measure(passages: int) -> dict[str, float]:
    """Return the figures of an archive of so many passages: seconds and MB (10^6 bytes)."""
    encoder, load = DrawnEncoder(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        write_corpus(corpus, passages)
        added = Path(folder, "added.md")
        parts = min(corpus.iterdir()).read_text("utf-8").split("\n\n")
        added.write_text("\n\n".join(parts[: 1 + 2 * ANSWERS_ADDED]), "utf-8")
        build, archive = take_time(encoder, lambda: Archive.open(corpus, index, encoder))
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        opened, archive = take_time(encoder, lambda: Archive.open(corpus, index, encoder))
        archive.ask(QUESTIONS[0])
        one = read_interview(added)
        more, _ = take_time(encoder, lambda: archive.with_interview(one))
        memory, grown = take_memory(archive, lambda: archive.with_interview(one))
        less, _ = take_time(encoder, lambda: grown.without_interview(one.id))
        shutil.copy(added, corpus)
        rebuilt, archive = take_time(encoder, lambda: Archive.open(corpus, index, encoder))
    return {
        "passages": len(archive.passages),
        "index_mb": round(size / 1e6, 1),
        "build_s": round(build, 2),
        "open_s": round(opened, 2),
        "one_more_s": round(more, 3),
        "one_more_mb": round(memory, 2),
        "one_less_s": round(less, 3),
        "rebuild_s": round(rebuilt, 2),
        "load": round(load, 1),
    }


def take_time(encoder: DrawnEncoder, call: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds of a call without those of encoding, and what it returns."""
    gc.collect()
    encoder.spent, start = 0.0, time.perf_counter()
    made = call()
    return time.perf_counter() - start - encoder.spent, made


def take_memory(archive: Archive, grow: Callable[[], Archive]) -> tuple[float, Archive]:
    """Return the MB that an archive takes beside another once it was asked, and that archive."""
    for question in _FEW:
        archive.ask(question)
    gc.collect()
    tracemalloc.start()
    made = grow()
    for question in _FEW:
        made.ask(question)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / 1e6, made


if __name__ == "__main__":
    main()
