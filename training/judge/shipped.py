"""Read a shipped judge back, so that a training goes on from it without its checkpoint.

    python -m training.judge.shipped --encoder onrecord/retrieval/bundled_encoder --out FOLDER

FOLDER is then given to `training.judge.train --start`. What rounding took away stays lost.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.judge.checkpoint import RunningMean, save_checkpoint
from training.judge.export import QUERIES, count_heads, name_parts, scale_queries
from training.judge.model import Judge
from training.judge.starting import make_reader, read_tokenizer
from training.quantization import IntegerLinear, restore_linear

SMALL = ("match.compare", "piece", "nowhere", "answer")  # linear layers that are not rounded


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, write the checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the bundled encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder of the checkpoint")
    options = parser.parse_args(arguments)
    judge = make_reader(read_tokenizer(options.encoder)).judge
    judge.load_state_dict(read_weights(options.encoder / "judge" / "judge.onnx", judge))
    optimizer = torch.optim.AdamW(judge.parameters())
    facts = {"step": 0, "seen": 0, "form": "joint"}
    save_checkpoint(options.out, judge, RunningMean(judge, 0.0), optimizer, facts)


def read_weights(path: Path, judge: Judge) -> dict[str, Tensor]:
    """Return the weights of a graph by their names in `judge`."""
    arrays = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}
    found = {
        "sides": np.stack([arrays["passage"], arrays["question"]]),
        "match.middle": arrays["match.middle"],
        "match.sharpness": arrays["match.sharpness"],
        "match.turn.weight": arrays["match.turn"].T,
    }
    for name in SMALL:
        found |= {f"{name}.weight": arrays[f"{name}.w"].T, f"{name}.bias": arrays[f"{name}.b"]}
    for own, name in name_parts(judge):
        if own.endswith("norm"):
            weight, bias = arrays[f"{name}.weight"], arrays[f"{name}.bias"]
        else:
            parts = (arrays.get(f"{name}.{part}") for part in ("weights", "scales", "bias", "shrink"))
            weight, bias = restore_linear(IntegerLinear(*parts))
        if own.endswith(QUERIES):
            factor = (weight.shape[1] / count_heads(judge)) ** 0.5
            weight, bias = scale_queries(weight, bias, factor)
        found |= {f"{own}.weight": weight, f"{own}.bias": bias}
    return {
        name: torch.from_numpy(np.array(found[name], np.float32)).view(one.shape)
        for name, one in judge.state_dict().items()
    }


if __name__ == "__main__":
    main()
