"""Measures how often the right passage comes first: this program beside BM25 and vectors, in one run.

    python -m benchmarks.retrieval ../shared/bench/raw ../shared/bench/questions.jsonl
    python -m benchmarks.retrieval … --beside all-MiniLM-L6-v2 FOLDER

All rows search the same passages with the same context, and read the question in the same way; they
differ in the order alone, or in the encoder (--beside). The row "On the Record" has the passages that
`Archive.ask` gives first, "without reading" those that it gives with `quick`: five each, so that their
MRR counts nothing beyond. `onrecord.evaluation` decides which passage is right; `onrecord evaluate`
measures the answers.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord import Archive
from onrecord.answer.confidence import SearchJudge
from onrecord.answer.inquiry import Sources, find_hits, inquire
from onrecord.answer.judge import Judge
from onrecord.answer.reading_judge import load_judge
from onrecord.evaluation import GoldQuestion, read_gold
from onrecord.evaluation.match import is_right
from onrecord.question.message import read_message
from onrecord.question.person import People
from onrecord.question.question import Question
from onrecord.question.scope import make_scope
from onrecord.retrieval.search import CANDIDATES, Searcher, SearchResult
from onrecord.text.word import content_words

Order = Callable[[Question], list[int]]
_OF_THE_ENCODER = ("vectors with context", "both, half and half", "late interaction alone")
_BETWEEN = "et pourquoi cela ?"
_HITS = 5


def main() -> None:
    """Print the table, and write it as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("questions")
    parser.add_argument("--encoder")
    parser.add_argument("--beside", nargs=2, metavar=("NAME", "FOLDER"), help="another encoder's rows")
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(options.corpus, Path(folder, "own"), options.encoder)
        answerable = [one for one in read_gold(options.questions) if one.answerable]
        ways = orders(archive)
        if options.beside:
            name, encoder = options.beside
            other = orders(Archive.open(options.corpus, Path(folder, "other"), encoder))
            ways |= {f"{way}, {name}": other[way] for way in _OF_THE_ENCODER}
        table = {name: score(archive, order, answerable) for name, order in ways.items()}
        leaning = [one for one in answerable if one.kind == "followup"]
        alone = [replace(one, history=()) for one in leaning]
        between = [replace(one, history=(*one.history, _BETWEEN)) for one in leaning]
        follow_ups = {
            "questions": len(leaning),
            "with": score(archive, ways["On the Record"], leaning)["R@1"],
            "between": score(archive, ways["On the Record"], between)["R@1"],
            "without": score(archive, ways["On the Record"], alone)["R@1"],
        }
    baseline = table["BM25 with context"]
    print(f"{len(answerable)} questions, {len(archive.passages)} passages")
    print(f"{'':46s}{'R@1':>8s}{'R@5':>8s}{'MRR':>8s}{'R@1 ratio':>11s}{'MRR ratio':>11s}")
    for name, row in table.items():
        ratios = [row[figure] / baseline[figure] for figure in ("R@1", "MRR")]
        cells = "".join(f"{row[figure]:8.3f}" for figure in ("R@1", "R@5", "MRR"))
        print(f"{name:46s}{cells}" + "".join(f"{ratio:11.2f}" for ratio in ratios))
    with_, without = follow_ups["with"], follow_ups["without"]
    print(f"{len(leaning)} follow-ups: R@1 {with_:.3f} with the question before, {without:.3f} without")
    print(f"with another follow-up between, « {_BETWEEN} »: {follow_ups['between']:.3f}")
    if options.json:
        measured = {"questions": len(answerable), "orders": table, "follow_ups": follow_ups}
        Path(options.json).write_text(json.dumps(measured, indent=1) + "\n", "utf-8")


def orders(archive: Archive) -> dict[str, Order]:
    """Return the orders by name: functions from a question, as it was read, to rows, best first."""
    searcher = Searcher(archive.index, archive.encoder)
    people, quick = People(archive.index.interviews), SearchJudge()
    scope = make_scope(archive.index.interviews)
    index = archive.index
    allowed = index.allow(scope.interviews)

    def by_words(question: Question) -> list[int]:
        wanted = content_words(question.search)
        return list(index.search_words(wanted, CANDIDATES, allowed)[0])

    def by_vector(question: Question) -> list[int]:
        vector = archive.encoder.encode_question(question.search).vector
        return list(index.search_vectors(vector, CANDIDATES, allowed)[0])

    def by(key: Callable[[Any], float]) -> Order:
        def order(question: Question) -> list[int]:
            result: SearchResult = searcher.search(question.search, allowed)
            return [candidate.row for candidate in sorted(result.candidates, key=key)]

        return order

    def as_asked(judge: Judge) -> Order:
        sources = Sources(searcher, people, judge, quick)

        def order(question: Question) -> list[int]:
            hits = find_hits(inquire(sources, question, scope), _HITS)
            return [index.row_at(hit.interview_id, hit.start) for hit in hits]

        return order

    return {
        "BM25 with context": by_words,
        "vectors with context": by_vector,
        "both, half and half": by(lambda one: -(max(one.similarity, 0.0) + one.lexical)),
        "late interaction alone": by(lambda one: -one.match.score),
        "On the Record, without reading": as_asked(quick),
        "On the Record": as_asked(load_judge(archive.encoder) or quick),
    }


def read_gold_question(gold: GoldQuestion, people: People) -> Question:
    """Return a gold question as the program reads it, after the questions of its history."""
    (question, *_) = read_message(gold.question, gold.history, people).questions
    return question


def score(archive: Archive, order: Order, questions: list[GoldQuestion]) -> dict[str, float]:
    """Return R@1, R@5 and MRR (0..1) of an order over questions."""
    people = People(archive.index.interviews)
    return rank(archive, [(one, order(read_gold_question(one, people))) for one in questions])


def rank(archive: Archive, found: list[tuple[GoldQuestion, list[int]]]) -> dict[str, float]:
    """Return R@1, R@5 and MRR (0..1) of the rows found for questions; each 0 for no question."""
    ranks = []
    for question, rows in found:
        right = [is_right(archive.index.passages[row], question.answers) for row in rows]
        ranks.append(right.index(True) + 1 if True in right else None)
    if not ranks:
        return dict.fromkeys(("R@1", "R@5", "MRR"), 0.0)
    return {
        "R@1": statistics.fmean(rank == 1 for rank in ranks),
        "R@5": statistics.fmean(rank is not None and rank <= 5 for rank in ranks),
        "MRR": statistics.fmean(1 / rank if rank else 0.0 for rank in ranks),
    }


if __name__ == "__main__":
    main()
