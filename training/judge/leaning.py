"""How far a question's form gives its label away, so that training and measuring can take it off.

People and models who write questions leave traces: unanswered ones share more words with the passage,
some forms are oftener answered. A small logistic regression sees the question's words and how many it
shares, never what the passage says; each case is judged by one fitted on other cases. An example then
weighs one half over the chance that form gave its label: what form tells cancels out.
Source: Schuster et al., 2019, https://arxiv.org/abs/1908.05267 (weights against giveaway phrases)
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn

from training.judge.case import Case

FAMILIES = ("written", "interview", "clapnq")  # where form tells much
FOLDS = 5
BUCKETS = 4096  # of words and pairs of words
STEPS = 150
DECAY = 3e-3
HEAVIEST = 3.0
SHARPENED = 1.75  # else leanings are too mild: so, weighted, they tell next to nothing of training rows
STEM = 6  # letters
_WORD = re.compile(r"\w+")


def lean_cases(cases: Sequence[Case], others: Sequence[Case] | None = None) -> list[Case]:
    """Return the cases, each question with its leaning: the chance of "answered" by its form alone.

    It is fitted on the `others`, or crosswise on the cases themselves; on each of `FAMILIES` alone.
    """
    leaned = list(cases)
    for family in FAMILIES:
        places = [place for place, case in enumerate(cases) if case.family == family]
        like = [case for case in others or cases if case.family == family]
        for fold in range(FOLDS) if others is None else (None,):
            here = [place for place in places if fold in (None, _find_fold(cases[place]))]
            fitted = [case for case in like if fold is None or _find_fold(case) != fold]
            for place, case in zip(here, _lean(fitted, [cases[place] for place in here]), strict=True):
                leaned[place] = case
    return leaned


def weigh(leaning: Tensor, answered: Tensor) -> Tensor:
    """Return the weight of examples from their `leaning` 0..1 and whether they are answered 0/1."""
    given = torch.where(answered > 0, leaning, 1 - leaning)
    return (0.5 / given.clamp(min=1e-3)).clamp(1 / HEAVIEST, HEAVIEST)


def _find_fold(case: Case) -> int:
    return zlib.crc32(case.key.encode()) % FOLDS


def _lean(fitted: Sequence[Case], wanted: Sequence[Case]) -> list[Case]:
    """Fit on the first cases, return the second with their leanings."""
    answered = torch.tensor(
        [float(one.answer is not None) for case in fitted for one in case.questions]
    )
    if not wanted or not 0 < float(answered.sum()) < len(answered):
        return list(wanted)
    torch.manual_seed(0)
    words = nn.EmbeddingBag(BUCKETS, 1, mode="mean")
    nn.init.zeros_(words.weight)
    rest = nn.Linear(3, 1)
    optimizer = torch.optim.Adam([*words.parameters(), *rest.parameters()], lr=0.1, weight_decay=DECAY)
    seen = _describe(fitted)
    for _ in range(STEPS):
        logits = words(seen[0], seen[1])[:, 0] * 4 + rest(seen[2])[:, 0]
        loss = nn.functional.binary_cross_entropy_with_logits(logits, answered)
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
    with torch.no_grad():
        seen = _describe(wanted)
        logits = words(seen[0], seen[1])[:, 0] * 4 + rest(seen[2])[:, 0]
        leanings = iter((logits * SHARPENED).sigmoid().tolist())
    return [
        replace(case, questions=tuple(replace(one, leaning=next(leanings)) for one in case.questions))
        for case in wanted
    ]


def _describe(cases: Sequence[Case]) -> tuple[Tensor, Tensor, Tensor]:
    """Return buckets of words, where each question's begin, and three numbers a question."""
    buckets: list[int] = []
    begins: list[int] = []
    numbers: list[list[float]] = []
    for case in cases:
        there = {word[:STEM] for word in _WORD.findall(case.passage.lower())}
        for question in case.questions:
            words = _WORD.findall(question.text.lower())
            pairs = [*words, *(" ".join(two) for two in zip(["^", *words], words, strict=False)), "?"]
            begins.append(len(buckets))
            buckets += [zlib.crc32(pair.encode()) % BUCKETS for pair in pairs]
            long = {word[:STEM] for word in words if len(word) > 3}
            share = len(long & there) / max(1, len(long))
            numbers.append([share, float("?" in question.text), len(words) / 10])
    return torch.tensor(buckets), torch.tensor(begins), torch.tensor(numbers)
