"""Measures what each part of the search is worth: how often the right passage comes first without it.

    python -m benchmarks.ablation tests/questions/corpus tests/questions/questions.jsonl

Each row leaves one part out and keeps the others. Parts that stand in for each other (FAISS and
BM25) seem to matter less here than they do together. With two hundred questions, a difference under
.03 is noise. A part is left out by giving the program something else: an index built without
contexts, an encoder for which no word piece is common, another `Recipe`, one step fewer in the reading
of the question. Common word pieces are left out for the sake of size, so each row also has the size of
the word pieces that its index stores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.retrieval import rank, read_gold_question
from onrecord import Archive
from onrecord.answer.selection import drop_repeated, select
from onrecord.evaluation import GoldQuestion, read_gold
from onrecord.question.person import People
from onrecord.question.question import Question
from onrecord.question.scope import Scope, make_scope, narrow
from onrecord.retrieval.build import build_index
from onrecord.retrieval.encoder import Encoder, load_encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.search import CANDIDATES, Recipe, Searcher


@dataclass(frozen=True, slots=True)
class Way:
    """A way to search: the recipe, and which steps are taken.

    Attributes
    ----------
    history
        Whether a follow-up is read after the questions before it.
    reword
        Changes a question after it was read.
    narrows
        Whether people and periods that the question names limit the search.
    asked_first
        Whether the answer to the same question of an interviewer comes first.
    """

    recipe: Recipe = field(default_factory=Recipe)
    history: bool = True
    reword: Callable[[Question], Question] = lambda question: question
    narrows: bool = True
    asked_first: bool = True


def as_typed(question: Question) -> Question:
    """Return a question searched as it was typed; a follow-up is still searched as it was read."""
    return question if question.leans else replace(question, search=question.text)


WHOLE = "nothing left out"
NO_CONTEXT = "title, people and question in front of a passage"
ALL_PIECES = "leaving common word pieces out"
SIZE = "MB of word pieces"
WAYS = {
    WHOLE: Way(),
    "candidates by meaning (FAISS)": Way(Recipe(meaning=False)),
    "candidates by words (BM25)": Way(Recipe(words=False)),
    "late interaction (half meaning, half words instead)": Way(Recipe(pieces=False)),
    "weights of word pieces by rarity": Way(Recipe(rarity=False)),
    "the best sentence beside the whole passage": Way(Recipe(sentence_share=0.0)),
    "words beside late interaction": Way(Recipe(lexical_share=0.0)),
    "the question before a follow-up": Way(history=False),
    "spelling put right": Way(reword=as_typed),
    "all reading of the question": Way(
        history=False, reword=lambda one: replace(one, search=one.text), narrows=False
    ),
    "whom and when the question asks": Way(narrows=False),
    "the interviewer's very question first": Way(asked_first=False),
}


class NothingCommon:
    """An encoder for which no word piece is common, so that an index stores all of them."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        frequency = encoder.piece_frequency
        self.piece_frequency = None if frequency is None else np.minimum(frequency, 0.29)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encoder, name)


def main() -> None:
    """Print the table, and write it as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("questions")
    parser.add_argument("--json")
    options = parser.parse_args()
    answerable = [one for one in read_gold(options.questions) if one.answerable]
    encoder, corpus = load_encoder(), Path(options.corpus)
    all_pieces: Any = NothingCommon(encoder)
    whole = build_index(corpus, encoder)
    table = {name: measure(whole, encoder, way, answerable) for name, way in WAYS.items()}
    without = build_index(corpus, encoder, describe=lambda *_: "")
    table[NO_CONTEXT] = measure(without, encoder, Way(), answerable)
    table[ALL_PIECES] = measure(build_index(corpus, all_pieces), all_pieces, Way(), answerable)
    for name, row in table.items():
        cells = "".join(f"{row[figure]:8.3f}" for figure in ("R@1", "R@5", "MRR"))
        print(f"{name:52s}{cells}{table[WHOLE]['R@1'] - row['R@1']:+8.3f}{row[SIZE]:8.3f} MB")
    if options.json:
        Path(options.json).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def measure(
    index: Index, encoder: Encoder, way: Way, questions: list[GoldQuestion]
) -> dict[str, float]:
    """Return R@1, R@5 and MRR (0..1) of a way to search an index, and its MB of word pieces."""
    searcher, people = Searcher(index, encoder, way.recipe), People(index.interviews)
    scope = make_scope(index.interviews)
    found = []
    for gold in questions:
        asked = gold if way.history else replace(gold, history=())
        question = way.reword(read_gold_question(asked, people))
        found.append((gold, order(searcher, people, scope, question, way)))
    return rank(Archive(index, encoder), found) | {SIZE: measure_pieces(index)}


def measure_pieces(index: Index) -> float:
    """Return the size of the word pieces that an index stores, in MB (10^6 bytes)."""
    tables = [segment.pieces for segment in index.segments]
    sizes = (one.vectors.nbytes + one.ids.nbytes + one.sentences.nbytes for one in tables)
    return round(sum(sizes) / 1e6, 3)


def order(searcher: Searcher, people: People, scope: Scope, question: Question, way: Way) -> list[int]:
    """Return the rows found for a question, best first: `inquire` without the steps `way` omits."""
    passages = searcher.index.passages
    if way.narrows:
        scope = narrow(scope, question, people, searcher.index.cards)
    allowed = searcher.index.allow(scope.interviews, scope.speakers)
    candidates = searcher.search(question.search, allowed).candidates
    wanted = question if way.asked_first else replace(question, search="")
    chosen = select(candidates, wanted, scope, passages, searcher.cards)
    return [one.row for one in drop_repeated(chosen, passages)][:CANDIDATES]


if __name__ == "__main__":
    main()
