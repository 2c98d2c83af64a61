"""The vectors of many texts in joined arrays, as `training/retrieval.py` compares them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.retrieval.embedding import Encoded, Floats


@dataclass(frozen=True)
class TextVectors:
    """Vectors of n texts with m word pieces in all, without special pieces.

    Attributes
    ----------
    pooled
        (n, d) float32, rows of unit length: one vector a text.
    pieces
        (m, e) float32, rows of unit length, text after text.
    ids
        (m,) int64: the index in the vocabulary of the piece of each row.
    starts
        (n + 1,) int64: text i has rows starts[i] to starts[i + 1], end exclusive.
    """

    pooled: Floats
    pieces: Floats
    ids: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]


def join_vectors(texts: Sequence[Encoded]) -> TextVectors:
    """Join the vectors of texts, in order; each text has at least one piece."""
    return TextVectors(
        pooled=np.stack([one.vector for one in texts]),
        pieces=np.concatenate([one.pieces for one in texts]),
        ids=np.concatenate([one.piece_ids for one in texts]).astype(np.int64),
        starts=np.cumsum([0, *(len(one.piece_ids) for one in texts)], dtype=np.int64),
    )
