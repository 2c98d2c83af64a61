"""Measures archives of ten thousand, a hundred thousand and a million passages, beside the bare calls.

    python -m benchmarks.scale [--passages 10000 100000 1000000] [--json benchmarks/scale.json]
        [--plot benchmarks/scale.svg]

The passages are real ones, multiplied (`benchmarks.multiplied`). Each archive is opened by three
processes of their own, and the middle one of each figure is taken. First every file of the folder
is read and compared (`corpus_s`), as after a copy of it; then comes `Archive.open` (`open_s`), for
which the system says that they are as they were. Questions are asked without the judge that reads
(`quick`), with and without a filter that keeps one interview in a hundred. Then FAISS alone
compares the same vectors in memory (`IndexFlatIP`), and bm25s looks the same words up. `recall` is
the share of the 100 nearest passages that is found for the questions of tests/questions. Memory is
what the process holds beyond the encoder: `memory_mb` for itself, `mapped_mb` in pages of files,
which the system takes back when it needs room.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bm25s
import faiss
import numpy as np

from benchmarks.multiplied import KEPT, multiply
from onrecord import Archive
from onrecord.reading import find_interviews
from onrecord.retrieval.build import fingerprint_files
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.lexical import WordTable
from onrecord.retrieval.search import CANDIDATES
from onrecord.retrieval.storage import write_index
from onrecord.retrieval.vectors import VectorIndex
from onrecord.text.stem import stem
from onrecord.text.word import content_words

GOLD = Path("tests/questions/questions.jsonl")
_K1, _B = 1.5, 0.75
_RUNS = 3
_SETTLED_S = 2.5  # after which files that were written need not be read to know that they are the same
_SHOWN = (  # what the plot shows: a title, and the figures in it
    ("index on disk, MB", ("index_mb",)),
    ("memory, MB", ("memory_mb",)),
    ("to open, s", ("open_s",)),
    ("a question, ms (median)", ("ask_p50", "filtered_p50", "faiss_p50", "bm25_p50")),
)


def main() -> None:
    """Print the figures; write them with --json, and a plot of how they grow with --plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--json")
    parser.add_argument("--plot")
    parser.add_argument("--opened", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.opened:
        print(json.dumps(measure(Path(options.opened), options.questions)))
        return
    table = [make_and_measure(count, options.questions) for count in options.passages]
    print(json.dumps(table, indent=1))
    if options.json:
        Path(options.json).write_text(json.dumps(table, indent=1) + "\n", "utf-8")
    if options.plot:
        plot(table, Path(options.plot))


def make_and_measure(passages: int, questions: int) -> dict[str, Any]:
    """Return the figures of an archive of so many passages."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        made = multiply(passages, load_encoder(None), Path(folder, "arrays"))
        multiplied = time.perf_counter() - start
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        for each in (corpus, index):
            each.mkdir()
        for name, text in made.texts.items():
            (corpus / f"{name}.txt").write_text(text, "utf-8", newline="")
        time.sleep(_SETTLED_S)
        made.index.states = fingerprint_files(find_interviews(corpus)).states
        start = time.perf_counter()
        write_index(index, made.index)
        seconds = time.perf_counter() - start
        os.sync()  # what the system still writes would slow what is measured
        size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        count = len(made.index)
        del made
        command = [sys.executable, "-m", "benchmarks.scale", "--opened", folder]
        command += ["--questions", str(questions)]
        runs = [
            json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            for _ in range(_RUNS)
        ]
    written = {"passages": count, "index_mb": round(size / 1e6, 1), "write_s": round(seconds, 1)}
    written["multiply_s"] = round(multiplied, 1)
    middle = {name: statistics.median(one[name] for one in runs) for name in runs[0]}
    return {**written, **middle, "load": round(load, 1)}


def measure(folder: Path, questions: int) -> dict[str, Any]:
    """Return the figures of the archive in a folder."""
    corpus, index = folder / "corpus", folder / "index"
    encoder = load_encoder(None)
    asked = [json.loads(line)["question"] for line in GOLD.read_text("utf-8").splitlines()]
    encoder.encode_question(asked[0])
    before = read_memory()
    compared = take_time(lambda: fingerprint_files(find_interviews(corpus)))
    opened: list[Archive] = []
    seconds = take_time(lambda: opened.append(Archive.open(corpus, index, encoder)))
    (archive,) = opened
    first = take_time(lambda: archive.ask(asked[0], quick=True))
    times = {"ask": [], "filtered": []}
    for question in asked[1 : 1 + questions]:
        times["ask"].append(take_time(lambda q=question: archive.ask(q, quick=True)))
        filtered = take_time(lambda q=question: archive.ask(q, quick=True, publication=KEPT))
        times["filtered"].append(filtered)
    memory = {name: held - before[name] for name, held in read_memory().items()}
    (segment,) = archive.index.segments
    bare = measure_bare(archive, asked[1 : 1 + questions])
    clusters = segment.vectors.clusters
    found = {"recall": 1.0} if clusters is None else measure_recall(archive, asked[: 5 * questions])
    return {
        "interviews": len(archive.index.ids),
        "open_s": round(seconds, 2),
        "corpus_s": round(compared, 2),
        "memory_mb": round(memory["RssAnon"]),
        "mapped_mb": round(memory["RssFile"]),
        "first_ms": round(first * 1000),
        **take_quantiles({**times, **bare}),
        **found,
    }


def measure_bare(archive: Archive, asked: list[str]) -> dict[str, list[float]]:
    """Return the times of FAISS and of bm25s alone, in seconds."""
    (segment,) = archive.index.segments
    flat = faiss.IndexFlatIP(segment.vectors.dimension)
    flat.add(np.ascontiguousarray(segment.vectors.vectors))
    words = make_bm25(segment.words)
    times: dict[str, list[float]] = {"faiss": [], "bm25": []}
    for question in asked:
        vector = archive.encoder.encode_question(question).vector[None]
        times["faiss"].append(take_time(lambda v=vector: flat.search(v, CANDIDATES)))
        stems = [one for one in stem(content_words(question)) if one in segment.words.numbers]
        times["bm25"].append(
            take_time(lambda s=stems: words.retrieve([s], k=CANDIDATES, show_progress=False))
        )
    return times


def make_bm25(table: WordTable) -> bm25s.BM25:
    """Return bm25s over the counts of a table, its scores computed beforehand as it does."""
    lengths = table.lengths.astype(np.float32)
    holding = np.diff(table.starts)
    rarity = np.log(1 + (len(lengths) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    slack = np.float32(_K1) * ((1 - _B) + _B * lengths / lengths.mean()).astype(np.float32)
    counts = table.counts.astype(np.float32)
    scores = np.repeat(rarity, holding) * counts / (slack[table.rows] + counts)
    made = bm25s.BM25(method="lucene")
    made.scores = {
        "data": scores,
        "indices": np.asarray(table.rows),
        "indptr": np.asarray(table.starts),
        "num_docs": len(lengths),
    }
    made.nonoccurrence_array = None
    made.vocab_dict = dict(table.numbers)
    made.unique_token_ids_set = set(table.numbers.values())
    return made


def measure_recall(archive: Archive, asked: list[str]) -> dict[str, float]:
    """Return the share of the nearest passages that the clusters find, and what was settled."""
    (segment,) = archive.index.segments
    clusters, vectors = segment.vectors.clusters, segment.vectors.vectors
    assert clusters is not None
    exact, shares = VectorIndex(vectors), []
    for question in asked:
        vector = archive.encoder.encode_question(question).vector
        nearest, _ = exact.search(vector, CANDIDATES)
        found, _ = segment.vectors.search(vector, CANDIDATES)
        shares.append(len(np.intersect1d(nearest, found)) / len(nearest))
    return {
        "recall": round(float(np.mean(shares)), 4),
        "recall_at_build": round(clusters.recall, 4),
        "probes": clusters.probes,
        "centres": clusters.file.nlist,
    }


def take_quantiles(times: dict[str, list[float]]) -> dict[str, float]:
    """Return the median and the 95th percentile of each list of seconds, in milliseconds."""
    return {
        f"{name}_p{share}": round(float(np.percentile(own, share)) * 1000, 1)
        for name, own in times.items()
        for share in (50, 95)
    }


def take_time(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def read_memory() -> dict[str, float]:
    """Return what this process holds for itself and of files, in MB (10^6 bytes)."""
    status = Path("/proc/self/status").read_text("utf-8")
    values = dict(line.split(":", 1) for line in status.splitlines())
    return {name: int(values[name].split()[0]) * 1024 / 1e6 for name in ("RssAnon", "RssFile")}


def plot(table: list[dict[str, Any]], path: Path) -> None:
    """Draw how the figures grow with the passages."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    figure, places = pyplot.subplots(1, len(_SHOWN), figsize=(4 * len(_SHOWN), 3.2))
    passages = [one["passages"] for one in table]
    for axes, (title, names) in zip(places, _SHOWN, strict=True):
        for name in names:
            axes.plot(passages, [one[name] for one in table], marker="o", label=name.split("_")[0])
        axes.set(title=title, xscale="log", yscale="log", xlabel="passages")
        axes.grid(alpha=0.3)
        if len(names) > 1:
            axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
