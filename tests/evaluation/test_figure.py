"""The figures of an evaluation against values worked out by hand, their comparison, the pictures."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from onrecord.answer.answer import Verdict
from onrecord.answer.hit import Hit, Quote
from onrecord.error import EvaluationError
from onrecord.evaluation import (
    GoldAnswer,
    GoldQuestion,
    compare_figures,
    describe_evaluation,
    evaluate,
    load_figures,
)
from onrecord.evaluation.comparison import describe_changes
from onrecord.evaluation.figure import (
    Figure,
    group_scores,
    measure_mean,
    measure_separation,
    measure_trials,
    trace_risk,
)
from onrecord.evaluation.match import is_right, measure_overlap
from onrecord.evaluation.plot import draw_plots
from onrecord.evaluation.trial import Trial

GOLD = GoldAnswer("one", "le prix du gazole monte encore")
HIT = Hit(
    rank=1,
    score=0.5,
    text="Le prix du gazole monte.",
    start=0,
    end=24,
    quote=Quote("Le prix du gazole monte.", 0, 24),
    interview_id="one",
    title="",
    publication="",
    author="",
    date=None,
    url="",
    speaker="Jeanne Le Bihan",
    role="",
    asked="",
    turn=1,
    paragraph=1,
    cut=False,
    source_sha256="",
    citation="",
    link="",
)


def trial(rank: int | None, score: float, found: bool, kind: str = "factual", **more: object) -> Trial:
    """Return a trial of six passages, of which that at `rank` is right."""
    unanswerable = kind.startswith("un")
    gold = GoldQuestion(
        f"{kind} {rank} {score}",
        "Quoi ?",
        kind,
        (),
        () if unanswerable else (GOLD,),
        "" if unanswerable else "Mme Le Bihan",
        "file, line 1",
    )
    one = Trial(
        gold=gold,
        verdict=Verdict.FOUND if found else Verdict.NOT_SAID,
        ranked=tuple(replace(HIT, rank=place, score=score) for place in range(1, 7)),
        right=tuple(place == rank for place in range(1, 7)),
        verbatim=(True,) * 12,
        seconds=0.25,
    )
    return replace(one, **more)


TRIALS = [
    trial(1, 0.9, True),
    trial(1, 0.2, False, "opinion"),
    trial(3, 0.6, True),
    trial(6, 0.3, False, "opinion"),
    trial(None, 0.1, False, verbatim=(True,) * 11 + (False,)),
    trial(None, 0.8, True, "unanswerable_topic"),
    trial(None, 0.2, False, "unanswerable_topic"),
    trial(None, 0.05, False, "unanswerable_offtopic"),
    trial(None, 0.1, False, "unread", verdict=Verdict.MAYBE_UNREAD),
]


def test_the_figures_are_those_counted_by_hand() -> None:
    figures = measure_trials(TRIALS)
    values = {name: (one.value, one.count) for name, one in figures.items()}
    assert values == {
        "R@1": (0.4, 5),
        "R@3": (0.6, 5),
        "R@5": (0.6, 5),
        "MRR": (0.5, 5),  # (1 + 1 + 1/3 + 1/6 + 0) / 5
        "quote F1": (0.9091, 3),  # 5 words in common, of 5 and of 6: 10/11
        "right speaker": (1.0, 3),
        "answered right": (0.2, 5),
        "answered when right first": (0.5, 2),
        "false answers on topic": (0.5, 2),
        "false answers off topic": (0.0, 1),
        "unread told": (1.0, 1),
        "AUROC": (0.7, 9),  # 14 of 20 pairs
        "verbatim": (0.9907, 108),
    }
    assert list(values)[:4] == ["R@1", "R@3", "R@5", "MRR"]


def test_what_cannot_be_measured_is_none() -> None:
    figures = measure_trials([trial(None, 0.1, False, "unanswerable_topic")])
    assert figures["R@1"] == figures["AUROC"] == Figure(None, None, None, 0)
    assert figures["false answers on topic"].value == 0.0


def test_a_question_without_passages_scores_nothing() -> None:
    one = trial(1, 0.5, False, ranked=(), right=(), verbatim=())
    assert (one.rank, one.score, one.judged, one.overlap, one.right_speaker) == (
        None,
        0,
        None,
        None,
        None,
    )
    assert measure_trials([one])["MRR"].value == 0.0


def test_an_interval_is_that_of_the_binomial_and_always_the_same() -> None:
    figure = measure_mean([1.0] * 60 + [0.0] * 40)
    assert (figure.value, figure.count) == (0.6, 100)
    deviation = (0.6 * 0.4 / 100) ** 0.5
    assert figure.low == pytest.approx(0.6 - 1.96 * deviation, abs=0.02)
    assert figure.high == pytest.approx(0.6 + 1.96 * deviation, abs=0.02)
    assert measure_mean([1.0] * 60 + [0.0] * 40) == figure
    assert measure_mean([None, True, None]) == Figure(1.0, 1.0, 1.0, 1)


def test_separation_is_what_scikit_learn_says() -> None:
    from sklearn.metrics import roc_auc_score

    generator = np.random.default_rng(7)
    positive = generator.integers(2, 9, 40) / 10
    negative = generator.integers(0, 7, 30) / 10
    expected = roc_auc_score([1] * 40 + [0] * 30, [*positive, *negative])
    figure = measure_separation(positive.tolist(), negative.tolist())
    assert figure.value == pytest.approx(expected, abs=5e-5)
    assert figure.low is not None and figure.high is not None
    assert figure.low < expected < figure.high


def test_risk_is_traced_from_the_surest_and_ties_go_together() -> None:
    coverage, risk = trace_risk(TRIALS)
    # scores 0.9 right, 0.8, 0.6, 0.3, {0.2 right, 0.2}, {0.1, 0.1}, 0.05
    np.testing.assert_allclose(coverage, [1 / 9, 2 / 9, 3 / 9, 4 / 9, 6 / 9, 8 / 9, 1])
    np.testing.assert_allclose(risk, [0, 1 / 2, 2 / 3, 3 / 4, 4 / 6, 6 / 8, 7 / 9])


def test_scores_are_grouped_by_tenths() -> None:
    scores, shares, counts = group_scores(
        [trial(1, 1.0, True), trial(1, 0.24, True), trial(2, 0.2, True)]
    )
    np.testing.assert_allclose(scores, [0.22, 1.0])
    np.testing.assert_allclose(shares, [0.5, 1.0])
    assert counts.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("text", "interview", "right"),
    [
        ("Le prix du gazole monte encore.", "one", True),
        ("LE PRIX du **gazole** monté", "one", True),  # holds 3 of 4 trigrams
        ("le prix du gazole", "one", True),  # holds half of them
        ("le prix du pain", "one", False),
        ("du gazole monte encore et encore", "one", True),
        ("Le prix du gazole monte encore.", "two", False),
        ("", "one", False),
    ],
)
def test_a_passage_is_right_when_it_shares_half_of_the_gold_quote(text, interview, right):
    assert is_right(replace(HIT, text=text, interview_id=interview), [GOLD]) is right


def test_a_passage_inside_a_long_gold_quote_is_right() -> None:
    long = GoldAnswer("one", "un deux trois quatre cinq six sept huit neuf dix onze douze treize")
    assert is_right(replace(HIT, text="quatre cinq six sept huit"), [long])
    assert not is_right(replace(HIT, text="quatre cinq six"), [long])  # one trigram is too little


def test_overlap_is_the_f1_of_bags_of_words() -> None:
    assert measure_overlap("Le prix monte", "le PRIX baisse") == pytest.approx(2 / 3)
    assert measure_overlap("le le le", "le prix") == pytest.approx(2 / 5)
    assert measure_overlap("rien", "tout") == 0.0
    assert measure_overlap("", "") == 0.0


def test_the_report_holds_the_table_the_misses_and_the_false_answers() -> None:
    shown = describe_evaluation(evaluate(TRIALS))
    assert "R@1                         0.400   0.000 to 0.800   over 5" in shown
    assert "ask, median                   250 ms" in shown
    (row,) = (line for line in shown.splitlines() if line.startswith("opinion  "))
    assert row.split() == [
        "opinion",
        "2",
        "0.500",
        "0.500",
        "0.500",
        "0.583",
        "0.909",
        "1.000",
        "0.000",
        "0.000",
        "–",
    ]
    (row,) = (line for line in shown.splitlines() if line.startswith("unanswerable_topic"))
    assert row.split() == ["unanswerable_topic", "2", *["–"] * 8, "0.500"]
    assert "the first passage is not right: 3" in shown
    assert "right (at rank 3): one: le prix du gazole monte encore" in shown
    assert "right (not found): one" in shown
    assert "found (found, 0.60): one: Le prix du gazole monte." in shown
    assert "false answers: 1\n- unanswerable_topic None 0.8 [unanswerable_topic] Quoi ?" in shown


def test_the_json_is_read_back(tmp_path: Path) -> None:
    measured = evaluate(TRIALS)
    measured.write_json(tmp_path / "out.json")
    committed = load_figures(tmp_path / "out.json")
    assert committed == {name: one.value for name, one in measured.figures.items()}
    assert [one["qid"] for one in measured.to_dict()["misses"]] == [one.gold.qid for one in TRIALS[2:5]]
    assert "seconds" not in str(measured.to_dict()), "the same on every machine"
    with pytest.raises(EvaluationError, match="expected a file to write"):
        measured.write_json(tmp_path)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"figures": []}', '{"figures": {"R@1": 1}}', '{"a": 1}']
)
def test_other_json_is_no_evaluation(tmp_path: Path, content: str) -> None:
    path = tmp_path / "out.json"
    path.write_text(content, "utf-8")
    with pytest.raises(EvaluationError, match=r"out\.json: expected figures"):
        load_figures(path)


def test_a_figure_fell_when_it_is_worse_by_more_than_the_tolerance() -> None:
    now = {
        "R@1": Figure(0.58, 0.5, 0.6, 10),
        "MRR": Figure(0.57, 0.5, 0.6, 10),
        "AUROC": Figure(0.9, 0.8, 1.0, 10),
        "false answers on topic": Figure(0.15, 0.1, 0.2, 10),
        "false answers off topic": Figure(0.0, 0.0, 0.0, 10),
        "verbatim": Figure(None, None, None, 0),
    }
    committed = {
        "R@1": 0.6,
        "MRR": 0.6,
        "AUROC": 0.6,
        "false answers on topic": 0.1,
        "false answers off topic": 0.1,
        "verbatim": 1.0,
        "gone": 0.5,
    }
    changes = compare_figures(committed, now, 0.02)
    assert [one.name for one in changes if one.fell] == [
        "MRR",
        "false answers on topic",
        "verbatim",
        "gone",
    ]
    shown = describe_changes(changes, 0.02).splitlines()
    assert shown[1].split() == ["R@1", "0.600", "0.580", "-0.020"]
    assert shown[2].split() == ["MRR", "0.600", "0.570", "-0.030", "WORSE"]
    assert shown[-1] == "4 of 7 figures are worse than committed by more than 0.02"


def test_two_pictures_are_drawn(tmp_path: Path) -> None:
    paths = draw_plots(TRIALS, tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["risk_coverage.png", "reliability.png"]
    for path in paths:
        with Image.open(path) as picture:
            assert picture.format == "PNG"
            assert picture.size == (750, 750)
    with pytest.raises(EvaluationError, match="expected a picture to write"):
        draw_plots(TRIALS, paths[0])


def test_importing_evaluation_loads_neither_library() -> None:

    script = (
        "import sys, onrecord.evaluation, onrecord.evaluation.plot;"
        "heavy = ('ir_measures', 'matplotlib', 'torch', 'faiss');"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
