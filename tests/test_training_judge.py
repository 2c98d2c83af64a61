"""What the judge learns from: passages with sentences cut out, and the hand-written questions."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from conftest import ROOT

from onrecord.text.span import Span
from training.judge.case import Case, Question, cut_sentences
from training.judge.draw import draw_pair

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
    return Case("interview", "one", "", "", "", TEXT, cut_sentences(TEXT), questions)


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


def test_every_answer_lies_in_its_passage_and_no_passage_is_in_both_sets() -> None:
    passages = {row["id"]: row for row in read_rows("passages.jsonl")}
    sets = {name: read_rows(f"{name}.jsonl") for name in ("train", "unseen")}
    assert {name: len(rows) for name, rows in sets.items()} == {"train": 3598, "unseen": 693}
    used = {name: {row["passage"] for row in rows} for name, rows in sets.items()}
    assert used["train"] | used["unseen"] == passages.keys()
    assert not used["train"] & used["unseen"]
    for row in (*sets["train"], *sets["unseen"]):
        place = passages[row["passage"]]
        if row["answer"]:
            start, end = row["answer"]
            assert place["start"] <= start < end <= place["end"]
    assert all(row["source"] and row["licence"] for row in passages.values())
