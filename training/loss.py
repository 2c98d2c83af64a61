"""What training minimises, beside the distance to the teacher's vectors: orders like the teacher's.

Used by `train.py`. Works on batches of vectors; it reads no text and updates nothing.
Source: Khattab and Zaharia, ColBERT, 2020, https://arxiv.org/abs/2004.12832 (late interaction);
Hinton, Vinyals and Dean, 2015, https://arxiv.org/abs/1503.02531 (distillation)
"""

from collections.abc import Sequence

import numpy as np
import torch
from student import Vectors
from teacher import Lesson
from torch.nn.functional import log_softmax, normalize, softmax

LATE_TEMPERATURE = 0.03
POOLED_TEMPERATURE = 0.02
LABEL_SHARE = 0.5  # of the right passage; the rest as the teacher says


def score_late(questions: Vectors, passages: Vectors) -> torch.Tensor:
    """Score as the product does: weighted mean of each question piece's best cosine: (n, n')."""
    cosines = torch.einsum("qik,pjk->qpij", questions.pieces, passages.pieces)
    absent = (passages.weights == 0)[None, :, None, :]
    best = cosines.masked_fill(absent, -1).amax(dim=3)
    shares = questions.weights / questions.weights.sum(dim=1, keepdim=True).clamp_min(1e-6)
    return (best * shares[:, None, :]).sum(dim=2)


def score_taught(
    questions: Sequence[Lesson], passages: Sequence[Lesson], weights: torch.Tensor
) -> torch.Tensor:
    """Score the same with the teacher's own pieces, `weights` (vocabulary,): (n, n')."""
    pieces = normalize(torch.cat([lesson.pieces for lesson in passages]), dim=1)
    starts = np.cumsum([0, *(len(lesson.ids) for lesson in passages)])[:-1]
    rows = []
    for lesson in questions:
        cosines = (normalize(lesson.pieces, dim=1) @ pieces.T).numpy()
        share = weights[lesson.ids] / weights[lesson.ids].sum()
        rows.append(share.numpy() @ np.maximum.reduceat(cosines, starts, axis=1))
    return torch.from_numpy(np.asarray(rows, np.float32))


def follow(
    scores: torch.Tensor, taught: torch.Tensor, same: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Return the cross-entropy of the student's order with the label's and the teacher's, (n, n).

    Off the diagonal, what is as right as the diagonal (`same`, bool) is left out.
    """
    right = torch.eye(len(same), dtype=torch.bool)
    scores = scores.masked_fill(same & ~right, -1e4)
    taught = taught.masked_fill(same & ~right, -1e4)
    wanted = (1 - LABEL_SHARE) * softmax(taught / temperature, 1) + LABEL_SHARE * right.float()
    return -(wanted * log_softmax(scores / temperature, 1)).sum(1).mean()
