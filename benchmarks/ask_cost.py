"""Measures an archive of ten thousand passages: time to build, size on disk, time of `Archive.ask`.

    python -m benchmarks.ask_cost [--passages 10000] [--json benchmarks/ask_cost.json]

The interviews are made of the sentences of tests/questions, drawn at random for each answer.
`Archive.ask`, and `Archive.ask` with `quick` (no passage is read), are compared with the bare calls
that any such search makes: encode the question, FAISS, BM25, and one einsum over the word pieces of 100
candidates. The three take turns, question by question, so that a busy machine slows all alike; the
figures are the ratios of the medians.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from onrecord import Archive
from onrecord.retrieval.piece_table import unpack
from onrecord.retrieval.search import CANDIDATES
from onrecord.text.word import content_words

TEXTS = Path("tests/questions/corpus")
ANSWERS = 40  # in each interview
QUESTIONS = [
    "Combien gagne un arbitre débutant ?",
    "Pourquoi les cuisiniers ne savaient-ils pas éplucher ?",
    "Que pense-t-elle des horaires de nuit à la maternité ?",
    "Comment se prépare une audience chez le juge ?",
    "How does the baker choose his flour?",
    "abeilles hiver pertes",
    "Qui a décidé d'arrêter la ligne de bus ?",
    "Est-ce que le sismologue avait prévu la secousse ?",
]


def main() -> None:
    """Print the figures, and write them as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        write_corpus(corpus, options.passages)
        seconds = measure(lambda: Archive.open(corpus, index))
        archive = Archive.open(corpus, index)
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        bare_ms, quick_ms, ask_ms = compare(archive, options.rounds)
    figures = {
        "passages": len(archive.passages),
        "interviews": len(archive.interviews),
        "build_s": round(seconds),
        "index_mb": round(size / 1e6, 1),
        "bare_ms": round(bare_ms, 1),
        "quick_ms": round(quick_ms, 1),
        "ask_ms": round(ask_ms, 1),
        "quick_ratio": round(quick_ms / bare_ms, 2),
        "ratio": round(ask_ms / bare_ms, 2),
    }
    print(json.dumps(figures, indent=1))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def write_corpus(corpus: Path, passages: int) -> None:
    """Write interviews of `ANSWERS` answers, each of two to six sentences: `passages` in all."""
    chance = random.Random(11)
    lines = [
        line.strip(" *")
        for path in sorted(TEXTS.glob("*.*"))
        for line in path.read_text("utf-8").split("---")[-1].splitlines()
        if len(line) > 40 and ":" not in line[:25]
    ]
    asked = [line for line in lines if line.endswith("?")]
    said = [part for line in lines if not line.endswith("?") for part in line.split(". ")]
    corpus.mkdir()
    for number in range(-(-passages // ANSWERS)):
        parts = [f"---\ntitle: Entretien {number}\ninterviewee: Personne {number}\n---"]
        for _ in range(ANSWERS):
            sentences = chance.sample(said, chance.randint(2, 6))
            answer = ". ".join(one.rstrip(".") for one in sentences)
            parts.append(f"**{chance.choice(asked)}**\n\n{answer}.")
        (corpus / f"entretien-{number:04d}.md").write_text("\n\n".join(parts), "utf-8")


def compare(archive: Archive, rounds: int) -> tuple[float, float, float]:
    """Return the median times of the bare calls, of a quick `ask` and of `ask`, in milliseconds."""
    index = archive.index
    allowed = index.allow_rows(range(len(index)))

    def bare(question: str) -> None:
        encoded = archive.encoder.encode_question(question)
        found, _ = index.search_vectors(encoded.vector, CANDIDATES, allowed)
        index.search_words(content_words(question), CANDIDATES, allowed)
        table = index.take_pieces(found)
        longest = int(np.diff(table.starts).max())
        pieces = np.zeros((len(found), longest, table.width), np.float32)
        for place in range(len(found)):
            own = table.vectors[table.slice_of(place)]
            pieces[place, : len(own)] = unpack(own, table.width)
        np.einsum("qe,cpe->cqp", encoded.pieces, pieces, optimize=True).max(axis=2)

    bare_times, quick_times, ask_times = [], [], []
    for _ in range(rounds):
        for question in QUESTIONS:
            bare_times.append(measure(lambda asked=question: bare(asked)))
            quick_times.append(measure(lambda asked=question: archive.ask(asked, quick=True)))
            ask_times.append(measure(lambda asked=question: archive.ask(asked)))
    bare_ms, quick_ms, ask_ms = (
        statistics.median(times) * 1000 for times in (bare_times, quick_times, ask_times)
    )
    return bare_ms, quick_ms, ask_ms


def measure(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
