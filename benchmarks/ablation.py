"""What each part of the search is worth: how often the right passage comes first without it.

    python -m benchmarks.ablation tests/questions/corpus tests/questions/questions.jsonl

Each row leaves one part out and keeps the others. Parts that stand in for each other (FAISS and
BM25) look cheaper here than they are together. Under .03, at two hundred questions, is noise.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.retrieval import orders, score
from onrecord import Archive
from onrecord.evaluation import GoldQuestion, read_gold
from onrecord.question.intent import Question
from onrecord.question.person import Naming
from onrecord.question.target import Target
from onrecord.retrieval.search import _ranked

_NONE_FOUND = np.zeros(0, np.int64), np.zeros(0, np.float32)
_ANYBODY = Target(Naming(), None, None, in_vain=False, title="")

# What stands in the place of each part that is left out, by where the program looks it up.
Replaced = dict[str, Any]
IN_THE_INDEX: dict[str, Replaced] = {
    "title, people and question in front of a passage": {
        "onrecord.retrieval.build.describe_context": lambda *_: ""
    },
    "leaving common word pieces out": {"onrecord.retrieval.piece_table._COMMON": 2.0},
}
PARTS: dict[str, Replaced] = {
    "nothing left out": {},
    **IN_THE_INDEX,
    "candidates by meaning (FAISS)": {
        "onrecord.retrieval.vectors.VectorIndex.search": lambda *_: _NONE_FOUND,
    },
    "candidates by words (BM25)": {
        "onrecord.retrieval.lexical.LexicalIndex.search": lambda *_: _NONE_FOUND,
    },
    "late interaction (half meaning, half words instead)": {
        "onrecord.retrieval.search._ranked": lambda candidates, **_: _ranked(
            candidates, has_pieces=False
        ),
    },
    "weights of word pieces by rarity": {
        "onrecord.retrieval.search.weigh_pieces": lambda ids, *_: np.ones(len(ids), np.float32),
    },
    "the best sentence beside the whole passage": {"onrecord.retrieval.search._SENTENCE_SHARE": 0.0},
    "words beside late interaction": {"onrecord.retrieval.search._LEXICAL_SHARE": 0.0},
    "the question before a follow-up": {"onrecord.question.intent.is_follow_up": lambda _: False},
    "spelling put right": {"onrecord.question.intent.respell": lambda text: text},
    "all reading of the question": {
        "benchmarks.retrieval.read_question": lambda text, *_: Question(text, text, "fr"),
    },
    "whom and when the question asks": {"onrecord.answer.finder.find_target": lambda *_: _ANYBODY},
    "the interviewer's very question first": {"onrecord.answer.selection.content_words": lambda _: []},
}


def main() -> None:
    """Print the table, and write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("questions")
    parser.add_argument("--json")
    options = parser.parse_args()
    answerable = [one for one in read_gold(options.questions) if one.answerable]
    table: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, replaced in PARTS.items():
            index = Path(folder, name if name in IN_THE_INDEX else "whole")
            table[name] = measure(options.corpus, index, answerable, replaced)
            worth = table["nothing left out"]["R@1"] - table[name]["R@1"]
            cells = "".join(f"{table[name][figure]:8.3f}" for figure in ("R@1", "R@5", "MRR"))
            print(f"{name:52s}{cells}{worth:+8.3f}", flush=True)
    if options.json:
        Path(options.json).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def measure(
    corpus: str, index: Path, questions: list[GoldQuestion], replaced: Replaced
) -> dict[str, float]:
    """Return R@1, R@5 and MRR with parts of the program replaced, over an index built so."""
    with ExitStack() as without:
        for name, instead in replaced.items():
            without.enter_context(patch(name, instead))
        archive = Archive.open(corpus, index)
        return score(archive, orders(archive)["On the Record"], questions)


if __name__ == "__main__":
    main()
