"""Measure the bundled encoder beside what it was made from, and write its model card's figures.

    python training/evaluate.py --data ../shared/train --model onrecord/bundled_encoder

French questions and passages that training never saw: BM25, pooled vectors, late interaction; then
tokens a word, what became of English, and speed. Writes `training/figures.json` and the table of
the card. It changes no model.
"""

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from base_model import find_minilm, read_base_model
from encoding import Encoded, Encoder, Floats
from model_card import BASE, BESIDE, OURS, WHOLE, write_figures
from retrieval import compress, count_passages, measure, score_pieces, score_words
from safetensors.numpy import load_file
from source_text import Parallel, hash_text, read_held_out_pairs, read_held_out_parallels
from student import Read, Student
from word_pieces import principal_directions

TIMED_PASSAGES, BATCH, TURNS = 96, 32, 5
FLOAT32 = "all-MiniLM-L6-v2 in float32"
FIGURES = Path(__file__).parent / "figures.json"
Result = dict[str, float]


@dataclass(frozen=True)
class Trial:
    """Questions over one pool: question i, of `sources[i]`, is answered by `answers[i]`."""

    questions: list[str]
    answers: list[int]
    sources: list[str]
    passages: list[str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--model", type=Path, required=True, help="model folder to measure")
    parser.add_argument("--beside", type=Path, help="another model folder to measure too")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="JSON file to write")
    parser.add_argument("--questions", type=int, default=2000, help="questions asked at most")
    parser.add_argument("--sentences", type=int, default=1000, help="aligned sentences at most")
    options = parser.parse_args(arguments)
    trial = prepare_trial(options.data, options.questions)
    sentences = read_held_out_parallels(options.data, options.sentences)
    folders = {BASE: find_minilm()}
    if options.beside:
        folders[BESIDE] = options.beside
    folders[OURS] = options.model
    encoders = {name: Encoder(folder) for name, folder in folders.items()}
    speeds = time_encoders(encoders, trial.passages, BATCH)
    halved = {name: Encoder(folders[name], in_bfloat16=True) for name in encoders}
    halved_speeds = time_encoders({**halved, FLOAT32: encoders[BASE]}, trial.passages, 1)
    figures: dict[str, Any] = {
        "questions": len(trial.questions),
        "passages": len(trial.passages),
        "sentences": len(sentences),
        "bm25": grade(score_words(trial.questions, trial.passages), trial),
        "megabytes": round(sum(f.stat().st_size for f in options.model.rglob("*.*")) / 1e6, 1),
        "vocabulary": encoders[OURS].tokenizer.get_vocab_size(),
    }
    figures[WHOLE] = measure_whole(trial)
    for name, encoder in encoders.items():
        figures[name] = {
            **measure_retrieval(encoder, trial, *read_word_pieces(folders[name])),
            **measure_languages(encoder, sentences, trial),
            "passages_a_second": round(speeds[name], 1),
            "speed_ratio": round(speeds[name] / speeds[BASE], 2),
            "passages_a_second_bfloat16": round(halved_speeds[name], 1),
            "speed_ratio_bfloat16": round(halved_speeds[name] / halved_speeds[FLOAT32], 2),
        }
    options.figures.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if (options.model / "README.md").exists():
        write_figures(options.model / "README.md", figures)


def read_word_pieces(folder: Path) -> tuple[Floats | None, Floats | None]:
    """Read the projection and the shares of a model folder; neither where it has none."""
    path = folder / "word_pieces.safetensors"
    if not path.exists():
        return None, None
    tensors = load_file(path)
    return tensors["projection"], tensors["document_frequency"]


def time_encoders(
    encoders: Mapping[str, Encoder], passages: Sequence[str], batch: int
) -> dict[str, float]:
    """Measure passages a second, `batch` at once, the models taking turns on the same few passages.

    The quickest of `TURNS` turns counts, so that what else runs on the machine weighs little.
    """
    seconds = dict.fromkeys(encoders, 0.0)
    counted = 0
    for start in range(0, min(len(passages), TIMED_PASSAGES), BATCH):
        chunk = passages[start : start + BATCH]
        counted += len(chunk)
        turns: dict[str, list[float]] = {name: [] for name in encoders}
        for _ in range(TURNS):
            for name, encoder in encoders.items():
                begun = time.perf_counter()
                encoder.encode(chunk, "document", batch)
                turns[name].append(time.perf_counter() - begun)
        for name, taken in turns.items():
            seconds[name] += min(taken)
    return {name: counted / total for name, total in seconds.items()}


def prepare_trial(data: Path, most: int) -> Trial:
    """Pool all held-out passages, and take the `most` questions of lowest hash."""
    held_out = read_held_out_pairs(data)
    pairs = [pair for source in held_out for pair in held_out[source]]
    place: dict[str, int] = {}
    for pair in pairs:
        place.setdefault(pair.passage, len(place))
    asked = sorted(pairs, key=lambda pair: (hash_text(pair.question), pair.passage))[:most]
    return Trial(
        questions=[pair.question for pair in asked],
        answers=[place[pair.passage] for pair in asked],
        sources=[pair.source for pair in asked],
        passages=list(place),
    )


