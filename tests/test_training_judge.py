"""What the judge learns from: passages with sentences cut out, and the hand-written questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from conftest import ROOT

from onrecord.reading import read_interview
from onrecord.text.span import Span
from training.judge.case import Case, Question, cut_sentences
from training.judge.data import find_part_of_interview
from training.judge.draw import draw_pair
from training.judge.whole import WholeQuestion, make_cases, read_whole_questions

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
