"""Reduces the base model's vocabulary to the pieces that French and English text uses.

A step of `train.py`. No piece is renamed or added, and each keeps its vector. A text is cut as the base
model cuts it, except words that need a piece which was removed.
Source: Abdaoui, Pradel and Sigel, 2020, https://arxiv.org/abs/2010.05609
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from onrecord.retrieval.embedding import Floats
from training.base_model import SPECIAL_PIECES, BaseModel, make_tokenizer


@dataclass(frozen=True)
class Vocabulary:
    """The pieces kept: their tokenizer, and `embeddings` `(vocabulary, d)` float32."""

    tokenizer: Tokenizer
    embeddings: Floats


def keep_used_pieces(base: BaseModel, texts: Sequence[str]) -> Vocabulary:
    """Return the pieces that `texts`, French and English, use, in the base model's order."""
    tokenizer = base.make_tokenizer()
    uses = count_uses(tokenizer, texts, len(base.pieces))
    uses[: len(SPECIAL_PIECES)] = 1
    kept = np.flatnonzero(uses)
    pieces = [base.pieces[number] for number in kept]
    return Vocabulary(make_tokenizer(pieces, base.scores[kept]), base.embeddings[kept])


def count_uses(tokenizer: Tokenizer, texts: Sequence[str], size: int) -> npt.NDArray[np.int64]:
    """Return how often each piece occurs, without special pieces: (size,) int64."""
    counts = np.zeros(size, dtype=np.int64)
    for start in range(0, len(texts), 5_000):
        batch = list(texts[start : start + 5_000])
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            np.add.at(counts, np.asarray(encoding.ids, dtype=np.int64), 1)
    return counts
