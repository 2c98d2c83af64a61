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

import torch

from training.judge.batch import BatchMaker, Form
from training.judge.case import Case
from training.judge.checkpoint import NAME, RunningMean, load_checkpoint, save_checkpoint
from training.judge.data import add_sources, find_sources, read_cases
from training.judge.draw import Drawer
from training.judge.loss import measure_loss
from training.judge.measure import judge_cases
from training.judge.mine import read_found
from training.judge.model import Reader
from training.judge.starting import make_reader, read_tokenizer

MIXTURES: dict[str, dict[str, float]] = {
    "broad": {
        "written": 16, "interview": 16, "squad": 24, "piaf": 18, "story": 12, "spanish": 2,
        "clapnq": 3, "fact": 2, "topic": 1, "science": 1,
    },
    "middle": {
        "written": 22, "interview": 28, "squad": 20, "piaf": 14, "story": 10, "spanish": 1,
        "clapnq": 3, "fact": 2,
    },
    "close": {
        "written": 28, "interview": 38, "squad": 12, "piaf": 14, "story": 5, "clapnq": 2, "fact": 1,
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
    mixture
        How much each family of data weighs: `broad`, `middle`, or `close` to interviews.
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

    form: str = "packed"
    mixture: str = "broad"
    steps: int = 12_000
    cooldown: int = 2_000
    packs: int = 8
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
    parser.add_argument("--threads", type=Path, help="file with a number of threads, read now and then")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop (and keep) after these")
    for field in fields(Plan):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    options = parser.parse_args(arguments)
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    torch.manual_seed(plan.seed)
    set_threads(options.threads)
    cases = read_cases(find_sources(options))
    tokenizer = read_tokenizer(options.encoder)
    found = read_found(options.found, cases.train) if options.found else {}
    drawer = Drawer(cases.train, MIXTURES[plan.mixture], plan.seed, found)
    maker = BatchMaker(tokenizer)
    run = Run(plan, make_reader(tokenizer), maker, drawer, cases.dev, options.out, options.log)
    run.restore(options.start)
    run.go(options.threads, options.minutes)


class Run:
    """A run of training."""

    checkpoint_every = 600  # seconds
    measure_every = 900
    note_every = 50  # steps

    def __init__(
        self,
        plan: Plan,
        reader: Reader,
        maker: BatchMaker,
        drawer: Drawer,
        dev: Sequence[Case],
        out: Path,
        log: Path,
    ) -> None:
        self._plan, self._reader, self._maker, self._out, self._log = plan, reader, maker, out, log
        self._form = Form(plan.form)
        self._drawer = drawer
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
            self._reader.find_middle(self._maker.make(self._drawer.draw(0, 16), self._form))
            self._mean = RunningMean(self._reader.judge, 0.999)
        self._note({"event": "begin", "step": self._step, **asdict(self._plan)})

    def go(self, threads: Path | None, minutes: float) -> None:
        """Train to the last step, or as many minutes as are given."""
        begun = kept = measured = time.monotonic()
        noted: list[dict[str, float]] = []
        self._reader.train()
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "_stopped", True))
        last = begun + 60 * minutes
        while self._step < self._plan.steps and time.monotonic() < last and not self._stopped:
            if self._step % self.note_every == 0:
                set_threads(threads)
                self._note_losses(noted, time.monotonic() - begun)
            left = (last - time.monotonic()) / (60 * minutes * COOLING)
            noted.append(self._take_step(min(1.0, left)))
            if time.monotonic() - kept > self.checkpoint_every:
                self._keep()
                kept = time.monotonic()
            if time.monotonic() - measured > self.measure_every:
                self._measure()
                measured = time.monotonic()
        self._keep()
        if not self._stopped:
            self._measure()

    def _take_step(self, most: float) -> dict[str, float]:
        """Take a step, with at most the share `most` of the rate."""
        pool, place = divmod(self._step, POOLED)
        packs = self._drawer.draw(pool, POOLED * self._plan.packs)
        packs.sort(
            key=lambda pack: len(pack.case.passage) + sum(len(q.text) for q in pack.case.questions)
        )
        mine = packs[place * self._plan.packs : (place + 1) * self._plan.packs]
        batch = self._maker.make(mine, self._form, self._plan.window or None)
        rate = min(most, find_rate(self._step, self._plan))
        for group in self._optimizer.param_groups:
            group["lr"] = group["base"] * rate
        with torch.autocast("cpu", torch.bfloat16):
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
            "plan": asdict(self._plan),
        }
        save_checkpoint(self._out, self._reader.judge, self._mean, self._optimizer, facts)

    def _measure(self) -> None:
        """Measure the running mean of the weights on what is set apart."""
        own = {name: one.clone() for name, one in self._reader.judge.state_dict().items()}
        self._reader.judge.load_state_dict(self._mean.weights)
        for name, cases in self._dev.items():
            figures = judge_cases(self._reader, self._maker, cases, self._form).summarize()
            self._note({"event": "dev", "set": name, "step": self._step, "seen": self._seen, **figures})
        self._reader.judge.load_state_dict(own)

    def _note(self, fact: Mapping[str, object]) -> None:
        with self._log.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"at": time.strftime("%H:%M:%S"), **fact}) + "\n")


def choose_dev(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Take a few hundred questions set apart: of written ones, and of SQuAD."""
    squad = [case for case in cases if case.family == "squad"]
    mixed = [case for case in squad if len({one.answer is None for one in case.questions}) == 2]
    own = [case for case in cases if case.family in ("written", "interview")]
    return {
        "written": own[:: max(1, len(own) // 32)],
        "squad": mixed[:: max(1, len(mixed) // 12)],
    }


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
    )


def find_rate(step: int, plan: Plan) -> float:
    """Return the share of the rate at a step: up in a warm-up, down at the end."""
    up = min(1.0, (step + 1) / WARM_UP)
    down = (plan.steps - step) / plan.cooldown if plan.cooldown else 1.0
    return min(up, max(down, 0.0), 1.0)


def set_threads(path: Path | None) -> None:
    """Read how many threads may be used."""
    if path and path.exists():
        text = path.read_text("utf-8").strip()
        if text.isdigit() and int(text) > 0:
            torch.set_num_threads(int(text))


if __name__ == "__main__":
    main()
