"""What training minimises: late interaction and pooled contrast, and nearness to the English teacher.

Used by `train.py`. Works on batches of vectors; it reads no text and updates nothing.
Source: Khattab and Zaharia, ColBERT, 2020, https://arxiv.org/abs/2004.12832 (late interaction);
van den Oord, Li and Vinyals, 2018, https://arxiv.org/abs/1807.03748 (contrast).
"""

from dataclasses import dataclass

import torch
from torch.nn.functional import cross_entropy, normalize

LATE_TEMPERATURE = 0.03
POOLED_TEMPERATURE = 0.05


@dataclass(frozen=True)
class Vectors:
    """What the encoder makes of n texts, padded to m pieces.

    Attributes
    ----------
    pooled
        (n, d), rows of unit length.
    pieces
        (n, m, k), rows of unit length, through the projection.
    weights
        (n, m): what each piece weighs in a question; 0 for padding and special pieces.
    """

    pooled: torch.Tensor
    pieces: torch.Tensor
    weights: torch.Tensor


def score_late(questions: Vectors, passages: Vectors) -> torch.Tensor:
    """Score as the product does: weighted mean of each question piece's best cosine: (n, n')."""
    cosines = torch.einsum("qik,pjk->qpij", questions.pieces, passages.pieces)
    absent = (passages.weights == 0)[None, :, None, :]
    best = cosines.masked_fill(absent, -1).amax(dim=3)
    shares = questions.weights / questions.weights.sum(dim=1, keepdim=True).clamp_min(1e-6)
    return (best * shares[:, None, :]).sum(dim=2)


def contrast_late(questions: Vectors, passages: Vectors, same: torch.Tensor) -> torch.Tensor:
    """Contrast the right passage with the others of the batch, by late interaction."""
    return _contrast(score_late(questions, passages) / LATE_TEMPERATURE, same)


def contrast_pooled(questions: Vectors, passages: Vectors, same: torch.Tensor) -> torch.Tensor:
    """Contrast the right passage with the others of the batch, by pooled vectors."""
    return _contrast(questions.pooled @ passages.pooled.T / POOLED_TEMPERATURE, same)


def imitate(student: Vectors, teacher: torch.Tensor) -> torch.Tensor:
    """Return the mean distance 1 - cosine of pooled vectors to the teacher's (n, d)."""
    return 1 - (student.pooled * normalize(teacher, dim=1)).sum(dim=1).mean()


def _contrast(scores: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of the diagonal; elsewhere, what is as right as the diagonal is left out."""
    twice = same & ~torch.eye(len(same), dtype=torch.bool)
    return cross_entropy(scores.masked_fill(twice, -1e4), torch.arange(len(scores)))
