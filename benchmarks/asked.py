"""Measures how often an interviewer's question, asked again, gets the answer that was given to it.

    python -m benchmarks.asked tests/questions/corpus --json benchmarks/asked.own.json

Every question of the interviewers of a corpus is asked again, word for word, of the whole archive: with
the step of `select` that puts the answer to the same question first, and without it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ablation import Way, order
from onrecord.question.message import read_message
from onrecord.question.person import People
from onrecord.question.scope import make_scope
from onrecord.retrieval.build import build_index
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.search import Searcher

WAYS = {"with": Way(), "without": Way(asked_first=False)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as an interviewer put it, and the rows of the passages that answer it, in order."""

    text: str
    rows: tuple[int, ...]


def main() -> None:
    """Print the figures, and write them as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("--json")
    options = parser.parse_args()
    encoder = load_encoder()
    index = build_index(Path(options.corpus), encoder)
    searcher, asked = Searcher(index, encoder), list(find_asked(index))
    measured = {name: measure(searcher, way, asked) for name, way in WAYS.items()}
    for name, row in measured.items():
        print(f"{name:8s}" + "".join(f"{label} {share:.3f}  " for label, share in row.items()))
    if options.json:
        table = {"questions": len(asked), **measured}
        Path(options.json).write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def find_asked(index: Index) -> Iterator[Asked]:
    """Yield the questions asked in the interviews that have an answer."""
    for interview in index.interviews:
        for text in interview.questions:
            own = index.rows_of(interview.id)
            if answering := tuple(row for row in own if index.passages[row].asked == text):
                yield Asked(text, answering)


def measure(searcher: Searcher, way: Way, asked: list[Asked]) -> dict[str, float]:
    """Return how often (0..1) the answer's first passage comes first, and how often any passage."""
    people = People(searcher.index.interviews)
    scope = make_scope(searcher.index.interviews)
    begins = belongs = 0
    for one in asked:
        (question, *_) = read_message(one.text, (), people).questions
        (first, *_) = order(searcher, people, scope, question, way)
        begins += first == one.rows[0]
        belongs += first in one.rows
    return {"its first passage": begins / len(asked), "a passage of it": belongs / len(asked)}


if __name__ == "__main__":
    main()
