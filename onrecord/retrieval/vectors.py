"""FAISS: search vectors of unit length; return row numbers and inner products.

The search is exact (`IndexFlatIP`), because an interview archive is small. A filter on rows is applied
before the k best are taken. This is the only file that imports faiss.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

from onrecord.error import StorageError
from onrecord.retrieval.embedding import Floats, Rows


class VectorIndex:
    """An exact inner-product index over `(n, d)` float32 rows of unit length."""

    def __init__(self, index: faiss.IndexFlat) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Floats) -> VectorIndex:
        """Return an index of `vectors`, `(n, d)` float32, whose rows have unit length."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """Return the index that `save` wrote.

        Raises
        ------
        StorageError
            When the file is not a flat inner-product index.
        """
        try:
            with path.open("rb") as stream:  # FAISS opens no path that is not UTF-8
                index = faiss.read_index(faiss.PyCallbackIOReader(stream.read))  # type: ignore[attr-defined]
        except RuntimeError as error:
            raise StorageError(f"{path}: expected a FAISS index, found a file that is none") from error
        if not isinstance(index, faiss.IndexFlat) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise StorageError(f"{path}: expected a flat inner-product index, found another kind")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to `path`."""
        with path.open("wb") as stream:
            faiss.write_index(self._index, faiss.PyCallbackIOWriter(stream.write))  # type: ignore[attr-defined]

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """The dimension d of the vectors."""
        return int(self._index.d)

    @property
    def nbytes(self) -> int:
        """The memory of the vectors, in bytes."""
        return 4 * len(self) * self.dimension

    def read_rows(self, start: int, end: int) -> Floats:
        """Return rows `start` to `end` (exclusive), `(end - start, d)` float32."""
        return np.asarray(self._index.reconstruct_n(start, end - start), dtype=np.float32)

    def compare(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products, `(m,)` float32 in -1..1, of a vector `(d,)` with `rows` `(m,)`."""
        if not len(rows):
            return np.zeros(0, np.float32)
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return np.asarray(vectors @ vector, dtype=np.float32)

    def search(self, vector: Floats, k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Find the rows with the highest inner products with a vector.

        Parameters
        ----------
        vector
            `(d,)` float32 of unit length.
        k
            How many rows at most.
        rows
            The rows allowed, or None for all.

        Returns
        -------
        tuple of array
            `(m,)` row numbers and `(m,)` inner products in -1..1, best first, m at most k.
        """
        allowed = len(self) if rows is None else len(rows)
        if min(k, allowed) <= 0:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        parameters = None
        if rows is not None:
            allowed_bits = np.zeros(len(self), dtype=bool)
            allowed_bits[rows] = True
            bitmap = np.packbits(allowed_bits, bitorder="little")
            selector = faiss.IDSelectorBitmap(bitmap)  # type: ignore[call-arg, arg-type]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        question = np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32)
        scores, found = self._index.search(question, min(k, allowed), params=parameters)
        kept = found[0] >= 0
        return found[0][kept], scores[0][kept]
