"""How the nearest vectors are found: exactly among few passages, by a graph (HNSW) among many.

How far a search walks in the graph is settled when a generation is built, so that 99 of the 100 nearest
are found; the share found, of rows turned as questions are, is kept as `recall`.

Source: Malkov and Yashunin 2018 (HNSW), https://doi.org/10.1109/TPAMI.2018.2889473
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onrecord.retrieval.clusters import LEAST_RECALL, turn_rows
from onrecord.retrieval.embedding import Floats, Rows
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import Generation
from onrecord.retrieval.vectors import MOST_EXACT

FLAT, HNSW = "FLAT", "HNSW"
_NEAREST, _ASKED = 100, 200  # rows of which `recall` are to be found, by so many questions
_FIRST_EFFORT, _MOST_EFFORT = 200, 6400
_AT_ONCE = 2000  # vectors that are read in one call


@dataclass(frozen=True, slots=True)
class Nearest:
    """The index of the vectors.

    Attributes
    ----------
    kind
        FLAT or HNSW.
    effort
        How many rows a search in the graph keeps in view (`ef`); 0 for an exact search.
    recall
        The share of the 100 nearest rows that is found, 0..1.
    """

    kind: str
    effort: int = 0
    recall: float = 1.0

    def search(
        self, engine: Engine, generation: Generation, asked: Floats, k: int, where: str = ""
    ) -> list[tuple[Rows, Floats]]:
        """Find for each question `(q, d)` the k rows at most nearest to it, best first."""
        settings = {"ef": max(self.effort, k)} if self.effort else {}
        return engine.search(generation.passages, "vector", asked.tolist(), k, where, **settings)


def choose_kind(count: int) -> str:
    """Return the kind of index for so many vectors."""
    return HNSW if count > MOST_EXACT else FLAT


def read_vectors(engine: Engine, generation: Generation, rows: Rows) -> Floats:
    """Return the vectors `(m, d)` of some rows `(m,)`, in their order."""
    found: dict[int, list[float]] = {}
    for start in range(0, len(rows), _AT_ONCE):
        wanted = rows[start : start + _AT_ONCE].tolist()
        for one in engine.take(generation.passages, f"row in {wanted}", ("row", "vector")):
            found[one["row"]] = one["vector"]
    return np.asarray([found[row] for row in rows.tolist()], np.float32)


def settle(engine: Engine, generation: Generation, kind: str, count: int) -> Nearest:
    """Return the index of the `count` vectors of a generation, with as much effort as it needs."""
    if kind == FLAT:
        return Nearest(FLAT)
    rows = np.arange(0, count, max(count // _ASKED, 1))[:_ASKED]
    questions = turn_rows(read_vectors(engine, generation, rows))
    best = _find_exactly(engine, generation, questions, count)
    effort = _FIRST_EFFORT
    while True:
        nearest = Nearest(kind, effort)
        found = nearest.search(engine, generation, questions, _NEAREST)
        shared = [len(np.intersect1d(rows, own)) for (rows, _), own in zip(found, best, strict=True)]
        recall = sum(shared) / best.size
        if recall >= LEAST_RECALL or effort >= _MOST_EFFORT:
            return Nearest(kind, effort, recall)
        effort *= 2


def _find_exactly(engine: Engine, generation: Generation, questions: Floats, count: int) -> Rows:
    """Return the rows `(q, k)` nearest to each question, compared with all vectors."""
    rows = np.zeros((len(questions), 0), np.int64)
    scores = np.zeros((len(questions), 0), np.float32)
    for start in range(0, count, _AT_ONCE):
        some = np.arange(start, min(start + _AT_ONCE, count))
        found = questions @ read_vectors(engine, generation, some).T
        scores = np.concatenate([scores, found], axis=1)
        rows = np.concatenate([rows, np.broadcast_to(some, found.shape)], axis=1)
        best = np.argsort(-scores, axis=1, kind="stable")[:, :_NEAREST]
        rows, scores = np.take_along_axis(rows, best, 1), np.take_along_axis(scores, best, 1)
    return rows
