"""Find, for each written passage, questions that lead to it and that it does not answer.

    python -m training.judge.mine --comprehension F --written F --interviews F --out found.jsonl

Each question is searched, by the encoder's vectors, among the passages of its kind; those that come
first, its own aside, are what a judge meets beside the right passage. A line of the file holds the key
of a passage and its questions: the key of their own passage and their text.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from onrecord.retrieval.encoder import Encoder, load_encoder
from training.judge.case import Case, Question
from training.judge.data import add_sources, find_sources, read_written_cases
from training.judge.draw import describe_case

FAMILIES = ("written", "interview")
FIRST = 8  # passages that a question leads to


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


def search(cases: Sequence[Case], encoder: Encoder) -> dict[str, list[tuple[str, str]]]:
    """Return, by the key of a passage, the keys and the texts of the questions that lead to it."""
    texts = [f"{describe_case(case)}\n{case.passage}" for case in cases]
    passages = np.stack([one.vector for one in encoder.encode_passages(texts)])
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for own, case in enumerate(cases):
        for question in case.questions:
            likeness = passages @ encoder.encode_question(question.text).vector
            likeness[own] = -1
            for place in np.argsort(-likeness)[:FIRST]:
                found[cases[int(place)].key].append((case.key, question.text))
    return found


def read_found(path: Path, cases: Sequence[Case]) -> Mapping[str, list[Question]]:
    """Read the file: the questions that lead to a passage, as they are in `cases`."""
    known = {(case.key, one.text): one for case in cases for one in case.questions}
    found = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        pairs = [tuple(pair) for pair in row["questions"]]
        found[row["passage"]] = [known[pair] for pair in pairs if pair in known]
    return found


if __name__ == "__main__":
    main()
