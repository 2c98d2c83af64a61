"""Make what a student begins with: vocabulary, how common pieces are, the teacher's directions.

First step of `train.py`. Rows are drawn with a fixed seed; nothing here learns.
"""

import random
from collections.abc import Sequence

import numpy as np
import torch
from base_model import BaseModel
from encoding import Floats
from source_text import Pair, TrainingText, cap_each_source
from student import Start
from teacher import Teacher
from training_batch import ASKED
from vocabulary import make_vocabulary
from word_pieces import principal_directions, share_of_paragraphs

PAIRS_A_SOURCE, PARAGRAPHS_A_SOURCE, PARALLELS_A_SOURCE = 4_000, 9_000, 12_000
NEW_WORDS = 12_000
SAMPLE = 600  # questions and passages from which means and directions are taken; half as many else


def make_start(base: BaseModel, text: TrainingText, seed: int) -> Start:
    """Return the beginning of a student of the teacher `base`."""
    texts = _gather_texts(text)
    vocabulary = make_vocabulary(base, texts, NEW_WORDS)
    questions, passages = _sample(text, random.Random(seed))
    teacher = Teacher(base)
    vectors = {
        role: np.concatenate([_read(teacher, group, role) for group in _groups(rows)])
        for role, rows in (("question", questions), ("passage", passages))
    }
    means = {role: rows.mean(axis=0) for role, rows in vectors.items()}
    centred = np.concatenate([rows - means[role] for role, rows in vectors.items()])
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    return Start(
        tokenizer=vocabulary.tokenizer,
        embeddings=vocabulary.embeddings,
        frequency=share_of_paragraphs(vocabulary.tokenizer, text),
        teacher_frequency=share_of_paragraphs(base.make_tokenizer(), text, len(base.embeddings)),
        means=means,
        projection=principal_directions((centred.T @ centred).astype(np.float64)),
    )


def _gather_texts(text: TrainingText) -> list[str]:
    """Take French of every kind and the English of aligned sentences, no source too much."""
    pairs = cap_each_source(text.pairs, PAIRS_A_SOURCE, lambda row: row.passage + row.question)
    prose = cap_each_source(text.paragraphs, PARAGRAPHS_A_SOURCE, lambda row: row.text)
    aligned = cap_each_source(text.parallels, PARALLELS_A_SOURCE, lambda row: row.french)
    return [
        *(f"{row.question} {row.passage}" for row in pairs),
        *(row.text for row in prose),
        *(row.french for row in aligned),
        *(row.english for row in aligned),
    ]


def _sample(text: TrainingText, chance: random.Random) -> tuple[list[str], list[str]]:
    """Draw what stands for questions and what stands for passages, in both languages."""
    asked: list[Pair] = [pair for pair in text.pairs if pair.source in ASKED]
    pairs = chance.sample(asked, SAMPLE)
    prose = chance.sample([row.text for row in text.paragraphs if len(row.text) > 200], SAMPLE // 2)
    english = [row.english for row in chance.sample(text.parallels, SAMPLE)]
    questions = [pair.question for pair in pairs] + english[: SAMPLE // 2]
    passages = [pair.passage[:800] for pair in pairs] + prose + english[SAMPLE // 2 :]
    return questions, passages


def _groups(texts: Sequence[str], size: int = 64) -> list[Sequence[str]]:
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def _read(teacher: Teacher, texts: Sequence[str], role: str) -> Floats:
    lessons = teacher.teach(texts, [role] * len(texts))
    return torch.cat([lesson.pieces for lesson in lessons]).numpy()
