"""Measures the bundled encoder beside other models, and writes the figures of its model card.

    python -m training.evaluate --data ../shared/train --model onrecord/retrieval/bundled_encoder

On held-out French questions and passages: BM25, pooled vectors and late interaction. Then word pieces
for each word, retrieval between English and French, and speed. Texts are encoded as the package does.
Writes `training/figures.json` and the tables of the card; changes no model.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from onrecord.retrieval.embedding import Floats, scale_to_unit
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.onnx_encoder import OnnxEncoder
from onrecord.retrieval.torch_encoder import TorchEncoder
from training.base_model import find_minilm, read_base_model
from training.float_model import FloatModel
from training.model_card import BASE, OURS, WHOLE, write_figures
from training.retrieval import compress, count_passages, measure, score_pieces, score_words
from training.source_text import Parallel, hash_text, read_held_out_pairs, read_held_out_parallels
from training.text_vectors import TextVectors, join_vectors
from training.word_pieces import DIMENSIONS, principal_directions

TIMED_PASSAGES, BATCH, TURNS = 96, 32, 5
FIGURES = Path(__file__).parent / "figures.json"
Result = dict[str, float]


@dataclass(frozen=True)
class Trial:
    """Questions over one pool of passages.

    Question i comes from the source `sources[i]`, and `passages[answers[i]]` answers it.
    """

    questions: list[str]
    answers: list[int]
    sources: list[str]
    passages: list[str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--model", type=Path, required=True, help="model folder to measure")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="JSON file to write")
    parser.add_argument("--questions", type=int, default=2000, help="questions asked at most")
    parser.add_argument("--sentences", type=int, default=1000, help="aligned sentences at most")
    options = parser.parse_args(arguments)
    trial = prepare_trial(options.data, options.questions)
    sentences = read_held_out_parallels(options.data, options.sentences)
    minilm = find_minilm()
    encoders: dict[str, Encoder] = {
        BASE: TorchEncoder(minilm, BASE),
        OURS: OnnxEncoder(options.model, OURS),
    }
    tokenizers = {
        name: Tokenizer.from_file(str(folder / "tokenizer.json"))
        for name, folder in ((BASE, minilm), (OURS, options.model))
    }
    speeds = measure_speeds(encoders, minilm, trial.passages)
    figures: dict[str, Any] = {
        "questions": len(trial.questions),
        "passages": len(trial.passages),
        "sentences": len(sentences),
        "bm25": grade(score_words(trial.questions, trial.passages), trial),
        "megabytes": round(sum(f.stat().st_size for f in options.model.rglob("*.*")) / 1e6, 1),
        "vocabulary": tokenizers[OURS].get_vocab_size(),
        WHOLE: measure_whole(trial),
    }
    for name, encoder in encoders.items():
        figures[name] = {
            **measure_retrieval(encoder, trial),
            **measure_languages(encoder, tokenizers[name], sentences, trial),
            **speeds[name],
        }
    options.figures.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if (options.model / "README.md").exists():
        write_figures(options.model / "README.md", figures)


def measure_speeds(
    encoders: dict[str, Encoder], minilm: Path, passages: Sequence[str]
) -> dict[str, Result]:
    """Measure the passages encoded a second, beside all-MiniLM-L6-v2.

    sentence-transformers runs all-MiniLM-L6-v2 in two ways: each text alone, with the vectors of its
    word pieces; and as its `encode` does by default, in batches of 32 sorted by length, without them.
    """
    model = SentenceTransformer(str(minilm), device="cpu", local_files_only=True)
    ways: dict[str, Callable[[list[str]], object]] = {
        OURS: encoders[OURS].encode_passages,
        BASE: encoders[BASE].encode_passages,
        "batches": lambda texts: model.encode(texts, batch_size=BATCH, show_progress_bar=False),
    }
    speeds = time_ways(ways, passages)
    in_batches = {BASE: speeds["batches"], OURS: speeds[OURS]}  # OnnxEncoder encodes each text alone
    return {
        name: {
            "passages_a_second": round(speeds[name], 1),
            "passages_a_second_in_batches": round(batches, 1),
            "speed_ratio": round(speeds[name] / speeds[BASE], 2),
            "speed_ratio_to_batches": round(batches / speeds["batches"], 2),
        }
        for name, batches in in_batches.items()
    }


def time_ways(
    ways: dict[str, Callable[[list[str]], object]], passages: Sequence[str]
) -> dict[str, float]:
    """Measure the passages encoded a second, each way in turn on the same few passages.

    The quickest of `TURNS` turns counts, so that other load on the machine matters little.
    """
    seconds = dict.fromkeys(ways, 0.0)
    counted = 0
    for start in range(0, min(len(passages), TIMED_PASSAGES), BATCH):
        chunk = list(passages[start : start + BATCH])
        counted += len(chunk)
        turns: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(TURNS):
            for name, encode in ways.items():
                begun = time.perf_counter()
                encode(chunk)
                turns[name].append(time.perf_counter() - begun)
        for name, taken in turns.items():
            seconds[name] += min(taken)
    return {name: counted / total for name, total in seconds.items()}


def prepare_trial(data: Path, most: int) -> Trial:
    """Return all held-out passages as one pool, and the `most` questions of lowest hash."""
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
    """Return MRR and R@1 of scores `(questions, passages)`, of all questions ("all") and by source."""
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


def measure_retrieval(encoder: Encoder, trial: Trial) -> dict[str, object]:
    """Grade pooled vectors, and late interaction on pieces as encoded and as an index stores them.

    Pieces of more than 128 dimensions are projected to the strongest directions of these passages.
    """
    passages = join_vectors(encoder.encode_passages(trial.passages))
    questions = join_vectors([encoder.encode_question(one) for one in trial.questions])
    counts = count_passages(passages, questions)
    found: dict[str, object] = {
        "pooled": grade(questions.pooled @ passages.pooled.T, trial),
        "late": grade(score_pieces(questions, passages, counts), trial),
    }
    projection = np.eye(passages.pieces.shape[1], dtype=np.float32)
    if encoder.piece_dimension > DIMENSIONS:
        moment = passages.pieces.T.astype(np.float64) @ passages.pieces.astype(np.float64)
        projection = principal_directions(moment)
    found |= measure_small(questions, passages, counts, projection, trial)
    if encoder.piece_frequency is not None:
        counted = (encoder.piece_frequency * len(trial.passages)).astype(np.float32)
        found["late, bundled frequencies"] = grade(score_pieces(questions, passages, counted), trial)
    return found


def measure_whole(trial: Trial) -> dict[str, object]:
    """Grade the base model in float32, with its whole vocabulary and its own prompts."""
    base = read_base_model()
    whole = FloatModel(base, base.make_tokenizer(), base.embeddings)
    questions = join_vectors(whole.read(trial.questions, "query"))
    passages = join_vectors(whole.read(trial.passages, "document"))
    counts = count_passages(passages, questions)
    return {
        "pooled": grade(questions.pooled @ passages.pooled.T, trial),
        "late": grade(score_pieces(questions, passages, counts), trial),
    }


def measure_small(
    questions: TextVectors,
    passages: TextVectors,
    counts: Floats,
    projection: Floats,
    trial: Trial,
) -> dict[str, object]:
    """Grade late interaction of projected questions on passages projected and stored in 4 bits."""
    small = compress(passages, projection)
    asked = scale_to_unit(questions.pieces @ projection)
    projected = TextVectors(questions.pooled, asked, questions.ids, questions.starts)
    return {"late, 128 dimensions, 4 bits": grade(score_pieces(projected, small, counts), trial)}


def measure_languages(
    encoder: Encoder, tokenizer: Tokenizer, sentences: Sequence[Parallel], trial: Trial
) -> dict[str, object]:
    """Measure word pieces for each word, and the MRR of finding a sentence's translation."""
    english = [row.english for row in sentences]
    french = [row.french for row in sentences]
    answers = list(range(len(sentences)))

    def ask(questions: list[str], passages: list[str]) -> float:
        asked = np.stack([encoder.encode_question(one).vector for one in questions])
        pool = np.stack([one.vector for one in encoder.encode_passages(passages)])
        return round(measure(asked @ pool.T, answers).mrr, 3)

    return {
        "tokens_a_word_french": tokens_a_word(tokenizer, trial.passages),
        "tokens_a_word_english": tokens_a_word(tokenizer, english),
        "french_to_english_mrr": ask(french, english),
        "english_to_french_mrr": ask(english, french),
    }


def tokens_a_word(tokenizer: Tokenizer, texts: Sequence[str]) -> float:
    """Return the mean number of word pieces in a word (text between blanks), without special pieces."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    pieces = sum(len(encoding.ids) for encoding in encodings)
    return round(pieces / sum(len(text.split()) for text in texts), 3)


if __name__ == "__main__":
    main()
