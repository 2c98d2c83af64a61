"""Make the bundled encoder of multilingual-e5-small: fewer pieces, fewer layers, two fitted heads.

    python training/train.py --data ../shared/train --out onrecord/bundled_encoder

Pieces that French and English text does not use go, and three of twelve layers; what stays is not
changed. Then the projection of the word pieces is learnt for late interaction, and the vector of a
whole text is fitted to the one that all twelve layers give. It looks at no figure: see `evaluate.py`.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from base_model import BaseModel, read_base_model
from encoding import THREADS, Floats
from heads import Group, fit_dense, learn_projection
from model_folder import Folder
from source_text import TrainingText, read_training_text
from student import Read, Student
from training_batch import Batch, BatchSource
from vocabulary import keep_used_pieces
from word_pieces import principal_directions, share_of_paragraphs

LOG = Path(__file__).parent / "log.jsonl"
LAYERS = (0, 1, 2, 3, 4, 5, 6, 8, 10)
PARAGRAPHS = 600.0  # as many as a small archive: log((N + 1) / (N share + 1/2)) weighs a piece


@dataclass(frozen=True)
class Plan:
    """How much is read; the defaults made the bundled encoder.

    Attributes
    ----------
    batches, pairs, parallels
        Batches in all; French pairs and aligned sentences in each.
    epochs
        How often the projection sees each batch.
    seed
        Of the batches.
    """

    batches: int = 36
    pairs: int = 32
    parallels: int = 24
    epochs: int = 8
    seed: int = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, make the encoder, write it."""
    parser = argparse.ArgumentParser(description="Make the bundled encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--log", type=Path, default=LOG, help="JSON lines to write")
    parser.add_argument("--layers", type=int, nargs="+", default=list(LAYERS), help="layers kept")
    for field in fields(Plan):
        parser.add_argument(f"--{field.name}", type=int, default=field.default)
    options = parser.parse_args(arguments)
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    torch.set_num_threads(THREADS)
    torch.manual_seed(plan.seed)
    begun = time.perf_counter()
    base, text = read_base_model(), read_training_text(options.data)
    vocabulary = keep_used_pieces(base, gather_texts(text))
    student = Student(base, options.layers, vocabulary.tokenizer, vocabulary.embeddings)
    frequency = share_of_paragraphs(vocabulary.tokenizer, text)
    source = BatchSource(text, plan.seed)
    batches = [source.draw(number, plan.pairs, plan.parallels) for number in range(plan.batches)]
    groups = [read_batch(student, batch) for batch in batches]
    directions = find_directions(groups)
    weights = weigh_vocabulary(frequency)
    projection, losses = learn_projection(groups, directions, weights, plan.epochs)
    dense = fit_whole_texts(base, student, batches, groups)
    named = {"weight": torch.from_numpy(dense[0]), "bias": torch.from_numpy(dense[1])}
    Folder(options.out).write(student.weights, named, projection, frequency, vocabulary.tokenizer)
    spent = round(time.perf_counter() - begun)
    noted = {**asdict(plan), "layers": options.layers, "losses": losses, "s": spent}
    options.log.write_text(json.dumps(noted) + "\n", encoding="utf-8")


def gather_texts(text: TrainingText) -> list[str]:
    """Take all the text there is, in both languages."""
    return [
        *(f"{row.question} {row.passage}" for row in text.pairs),
        *(row.text for row in text.paragraphs),
        *(row.french for row in text.parallels),
        *(row.english for row in text.parallels),
    ]


def read_batch(student: Student, batch: Batch) -> Group:
    """Read the questions and passages of a batch; aligned sentences ask for each other."""
    twice = torch.block_diag(batch.same, torch.eye(len(batch.english), dtype=torch.bool)).bool()
    questions = student.read([*batch.questions, *batch.english], "query")
    return Group(questions, student.read([*batch.passages, *batch.french], "document"), twice)


def find_directions(groups: Sequence[Group]) -> Floats:
    """Return the strongest directions of the word pieces of passages, the mean taken off."""
    pieces = np.concatenate([one.pieces for group in groups for one in group.passages])
    pieces = (pieces - pieces.mean(axis=0)).astype(np.float64)
    return principal_directions(pieces.T @ pieces)


def weigh_vocabulary(frequency: Floats) -> Floats:
    """Weigh each piece of a question as the product does, (vocabulary,) float32."""
    weights = np.log((PARAGRAPHS + 1) / (frequency * PARAGRAPHS + 0.5))
    return weights.clip(0.01).astype(np.float32)


def fit_whole_texts(
    base: BaseModel, student: Student, batches: Sequence[Batch], groups: Sequence[Group]
) -> tuple[Floats, Floats]:
    """Fit the dense layer to the vectors that the whole base model gives of the same texts."""
    layers = range(base.settings["num_hidden_layers"])
    whole = Student(base, layers, base.make_tokenizer(), base.embeddings)
    reads = list(chain.from_iterable((*group.questions, *group.passages) for group in groups))
    wanted: list[Read] = []
    for batch in batches:
        wanted += whole.read([*batch.questions, *batch.english], "query")
        wanted += whole.read([*batch.passages, *batch.french], "document")
    vectors = np.stack([one.mean for one in wanted])
    return fit_dense(reads, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


if __name__ == "__main__":
    main()
