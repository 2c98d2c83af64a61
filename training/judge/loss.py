"""What the judge learns from: whether the passage answers, where, and in which sentences."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from training.judge.batch import Batch
from training.judge.leaning import weigh
from training.judge.model import END, EVIDENCE, START, Judgement
from training.judge.right import NONE, Right

EVIDENCE_SHARE = 0.5
SPAN_SHARE = 0.15  # of start and of end


@dataclass(frozen=True)
class Losses:
    """The three losses, each a mean over questions, and their weighted sum."""

    answer: Tensor
    evidence: Tensor
    span: Tensor

    @property
    def total(self) -> Tensor:
        """What is made smaller."""
        return self.answer + EVIDENCE_SHARE * self.evidence + SPAN_SHARE * self.span


def measure_loss(judgement: Judgement, batch: Batch) -> Losses:
    """Measure the losses of a batch; questions that are not there count for nothing."""
    right, asked = batch.right, batch.right.asked
    weights = weigh(right.leaning[asked], right.answered[asked])
    answer = functional.binary_cross_entropy_with_logits(
        judgement.answers[asked], right.answered[asked], weights
    )
    evidence = _find_evidence_loss(judgement.pointers[:, :, EVIDENCE], right)[asked]
    evidence = (evidence * weights).mean()
    learns = asked & (right.starts != NONE)
    if not learns.any():
        return Losses(answer, evidence, answer.new_zeros(()))
    start, end = (
        functional.cross_entropy(judgement.pointers[:, :, place][learns], found[learns] + 1)
        for place, found in ((START, right.starts), (END, right.ends))
    )
    return Losses(answer, evidence, start + end)


def _find_evidence_loss(logits: Tensor, right: Right) -> Tensor:
    """Return (b, q): minus the log of the share on the answer's pieces; on nowhere for none."""
    true = torch.cat([(right.answered == 0)[..., None], right.evidence], dim=-1)
    found = logits.masked_fill(~true, float("-inf")).logsumexp(-1)
    return logits.logsumexp(-1) - found
