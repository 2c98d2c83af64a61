"""Keep what a run needs to go on: weights, their running mean, the optimiser, the step.

Only the judge is kept; the lower layers are the base model's. A checkpoint is written beside the last
one and then takes its place, so that a run that is cut off leaves one whole.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.judge.model import Judge

NAME = "last.pt"
RECENT = 10


class RunningMean:
    """The mean of the weights over the last steps, older ones counting less and less."""

    def __init__(self, judge: Judge, keep: float) -> None:
        self.keep = keep
        self.weights = {name: one.detach().clone() for name, one in judge.state_dict().items()}
        self.steps = 0

    @torch.no_grad()
    def add(self, judge: Judge) -> None:
        """Count in the weights of a step; early on, only the last tenth of the steps counts much."""
        self.steps += 1
        share = max(1 - self.keep, RECENT / (self.steps + RECENT))
        new = judge.state_dict()
        torch._foreach_lerp_(list(self.weights.values()), [new[name] for name in self.weights], share)


def save_checkpoint(
    folder: Path,
    judge: Judge,
    mean: RunningMean,
    optimizer: torch.optim.Optimizer,
    facts: Mapping[str, Any],
) -> Path:
    """Write the checkpoint of a run; `facts` hold at least its `step` and `form`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    content = {
        "judge": judge.state_dict(),
        "mean": mean.weights,
        "mean_steps": mean.steps,
        "optimizer": optimizer.state_dict(),
        **facts,
    }
    torch.save(content, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)
    return path


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint, or the one of a folder."""
    file = path / NAME if path.is_dir() else path
    content: dict[str, Any] = torch.load(file, map_location="cpu", weights_only=True)
    return content


def load_mean(path: Path) -> dict[str, Tensor]:
    """Read the running mean of a checkpoint: what is measured and exported."""
    mean: dict[str, Tensor] = load_checkpoint(path)["mean"]
    return mean
