"""What an encoder returns for a text: one vector of the whole, and one of each word piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its vector `(d,)` float32 of unit length, and its p word pieces.

    `pieces` is `(p, e)` float32, rows of unit length; `piece_ids` `(p,)` int32, indices into the
    vocabulary; `offsets` `(p, 2)` int32, code points into the text, end exclusive. Special pieces
    and the encoder's prompt are left out; p is 0 when the encoder returns no word pieces.
    """

    vector: Floats
    pieces: Floats
    piece_ids: Ints
    offsets: Ints


@dataclass(frozen=True, slots=True)
class LowerStates:
    """A text as the lower layers of an encoder read it, prompt and special pieces included.

    `states` is `(m, d)` float32; `offsets` `(m, 2)` int32, code points into the text, end exclusive,
    not above 0 for the prompt; `special` `(m,)` bool, the pieces that the tokenizer added.
    """

    states: Floats
    offsets: Ints
    special: NDArray[np.bool_]


def scale_to_unit(matrix: Floats) -> Floats:
    """Return the rows of `matrix`, `(n, d)`, scaled to unit length; a zero row stays zero."""
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(norms, 1e-12), dtype=np.float32)


def leave_prompt_out(
    text: str,
    prompt: str,
    vector: Floats,
    pieces: Floats,
    ids: Sequence[int],
    offsets: Sequence[tuple[int, int]],
    special: Sequence[int],
) -> Encoded:
    """Return the encoding of `prompt + text` reduced to the pieces of the text, offsets included.

    Parameters
    ----------
    text, prompt
        The two strings that were encoded as one.
    vector
        `(d,)` float32 of unit length; it is kept as it is.
    pieces
        `(m, e)` float32, rows of unit length: all pieces of `prompt + text`.
    ids, offsets, special
        For each of the m pieces: its index in the vocabulary, its offsets in `prompt + text` (code
        points, end exclusive), and 1 when the tokenizer added it as a special piece, else 0.
    """
    places = np.asarray(offsets, dtype=np.int32) - len(prompt)
    own = (np.asarray(special) == 0) & (places[:, 1] > 0)
    kept = np.asarray(ids, dtype=np.int32)[own]
    return Encoded(vector, pieces[own], kept, _tighten(text, places[own]))


def _tighten(text: str, offsets: Ints) -> Ints:
    """Return `offsets` `(p, 2)` cut to the text, without overlaps and without a leading blank each."""
    tight = np.maximum(offsets, 0)
    tight[1:, 0] = np.maximum(offsets[1:, 0], offsets[:-1, 1])
    for piece in tight:
        start, end = piece.tolist()
        if end - start > 1 and text[start].isspace():
            piece[0] += 1
    return tight
