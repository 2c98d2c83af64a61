"""The invented interviews and the questions over them are what tests/questions/README.md says."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from conftest import ROOT

from onrecord.reading import find_files
from onrecord.text.fold import fold
from onrecord.text.stem import stem
from onrecord.text.word import content_words

HERE = ROOT / "tests" / "questions"
FILES = {path.stem: path for path in find_files(HERE / "corpus")}
TEXTS = {name: path.read_text("utf-8") for name, path in FILES.items()}
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "questions.jsonl").read_text("utf-8").splitlines()
]
LEAST = {
    "factual": 40,
    "opinion": 25,
    "whyhow": 20,
    "keyword": 14,
    "verbose": 14,
    "noisy": 14,
    "english": 14,
    "followup": 14,
    "unanswerable_topic": 45,
    "unanswerable_offtopic": 12,
    "unread": 6,
}
WITHOUT_ANSWER = {"unanswerable_topic", "unanswerable_offtopic", "unread"}
CUT = {"cantines-vernoy": "45% reste à lire", "sismologue-orzenac": "Il vous reste 38 %"}
KEYS = [
    "qid",
    "interview_id",
    "question",
    "kind",
    "lang",
    "history",
    "answers",
    "speaker",
    "answerable",
]


def shared_stems(question: str, quote: str) -> int:
    return len(set(stem(content_words(question))) & set(stem(content_words(quote))))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["qid"])
def test_a_question_is_whole(question: dict[str, Any]) -> None:
    assert list(question) == KEYS
    assert question["question"].strip() == question["question"] != ""
    assert question["kind"] in LEAST
    assert question["lang"] in {"fr", "en"}
    assert (question["interview_id"] is None) == (question["kind"] == "unanswerable_offtopic")
    assert question["interview_id"] is None or question["interview_id"] in TEXTS
    assert bool(question["history"]) == (question["kind"] == "followup")
    assert question["answerable"] == bool(question["answers"]) == bool(question["speaker"])
    assert question["answerable"] == (question["kind"] not in WITHOUT_ANSWER)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["qid"])
def test_a_gold_quote_stands_once_in_its_interview(question: dict[str, Any]) -> None:
    for answer in question["answers"]:
        quote = answer["quote"]
        assert TEXTS[answer["interview_id"]].count(quote) == 1
        assert 20 <= len(quote) <= 330
        assert "\n\n" not in quote, "a quote never spans two paragraphs"
        assert quote == quote.strip()
        assert not quote.endswith("?"), "an answer, not the interviewer's question"
    asked_of = [answer["interview_id"] for answer in question["answers"]]
    assert not asked_of or question["interview_id"] in asked_of


@pytest.mark.parametrize("name", TEXTS)
def test_each_interview_has_its_own_speakers(name: str) -> None:
    speakers = {
        question["speaker"]
        for question in QUESTIONS
        if {answer["interview_id"] for answer in question["answers"]} == {name}
    }
    page = fold(" ".join(TEXTS[name].split()))
    assert len(speakers) == (2 if name == "dentellieres-saint-aubrin" else 1)
    for speaker in speakers:
        assert re.search(rf"\b{re.escape(fold(speaker))}(?![\w-])", page), "named on the page"


def test_ids_and_questions_are_unique() -> None:
    for key in ("qid", "question"):
        assert [value for value, n in Counter(q[key] for q in QUESTIONS).items() if n > 1] == []


def test_there_are_as_many_of_each_kind_as_promised() -> None:
    counts = Counter(question["kind"] for question in QUESTIONS)
    assert {kind: counts[kind] for kind in LEAST if counts[kind] < LEAST[kind]} == {}
    assert len(QUESTIONS) == 257, "README.md says how many"
    assert len(FILES) == 16


def test_every_interview_is_of_a_believable_length_and_asked_about() -> None:
    lengths = {name: len(text.split()) for name, text in TEXTS.items()}
    assert {name: n for name, n in lengths.items() if not 600 <= n <= 1400} == {}
    for kind in ("factual", "unanswerable_topic"):
        asked = Counter(q["interview_id"] for q in QUESTIONS if q["kind"] == kind)
        assert [name for name in TEXTS if not asked[name]] == []


def test_unread_questions_are_put_to_the_cut_interviews_alone() -> None:
    unread = Counter(q["interview_id"] for q in QUESTIONS if q["kind"] == "unread")
    assert unread == {"cantines-vernoy": 3, "sismologue-orzenac": 3}
    for name, notice in CUT.items():
        before, _, _ = TEXTS[name].partition(notice)
        assert TEXTS[name].count(notice) == 1
        assert before.rstrip(" \n[")[-1].isalpha(), "the last answer stops within a sentence"


def test_no_gold_quote_lies_after_the_paywall() -> None:
    for question in QUESTIONS:
        for answer in question["answers"]:
            name = answer["interview_id"]
            if name in CUT:
                assert TEXTS[name].index(answer["quote"]) < TEXTS[name].index(CUT[name])


def test_french_questions_share_few_words_with_their_answers() -> None:
    shared = [
        max(shared_stems(question["question"], answer["quote"]) for answer in question["answers"])
        for question in QUESTIONS
        if question["answerable"] and question["lang"] == "fr" and question["kind"] != "keyword"
    ]
    assert len(shared) >= 120
    assert sum(n <= 2 for n in shared) / len(shared) >= 0.75


def test_some_answers_must_be_told_apart_from_a_near_interview() -> None:
    homes = [{answer["interview_id"] for answer in question["answers"]} for question in QUESTIONS]
    assert sum(len(home) == 2 for home in homes) == 3


def test_nothing_here_belongs_to_the_kept_apart_benchmark() -> None:
    forbidden = ("archifiltre", "blablacar", "umap", "dinum", "open data", "trottinette", "ia frugale")
    for text in [*TEXTS.values(), *(question["question"] for question in QUESTIONS)]:
        assert [word for word in forbidden if word in fold(text)] == []
