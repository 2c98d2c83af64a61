"""Train the judge; go on from the last checkpoint if there is one.

    python -m training.judge.train --comprehension comprehension.jsonl.gz --written written.jsonl.gz \\
        --interviews interviews_fr.jsonl.gz --encoder onrecord/retrieval/bundled_encoder --out FOLDER

Each line of the log holds the step and either losses or the figures of the questions set apart. A
run that is asked to stop (SIGTERM) keeps a checkpoint; one that is cut off loses what came after its
last one. Either goes on there, with the same draws.
"""

import argparse
import json
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from training.judge.batch import Batch, BatchMaker, Form, move, to_numpy
from training.judge.case import Case
from training.judge.checkpoint import NAME, RunningMean, load_checkpoint, save_checkpoint
from training.judge.data import add_sources, find_sources, read_cases
from training.judge.draw import Drawer
from training.judge.loss import measure_loss
from training.judge.measure import choose_dev, judge_cases
from training.judge.mine import add_found, read_found
from training.judge.model import Reader
from training.judge.starting import LOWER, make_reader, read_tokenizer
from training.judge.whole import read_versions

MIXTURES: dict[str, dict[str, float]] = {
    "broad": {
        "written": 12, "interview": 12, "whole": 18, "squad": 22, "shift": 16, "piaf": 14, "story": 8,
        "guide": 4, "spanish": 3, "clapnq": 3, "fact": 2, "talk": 2, "topic": 1, "science": 1,
    },
    "close": {
        "written": 12, "interview": 12, "whole": 58, "squad": 6, "shift": 4, "piaf": 5, "guide": 1,
        "story": 1, "clapnq": 1,
    },
}  # fmt: skip
POOLED = 4  # steps whose packs are drawn together and sorted by length
WARM_UP = 200  # steps
COOLING = 0.6  # of the minutes, when these are bounded: the rate comes down to 0 in them


@dataclass(frozen=True)
class Plan:
    """How the judge is trained.

    Attributes
    ----------
    form
        `packed` or `joint`, see `batch.py`.
    lower
        Layers of the encoder that read question and passage apart, and do not learn.
    mixture, last
        How much each family of data weighs, `broad`, or `close` to interviews: to begin with, and
        in the cooldown.
    steps, cooldown
        Steps in all, and how many at the end bring the rate of learning down to 0.
    packs
        Passages a step.
    window
        Pieces of sentences that a question is shown with in the joint form; 0 for whole passages.
    rate
        Of learning: the upper layers'; what is new learns three times as fast.
    seed
        Of all that is drawn.
    """

    form: str = "joint"
    lower: int = LOWER
    mixture: str = "broad"
    last: str = "close"
    steps: int = 6_000
    cooldown: int = 4_800
    packs: int = 12
    window: int = 0
    rate: float = 2e-4
    seed: int = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_sources(parser)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the bundled encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    parser.add_argument("--found", type=Path, help="the file of training.judge.mine")
    parser.add_argument("--start", type=Path, help="checkpoint to begin from, its step forgotten")
    parser.add_argument("--log", type=Path, required=True, help="JSON lines to add to")
    parser.add_argument("--device", default="cpu", help="cpu, or cuda")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop (and keep) after these")
    for field in fields(Plan):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    options = parser.parse_args(arguments)
    torch.backends.cuda.enable_cudnn_sdp(False)  # it plans each new shape anew: most of a step's time
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    torch.manual_seed(plan.seed)
    cases = read_cases(find_sources(options))
    tokenizer = read_tokenizer(options.encoder)
    found = read_found(options.found, cases.train) if options.found else {}
    dev = add_found(cases.dev, options.found) if options.found else cases.dev
    versions = read_versions()
    drawers = [
        Drawer(cases.train, MIXTURES[name], plan.seed, found, versions)
        for name in (plan.mixture, plan.last)
    ]
    steps = Steps(plan, BatchMaker(tokenizer), drawers[0], drawers[1])
    reader = make_reader(tokenizer, plan.lower).to(options.device)
    run = Run(plan, reader, steps, dev, options.out, options.log)
    run.restore(options.start)
    run.go(options.workers, options.minutes)


class Steps(Dataset[Batch]):
    """The batch of each step, the same for the same number: drawn, and alike in length."""

    def __init__(self, plan: Plan, maker: BatchMaker, first: Drawer, last: Drawer) -> None:
        self._plan, self.maker, self._first, self._last = plan, maker, first, last

    def __len__(self) -> int:
        return self._plan.steps

    def find_progress(self, step: int) -> float:
        """Return how far the training is at a step, 0..1."""
        return step / self._plan.steps

    def __getitem__(self, step: int) -> Batch:
        pool, place = divmod(step, POOLED)
        last = np.random.default_rng([self._plan.seed, pool, 1]).random() < self.find_progress(step)
        packs = (self._last if last else self._first).draw(pool, POOLED * self._plan.packs)
        packs.sort(
            key=lambda pack: len(pack.case.passage) + sum(len(q.text) for q in pack.case.questions)
        )
        mine = packs[place * self._plan.packs : (place + 1) * self._plan.packs]
        return self.maker.make(mine, Form(self._plan.form), self._plan.window or None)


