"""What the judge learns from: passages with sentences cut out, and the hand-written questions."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import ROOT
from torch import Tensor

from onrecord.answer.calibration import ReadingCalibration, Signs
from onrecord.reading import read_interview
from onrecord.text.span import Span
from training.judge.asked import ALL, ALONE, OTHER, OTHERS, WITHOUT, Asked, draw_others
from training.judge.batch import BatchMaker, Form
from training.judge.calibrate import find_best, find_right_first, find_threshold, fit, fit_order
from training.judge.case import Case, Question, cut_sentences
from training.judge.data import find_part_of_interview
from training.judge.draw import Drawer, Pack, draw_pair
from training.judge.lead_in import lead_in
from training.judge.loss import measure_loss
from training.judge.model import POINTERS, Judgement
from training.judge.piece import PassagePieces, PieceReader
from training.judge.right import find_pairs
from training.judge.starting import read_tokenizer
from training.judge.whole import WholeQuestion, make_cases, read_whole_questions

ENCODER = ROOT / "onrecord" / "retrieval" / "bundled_encoder"
HERE = ROOT / "training" / "judge" / "questions"
TEXT = (
    "Le four chauffe au bois depuis deux siècles. Une fournée prend quatre heures et demie en hiver. "
    "Mon apprentie pétrit seule le samedi matin. Nous vendons tout avant midi, sauf le seigle."
)
ASKED = {
    "Combien de temps dure une fournée ?": "Une fournée prend quatre heures et demie en hiver.",
    "Qui pétrit le samedi ?": "Mon apprentie pétrit seule le samedi matin.",
    "Combien coûte le seigle ?": None,
}


def make_case() -> Case:
    questions = tuple(
        Question(text, Span(TEXT.index(said), TEXT.index(said) + len(said)) if said else None)
        for text, said in ASKED.items()
    )
    return Case("interview", "one", "all", "", "", "", TEXT, cut_sentences(TEXT), questions)


def test_a_case_without_a_sentence_has_its_answers_where_they_are_now() -> None:
    kept = make_case().keep([0, 2, 3])
    assert kept.passage == TEXT.replace(" Une fournée prend quatre heures et demie en hiver.", "")
    told = {one.text: one.answer.of(kept.passage) if one.answer else None for one in kept.questions}
    assert told == {**ASKED, "Combien de temps dure une fournée ?": None}


def test_a_pair_has_the_same_questions_and_one_answer_less() -> None:
    for seed in range(20):
        pair = draw_pair(make_case(), np.random.default_rng(seed))
        assert pair is not None
        whole, cut = pair
        assert [one.text for one in whole.questions] == [one.text for one in cut.questions]
        answered = [sum(one.answer is not None for one in case.questions) for case in pair]
        assert answered[1] == answered[0] - 1
        assert all(one.answer is None or one.answer.of(cut.passage) in TEXT for one in cut.questions)


def read_pieces(case: Case) -> PassagePieces:
    return PieceReader(read_tokenizer(ENCODER)).read_passage(Pack("", case))


def test_a_question_is_shown_with_one_of_its_versions_after_it() -> None:
    first = "Qui pétrit le samedi ?"
    versions = dict.fromkeys(("Who kneads on Saturday?", "samedi, c'est qui au pétrin ?"), first)
    shown: set[str] = set()
    alone = 0
    for seed in range(40):
        for pack in Drawer([make_case()], {"interview": 1.0}, seed, versions=versions).draw(0, 4):
            texts = [one.text for one in pack.case.questions]
            paired = [one for one in pack.case.questions if one.pair]
            assert len(paired) in (0, 2)
            assert len({one.answer for one in paired}) <= 1
            if paired and all(one.text in (first, *versions) for one in paired):
                (version,) = (one.text for one in paired if one.text in versions)
                shown.add(version)
                assert texts.index(version) > texts.index(first)
            alone += first in texts and not paired
    assert shown == set(versions)
    assert alone, "now and then it is shown without a version"


def test_versions_of_a_question_are_paired_on_one_passage_only() -> None:
    case = make_case()
    asked = [Question("Qui ?", None, pair=2), Question("Quand ?", None), Question("Who?", None, pair=2)]
    rows = [replace(case, questions=(one,)) for one in asked]

    def pair(*cases: Case) -> Tensor:
        return find_pairs(cases, [read_pieces(one) for one in cases])

    assert pair(*rows).tolist() == [[0, 2]]
    assert pair(replace(case, questions=tuple(asked))).tolist() == [[0, 2]]
    rows[2] = replace(rows[2], passage=f"Autre chose. {TEXT}")
    assert pair(*rows).shape == (0, 2)
    shorter = [read_pieces(case), read_pieces(case), read_pieces(case).take([3, 4, 5])]
    rows[2] = replace(rows[2], passage=TEXT)
    assert find_pairs(rows, shorter).shape == (0, 2), "a window that holds other sentences"


def test_an_english_question_learns_to_be_read_as_its_french_version_and_teaches_nothing() -> None:
    asked = (Question("Qui ?", None, pair=1), Question("Who?", None, pair=1))
    pack = Pack("", replace(make_case(), questions=asked))
    batch = BatchMaker(read_tokenizer(ENCODER)).make([pack], Form.PACKED)
    answers = torch.tensor([[1.5, -1.0]], requires_grad=True)
    pointers = torch.zeros(1, 2, POINTERS, 1 + batch.sentences.shape[1])
    version = measure_loss(Judgement(answers, pointers), batch).version
    torch.autograd.backward(version)
    assert answers.grad is not None
    given = [1 / (1 + math.exp(-one)) for one in (1.5, -1.0)]
    assert answers.grad.tolist() == [[0.0, pytest.approx(given[1] - given[0])]]


def test_something_is_put_before_a_question_and_the_question_stays_last() -> None:
    chance = np.random.default_rng(2)
    asked = "Combien coûte le seigle ?"
    led = [lead_in(asked, "Le four", ["Qui pétrit ?"], chance) for _ in range(60)]
    assert all(one.endswith(asked[1:]) and len(one) > len(asked) for one in led)
    assert f"Qui pétrit ? {asked}" in led
    assert "Qui pétrit ? et combien coûte le seigle ?" in led
    assert any("« Le four »" in one for one in led)
    assert lead_in("How much is the rye?", "", (), chance).isascii()


def read_rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def test_every_answer_on_an_invented_interview_stands_in_one_of_its_paragraphs() -> None:
    texts = {row["id"]: row["text"] for row in read_rows("invented.jsonl")}
    rows = read_rows("on_invented.jsonl")
    assert {row["interview"] for row in rows} == texts.keys()
    for row in rows:
        for start, end in row["answers"]:
            quoted = texts[row["interview"]][start:end]
            assert quoted.strip() == quoted != "", row
            assert "\n" not in quoted, row


def test_every_answer_lies_in_its_passage() -> None:
    passages = {row["id"]: row for row in read_rows("passages.jsonl")}
    rows = read_rows("on_passages.jsonl")
    assert {row["passage"] for row in rows} == passages.keys()
    for row in rows:
        place = passages[row["passage"]]
        if row["answer"]:
            start, end = row["answer"]
            assert place["start"] <= start < end <= place["end"]
    assert all(row["source"] and row["licence"] for row in passages.values())


def test_an_interview_is_asked_each_question_once_and_belongs_to_one_part() -> None:
    questions = read_whole_questions()
    assert len({(one.interview, one.text) for one in questions}) == len(questions)
    parts = {find_part_of_interview(one.interview) for one in questions}
    assert parts == {"train", "dev", "unseen"}
    assert all(place.start < place.end for one in questions for place in one.answers)


def test_a_passage_answers_a_question_when_it_holds_half_of_the_answer(tmp_path: Path) -> None:
    text = f"Entretien avec Jeanne Morvan, boulangère\n\nComment cuisez-vous ?\n\n{TEXT}"
    (tmp_path / "four.txt").write_text(text, encoding="utf-8")
    interview = read_interview(tmp_path / "four.txt")
    start = text.index("Mon apprentie")
    asked = [
        WholeQuestion("four", "Qui pétrit ?", (Span(start, start + 43),)),
        WholeQuestion("four", "Que demande-t-on ?", (Span(start - 130, start + 10),)),
        WholeQuestion("four", "Combien coûte le seigle ?", ()),
    ]
    answered = [one for case in make_cases(interview, asked) for one in case.questions]
    assert [one.text for one in answered] == ["Qui pétrit ?", "Que demande-t-on ?"]
    assert answered[0].answer == Span(TEXT.index("Mon apprentie"), TEXT.index("Mon apprentie") + 43)


def make_asked(scope: str, right: bool, logit: float, matched: float) -> Asked:
    """Return a question put to a scope where two passages are found, the first with these signs."""
    signs = Signs(logit, matched, 0.0, 0.0, 0.0), Signs(-8.0, 0.0, 0.0, 0.0, 0.0)
    return Asked("?", scope, right, signs, np.asarray([right, False]), -1.0, -1.0)


def measure_given(asked: Sequence[Asked], calibration: ReadingCalibration) -> float:
    return float(np.mean([find_best(one, calibration) >= calibration.threshold for one in asked]))


def test_what_another_interview_says_teaches_to_ask_for_a_passage_on_the_subject() -> None:
    """The logits are drawn alike; only the share matched tells its own interview from another."""
    numbers = np.random.default_rng(5)
    alone = [
        make_asked(ALONE, right, float(numbers.normal(2.0 * right, 1)), float(numbers.uniform(0.4, 1)))
        for right in (True, False)
        for _ in range(60)
    ]
    others = [
        make_asked(OTHER, False, float(numbers.normal(1, 1)), float(numbers.uniform(0, 0.6)))
        for _ in range(60 * OTHERS)
    ]
    with_others, without = fit([*alone, *others]), fit(alone)
    assert with_others.slope > 0.5 and with_others.matched_slope > without.matched_slope + 2
    assert measure_given(alone[:60], with_others) > 0.6
    assert measure_given(others, with_others) < measure_given(others, without) - 0.2


def test_the_order_weighs_each_sign_by_what_it_tells() -> None:
    """Logit and similarity tell the right passage, each on its own scale; the search does not."""
    numbers = np.random.default_rng(3)

    def draw() -> Asked:
        right = numbers.permutation([True, False, False])
        rows = numbers.normal(np.outer(right, [1.0, 0.0, 1.0]), 1) * [2.0, 0.5, 0.1]
        signs = tuple(Signs(logit, 1.0, 0.0, order, similarity) for logit, order, similarity in rows)
        return Asked("?", ALONE, True, signs, right, -1.0, -1.0)

    asked = [draw() for _ in range(2000)]
    fitted = fit_order(asked)
    assert fitted.similarity_share == pytest.approx(20.0, rel=0.1)  # 2 / .1
    assert fitted.order_share == pytest.approx(0.0, abs=0.5)
    by_logit = replace(fitted, order_share=0.0, similarity_share=0.0)
    assert find_right_first(asked, fitted) > find_right_first(asked, by_logit) + 0.05


def test_probabilities_are_right_where_it_is_known_which_passages_answer() -> None:
    """Among all interviews, half of what answers counts as wrong."""
    numbers = np.random.default_rng(8)

    def make(scope: str, shares: tuple[float, ...]) -> list[Asked]:
        return [
            make_asked(scope, numbers.random() < share, float(numbers.normal(4 * share, 1)), 0.5)
            for share in shares
            for _ in range(100)
        ]

    alone, others = make(ALONE, (0.8, 0.2)), make(OTHER, (0.0,) * OTHERS)
    everywhere, without = make(ALL, (0.4, 0.1)), make(WITHOUT, (0.0, 0.0))
    fitted = fit([*alone, *others, *everywhere, *without])
    counts = [1.0] * len(alone) + [1 / OTHERS] * len(others)
    told = [fitted.find_probability(one.signs[0]) for one in (*alone, *others)]
    right = [one.right[0] for one in (*alone, *others)]
    assert np.average(told, weights=counts) == pytest.approx(
        np.average(right, weights=counts), abs=0.01
    )


def test_of_thresholds_that_serve_as_well_the_middle_one_is_taken() -> None:
    """Below .8, one more unanswered question is answered a step, and `more` of the answered ones."""

    def find(more: int) -> float:
        answered = np.repeat([0.8, 0.6, 0.4], [100 - 2 * more, more, more])
        return find_threshold([answered], [np.repeat([0.8, 0.6, 0.4, 0.1], [10, 1, 1, 88])])

    assert (find(1), find(30)) == (0.6, 0.4)


def test_each_scope_counts_as_much_for_the_threshold() -> None:
    """Nine in ten are answered below .5, in one scope: without it, nothing is gained above."""
    answered = np.repeat([0.9, 0.4], [500, 500])
    near, far = np.repeat([0.4, 0.1], [90, 10]), np.full(5000, 0.1)
    assert find_threshold([answered], [near]) == 0.9
    assert find_threshold([answered], [far]) == 0.4
    assert find_threshold([answered], [near, far, far]) == 0.4


def test_a_question_is_put_to_the_same_other_interviews_each_time() -> None:
    names = frozenset(f"interview{number}" for number in range(40))
    drawn = {text: draw_others(WholeQuestion("own", text, ()), names) for text in ("Qui ?", "Où ?")}
    assert all(len(set(one)) == OTHERS and names.issuperset(one) for one in drawn.values())
    assert drawn["Qui ?"] != drawn["Où ?"]
    assert drawn["Qui ?"] == draw_others(WholeQuestion("own", "Qui ?", ()), sorted(names))
