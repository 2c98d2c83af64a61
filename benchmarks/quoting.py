"""Compares values for the constants of onrecord/answer/quote.py by quote F1.

    python -m benchmarks.quoting tests/questions/corpus tests/questions/questions.jsonl

Every question is asked once. The first right passage among the first five is then quoted with each
value of each constant, the other constants unchanged, and without `guard_sentences`. Run it after a
change of the encoder, since how close the scores of neighbouring sentences are depends on it.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from unittest import mock

from benchmarks.retrieval import read_gold_question
from onrecord import Archive
from onrecord.answer import quote as shipped
from onrecord.evaluation import GoldQuestion, read_gold
from onrecord.evaluation.match import is_right, measure_overlap
from onrecord.evaluation.trial import REACH
from onrecord.question.person import People
from onrecord.retrieval.late_interaction import Match
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.search import Searcher

TRIED: dict[str, Sequence[float]] = {
    "_NEAR": (0.75, 0.8, 0.85, 0.9, 0.95, 1.01),
    "_NUMBER": (1.0, 1.1, 1.2, 1.3, 1.5),
    "_SHORTEST": (0, 20, 40, 60, 80),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A right passage that was found, to be quoted."""

    gold: GoldQuestion
    passage: Passage
    match: Match
    question: str


def main() -> None:
    """Print the mean quote F1 for each value."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("questions")
    parser.add_argument("--encoder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        archive = Archive.open(options.corpus, index, options.encoder)
        cases = collect(archive, read_gold(options.questions))
    print(f"{len(cases)} right passages; quote F1 as shipped {measure(cases):.3f}")
    for name, values in TRIED.items():
        cells = []
        for value in values:
            with mock.patch.object(shipped, name, value):
                cells.append(f"{value:g}: {measure(cases):.3f}")
        print(f"{name.strip('_'):10s}" + "   ".join(cells))
    with mock.patch.object(shipped, "guard_sentences", lambda _, first, last: (first, last)):
        print(f"without the guard {measure(cases):.3f}")


def collect(archive: Archive, questions: Sequence[GoldQuestion]) -> list[Case]:
    """Return the first right passage of each question, where one is among the first five."""
    passages, searcher = archive.index.passages, Searcher(archive.index, archive.encoder)
    allowed, people = archive.index.allow(archive.interviews), People(archive.index.interviews)
    cases = []
    for gold in questions:
        text = read_gold_question(gold, people).search
        for one in searcher.search(text, allowed).candidates[:REACH] if gold.answerable else ():
            if is_right(passages[one.row], gold.answers):
                cases.append(Case(gold, passages[one.row], one.match, text))
                break
    return cases


def measure(cases: Sequence[Case]) -> float:
    """Return the mean quote F1 (0..1), as `onrecord evaluate` measures it."""
    quotes = [(one, shipped.choose_quote(one.passage, one.match, one.question)) for one in cases]
    return statistics.fmean(
        max(measure_overlap(quote.text, answer.quote) for answer in one.gold.answers)
        for one, quote in quotes
    )


if __name__ == "__main__":
    main()
