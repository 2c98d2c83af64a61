"""Find, for each written passage, questions that lead to it and that it does not answer.

    python -m training.judge.mine --comprehension F --written F --interviews F --out found.jsonl

Each question is searched, by the encoder's vectors, among the passages of its kind; those that come
first, its own aside, are what a judge meets beside the right passage. A question on a whole interview
is searched in it and beside it. A line of the file holds the key of a passage and its questions: the
key of their own passage, "" for none, and their text.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.encoder import Encoder, load_encoder
from training.judge.case import Case, Question
from training.judge.data import add_sources, find_part, find_sources, read_written_cases
from training.judge.draw import describe_case
from training.judge.whole import FAMILY, read_whole_questions

FAMILIES = ("written", "interview")
FIRST = 8  # passages that a question leads to
FIRST_INSIDE, FIRST_OUTSIDE = 4, 2  # for one on a whole interview: in its own, and in others


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, search, write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_sources(parser)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    cases = read_written_cases(find_sources(options))
    with options.out.open("w", encoding="utf-8") as out:
        for family in FAMILIES:
            found = search([case for case in cases if case.family == family], load_encoder())
            for key, questions in found.items():
                out.write(json.dumps({"passage": key, "questions": questions}) + "\n")
        whole = [case for case in cases if case.family == FAMILY]
        for key, questions in search_whole(whole, load_encoder()).items():
            out.write(json.dumps({"passage": key, "questions": questions}) + "\n")


def search(cases: Sequence[Case], encoder: Encoder) -> dict[str, list[tuple[str, str]]]:
    """Return, by the key of a passage, the keys and the texts of the questions that lead to it."""
    passages = _encode(cases, encoder)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for own, case in enumerate(cases):
        for question in case.questions:
            likeness = passages @ encoder.encode_question(question.text).vector
            likeness[own] = -1
            for place in np.argsort(-likeness)[:FIRST]:
                found[cases[int(place)].key].append((case.key, question.text))
    return found


def search_whole(cases: Sequence[Case], encoder: Encoder) -> dict[str, list[tuple[str, str]]]:
    """Do the same for the questions on whole interviews, also those that have no passage of their own.

    Other interviews than a question's own are searched only where they are set apart alike.
    """
    passages = _encode(cases, encoder)
    groups = np.asarray([case.group for case in cases])
    parts = np.asarray([find_part(case) for case in cases])
    homes: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, case in enumerate(cases):
        for question in case.questions:
            homes[case.group, question.text].append(place)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in read_whole_questions():
        own = homes[one.interview, one.text]
        if bool(one.answers) != bool(own):
            continue  # answered, but in what is no passage
        likeness = passages @ encoder.encode_question(one.text).vector
        likeness[own] = -1
        inside = groups == one.interview
        outside = ~inside & (parts == parts[np.flatnonzero(inside)[0]])
        for where, count in ((inside, FIRST_INSIDE), (outside, FIRST_OUTSIDE)):
            order = np.argsort(-np.where(where, likeness, -2))[: min(count, int(where.sum()))]
            for place in order:
                if likeness[place] > -1:
                    found[cases[int(place)].key].append((cases[own[0]].key if own else "", one.text))
    return found


def _encode(cases: Sequence[Case], encoder: Encoder) -> Floats:
    """Return the vector of each passage under its context, (n, d)."""
    texts = [f"{describe_case(case)}\n{case.passage}" for case in cases]
    return np.stack([one.vector for one in encoder.encode_passages(texts)])


def read_found(path: Path, cases: Sequence[Case]) -> Mapping[str, list[Question]]:
    """Read the file: the questions that lead to a passage, as they are in `cases`.

    What leads there from a passage that is not among the cases is left out.
    """
    here = {case.key for case in cases}
    known = {(case.key, one.text): one for case in cases for one in case.questions}
    found = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        pairs = [tuple(pair) for pair in row["questions"]]
        if row["passage"] in here:
            found[row["passage"]] = [
                known[pair] if pair[0] else Question(pair[1], None)
                for pair in pairs
                if pair in known or not pair[0]
            ]
    return found


if __name__ == "__main__":
    main()


def add_found(cases: Sequence[Case], path: Path) -> list[Case]:
    """Return cases, those on whole interviews with the questions that lead to them unanswered."""
    found = read_found(path, cases)
    return [
        replace(
            case,
            questions=(*case.questions, *(replace(q, answer=None) for q in found.get(case.key, ()))),
        )
        if case.family == "whole"
        else case
        for case in cases
    ]