class Run:
    """A run of training."""

    checkpoint_every = 600  # seconds
    measure_every = 900
    note_every = 50  # steps

    def __init__(
        self,
        plan: Plan,
        reader: Reader,
        steps: Steps,
        dev: Sequence[Case],
        out: Path,
        log: Path,
    ) -> None:
        self._plan, self._reader, self._steps, self._out, self._log = plan, reader, steps, out, log
        self._form = Form(plan.form)
        self._dev = choose_dev(dev)
        self._optimizer = make_optimizer(reader, plan.rate)
        self._mean = RunningMean(reader.judge, 0.999)
        self._step = 0
        self._seen = 0
        self._stopped = False  # asked to stop: keep what there is

    def restore(self, start: Path | None) -> None:
        """Go on from the run's own checkpoint; else begin from the weights of another, if given."""
        if (self._out / NAME).exists():
            kept = load_checkpoint(self._out)
            self._reader.judge.load_state_dict(kept["judge"])
            self._optimizer.load_state_dict(kept["optimizer"])
            self._mean.weights, self._mean.steps = kept["mean"], kept["mean_steps"]
            self._step, self._seen = kept["step"], kept["seen"]
        elif start:
            kept = load_checkpoint(start)
            self._reader.judge.load_state_dict(kept["mean"])
            self._mean = RunningMean(self._reader.judge, 0.999)
        else:
            self._reader.find_middle(move(self._steps[0], self._reader.device))
            self._mean = RunningMean(self._reader.judge, 0.999)
        self._note({"event": "begin", "step": self._step, **asdict(self._plan)})

    def go(self, workers: int, minutes: float) -> None:
        """Train to the last step, or as many minutes as are given; `workers` make the batches."""
        begun = kept = measured = time.monotonic()
        noted: list[dict[str, float]] = []
        self._reader.train()
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "_stopped", True))
        last = begun + 60 * minutes
        numbers = range(self._step, self._plan.steps)
        batches = DataLoader(
            self._steps, None, sampler=numbers, num_workers=workers, collate_fn=to_numpy
        )
        for batch in batches:
            if time.monotonic() > last or self._stopped:
                break
            if self._step % self.note_every == 0:
                self._note_losses(noted, time.monotonic() - begun)
            left = (last - time.monotonic()) / (60 * minutes * COOLING)
            noted.append(self._take_step(move(batch, self._reader.device), min(1.0, left)))
            if time.monotonic() - kept > self.checkpoint_every:
                self._keep()
                kept = time.monotonic()
            if time.monotonic() - measured > self.measure_every:
                self._measure()
                measured = time.monotonic()
        self._keep()
        if not self._stopped:
            self._measure()

    def _take_step(self, batch: Batch, most: float) -> dict[str, float]:
        """Take a step, with at most the share `most` of the rate."""
        rate = min(most, find_rate(self._step, self._plan))
        for group in self._optimizer.param_groups:
            group["lr"] = group["base"] * rate
        with torch.autocast(self._reader.device.type, torch.bfloat16):
            judgement = self._reader(batch)
        losses = measure_loss(judgement, batch)
        self._optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(losses.total)
        torch.nn.utils.clip_grad_norm_(self._reader.judge.parameters(), 1.0)
        self._optimizer.step()
        self._mean.add(self._reader.judge)
        self._step += 1
        asked = int(batch.right.asked.sum())
        self._seen += asked
        return {
            "answer": float(losses.answer.detach()),
            "evidence": float(losses.evidence.detach()),
            "span": float(losses.span.detach()),
            "version": float(losses.version.detach()),
            "asked": asked,
        }

    def _note_losses(self, noted: list[dict[str, float]], spent: float) -> None:
        if noted:
            means = {name: round(sum(one[name] for one in noted) / len(noted), 4) for name in noted[0]}
            self._note({"step": self._step, "seen": self._seen, "s": round(spent), **means})
            noted.clear()

    def _keep(self) -> None:
        facts = {
            "step": self._step,
            "seen": self._seen,
            "form": self._plan.form,
            "lower": self._plan.lower,
            "plan": asdict(self._plan),
        }
        save_checkpoint(self._out, self._reader.judge, self._mean, self._optimizer, facts)

    def _measure(self) -> None:
        """Measure the running mean of the weights on what is set apart."""
        own = {name: one.clone() for name, one in self._reader.judge.state_dict().items()}
        self._reader.judge.load_state_dict(self._mean.weights)
        for name, cases in self._dev.items():
            figures = judge_cases(self._reader, self._steps.maker, cases, self._form).summarize()
            self._note({"event": "dev", "set": name, "step": self._step, "seen": self._seen, **figures})
        self._reader.judge.load_state_dict(own)

    def _note(self, fact: Mapping[str, object]) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at": time.strftime("%H:%M:%S"), **fact}) + "\n")


def make_optimizer(reader: Reader, rate: float) -> torch.optim.Optimizer:
    """Return AdamW: layers by `rate`, what is new by three times as much; no decay of vectors."""
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, one in reader.judge.named_parameters():
        groups.setdefault((name.startswith("layers."), one.ndim > 1), []).append(one)
    return torch.optim.AdamW(
        [
            {
                "params": ones,
                "lr": rate * (1 if old else 3),
                "base": rate * (1 if old else 3),
                "weight_decay": 0.01 if matrix else 0.0,
            }
            for (old, matrix), ones in groups.items()
        ],
        betas=(0.9, 0.98),
        fused=True,
    )


def find_rate(step: int, plan: Plan) -> float:
    """Return the share of the rate at a step: up in a warm-up, down at the end."""
    up = min(1.0, (step + 1) / WARM_UP)
    down = (plan.steps - step) / plan.cooldown if plan.cooldown else 1.0
    return min(up, max(down, 0.0), 1.0)


if __name__ == "__main__":
    main()
