"""Packs become arrays: pieces of passages and questions, who sees whom, and what is right.

The lower layers read each passage and each question once. In the packed form, a row of the upper
layers holds a passage and all its questions: a question sees itself and the passage, the passage sees
itself alone, and eight questions cost little more than one. In the joint form a row holds one
question and the passage, or some sentences in a row of it, and everything sees everything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from training.judge.case import Case
from training.judge.draw import Pack
from training.judge.piece import OUTSIDE, PassagePieces, PieceReader
from training.judge.right import Right, find_right

Kind = TypeVar("Kind")

PAD = 1
NOTHING = -1
PROMPT_PIECES = 3  # « <s> query : », at the beginning of every text; one special piece ends it


class Form(Enum):
    """What the passage sees in the upper layers."""

    PACKED = "packed"
    JOINT = "joint"


@dataclass(frozen=True)
class Layout:
    """Where the pieces of b rows stand, t in each: the passage's p, then those of up to q questions.

    Attributes
    ----------
    places
        (b, t) int64: the pieces' numbers among those of all passages and then all questions, padded.
    owners
        (b, t) int64: 0 for the passage, n for its n-th question, -1 for nothing.
    content
        (b, t) bool: pieces of words, neither of a prompt nor special.
    firsts
        (b, q) int64: where each question's first piece stands; 0 for no question.
    joint
        Whether everything sees everything.
    """

    places: Tensor
    owners: Tensor
    content: Tensor
    firsts: Tensor
    joint: bool

    def see(self) -> Tensor:
        """Return who sees whom: (b, 1, t, t) bool, the one who sees first."""
        seen = (self.owners != NOTHING)[:, None, :].expand(-1, self.owners.shape[1], -1)
        if not self.joint:
            same = self.owners[:, None, :] == self.owners[:, :, None]
            seen = seen & ((self.owners[:, None, :] == 0) | same)
        same = torch.arange(self.owners.shape[1], device=self.owners.device)
        alone = same[:, None] == same  # so that no row is empty
        return (seen | alone)[:, None]

    def match(self) -> Tensor:
        """Return whose words are compared with whose, of the other side: (b, t, t) bool."""
        other = (self.owners[:, None, :] == 0) != (self.owners[:, :, None] == 0)
        return self.see()[:, 0] & other & self.content[:, None, :] & self.content[:, :, None]


@dataclass(frozen=True)
class Batch:
    """Passages and questions as they are read apart, how they are put together, what is right.

    Attributes
    ----------
    passages, passage_there
        (passages, pieces) int64 numbers of pieces, and whether they are there.
    questions, question_there
        (questions, pieces) likewise.
    sentences
        (b, p) int64: the number of the sentence of each row's piece; -1 outside the passage itself.
    """

    passages: Tensor
    passage_there: Tensor
    questions: Tensor
    question_there: Tensor
    sentences: Tensor
    layout: Layout
    right: Right

    @property
    def own(self) -> Tensor:
        """Pieces of the passage itself, its context and prompt left out: (b, p) bool."""
        return self.sentences != OUTSIDE


@dataclass(frozen=True)
class Row:
    """One row of the upper layers.

    Attributes
    ----------
    case
        The passage with the questions of the row.
    passage
        The number of the passage in the batch; `pieces` are those taken of it, `taken` their places.
    questions
        The pieces of each question; `first` is the number of the first one in the batch.
    """

    case: Case
    passage: int
    pieces: PassagePieces
    taken: list[int]
    questions: list[list[int]]
    first: int


class BatchMaker:
    """Makes batches with the encoder's word pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._reader = PieceReader(tokenizer)

    def make(self, packs: Sequence[Pack], form: Form, window: int | None = None) -> Batch:
        """Make a batch; in the joint form, rows may have a `window` of so many pieces of sentences."""
        passages = [self._reader.read_passage(pack) for pack in packs]
        asked = [
            [self._reader.read_question(one.text) for one in pack.case.questions] for pack in packs
        ]
        rows: list[Row] = []
        count = 0
        for number, (pack, passage, questions) in enumerate(zip(packs, passages, asked, strict=True)):
            if form is Form.PACKED:
                everything = list(range(len(passage.ids)))
                rows.append(Row(pack.case, number, passage, everything, questions, count))
            else:
                for place, (one, ids) in enumerate(zip(pack.case.questions, questions, strict=True)):
                    taken = passage.choose_window(one.answer, window, ids)
                    case = replace(pack.case, questions=(one,))
                    rows.append(Row(case, number, passage.take(taken), taken, [ids], count + place))
            count += len(questions)
        passage_ids, passage_there = pad([one.ids for one in passages])
        question_ids, question_there = pad([ids for questions in asked for ids in questions])
        return Batch(
            passage_ids,
            passage_there,
            question_ids,
            question_there,
            pad([row.pieces.sentences.tolist() for row in rows], OUTSIDE)[0],
            lay_out(rows, passage_ids.shape, question_ids.shape[1], joint=form is Form.JOINT),
            find_right([row.case for row in rows], [row.pieces for row in rows]),
        )


def move(value: Kind, device: torch.device) -> Kind:
    """Return a batch, or a part of one, with its arrays on a device."""
    return _change(value, lambda array: torch.as_tensor(array, device=device))


def to_numpy(batch: Batch) -> Batch:
    """Return a batch with arrays of NumPy, to be moved by `move`.

    Between processes, each tensor would travel as a file of its own: a quarter of a second a batch.
    """
    return _change(batch, lambda array: array.numpy())


def _change(value: Kind, change: Callable[[Any], Any]) -> Kind:
    """Return a batch, or a part of one, with each of its arrays changed."""
    changed: Any = value
    if isinstance(value, Tensor | np.ndarray):
        changed = change(value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: _change(getattr(value, one.name), change) for one in fields(value)}
        changed = replace(value, **parts)
    return changed  # type: ignore[no-any-return]


def lay_out(rows: Sequence[Row], size: Sequence[int], wide: int, *, joint: bool) -> Layout:
    """Say where the pieces of each row stand.

    `size` is how many passages there are and how many pieces each has, `wide` the pieces of a question.
    """
    width = max(len(row.taken) for row in rows)
    places, owners, content, firsts = [], [], [], []
    for row in rows:
        filler = width - len(row.taken)
        place = [row.passage * size[1] + taken for taken in row.taken] + [0] * filler
        owner = [0] * len(row.taken) + [NOTHING] * filler
        words = [taken >= PROMPT_PIECES for taken in row.taken] + [False] * filler
        first = []
        for count, ids in enumerate(row.questions):
            begin = size[0] * size[1] + (row.first + count) * wide
            first.append(len(place))
            place += range(begin, begin + len(ids))
            owner += [count + 1] * len(ids)
            words += [PROMPT_PIECES <= piece < len(ids) - 1 for piece in range(len(ids))]
        places.append(place)
        owners.append(owner)
        content.append(words)
        firsts.append(first)
    there = pad(content, 0)[0].bool()
    return Layout(pad(places, 0)[0], pad(owners, NOTHING)[0], there, pad(firsts, 0)[0], joint)


def pad(rows: Sequence[Sequence[int]], filler: int = PAD) -> tuple[Tensor, Tensor]:
    """Return rows as one array, and where something is."""
    width = max(len(row) for row in rows)
    padded = torch.tensor([[*row, *[filler] * (width - len(row))] for row in rows])
    lengths = torch.tensor([len(row) for row in rows])
    return padded, torch.arange(width)[None] < lengths[:, None]
