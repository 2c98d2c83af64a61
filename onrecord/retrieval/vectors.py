"""FAISS: search vectors of unit length; return row numbers and inner products.

The search is exact. A filter on rows is applied before the k best are taken. This is the only file
that imports faiss.
"""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Floats, Rows


class VectorIndex:
    """An exact inner-product search over `(n, d)` float32 rows of unit length, without a copy."""

    def __init__(self, vectors: Floats) -> None:
        self.vectors = np.ascontiguousarray(vectors, dtype=np.float32)

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
        bits = (
            None if allowed is None or count == len(self) else np.packbits(allowed, bitorder="little")
        )
        chosen = None if bits is None else faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        question = np.ascontiguousarray(vector, dtype=np.float32)
        scores, rows = np.empty(most, np.float32), np.empty(most, np.int64)
        arrays = (question, self.vectors, scores, rows)
        given, kept, best, places = (faiss.swig_ptr(one) for one in arrays)
        faiss.knn_inner_product(given, kept, self.dimension, 1, len(self), most, best, places, chosen)
        found = rows >= 0
        return rows[found], scores[found]
