"""What `Archive.ask` costs beside the bare calls it makes: encode, FAISS, BM25.

    python -m benchmarks.ask_cost [--json benchmarks/ask_cost.json]

Both are timed in turn, question by question, so that a busy machine slows both alike; the figure
is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from onrecord import Archive
from onrecord.word import content_words

QUESTIONS = [
    "Que signifie la refonte de la Dinum ?",
    "Que dit-il des collectivités ?",
    "Pourquoi plus de coordination à l'intérieur de l'Etat ?",
    "Quel est le budget de la Dinum ?",
    "Que dit-il de l'open data ?",
]


def main() -> None:
    """Print the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", default="corpus")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        archive = Archive.open(options.corpus, index)
        searcher = archive.searcher
        rows = np.arange(len(searcher.index.passages))

        def bare(question: str) -> None:
            vector = searcher.encoder.encode_question(question).vector
            searcher.index.vectors.search(vector, 100, rows)
            searcher.index.lexical.search(content_words(question), 100, rows)

        bare_times, ask_times = [], []
        for _ in range(options.rounds):
            for question in QUESTIONS:
                bare_times.append(measure(bare, question))
                ask_times.append(measure(archive.ask, question))
    bare_ms, ask_ms = (statistics.median(times) * 1000 for times in (bare_times, ask_times))
    figures = {
        "bare_ms": round(bare_ms, 2),
        "ask_ms": round(ask_ms, 2),
        "ratio": round(ask_ms / bare_ms, 2),
    }
    print(f"bare calls {bare_ms:.2f} ms, Archive.ask {ask_ms:.2f} ms, ratio {ask_ms / bare_ms:.2f}")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def measure(call: Callable[[str], object], question: str) -> float:
    """Return how long a call takes, in seconds."""
    start = time.perf_counter()
    call(question)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
