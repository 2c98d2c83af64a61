"""Teach fewer layers what more layers give, word piece by word piece.

Used by `train.py`. The teacher's first layers are kept as they are, and so are its word vectors, so
that a rare word stays what it was; each learnt layer does the work of two of the teacher's, and
starts as the second of the two. What is aimed at is the teacher's own: no label is read here.
Source: Sanh et al., DistilBERT, 2019, https://arxiv.org/abs/1910.01108
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import torch
from base_model import BaseModel
from encoding import Floats
from student import MOST_PIECES, PROMPTS, build_transformer, pad
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn.functional import cosine_similarity, normalize
from training_batch import LONGEST, BatchSource

KEPT = 3  # of the teacher's layers, from the first
AIMS = (4, 6, 8)  # places of the teacher's layers that the learnt ones start as and aim at
PAIRS, PARALLELS, PARAGRAPHS = 12, 10, 14  # texts of a step
MIDDLE_SHARE, END_SHARE = 0.2, 0.1  # of the squared distances, beside the angle of the last layer
PLAIN, RARE = 0.5, 1 / 6  # what each piece weighs: as any other, and by its rarity
WARM_UP, LEAST_RATE = 100, 0.02  # steps; share of the rate at the end
LONGEST_STEP = 1.0  # length of a gradient
REPORTED = 100  # steps between two lines of the log

Layers = dict[str, Tensor]
Report = Callable[[dict[str, float]], None]


@dataclass(frozen=True)
class Lesson:
    """What a step reads: padded ids and mask, both (texts, longest)."""

    ids: Tensor
    mask: Tensor


def learn_layers(
    base: BaseModel,
    teacher: Mapping[str, Tensor],
    tokenizer: Tokenizer,
    texts: "TextSource",
    weights: Floats,
    steps: int,
    rate: float,
    report: Report,
) -> Layers:
    """Learn the layers that give what the teacher gives.

    Parameters
    ----------
    teacher
        The tensors of its transformer, of nine layers.
    weights
        (vocabulary,) float32 above 0: what each piece weighs in a question.
    steps, rate
        How many, and the highest rate of AdamW.
    report
        Told every `REPORTED` steps: step, pieces read, distance of the word pieces, seconds.

    Returns
    -------
    dict of tensor
        The transformer of `KEPT` layers and as many more as there are `AIMS`.
    """
    classroom = _Classroom(base, teacher, torch.from_numpy(weights))
    tokenizer.enable_truncation(MOST_PIECES)
    classroom.find_middle(list(chain(*(texts.draw(steps + more, tokenizer) for more in range(2)))))
    optimizer = torch.optim.AdamW(classroom.learnt.parameters(), rate, (0.9, 0.98), weight_decay=0)
    begun, pieces, distances = time.perf_counter(), 0, []
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * _scale(step, steps)
        lessons = texts.draw(step, tokenizer)
        total = int(sum(lesson.mask.sum() for lesson in lessons))
        distances.append(sum(classroom.teach(lesson, total) for lesson in lessons))
        torch.nn.utils.clip_grad_norm_(classroom.learnt.parameters(), LONGEST_STEP)
        optimizer.step()
        optimizer.zero_grad()
        pieces += total
        if (step + 1) % REPORTED == 0 or step + 1 == steps:
            distance = round(float(np.mean(distances[-REPORTED:])), 4)
            spent = round(time.perf_counter() - begun)
            report({"step": step + 1, "pieces": pieces, "distance": distance, "s": spent})
    return {name: tensor.detach() for name, tensor in classroom.student.state_dict().items()}


class TextSource:
    """What is read: questions and passages with context, aligned sentences, paragraphs."""

    def __init__(self, batches: BatchSource, paragraphs: Sequence[str]) -> None:
        self._batches = batches
        self._paragraphs = paragraphs

    def draw(self, step: int, tokenizer: Tokenizer) -> list[Lesson]:
        """Draw the texts of a step, those of like length together."""
        batch = self._batches.draw(step, PAIRS, PARALLELS)
        chance = np.random.default_rng((self._batches.seed, step, PARAGRAPHS))
        drawn = chance.integers(len(self._paragraphs), size=PARAGRAPHS)
        long = [*batch.passages, *(self._paragraphs[place][:LONGEST] for place in drawn)]
        asked = [PROMPTS["query"] + text for text in (*batch.questions, *batch.english)]
        told = [PROMPTS["document"] + text for text in batch.french]
        passages = _cut(tokenizer, [PROMPTS["document"] + text for text in long])
        half = len(passages) // 2
        groups = (passages[:half], passages[half:], _cut(tokenizer, [*asked, *told]))
        return [Lesson(*pad(group)) for group in groups]


class _Classroom:
    """The teacher, and the student that shares its first layers."""

    def __init__(self, base: BaseModel, teacher: Mapping[str, Tensor], weights: Tensor) -> None:
        self._teacher = build_transformer(base, teacher).bfloat16()
        places = (*range(KEPT), *AIMS)
        self.student = build_transformer(base, _pick_layers(teacher, places))
        self.student.requires_grad_(False)
        self.learnt = self.student.encoder.layer[KEPT:]
        self.learnt.requires_grad_(True)
        self._middle = torch.zeros(base.settings["hidden_size"])
        self._weights = PLAIN + RARE * weights

    def find_middle(self, lessons: Sequence[Lesson]) -> None:
        """Measure the mean of the teacher's word pieces, which tells nothing and is taken off."""
        pieces = [self._show(one)[1][-1].float()[one.mask > 0] for one in lessons]
        self._middle = normalize(torch.cat(pieces), dim=-1).mean(dim=0)

    def teach(self, lesson: Lesson, total: int) -> float:
        """Add the gradients of a lesson, of `total` pieces in its step; return its distance."""
        start, aims = self._show(lesson)
        own = lesson.mask > 0
        given = self._try(start.float(), lesson.mask)
        ends = [(mine.float()[own], aim.float()[own]) for mine, aim in zip(given, aims, strict=True)]
        angles = 1 - cosine_similarity(*map(self._centre, ends[-1]), dim=-1)
        between = sum((_squared(*pair) for pair in ends[:-1]), torch.zeros(()))
        weighed = (angles * self._weights[lesson.ids][own]).sum()
        loss = weighed + MIDDLE_SHARE * between + END_SHARE * _squared(*ends[-1])
        torch.autograd.backward(loss / total)
        return float(angles.detach().sum()) / total

    @torch.no_grad()
    def _show(self, lesson: Lesson) -> tuple[Tensor, list[Tensor]]:
        """Return what the teacher's kept layers give, and what is aimed at."""
        layers = self._teacher(
            input_ids=lesson.ids,
            attention_mask=lesson.mask.bfloat16(),
            output_hidden_states=True,
        ).hidden_states  # first what goes into the layers
        return layers[KEPT], [layers[aim + 1] for aim in AIMS]

    def _try(self, vectors: Tensor, mask: Tensor) -> list[Tensor]:
        """Return what each learnt layer gives."""
        absent = (1 - mask)[:, None, None, :] * torch.finfo(torch.bfloat16).min
        given = []
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.learnt:
                vectors = layer(vectors, absent.bfloat16())
                given.append(vectors)
        return given

    def _centre(self, vectors: Tensor) -> Tensor:
        return normalize(vectors, dim=-1) - self._middle


def _pick_layers(weights: Mapping[str, Tensor], places: Sequence[int]) -> Layers:
    """Return the tensors with the layers at `places` only, counted anew."""
    picked = {name: one for name, one in weights.items() if not name.startswith("encoder")}
    for new, old in enumerate(places):
        stem = f"encoder.layer.{old}."
        picked |= {
            name.replace(stem, f"encoder.layer.{new}."): one
            for name, one in weights.items()
            if name.startswith(stem)
        }
    return picked


def _squared(mine: Tensor, aim: Tensor) -> Tensor:
    """Return the squared distance in units of the aim's variance, summed over pieces."""
    return ((mine - aim) ** 2).sum() / aim.var() / aim.shape[1]


def _scale(step: int, steps: int) -> float:
    """Return the share of the highest rate at a step: up in a line, down in a half wave."""
    wave = 0.5 * (1 + np.cos(np.pi * step / steps))
    return min(1.0, (step + 1) / WARM_UP) * (LEAST_RATE + (1 - LEAST_RATE) * wave)


def _cut(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Encoding]:
    """Cut texts into pieces, shortest first."""
    return sorted(tokenizer.encode_batch(list(texts)), key=lambda encoding: len(encoding.ids))
