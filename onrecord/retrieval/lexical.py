"""BM25: search texts by their words; return row numbers and scores.

Words are folded (lower case, no accents, no elided articles), stop words are left out, and the rest
is reduced to French stems. A filter on rows is applied before the k best are taken. This is the only
file of the package that imports bm25s.

Source: Lù 2024, BM25S, https://arxiv.org/abs/2407.03618
"""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np

from onrecord.retrieval.embedding import Floats, Rows
from onrecord.text.stem import stem
from onrecord.text.word import content_words

_EMPTY = "∅"  # the one word of a text without words, as bm25s needs one; no folded word equals it


class LexicalIndex:
    """A BM25 index over texts."""

    def __init__(self, index: bm25s.BM25) -> None:
        self._index = index

    @classmethod
    def build(cls, texts: list[str]) -> LexicalIndex:
        """Return an index in which row i is `texts[i]`."""
        index = bm25s.BM25()
        stems = [stem(content_words(text)) or [_EMPTY] for text in texts]
        index.index(stems or [[_EMPTY]], show_progress=False)
        return cls(index)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Return the index that `save` wrote."""
        return cls(bm25s.BM25.load(str(folder), allow_pickle=False))

    def save(self, folder: Path) -> None:
        """Write the index into `folder` as `.npy` and `.json` files."""
        self._index.save(str(folder), allow_pickle=False)

    @property
    def nbytes(self) -> int:
        """The memory of its arrays, in bytes."""
        return sum(int(one.nbytes) for one in self._index.scores.values() if hasattr(one, "nbytes"))

    def search(self, words: list[str], k: int, rows: Rows | None = None) -> tuple[Rows, Floats]:
        """Find the texts that share a stem with `words`.

        Parameters
        ----------
        words
            Words as `content_words` returns them.
        k
            How many rows at most.
        rows
            The rows allowed, or None for all.

        Returns
        -------
        tuple of array
            `(m,)` row numbers and `(m,)` scores above 0, best first (then by row), m at most k.
        """
        known = [word for word in stem(words) if word in self._index.vocab_dict]
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        scores = np.asarray(self._index.get_scores(known), dtype=np.float32)
        candidates = np.flatnonzero(scores > 0) if rows is None else rows[scores[rows] > 0]
        order = np.lexsort((candidates, -scores[candidates]))[:k]
        found = candidates[order].astype(np.int64)
        return found, scores[found]
