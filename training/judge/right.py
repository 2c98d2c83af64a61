"""What is right for each question of a batch: whether it is answered, by which pieces and sentences."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.judge.case import Case
from training.judge.piece import PassagePieces

NONE = -1


@dataclass(frozen=True)
class Right:
    """What is right for up to q questions in each of b rows, over p pieces of the passage.

    Attributes
    ----------
    asked
        (b, q) bool: whether there is a question; not where its answer was cut off.
    answered
        (b, q) float32, 1 for answered.
    leaning
        (b, q) float32: the chance of "answered" by the question's form alone.
    evidence
        (b, q, p) bool: pieces of the exact answer.
    starts, ends
        (b, q) int64: first and last piece of the answering sentences; -1 where nothing is to learn,
        as in a passage of one sentence.
    targets
        (b, q, 2) int64: first and last answering sentence, -1 for none.
    pairs
        (n, 2) int64: the places, among all b x q, of a question and of its version.
    """

    asked: Tensor
    answered: Tensor
    leaning: Tensor
    evidence: Tensor
    starts: Tensor
    ends: Tensor
    targets: Tensor
    pairs: Tensor


def find_right(cases: Sequence[Case], passages: Sequence[PassagePieces]) -> Right:
    """Find what is right for the questions of each case, its passage's pieces given."""
    b, q = len(cases), max(len(case.questions) for case in cases)
    right = Right(
        torch.zeros(b, q, dtype=torch.bool),
        torch.zeros(b, q),
        torch.full((b, q), 0.5),
        torch.zeros(b, q, max(len(one.ids) for one in passages), dtype=torch.bool),
        torch.full((b, q), NONE),
        torch.full((b, q), NONE),
        torch.full((b, q, 2), NONE),
        find_pairs(cases, passages),
    )
    for row, (case, passage) in enumerate(zip(cases, passages, strict=True)):
        for column, question in enumerate(case.questions):
            right.leaning[row, column] = question.leaning
            if question.answer is None:
                right.asked[row, column] = True
                continue
            hit = passage.touch(question.answer.start, question.answer.end)
            if hit.any():
                _fill(right, (row, column), passage, hit)
    return right


def find_pairs(cases: Sequence[Case], passages: Sequence[PassagePieces]) -> Tensor:
    """Return the places of questions with the same number on the same pieces of a passage, (n, 2)."""
    wide = max(len(case.questions) for case in cases)
    places: dict[tuple[tuple[int, ...], int], list[int]] = defaultdict(list)
    for row, (case, passage) in enumerate(zip(cases, passages, strict=True)):
        for column, question in enumerate(case.questions):
            if question.pair:
                places[tuple(passage.ids), question.pair].append(row * wide + column)
    pairs = [two for two in places.values() if len(two) == 2]
    return torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2)


def _fill(
    right: Right, place: tuple[int, int], passage: PassagePieces, hit: npt.NDArray[np.bool_]
) -> None:
    """Fill in one answered question, whose answer's pieces are `hit`."""
    right.asked[place] = True
    right.answered[place] = 1
    right.evidence[place][: len(hit)] = torch.from_numpy(hit)
    first, last = int(passage.sentences[hit].min()), int(passage.sentences[hit].max())
    right.targets[place] = torch.tensor([first, last])
    if passage.sentences.max() > 0:
        inside = np.flatnonzero((passage.sentences >= first) & (passage.sentences <= last))
        right.starts[place], right.ends[place] = int(inside[0]), int(inside[-1])