def grade(scores: Floats, trial: Trial) -> dict[str, Result]:
    """Measure a way of scoring over all questions, and source by source."""
    chosen = {"all": list(range(len(trial.questions)))}
    for number, source in enumerate(trial.sources):
        chosen.setdefault(source, []).append(number)
    grades: dict[str, Result] = {}
    for name, rows in chosen.items():
        quality = measure(scores[rows], [trial.answers[row] for row in rows])
        grades[name] = {
            "mrr": round(quality.mrr, 3),
            "first": round(quality.first, 3),
            "questions": quality.questions,
        }
    return grades


def measure_retrieval(
    encoder: Encoder, trial: Trial, projection: Floats | None, shares: Floats | None
) -> dict[str, object]:
    """Grade pooled vectors and late interaction.

    Parameters
    ----------
    projection
        (d, k) float32, for projected, 4-bit pieces; None takes the passages' own directions.
    shares
        (vocabulary,) float32 in 0..1: also grade weights from these; None leaves that out.
    """
    passages = encoder.encode(trial.passages, "document")
    questions = encoder.encode(trial.questions, "query")
    counts = count_passages(passages, encoder.tokenizer.get_vocab_size())
    found: dict[str, object] = {
        "pooled": grade(questions.pooled @ passages.pooled.T, trial),
        "late": grade(score_pieces(questions, passages, counts), trial),
    }
    if projection is None:
        moment = passages.pieces.T.astype(np.float64) @ passages.pieces.astype(np.float64)
        projection = principal_directions(moment)
    found |= measure_small(questions, passages, counts, projection, trial)
    if shares is not None:
        counted = (shares * len(trial.passages)).astype(np.float32)
        found["late, bundled frequencies"] = grade(score_pieces(questions, passages, counted), trial)
    return found


def measure_whole(trial: Trial) -> dict[str, object]:
    """Grade the base model, all its layers and pieces, with its own prompts."""
    base = read_base_model()
    layers = range(base.settings["num_hidden_layers"])
    whole = Student(base, layers, base.make_tokenizer(), base.embeddings)
    questions = _gather(whole.read(trial.questions, "query"))
    passages = _gather(whole.read(trial.passages, "document"))
    counts = count_passages(passages, len(base.embeddings))
    return {
        "pooled": grade(questions.pooled @ passages.pooled.T, trial),
        "late": grade(score_pieces(questions, passages, counts), trial),
    }


def _gather(reads: Sequence[Read]) -> Encoded:
    means = np.stack([one.mean for one in reads])
    return Encoded(
        pooled=means / np.linalg.norm(means, axis=1, keepdims=True),
        pieces=np.concatenate([one.pieces for one in reads]),
        ids=np.concatenate([one.ids for one in reads]),
        starts=np.cumsum([0, *(len(one.ids) for one in reads)], dtype=np.int64),
    )


def measure_small(
    questions: Encoded, passages: Encoded, counts: Floats, projection: Floats, trial: Trial
) -> dict[str, object]:
    """Grade late interaction on projected, 4-bit passages, the question's pieces projected only."""
    small = compress(passages, projection)
    asked = questions.pieces @ projection
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    projected = Encoded(questions.pooled, asked, questions.ids, questions.starts)
    return {"late, 128 dimensions, 4 bits": grade(score_pieces(projected, small, counts), trial)}


def measure_languages(
    encoder: Encoder, sentences: Sequence[Parallel], trial: Trial
) -> dict[str, object]:
    """Measure tokens a word, and translations found."""
    english = [row.english for row in sentences]
    french = [row.french for row in sentences]
    asked, told = encoder.encode(french, "query").pooled, encoder.encode(english, "document").pooled
    back, there = encoder.encode(english, "query").pooled, encoder.encode(french, "document").pooled
    answers = list(range(len(sentences)))
    return {
        "tokens_a_word_french": _tokens_a_word(encoder, trial.passages),
        "tokens_a_word_english": _tokens_a_word(encoder, english),
        "french_to_english_mrr": round(measure(asked @ told.T, answers).mrr, 3),
        "english_to_french_mrr": round(measure(back @ there.T, answers).mrr, 3),
    }


def _tokens_a_word(encoder: Encoder, texts: Sequence[str]) -> float:
    """Return word pieces for each word between blanks, special pieces left out, nothing cut."""
    encoder.tokenizer.no_truncation()
    encoder.tokenizer.no_padding()
    encodings = encoder.tokenizer.encode_batch(list(texts), add_special_tokens=False)
    pieces = sum(len(encoding.ids) for encoding in encodings)
    return round(pieces / sum(len(text.split()) for text in texts), 3)


if __name__ == "__main__":
    main()
