"""Train the transplanted encoder for late interaction and pooled search, and write it to a folder.

    python training/train.py --data ../shared/train --start TRANSPLANT --work WORK --out MODEL

TRANSPLANT is what `transplant.py` wrote. WORK keeps a checkpoint now and then: the same command
takes training up again there. At the end the checkpoint, or the average of the last ones, that
orders held-out pairs best is written to MODEL. It looks at no other figure: see `evaluate.py`.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from checkpoint import average_models, choose_best, grade_model, read_state, save_state
from encoding import THREADS, Encoder
from evaluate import prepare_trial
from loss import contrast_late, contrast_pooled, imitate
from model_folder import write_model, write_word_pieces
from source_text import read_training_text
from student import Student
from training_batch import Batch, BatchSource
from transplant import find_base_model

LOG = Path(__file__).parent / "log.jsonl"
PASSAGE_PIECES, QUESTION_PIECES, SENTENCE_PIECES = 128, 32, 40  # where training cuts texts
POOLED_SHARE, ALIGNED_SHARE, IMITATION_SHARE = 0.5, 0.3, 2.0  # of the loss; late interaction has 1


@dataclass(frozen=True)
class Plan:
    """How long and how fast; the defaults are run A of `log.jsonl`.

    Attributes
    ----------
    steps, warm_up, cool_down
        Batches in all; the rate rises over the first ones and falls to 0 over the last ones.
    rate
        Of AdamW, at its highest.
    pairs, parallels
        French pairs and aligned sentences in a batch.
    every
        Steps between two checkpoints, each measured.
    average
        How many of the last checkpoints may be averaged, at most.
    questions
        Held-out questions that a checkpoint is measured with.
    seed
        Of the batches; nothing else is drawn.
    hint
        Share of the contexts without another question that show keywords of the very question,
        as a reader may ask what the reporter asked; 0..1.
    """

    steps: int = 600
    warm_up: int = 30
    cool_down: int = 225
    rate: float = 1e-4
    pairs: int = 32
    parallels: int = 12
    every: int = 75
    average: int = 4
    questions: int = 500
    seed: int = 4
    hint: float = 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train, and write the chosen model."""
    parser = argparse.ArgumentParser(description="Train the transplanted encoder on.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--start", type=Path, required=True, help="folder of the transplant")
    parser.add_argument("--work", type=Path, required=True, help="folder of the checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--log", type=Path, default=LOG, help="JSON lines to add to")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 2, 3, 5], help="layers kept")
    for field in fields(Plan):
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=type(field.default), default=field.default)
    options = parser.parse_args(arguments)
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    torch.set_num_threads(THREADS)
    torch.manual_seed(plan.seed)
    student = Student(options.start, options.layers)
    trial = prepare_trial(options.data, plan.questions)
    train(student, plan, options)
    for count in range(2, plan.average + 1):
        average_models(options.work, count, options.start)
    best = choose_best(options.work, trial, options.log)
    copy_model(best, options.out, options.start)


def train(student: Student, plan: Plan, options: argparse.Namespace) -> None:
    """Run the steps that are left, with a checkpoint and a measure every now and then."""
    source = BatchSource(read_training_text(options.data), plan.seed, plan.hint)
    trial = prepare_trial(options.data, plan.questions)
    teacher = Encoder(find_base_model(), SENTENCE_PIECES)
    optimizer = torch.optim.AdamW(student.parameters(), lr=plan.rate, weight_decay=0.0)
    done = read_state(options.work, student, optimizer)
    if not done:
        save_checkpoint(student, options, 0)
        note(options.log, {"step": 0, **grade_model(options.work / "step-00000", trial)})
    begun = time.perf_counter()
    for step in range(done + 1, plan.steps + 1):
        for group in optimizer.param_groups:
            group["lr"] = plan.rate * find_rate(step, plan)
        parts = measure_loss(student, teacher, source.draw(step, plan.pairs, plan.parallels))
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(sum(parts.values(), torch.zeros(())))
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimizer.step()
        if step % 20 == 0:
            line = {name: round(float(part.detach()), 4) for name, part in parts.items()}
            note(options.log, {"step": step, **line, "s": round(time.perf_counter() - begun)})
        if step % plan.every == 0 or step == plan.steps:
            save_checkpoint(student, options, step)
            save_state(options.work, student, optimizer, step)
            note(options.log, {"step": step, **grade_model(folder_of(options.work, step), trial)})


def find_rate(step: int, plan: Plan) -> float:
    """Return the share of the highest rate at a step: up, level, down to 0."""
    return min(1.0, step / plan.warm_up, (plan.steps - step + 1) / plan.cool_down)


def measure_loss(student: Student, teacher: Encoder, batch: Batch) -> dict[str, torch.Tensor]:
    """Return the parts of the loss on a batch, each with its share; their sum is minimised."""
    questions = student.encode(batch.questions, QUESTION_PIECES)
    passages = student.encode(batch.passages, PASSAGE_PIECES)
    english = student.encode(batch.english, SENTENCE_PIECES)
    french = student.encode(batch.french, SENTENCE_PIECES)
    taught = torch.from_numpy(teacher.encode(batch.english).pooled)
    one_by_one = torch.eye(len(batch.english), dtype=torch.bool)
    return {
        "late": contrast_late(questions, passages, batch.same),
        "pooled": POOLED_SHARE * contrast_pooled(questions, passages, batch.same),
        "aligned": ALIGNED_SHARE * contrast_late(english, french, one_by_one),
        "imitation": IMITATION_SHARE * (imitate(english, taught) + imitate(french, taught)) / 2,
    }


def folder_of(work: Path, step: int) -> Path:
    """Return the model folder of a step."""
    return work / f"step-{step:05d}"


def save_checkpoint(student: Student, options: argparse.Namespace, step: int) -> None:
    """Write the student as a model folder."""
    folder = folder_of(options.work, step)
    write_model(folder, options.start, student.weights(), student.tokenizer, student.max_pieces)
    write_word_pieces(folder, student.projected(), student.frequency)


def copy_model(best: Path, out: Path, start: Path) -> None:
    """Write the chosen model to `out`, where the model card is left alone."""
    chosen = Student(best)
    write_model(out, start, chosen.weights(), chosen.tokenizer, chosen.max_pieces)
    write_word_pieces(out, chosen.projected(), chosen.frequency)


def note(log: Path, line: dict[str, float]) -> None:
    """Add a line to the log."""
    with log.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
