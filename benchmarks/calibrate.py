"""Fits the weights of the quick judge, and prints what each threshold would do.

    python -m benchmarks.calibrate tests/questions/corpus tests/questions/questions.jsonl
    python -m benchmarks.calibrate … --check ../shared/bench/raw ../shared/bench/questions.jsonl

Every question is asked in three scopes: of all interviews ("whole"), of the interview it is about
("alone"), and, if answerable, of all but those that answer it ("left out"). The first passage is right
if it contains a gold quote. The weights are fitted on "whole" and "left out" of the first set; "alone"
and the set after --check are only measured. `--out` writes the weights beside the encoder.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.retrieval import read_gold_question
from onrecord import Archive
from onrecord.answer import judge
from onrecord.answer.confidence import find_meaning, measure
from onrecord.evaluation import GoldQuestion, read_gold
from onrecord.evaluation.gold import OFF_TOPIC, ON_TOPIC
from onrecord.evaluation.match import is_right
from onrecord.question.person import People
from onrecord.question.question import Intent
from onrecord.retrieval.search import Searcher
from onrecord.text.stem import stem
from onrecord.text.word import content_words

CUT_SHARE = 6  # for a passage that breaks off, the threshold is divided by this
STRENGTH = 0.3  # `C` of LogisticRegression: the lower, the smaller the weights
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(frozen=True, slots=True)
class Case:
    """The first passage found for a question: its features, and whether it is right."""

    scope: str  # whole, left out or alone
    kind: str
    answerable: bool
    right: bool
    features: dict[str, float]


def main() -> None:
    """Fit, print the numbers, and write them with --out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus")
    parser.add_argument("questions")
    parser.add_argument("--check", nargs=2, metavar=("CORPUS", "QUESTIONS"))
    parser.add_argument("--encoder")
    parser.add_argument("--threshold", type=float, default=0.3, help="0..1, chosen by the table below")
    parser.add_argument("--out", help="confidence.json, beside the encoder")
    options = parser.parse_args()
    fitted = collect(options.corpus, options.questions, options.encoder)
    model = fit([case for case in fitted if case.scope != "alone"])
    weights = dict(zip(fitted[0].features, model.coef_[0].round(2).tolist(), strict=True))
    numbers = {
        "weights": weights,
        "bias": round(float(model.intercept_[0]), 2),
        "threshold": options.threshold,
        "cut_threshold": round(options.threshold / CUT_SHARE, 3),
    }
    print(json.dumps(numbers, indent=1))
    if options.out:
        Path(options.out).write_text(json.dumps(numbers, indent=1) + "\n", "utf-8")
    report("fitted on", fitted, model)
    if options.check:
        report("checked on", collect(*options.check, options.encoder), model)


def collect(corpus: str, questions: str, encoder: str | None) -> list[Case]:
    """Ask every question in its scopes, and return the first passages as cases."""
    cases = []
    with tempfile.TemporaryDirectory() as index:
        archive = Archive.open(corpus, index, encoder)
        passages = archive.index.passages
        people = People(archive.index.interviews)
        for asked in read_gold(questions):
            question = read_gold_question(asked, people)
            if question.intent is not Intent.WORDS:
                continue
            for kind, chosen in scopes(asked, set(archive.interviews)).items():
                rows = [i for i, p in enumerate(passages) if p.turn and p.interview_id in chosen]
                if rows:
                    case = first_case(archive, question.search, np.asarray(rows), asked, kind)
                    cases.append(case)
    return cases


def scopes(asked: GoldQuestion, interviews: set[str]) -> dict[str, set[str]]:
    """Return the ids of the interviews that a question is asked of, by scope."""
    gold = {answer.interview_id for answer in asked.answers}
    kinds = {"whole": interviews}
    if gold:
        kinds["left out"] = interviews - gold
    if gold or asked.interview_id in interviews:
        kinds["alone"] = gold or {asked.interview_id}
    return kinds


def first_case(archive: Archive, text: str, rows: Any, asked: GoldQuestion, scope: str) -> Case:
    """Return the passage of `rows` that comes first for a question, as a case."""
    result = Searcher(archive.index, archive.encoder).search(text, archive.index.allow_rows(rows))
    first = result.candidates[0]
    passage = archive.index.passages[first.row]
    case = judge.Case(archive.interviews[passage.interview_id], passage, first)
    stems, meaning = frozenset(stem(content_words(text))), find_meaning(text, result.encoded.offsets)
    answerable = asked.answerable and scope != "left out"
    return Case(
        scope=scope,
        kind=asked.kind,
        answerable=answerable,
        right=answerable and is_right(passage, asked.answers),
        features=measure(result, case, stems, meaning),
    )


def fit(cases: list[Case]) -> LogisticRegression:
    """Return a model fitted on standardised features, its weights rescaled to the features as given."""
    features = matrix(cases)
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit((features - middle) / spread, [case.right for case in cases])
    model.coef_ = model.coef_ / spread
    model.intercept_ = model.intercept_ - model.coef_ @ middle
    return model


def matrix(cases: list[Case]) -> Any:
    """Return the features as an array, `(cases, features)` float64."""
    return np.asarray([list(case.features.values()) for case in cases])


def report(title: str, cases: list[Case], model: LogisticRegression) -> None:
    """Print AUROCs, and the share of questions answered at each threshold."""
    scores = model.predict_proba(matrix(cases))[:, 1]
    large = [place for place, case in enumerate(cases) if case.scope != "alone"]
    right = roc_auc_score([cases[place].right for place in large], scores[large])
    print(f"\n{title}: {len(cases)} cases")
    print(f"AUROC, right first passage against all else, whole and left out: {right:.3f}")
    for scope in ("whole", "alone"):
        own = [place for place, case in enumerate(cases) if case.scope == scope]
        natural = roc_auc_score([cases[place].answerable for place in own], scores[own])
        print(f"AUROC, answerable against unanswerable, {scope}: {natural:.3f}")
    groups = {
        "right first passage": lambda case: case.scope == "whole" and case.right,
        "wrong first passage": lambda case: (
            case.scope == "whole" and case.answerable and not case.right
        ),
        "unanswerable, on topic": lambda case: case.scope == "whole" and case.kind == ON_TOPIC,
        "unanswerable, off topic": lambda case: case.scope == "whole" and case.kind == OFF_TOPIC,
        "interview left out": lambda case: case.scope == "left out",
        "alone, right first passage": lambda case: case.scope == "alone" and case.right,
        "alone, on topic": lambda case: case.scope == "alone" and case.kind == ON_TOPIC,
    }
    cells = "".join(f"{threshold:7.2f}" for threshold in THRESHOLDS)
    print(f"{'share answered at threshold':28s}{cells}")
    for name, belongs in groups.items():
        own = scores[[belongs(case) for case in cases]]
        print(f"{name:28s}" + "".join(f"{np.mean(own >= threshold):7.2f}" for threshold in THRESHOLDS))


if __name__ == "__main__":
    main()
