"""FAISS's inverted file: where to look among more vectors than can be compared one by one.

Rows are kept by the nearest of some centres, in 8 bits a number. A question is compared with the rows
of the nearest centres; the best of these are then compared exactly. How many centres are looked at is
settled when the clusters are made, so that 99 of the 100 nearest rows are found; the share found for
rows that were set apart and turned, as questions are, is kept as `recall`.

Source: Douze et al. 2024, "The Faiss library", https://arxiv.org/abs/2401.08281
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Floats, Rows, scale_to_unit

LEAST_RECALL = 0.99
_NEAREST = 100  # rows of which `recall` are to be found
_ASKED = 200  # rows set apart, with which it is measured
# Questions lie further from passages than passages do: rows are turned before they are asked, by so
# much at random beside their unit length; `python -m benchmarks.scale` shows what that finds.
_TURNED = 1.5
_TAUGHT = 64  # rows for each centre, from which the centres are learnt
_BATCH = 1 << 16
_SPARE = 2  # times as many rows as wanted are compared exactly


@dataclass(frozen=True, slots=True)
class Clusters:
    """Rows by their nearest centre.

    Attributes
    ----------
    file
        The inverted file of FAISS, over n rows.
    probes
        How many centres are looked at when all rows may be found.
    recall
        The share of the 100 nearest rows that is found so, 0..1.
    """

    file: Any
    probes: int
    recall: float

    def search(
        self,
        vectors: Floats,
        question: Floats,
        k: int,
        allowed: NDArray[np.bool_] | None = None,
        count: int = 0,
    ) -> tuple[Rows, Floats]:
        """Find the k rows at most, nearly the nearest, best first.

        Parameters
        ----------
        vectors
            `(n, d)`, the rows of which these are the clusters.
        question
            `(d,)` float32 of unit length.
        allowed
            `(n,)`, the `count` rows that may be found; None for all.
        """
        share = 1.0 if allowed is None else count / len(vectors)
        probes = min(math.ceil(self.probes / share), self.file.nlist)
        return _probe(self.file, vectors, question[None], k, probes, allowed)[0]

    def save(self, path: Path) -> None:
        """Write the inverted file."""
        faiss.write_index(self.file, str(path))

    @classmethod
    def load(cls, path: Path, probes: int, recall: float) -> Clusters:
        """Return clusters whose file `save` wrote; the file is mapped."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP), probes, recall)


def make_clusters(vectors: Floats) -> Clusters:
    """Return the clusters of `(n, d)` float32 rows of unit length."""
    count, dimension = vectors.shape
    centres = math.isqrt(count)
    file = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        centres,
        faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )
    file.cp.min_points_per_centroid = 1
    step = max(count // _ASKED, 1)
    asked = np.arange(step // 2, count, step)[:_ASKED]
    taught = np.arange(0, count, max(count // (centres * _TAUGHT), 1))
    file.train(np.ascontiguousarray(vectors[np.setdiff1d(taught, asked) if count > _ASKED else taught]))
    for start in range(0, count, _BATCH):
        file.add(np.ascontiguousarray(vectors[start : start + _BATCH]))
    probes, recall = _settle_probes(file, vectors, turn_rows(vectors[asked]))
    return Clusters(file, probes, recall)


def select_rows(allowed: NDArray[np.bool_] | None) -> Any:
    """Return FAISS's selector of the rows of a mask `(n,)`; None for all rows."""
    if allowed is None:
        return None
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))  # type: ignore[call-arg, arg-type]


def turn_rows(rows: Floats) -> Floats:
    """Return rows `(q, d)` turned at random, of unit length."""
    chance = np.random.default_rng(1).standard_normal(rows.shape, np.float32)
    return scale_to_unit(rows + _TURNED * scale_to_unit(chance))


def _settle_probes(file: Any, vectors: Floats, questions: Floats) -> tuple[int, float]:
    """Return the number of centres with which enough of the nearest rows are found, and their share."""
    k = min(_NEAREST, len(vectors))
    _, nearest = faiss.knn(questions, vectors, k, metric=faiss.METRIC_INNER_PRODUCT)
    probes, recall = 1, 0.0
    while True:
        found = _probe(file, vectors, questions, k, probes)
        shared = [len(np.intersect1d(rows, own)) for (rows, _), own in zip(found, nearest, strict=True)]
        recall = sum(shared) / (k * len(questions))
        if recall >= LEAST_RECALL or probes == file.nlist:
            return probes, recall
        probes = min(probes + max(probes // 4, 1), file.nlist)


def _probe(
    file: Any,
    vectors: Floats,
    questions: Floats,
    k: int,
    probes: int,
    allowed: NDArray[np.bool_] | None = None,
) -> list[tuple[Rows, Floats]]:
    """Return for each question `(q, d)` the k best rows near the nearest centres, compared exactly."""
    chosen = select_rows(allowed)
    settings = faiss.SearchParametersIVF(sel=chosen, nprobe=probes)  # type: ignore[call-arg]
    _, near = file.search(questions, min(_SPARE * k, len(vectors)), params=settings)
    best = []
    for question, found in zip(questions, near, strict=True):
        rows = found[found >= 0]
        scores = np.asarray(vectors[rows] @ question, np.float32)
        order = np.lexsort((rows, -scores))[:k]
        best.append((rows[order], scores[order]))
    return best
