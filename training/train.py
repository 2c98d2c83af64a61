"""Makes the bundled encoder from multilingual-e5-small: fewer pieces, 8-bit integers, a projection.

    python -m training.train --data ../shared/train --out onrecord/retrieval/bundled_encoder

Word pieces that French and English text does not use are removed, and linear layers are rounded to
integers. Then the projection of word pieces is learnt for late interaction, on the vectors of the
integer model. Nothing is measured here: see `evaluate.py`.
"""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import torch

from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.onnx_encoder import OnnxEncoder
from training.base_model import BaseModel, read_base_model
from training.float_model import THREADS, FloatModel
from training.model_folder import Folder
from training.onnx_graph import EncoderGraph
from training.projection import Group, learn_projection
from training.quantization import InputFigures, IntegerLinear, quantize_linear
from training.source_text import TrainingText, read_training_text
from training.training_batch import Batch, BatchSource
from training.vocabulary import keep_used_pieces
from training.word_pieces import principal_directions, share_of_paragraphs

LOG = Path(__file__).parent / "log.jsonl"
PARAGRAPHS = 600.0  # N, as in a small archive, in a piece's weight: log((N + 1) / (N share + 1/2))


@dataclass(frozen=True)
class Plan:
    """How much is read; the bundled encoder was made with the defaults.

    Attributes
    ----------
    measured
        The number of batches on which the inputs of each layer are measured before it is rounded.
    batches, pairs, parallels
        The number of batches; of French pairs and of aligned sentences in each.
    epochs
        How often the projection is trained on each batch.
    seed
        The seed of the batches.
    """

    measured: int = 6
    batches: int = 36
    pairs: int = 32
    parallels: int = 24
    epochs: int = 8
    seed: int = 4


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the encoder as the command line says, and write it."""
    parser = argparse.ArgumentParser(description="Make the bundled encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--log", type=Path, default=LOG, help="JSON lines to write")
    for field in fields(Plan):
        parser.add_argument(f"--{field.name}", type=int, default=field.default)
    options = parser.parse_args(arguments)
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    torch.set_num_threads(THREADS)
    torch.manual_seed(plan.seed)
    begun = time.perf_counter()
    base, text = read_base_model(), read_training_text(options.data)
    vocabulary = keep_used_pieces(base, gather_texts(text))
    frequency = share_of_paragraphs(vocabulary.tokenizer, text)
    source = BatchSource(text, plan.seed)
    batches = [source.draw(number, plan.pairs, plan.parallels) for number in range(plan.batches)]

    model = FloatModel(base, vocabulary.tokenizer, vocabulary.embeddings)
    inputs = model.measure_inputs(gather_read(batches[: plan.measured]))
    linears = quantize_layers(base, inputs)
    weights = {name: tensor.numpy() for name, tensor in model.weights.items()}

    folder = Folder(options.out)
    folder.write_settings(base.settings, vocabulary.tokenizer, frequency)
    whole = np.eye(base.settings["hidden_size"], dtype=np.float32)
    folder.write_graph(EncoderGraph(base.settings, weights, linears, whole))
    encoder = OnnxEncoder(options.out, "integers, not projected")
    groups = [read_batch(encoder, batch) for batch in batches]
    projection, losses = learn_projection(
        groups, find_directions(groups), weigh_vocabulary(frequency), plan.epochs
    )
    folder.write_graph(EncoderGraph(base.settings, weights, linears, projection))
    spent = round(time.perf_counter() - begun)
    noted = {**asdict(plan), "losses": losses, "s": spent}
    options.log.write_text(json.dumps(noted) + "\n", encoding="utf-8")


def gather_texts(text: TrainingText) -> list[str]:
    """Return all training text, in both languages."""
    return [
        *(f"{row.question} {row.passage}" for row in text.pairs),
        *(row.text for row in text.paragraphs),
        *(row.french for row in text.parallels),
        *(row.english for row in text.parallels),
    ]


def gather_read(batches: Sequence[Batch]) -> dict[str, list[str]]:
    """Return the texts of batches, by the role in which they are encoded."""
    return {
        "query": [text for one in batches for text in (*one.questions, *one.english)],
        "document": [text for one in batches for text in (*one.passages, *one.french)],
    }


def quantize_layers(base: BaseModel, inputs: Mapping[str, InputFigures]) -> dict[str, IntegerLinear]:
    """Round every linear layer; query, key and value become one layer, see `join_attention`."""
    linears: dict[str, IntegerLinear] = {}
    for name, figures in inputs.items():
        if name.endswith(".query"):
            attention = name.removesuffix(".query")
            linears[attention] = quantize_linear(*join_attention(base, attention), figures)
            continue
        weight, bias = (base.weights[f"{name}.{part}"].numpy() for part in ("weight", "bias"))
        even = name.endswith("attention.output.dense")  # the outputs of attention are even already
        linears[name] = quantize_linear(weight, bias, figures, shrinks=not even)
    return linears


def join_attention(base: BaseModel, name: str) -> tuple[Floats, Floats]:
    """Join query, key and value into one layer: weights (3 d, d) and bias (3 d,).

    Queries are divided by the root of the width of a head, so that attention need not do it.
    """
    root = np.sqrt(base.settings["hidden_size"] / base.settings["num_attention_heads"])
    parts = [
        [base.weights[f"{name}.{role}.{part}"].numpy() for role in ("query", "key", "value")]
        for part in ("weight", "bias")
    ]
    weight, bias = (np.concatenate([query / root, key, value]) for query, key, value in parts)
    return weight.astype(np.float32), bias.astype(np.float32)


def read_batch(encoder: OnnxEncoder, batch: Batch) -> Group:
    """Encode the questions and passages of a batch; English sentences ask for the French ones."""
    twice = torch.block_diag(batch.same, torch.eye(len(batch.english), dtype=torch.bool)).bool()
    questions = [encoder.encode_question(text) for text in (*batch.questions, *batch.english)]
    return Group(questions, encoder.encode_passages([*batch.passages, *batch.french]), twice)


def find_directions(groups: Sequence[Group]) -> Floats:
    """Return the strongest directions, (d, 128), of the passages' word pieces minus their mean."""
    pieces = np.concatenate([one.pieces for group in groups for one in group.passages])
    pieces = (pieces - pieces.mean(axis=0)).astype(np.float64)
    return principal_directions(pieces.T @ pieces)


def weigh_vocabulary(frequency: Floats) -> Floats:
    """Return the weight of each piece in a question, as the search has it: (vocabulary,) float32."""
    weights = np.log((PARAGRAPHS + 1) / (frequency * PARAGRAPHS + 0.5))
    return weights.clip(0.01).astype(np.float32)


if __name__ == "__main__":
    main()
