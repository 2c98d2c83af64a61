"""Computes what late interaction needs beside the model: principal directions, and piece frequencies.

Used by `train.py` and `evaluate.py`; nothing is learnt here.
"""

import numpy as np
from tokenizers import Tokenizer

from onrecord.retrieval.embedding import Floats
from training.source_text import TrainingText

DIMENSIONS = 128
ENGLISH_WEIGHT = 0.5


def principal_directions(moment: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Floats:
    """Return the 128 strongest directions of a (d, d) second moment: (d, 128) float32."""
    _, vectors = np.linalg.eigh(moment)
    strongest = vectors[:, ::-1][:, :DIMENSIONS]
    largest = strongest[np.abs(strongest).argmax(axis=0), np.arange(DIMENSIONS)]
    return np.ascontiguousarray(strongest * np.sign(largest), dtype=np.float32)


def share_of_paragraphs(tokenizer: Tokenizer, text: TrainingText) -> Floats:
    """Return the share of paragraphs that contain each piece: in French, or half of that in English.

    The larger of the two is returned, so that a stop word of one language does not count as rare
    because the other lacks it. Half a paragraph is added to each count, so that no share is 0.

    Returns
    -------
    (vocabulary,) float32, above 0 and below 1.
    """
    french = [row.text for row in text.paragraphs] + [row.passage for row in text.pairs]
    english = [row.english for row in text.parallels]
    shares = np.maximum(_share(tokenizer, french), ENGLISH_WEIGHT * _share(tokenizer, english))
    return shares.astype(np.float32)


def _share(tokenizer: Tokenizer, texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return (texts with the piece + 1/2) / (texts + 1) for each piece: (vocabulary,) float64."""
    counts = np.zeros(tokenizer.get_vocab_size(), dtype=np.int64)
    for start in range(0, len(texts), 10_000):
        batch = texts[start : start + 10_000]
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            counts[np.unique(np.asarray(encoding.ids, dtype=np.int64))] += 1
    return (counts + 0.5) / (len(texts) + 1)
