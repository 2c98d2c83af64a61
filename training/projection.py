"""Learns the projection of word pieces, from the encoder's width to the width that an index stores.

Used by `train.py`, on texts that the integer model encoded once. It is learnt for late interaction: it
should rank the passages of a batch as the labels and the unprojected vectors do, half and half.
Source: Khattab and Zaharia, ColBERT, 2020, https://arxiv.org/abs/2004.12832
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import log_softmax, normalize, softmax
from torch.nn.utils.rnn import pad_sequence

from onrecord.retrieval.embedding import Encoded, Floats

TEMPERATURE = 0.03
LABEL_SHARE = 0.5  # the label's share in the target; the rest comes from the unprojected vectors
RATE = 1e-3


@dataclass(frozen=True)
class Group:
    """n questions and the n passages that answer them, encoded but not projected.

    `same[i, j]`, (n, n) bool: whether passage j is a right one for question i too.
    """

    questions: list[Encoded]
    passages: list[Encoded]
    same: torch.Tensor


def learn_projection(
    groups: Sequence[Group], start: Floats, weights: Floats, epochs: int
) -> tuple[Floats, list[float]]:
    """Learn the projection from `start`; return it, `(d, k)` float32, and each epoch's mean loss.

    Parameters
    ----------
    weights
        (vocabulary,) float32 above 0: the weight of each piece in a question.
    """
    projection = torch.nn.Parameter(torch.from_numpy(start).clone())
    warmth = torch.nn.Parameter(torch.tensor(np.log(TEMPERATURE), dtype=torch.float32))
    optimizer = torch.optim.Adam([projection, warmth], RATE)
    ready = [_prepare(group, weights) for group in groups]
    losses = []
    for epoch in range(epochs):
        for rate in optimizer.param_groups:
            rate["lr"] = RATE * (1 - epoch / epochs)
        parts = []
        for questions, shares, passages, absent, wanted in ready:
            asked = normalize(questions @ projection, dim=-1)
            answering = normalize(passages @ projection, dim=-1)
            scores = _score(asked, shares, answering, absent)
            loss = -(wanted * log_softmax(scores / warmth.exp(), 1)).sum(1).mean()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            parts.append(float(loss.detach()))
        losses.append(round(float(np.mean(parts)), 4))
    return np.ascontiguousarray(projection.detach().numpy()), losses


def _prepare(group: Group, weights: Floats) -> tuple[torch.Tensor, ...]:
    """Return tensors of a group: questions, weights, passages, the mask of padding, the target.

    Questions and passages are padded with zeros; the target, (n, n), is a distribution over the
    passages for each question.
    """
    questions = pad_sequence([torch.from_numpy(one.pieces) for one in group.questions], True)
    passages = pad_sequence([torch.from_numpy(one.pieces) for one in group.passages], True)
    heavy = [torch.from_numpy(weights[one.piece_ids]) for one in group.questions]
    shares = pad_sequence(heavy, True)
    shares = shares / shares.sum(dim=1, keepdim=True)
    absent = passages.abs().sum(dim=2) == 0
    right = torch.eye(len(group.same), dtype=torch.bool)
    whole = _score(_centre(questions), shares, _centre(passages), absent)
    whole = whole.masked_fill(group.same & ~right, -1e4)
    wanted = (1 - LABEL_SHARE) * softmax(whole / TEMPERATURE, 1) + LABEL_SHARE * right.float()
    return questions, shares, passages, absent, wanted


def _centre(pieces: torch.Tensor) -> torch.Tensor:
    """Subtract the mean of all pieces, (n, m, d), from each, and scale them to unit length."""
    there = pieces.abs().sum(dim=2) > 0
    return normalize((pieces - pieces[there].mean(dim=0)) * there[..., None], dim=-1)


def _score(
    questions: torch.Tensor, shares: torch.Tensor, passages: torch.Tensor, absent: torch.Tensor
) -> torch.Tensor:
    """Return scores as late interaction gives them, (n, n): weighted means of the best cosines."""
    cosines = torch.einsum("qik,pjk->qpij", questions, passages)
    best = cosines.masked_fill(absent[None, :, None, :], -1).amax(dim=3)
    return (best * shares[:, None, :]).sum(dim=2)
