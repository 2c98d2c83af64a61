"""Measure a judge on cases set apart: does it tell answers, does it find their sentences.

AUROC is of answered against not answered. Weighted, what the form of the written questions gives away
is taken off, and that is the figure to believe. `within` is AUROC among the questions of one passage.
Nothing is trained here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from onrecord.answer.quote import choose_run
from onrecord.answer.reader import share_among_sentences
from training.judge.batch import BatchMaker, Form, move
from training.judge.case import Case
from training.judge.draw import Pack, describe_case
from training.judge.leaning import weigh
from training.judge.model import EVIDENCE, Reader

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Verdicts:
    """What was judged, one entry a question.

    Attributes
    ----------
    logits, margins
        (n,) of "answers", and by how much evidence beats nowhere.
    answered
        (n,) bool.
    passages
        (n,) int64: the number of each question's case.
    weights
        (n,) float32: against what the question's form tells of its label.
    exact, overlap
        Of answered questions whose passage has several sentences: whether the chosen run is the right
        one, and the F1 of its sentences.
    """

    logits: Floats
    margins: Floats
    answered: npt.NDArray[np.bool_]
    passages: npt.NDArray[np.int64]
    weights: Floats
    exact: Floats
    overlap: Floats

    def summarize(self) -> dict[str, float]:
        """Return the figures by name."""
        return {
            "questions": len(self.logits),
            "auroc": round(measure_auroc(self.logits, self.answered), 4),
            "auroc_weighted": round(measure_auroc(self.logits, self.answered, self.weights), 4),
            "auroc_evidence": round(measure_auroc(self.margins, self.answered), 4),
            "within": round(self._measure_within(), 4),
            "accuracy": round(float(((self.logits > 0) == self.answered).mean()), 4),
            "span_exact": round(float(self.exact.mean()), 4) if len(self.exact) else 0.0,
            "span_f1": round(float(self.overlap.mean()), 4) if len(self.overlap) else 0.0,
        }

    def _measure_within(self) -> float:
        right = total = 0.0
        for number in np.unique(self.passages):
            here = self.passages == number
            yes, no = self.logits[here & self.answered], self.logits[here & ~self.answered]
            right += float((yes[:, None] > no[None]).sum())
            total += len(yes) * len(no)
        return right / total if total else 0.5


@torch.inference_mode()
def judge_cases(reader: Reader, maker: BatchMaker, cases: Sequence[Case], form: Form) -> Verdicts:
    """Judge all questions of the cases, each passage whole and under its whole context."""
    reader.eval()
    verdicts: list[tuple[float, float, bool, int, float]] = []
    runs: list[tuple[float, float]] = []
    for chunk in _chunk(cases):
        batch = maker.make([Pack(describe_case(case), case) for _, case in chunk], form)
        with torch.autocast(reader.device.type, torch.bfloat16):
            judgement = move(reader(move(batch, reader.device)), torch.device("cpu"))
        evidence = judgement.pointers[:, :, EVIDENCE]
        margins = evidence[..., 1:].logsumexp(-1) - evidence[..., 0]
        weights = weigh(batch.right.leaning, batch.right.answered)
        once = form is Form.JOINT  # a row for each question
        numbers = [number for number, case in chunk for _ in (case.questions if once else [0])]
        for row, column in torch.nonzero(batch.right.asked).tolist():
            answered = bool(batch.right.answered[row, column])
            logit, margin = float(judgement.answers[row, column]), float(margins[row, column])
            verdicts.append((logit, margin, answered, numbers[row], float(weights[row, column])))
            sentences = batch.sentences[row].numpy()
            if answered and sentences.max() > 0:
                pointers, count = judgement.pointers[row, column].numpy(), int(sentences.max()) + 1
                shares = share_among_sentences(pointers, sentences, count)
                run = choose_run(shares, cases[numbers[row]].sentences)
                runs.append(_compare(run, batch.right.targets[row, column].tolist()))
    reader.train()
    return _join(verdicts, runs)


def _join(
    verdicts: Sequence[tuple[float, float, bool, int, float]], runs: Sequence[tuple[float, float]]
) -> Verdicts:
    logits, margins, answered, passages, weights = zip(*verdicts, strict=True)
    spans = np.asarray(runs, dtype=np.float32).reshape(-1, 2)
    return Verdicts(
        np.asarray(logits, np.float32),
        np.asarray(margins, np.float32),
        np.asarray(answered),
        np.asarray(passages),
        np.asarray(weights, np.float32),
        spans[:, 0],
        spans[:, 1],
    )


def measure_auroc(
    scores: Floats, positive: npt.NDArray[np.bool_], weights: Floats | None = None
) -> float:
    """Return how often a positive one scores higher than a negative one, by weight; ties are halves."""
    weighed = np.ones(len(scores)) if weights is None else weights.astype(np.float64)
    yes, no = weighed[positive], weighed[~positive]
    if not len(yes) or not len(no):
        return 0.5
    apart = np.sign(scores[positive][:, None].astype(np.float64) - scores[~positive][None])
    return float((yes @ (apart + 1) @ no) / (2 * yes.sum() * no.sum()))


def _compare(chosen: tuple[int, int], right: Sequence[int]) -> tuple[float, float]:
    """Return whether two runs of sentences are one, and the F1 of the first against the second."""
    shared = min(chosen[1], right[1]) - max(chosen[0], right[0]) + 1
    total = (chosen[1] - chosen[0] + 1) + (right[1] - right[0] + 1)
    return float(list(chosen) == list(right)), 2 * max(shared, 0) / total


def _chunk(cases: Sequence[Case]) -> list[list[tuple[int, Case]]]:
    """Share the cases out in batches of about one cost, alike in length."""
    ordered = sorted(enumerate(cases), key=lambda one: len(one[1].passage))
    chunks: list[list[tuple[int, Case]]] = [[]]
    for number, case in ordered:
        if len(chunks[-1]) >= 8:
            chunks.append([])
        chunks[-1].append((number, case))
    return [chunk for chunk in chunks if chunk]


def choose_dev(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Take a few hundred questions set apart: of written ones, and of SQuAD."""
    squad = [case for case in cases if case.family == "squad"]
    mixed = [case for case in squad if len({one.answer is None for one in case.questions}) == 2]
    own = [case for case in cases if case.family in ("written", "interview")]
    whole = [case for case in cases if case.family == "whole" and case.questions]
    return {
        "written": own[:: max(1, len(own) // 32)],
        "whole": whole[:: max(1, len(whole) // 24)],
        "squad": mixed[:: max(1, len(mixed) // 12)],
    }
