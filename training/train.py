"""Train the bundled encoder: a small student learns from multilingual-e5-small, and is written.

    python training/train.py --data ../shared/train --work WORK --out onrecord/bundled_encoder

WORK keeps the state every hundred steps: the same command takes training up again there. The
student sees its own folded pieces, the teacher the text as it is; word by word, text by text and
in the order of passages the one learns to give what the other gives. It looks at no figure: see
`evaluate.py`.
"""

import argparse
import json
import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from base_model import BaseModel, read_teacher
from encoding import THREADS
from loss import LATE_TEMPERATURE, POOLED_TEMPERATURE, follow, score_late, score_taught
from source_text import TrainingText, read_training_text
from start import make_start
from student import Start, Student, Vectors, weigh_vocabulary
from teacher import Lesson, Teacher
from training_batch import Batch, BatchSource

LOG = Path(__file__).parent / "log.jsonl"
# Shares of the loss: word vectors, whole texts, order by word pieces, the same across languages,
# order by whole texts.
WORDS, POOLED, LATE, ACROSS, POOLED_ORDER = 2.0, 10.0, 0.3, 0.1, 0.5


@dataclass(frozen=True)
class Plan:
    """How long and how fast; the defaults made the bundled encoder.

    Attributes
    ----------
    steps, warm_up
        Batches in all; the rate rises over the first ones, and falls over the last seven tenths.
    rate
        Of AdamW, at its highest.
    pairs, parallels, paragraphs
        French pairs, aligned sentences and paragraphs of prose in a batch.
    seed
        Of the batches and of the sample for directions.
    """

    steps: int = 900
    warm_up: int = 60
    rate: float = 5e-4
    pairs: int = 20
    parallels: int = 16
    paragraphs: int = 6
    seed: int = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, train, and write the student."""
    parser = argparse.ArgumentParser(description="Train the bundled encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--work", type=Path, required=True, help="folder of the state")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--log", type=Path, default=LOG, help="JSON lines to add to")
    parser.add_argument("--layers", type=int, nargs="+", default=[0, 3, 7, 10], help="layers kept")
    for field in fields(Plan):
        name = "--" + field.name.replace("_", "-")
        parser.add_argument(name, type=type(field.default), default=field.default)
    options = parser.parse_args(arguments)
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    torch.set_num_threads(THREADS)
    torch.manual_seed(plan.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    base, text = read_teacher(), read_training_text(options.data)
    start = read_start(options.work, base, text, plan.seed)
    school = School(base, start, options.layers, text, plan)
    school.take_up(options.work)
    while school.step < plan.steps:
        school.go_on(options.log)
        if school.step % 100 == 0 or school.step == plan.steps:
            school.save(options.work)
    school.finish().write(options.out, start)


def read_start(work: Path, base: BaseModel, text: TrainingText, seed: int) -> Start:
    """Return what `make_start` makes, kept in `work` from one run to the next."""
    path = work / "start.pickle"  # our own, in the folder of this run: never shipped
    if path.exists():
        start: Start = pickle.loads(path.read_bytes())
        return start
    start = make_start(base, text, seed)
    path.write_bytes(pickle.dumps(start))
    return start


class School:
    """A student in bfloat16, the float32 numbers that it stands for, and its teacher."""

    def __init__(
        self, base: BaseModel, start: Start, layers: Sequence[int], text: TrainingText, plan: Plan
    ) -> None:
        self.plan = plan
        self.step = 0
        self._student = Student(base, start, layers)
        self._numbers = [one.detach().clone() for one in self._student.parameters()]
        self._optimizer = torch.optim.AdamW(self._numbers, plan.rate, weight_decay=0.0, fused=True)
        self._student.bfloat16()
        means = {role: torch.from_numpy(mean) for role, mean in start.means.items()}
        self._teacher = Teacher(base, means)
        self._teacher_weights = weigh_vocabulary(start.teacher_frequency)
        self._source = BatchSource(text, plan.seed)
        self._begun = time.perf_counter()

    def go_on(self, log: Path) -> None:
        """Make one step; note every twentieth in the log."""
        self.step += 1
        parts = self._measure(self._source.draw(self.step, self.plan))
        torch.stack(list(parts.values())).sum().backward()
        for own, number in zip(self._student.parameters(), self._numbers, strict=True):
            number.grad = torch.zeros_like(number) if own.grad is None else own.grad.float()
            own.grad = None
        torch.nn.utils.clip_grad_norm_(self._numbers, 1.0)
        for group in self._optimizer.param_groups:
            group["lr"] = self.plan.rate * find_rate(self.step, self.plan)
        self._optimizer.step()
        self._copy_numbers()
        if self.step % 20 == 0:
            line = {name: round(float(part.detach()), 4) for name, part in parts.items()}
            spent = round(time.perf_counter() - self._begun)
            with log.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"step": self.step, **line, "s": spent}) + "\n")

    def take_up(self, work: Path) -> None:
        """Take up what `save` saved; nothing where there is none."""
        if (work / "state.pt").exists():
            state = torch.load(work / "state.pt", weights_only=True)
            self.step = state["step"]
            self._optimizer.load_state_dict(state["optimizer"])
            for number, saved in zip(self._numbers, state["numbers"], strict=True):
                number.copy_(saved)
        self._copy_numbers()

    def save(self, work: Path) -> None:
        """Save all that the next step needs; the file is replaced at once."""
        optimizer = self._optimizer.state_dict()
        state = {"step": self.step, "optimizer": optimizer, "numbers": self._numbers}
        torch.save(state, work / "state.new")
        (work / "state.new").replace(work / "state.pt")

    def finish(self) -> Student:
        """Return the student in float32."""
        self._student.float()
        self._copy_numbers()
        return self._student

    def _copy_numbers(self) -> None:
        with torch.no_grad():
            for own, number in zip(self._student.parameters(), self._numbers, strict=True):
                own.copy_(number)

    def _measure(self, batch: Batch) -> dict[str, torch.Tensor]:
        """Return the parts of the loss on a batch, each with its share; their sum is minimised."""
        asked, aligned = len(batch.questions), len(batch.first)
        short = [*batch.questions, *batch.first, *batch.second]
        roles = ["question"] * (asked + aligned) + ["passage"] * aligned
        long = [*batch.passages, *batch.paragraphs]
        taught = self._teacher.teach(short, roles)
        taught_long = self._teacher.teach(long, ["passage"] * len(long))
        learnt, learnt_long = self._student.learn(short, taught), self._student.learn(long, taught_long)
        questions, passages = _cut(learnt, 0, asked), _cut(learnt_long, 0, asked)
        first, second = _cut(learnt, asked, aligned), _cut(learnt, asked + aligned, aligned)
        weights, right = self._teacher_weights, torch.eye(aligned, dtype=torch.bool)
        late = score_taught(taught[:asked], taught_long[:asked], weights)
        across = score_taught(taught[asked : asked + aligned], taught[asked + aligned :], weights)
        whole = _pool(taught[:asked]) @ _pool(taught_long[:asked]).T
        order = questions.pooled @ passages.pooled.T
        far = [_far_pooled(learnt, taught), _far_pooled(learnt_long, taught_long)]
        return {
            "words": WORDS / 2 * (learnt.far + learnt_long.far),
            "projected": WORDS / 2 * (learnt.far_projected + learnt_long.far_projected),
            "pooled": POOLED * torch.stack(far).sum(),
            "late": LATE * follow(score_late(questions, passages), late, batch.same, LATE_TEMPERATURE),
            "across": ACROSS * follow(score_late(first, second), across, right, LATE_TEMPERATURE),
            "order": POOLED_ORDER * follow(order, whole, batch.same, POOLED_TEMPERATURE),
        }


def find_rate(step: int, plan: Plan) -> float:
    """Return the share of the highest rate at a step: up, level, down to a fiftieth."""
    falling = max(0.02, (plan.steps - step + 1) / (0.7 * plan.steps))
    return min(1.0, step / plan.warm_up, falling)


def _cut(vectors: Vectors, start: int, count: int) -> Vectors:
    rows = slice(start, start + count)
    kept = (vectors.pooled[rows], vectors.pieces[rows], vectors.weights[rows])
    return Vectors(*kept, vectors.far, vectors.far_projected)


def _pool(lessons: Sequence[Lesson]) -> torch.Tensor:
    return torch.stack([lesson.pooled for lesson in lessons])


def _far_pooled(vectors: Vectors, lessons: Sequence[Lesson]) -> torch.Tensor:
    return (1 - (vectors.pooled * _pool(lessons)).sum(1)).mean()


if __name__ == "__main__":
    main()
