"""Write a trained judge as the product reads it: an ONNX graph in 8-bit integers.

    python -m training.judge.export --checkpoint FOLDER --comprehension F --written F --interviews F \\
        --encoder onrecord/retrieval/bundled_encoder --out onrecord/retrieval/bundled_encoder/judge

Writes `judge.onnx`, and `onnx/lower.onnx` of the encoder's folder, which runs its lower layers alone.
Layers are rounded as the encoder's are; what enters them is measured on training passages.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from training.judge.batch import Batch, BatchMaker, Form
from training.judge.checkpoint import load_checkpoint
from training.judge.data import add_sources, find_sources, read_cases
from training.judge.draw import Drawer
from training.judge.judge_graph import JudgeGraph, write_lower_graph
from training.judge.model import Judge, Layer, Reader
from training.judge.starting import LOWER, make_reader, read_tokenizer
from training.judge.train import MIXTURES
from training.quantization import InputFigures, IntegerLinear, quantize_linear

Floats = npt.NDArray[np.float32]
MEASURED = 6  # batches
PACKS = 6
SEED = 11
NAMES = {
    "three": "attention.self",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "widen": "intermediate.dense",
    "narrow": "output.dense",
    "norm": "output.LayerNorm",
}
QUERIES = "three"  # and keys and values
EVEN = "attended"  # what attention gives is even already
HEADS = ("point", "pool")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, round the judge, write the files."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True)
    add_sources(parser)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the bundled encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(arguments)
    kept = load_checkpoint(options.checkpoint)
    tokenizer = read_tokenizer(options.encoder)
    lower = int(kept.get("lower", LOWER))
    reader = make_reader(tokenizer, lower).eval()
    reader.judge.load_state_dict(kept["mean"])
    cases = read_cases(find_sources(options)).train
    drawer, maker = Drawer(cases, MIXTURES["close"], SEED), BatchMaker(tokenizer)
    batches = [maker.make(drawer.draw(n, PACKS), Form(kept["form"])) for n in range(MEASURED)]
    graph = make_graph(reader.judge, measure_inputs(reader, batches))
    options.out.mkdir(parents=True, exist_ok=True)
    graph.save(str(options.out / "judge.onnx"))
    encoder = options.encoder / "onnx"
    write_lower_graph(encoder / "model.onnx", lower, encoder / "lower.onnx")


@torch.inference_mode()
def measure_inputs(reader: Reader, batches: Sequence[Batch]) -> dict[str, InputFigures]:
    """Judge batches; return what entered each linear layer of the judge that is to be rounded.

    Padding is read like the rest: it enters as the first piece of a batch, which is a real one.
    """
    found: dict[str, InputFigures] = {}

    def note(name: str, entering: Tensor) -> None:
        rows = entering.reshape(-1, entering.shape[-1])
        if name not in found:
            width = rows.shape[1]
            found[name] = InputFigures(np.zeros(width, np.float32), np.zeros((width, width)))
        found[name].largest = np.maximum(found[name].largest, rows.abs().amax(0).numpy())
        found[name].moment += (rows.T @ rows).numpy()

    hooks = [
        module.register_forward_pre_hook(lambda _, given, name=name: note(name, given[0]))
        for name, module in reader.judge.named_modules()
        if isinstance(module, torch.nn.Linear)
    ]
    for batch in batches:
        reader(batch)
    for hook in hooks:
        hook.remove()
    return found


def make_graph(judge: Judge, inputs: Mapping[str, InputFigures]) -> JudgeGraph:
    """Round the judge's layers and write its graph."""
    weights = {name: one.numpy() for name, one in judge.state_dict().items()}
    given: dict[str, Floats] = {
        name: one for name, one in weights.items() if not name.startswith("layers.")
    }
    linears: dict[str, IntegerLinear] = {}
    heads = count_heads(judge)
    for own, name in name_parts(judge):
        weight, bias = weights[f"{own}.weight"], weights[f"{own}.bias"]
        if own.endswith("norm"):
            given |= {f"{name}.weight": weight, f"{name}.bias": bias}
            continue
        if own.endswith(QUERIES):
            weight, bias = scale_queries(weight, bias, (weight.shape[1] / heads) ** -0.5)
        linears[name] = quantize_linear(weight, bias, inputs[own], shrinks=not own.endswith(EVEN))
    return JudgeGraph(heads, len(judge.layers), given, linears)


def count_heads(judge: Judge) -> int:
    """Return how many heads each layer has."""
    (first, *_) = judge.layers
    assert isinstance(first, Layer)
    return first.heads


def name_parts(judge: Judge) -> Iterator[tuple[str, str]]:
    """Yield the names, in the judge and in its graph, of its layers' parts and rounded heads."""
    for number in range(len(judge.layers)):
        for own, name in NAMES.items():
            yield f"layers.{number}.{own}", f"encoder.layer.{number}.{name}"
    yield from zip(HEADS, HEADS, strict=True)


def scale_queries(weight: Floats, bias: Floats, factor: float) -> tuple[Floats, Floats]:
    """Multiply what makes queries, the first third: (3 d, d) and (3 d,)."""
    factors = np.ones(len(bias), np.float32)
    factors[: weight.shape[1]] = factor
    return weight * factors[:, None], bias * factors


if __name__ == "__main__":
    main()
