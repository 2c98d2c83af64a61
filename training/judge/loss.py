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
VERSION_SHARE = 0.5  # of what versions of a question learn from it


@dataclass(frozen=True)
class Losses:
    """The losses, each a mean over questions (`version` over pairs), and their weighted sum."""

    answer: Tensor
    evidence: Tensor
    span: Tensor
    version: Tensor

    @property
    def total(self) -> Tensor:
        """What is made smaller."""
        told = self.answer + EVIDENCE_SHARE * self.evidence + SPAN_SHARE * self.span
        return told + VERSION_SHARE * self.version


def measure_loss(judgement: Judgement, batch: Batch) -> Losses:
    """Measure the losses of a batch; questions that are not there count for nothing."""
    right, asked = batch.right, batch.right.asked
    weights = weigh(right.leaning[asked], right.answered[asked])
    answer = functional.binary_cross_entropy_with_logits(
        judgement.answers[asked], right.answered[asked], weights
    )
    evidence = _find_evidence_loss(judgement.pointers[:, :, EVIDENCE], right)[asked]
    evidence = (evidence * weights).mean()
    version = _find_version_loss(judgement, right.pairs)
    learns = asked & (right.starts != NONE)
    if not learns.any():
        return Losses(answer, evidence, answer.new_zeros(()), version)
    start, end = (
        functional.cross_entropy(judgement.pointers[:, :, place][learns], found[learns] + 1)
        for place, found in ((START, right.starts), (END, right.ends))
    )
    return Losses(answer, evidence, start + end, version)


def _find_evidence_loss(logits: Tensor, right: Right) -> Tensor:
    """Return (b, q): minus the log of the share on the answer's pieces; on nowhere for none."""
    true = torch.cat([(right.answered == 0)[..., None], right.evidence], dim=-1)
    found = logits.masked_fill(~true, float("-inf")).logsumexp(-1)
    return logits.logsumexp(-1) - found


def _find_version_loss(judgement: Judgement, pairs: Tensor) -> Tensor:
    """Return how far versions of questions are read otherwise than the questions, which teach.

    That is the cross entropy of the answer, and the divergence of the pointers, as far as it can fall.
    """
    if not len(pairs):
        return judgement.answers.new_zeros(())
    answers, pointers = judgement.answers.flatten(), judgement.pointers.flatten(0, 1)
    teacher = answers[pairs[:, 0]].detach().sigmoid()
    answer = functional.binary_cross_entropy_with_logits(answers[pairs[:, 1]], teacher)
    shown = pointers[pairs[:, 0]].detach().log_softmax(-1)
    learnt = pointers[pairs[:, 1]].log_softmax(-1)
    divergence = functional.kl_div(learnt, shown, reduction="none", log_target=True).sum(-1).mean()
    return answer + EVIDENCE_SHARE * divergence
