"""Save training so that it can be taken up again, average what it gave, choose on held-out pairs.

Used by `train.py`. A checkpoint is a whole model folder; it trains nothing.
"""

import json
from pathlib import Path

import numpy as np
import torch
from encoding import Encoded, Encoder, Floats
from evaluate import Trial, grade
from model_folder import write_model, write_word_pieces
from retrieval import score_pieces
from safetensors.torch import load_file
from student import Student
from tokenizers import Tokenizer

STATE = "state.pt"


def save_state(
    work: Path, student: torch.nn.Module, optimizer: torch.optim.Optimizer, step: int
) -> None:
    """Save all that the next step needs; the file is replaced at once."""
    state = {"student": student.state_dict(), "optimizer": optimizer.state_dict(), "step": step}
    torch.save(state, work / (STATE + ".new"))
    (work / (STATE + ".new")).replace(work / STATE)


def read_state(work: Path, student: torch.nn.Module, optimizer: torch.optim.Optimizer) -> int:
    """Take up what `save_state` saved, and return the steps done; 0 where there is nothing."""
    work.mkdir(parents=True, exist_ok=True)
    if not (work / STATE).exists():
        return 0
    state = torch.load(work / STATE, weights_only=True)
    student.load_state_dict(state["student"])
    optimizer.load_state_dict(state["optimizer"])
    return int(state["step"])


def grade_model(folder: Path, trial: Trial) -> dict[str, float]:
    """Measure a model folder on held-out pairs, as the product scores them: MRR, 0..1."""
    student = Student(folder)
    encoder = Encoder(folder)
    questions, passages = encoder.encode(trial.questions), encoder.encode(trial.passages)
    frequency = (student.frequency * len(trial.passages)).astype(np.float32)
    projection = student.projected()
    late = score_pieces(_project(questions, projection), _project(passages, projection), frequency)
    return {
        "held_out_late_mrr": grade(late, trial)["all"]["mrr"],
        "held_out_pooled_mrr": grade(questions.pooled @ passages.pooled.T, trial)["all"]["mrr"],
    }


def average_models(work: Path, count: int, start: Path) -> None:
    """Write the mean of the last `count` checkpoints as a folder beside them."""
    folders = sorted(work.glob("step-*"))[-count:]
    if len(folders) < count:
        return
    models = [load_file(folder / "model.safetensors") for folder in folders]
    shares = [load_file(folder / "word_pieces.safetensors") for folder in folders]
    weights = {name: _mean([model[name] for model in models]) for name in models[0]}
    projection = _mean([share["projection"] for share in shares]).numpy()
    tokenizer = Tokenizer.from_file(str(folders[-1] / "tokenizer.json"))
    out = work / f"mean-of-last-{count}"
    write_model(out, start, weights, tokenizer, Student(folders[-1]).max_pieces)
    write_word_pieces(out, projection, shares[-1]["document_frequency"].numpy())


def choose_best(work: Path, trial: Trial, log: Path) -> Path:
    """Return the folder of the best late MRR on held-out pairs, and note it in the log."""
    folders = sorted(work.glob("step-*"))[-4:] + sorted(work.glob("mean-*"))
    found = {folder: grade_model(folder, trial) for folder in folders}
    with log.open("a", encoding="utf-8") as lines:
        for folder, figures in found.items():
            lines.write(json.dumps({"model": folder.name, **figures}) + "\n")
        best = max(found, key=lambda folder: found[folder]["held_out_late_mrr"])
        lines.write(json.dumps({"chosen": best.name}) + "\n")
    return best


def _project(encoded: Encoded, projection: Floats) -> Encoded:
    pieces = encoded.pieces @ projection
    pieces /= np.maximum(np.linalg.norm(pieces, axis=1, keepdims=True), 1e-12)
    return Encoded(encoded.pooled, pieces, encoded.ids, encoded.starts)


def _mean(tensors: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack([tensor.float() for tensor in tensors]).mean(dim=0)
