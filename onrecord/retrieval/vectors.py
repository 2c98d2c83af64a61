"""FAISS: search vectors of unit length; return row numbers and inner products.

The search is exact among as many rows as that takes under 50 ms. Among more of them, clusters say where
to look. A filter on rows is applied before the k best are taken.
"""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.clusters import Clusters, make_clusters, select_rows
from onrecord.retrieval.embedding import Floats, Rows

MOST_EXACT = 300_000  # rows that are compared one by one, in about 50 ms: `python -m benchmarks.scale`


class VectorIndex:
    """An inner-product search over `(n, d)` float32 rows of unit length, without a copy.

    Parameters
    ----------
    clusters
        Of the same rows, where there are more than `MOST_EXACT` of them.
    """

    def __init__(self, vectors: Floats, clusters: Clusters | None = None) -> None:
        self.vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self.clusters = clusters

    @classmethod
    def make(cls, vectors: Floats) -> VectorIndex:
        """Return the index of some vectors, with clusters if there are many."""
        return cls(vectors, make_clusters(vectors) if len(vectors) > MOST_EXACT else None)

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def dimension(self) -> int:
        """The dimension d of the vectors."""
        return int(self.vectors.shape[1])

    @property
    def nbytes(self) -> int:
        """The memory of the vectors, in bytes."""
        return self.vectors.nbytes

    def compare(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products, `(m,)` float32 in -1..1, of a vector `(d,)` with `rows` `(m,)`."""
        return np.asarray(self.vectors[rows] @ vector, dtype=np.float32)

    def search(
        self, vector: Floats, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Rows, Floats]:
        """Find the rows with the highest inner products with a vector.

        Parameters
        ----------
        vector
            `(d,)` float32 of unit length.
        k
            How many rows at most.
        allowed
            `(n,)`, the rows that may be found; None for all.

        Returns
        -------
        tuple of array
            `(m,)` row numbers and `(m,)` inner products in -1..1, best first, m at most k.
        """
        count = len(self) if allowed is None else int(np.count_nonzero(allowed))
        most = min(k, count)
        if most <= 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        mask = None if count == len(self) else allowed
        question = np.ascontiguousarray(vector, dtype=np.float32)
        if self.clusters is not None and count > MOST_EXACT:
            return self.clusters.search(self.vectors, question, most, mask, count)
        scores, rows = np.empty(most, np.float32), np.empty(most, np.int64)
        arrays = (question, self.vectors, scores, rows)
        given, kept, best, places = (faiss.swig_ptr(one) for one in arrays)
        chosen = select_rows(mask)
        faiss.knn_inner_product(given, kept, self.dimension, 1, len(self), most, best, places, chosen)
        found = rows >= 0
        return rows[found], scores[found]
