"""The invented interviews and the questions over them are what tests/questions/README.md says."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

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


def find_faults(question: dict[str, Any]) -> list[str]:
    """Return which rules of README.md a question breaks, by name."""
    answerable, kind, home = question["answerable"], question["kind"], question["interview_id"]
    rules = {
        "its keys, in order": list(question) == KEYS,
        "a question without blanks around": question["question"].strip() == question["question"] != "",
        "a known kind": kind in LEAST,
        "a known language": question["lang"] in {"fr", "en"},
        "no interview when off topic, else one": (home is None) == (kind == "unanswerable_offtopic"),
        "an interview that is here": home is None or home in TEXTS,
        "a history when a follow-up, else none": bool(question["history"]) == (kind == "followup"),
        "answers when answerable, else none": answerable == bool(question["answers"]),
        "a speaker when answerable, else none": answerable == bool(question["speaker"]),
        "answerable as its kind says": answerable == (kind not in WITHOUT_ANSWER),
    }
    return [rule for rule, holds in rules.items() if not holds]


def find_quote_faults(question: dict[str, Any]) -> list[str]:
    """Return which rules the gold quotes of a question break, by name."""
    faults = []
    for answer in question["answers"]:
        quote = answer["quote"]
        rules = {
            "once in its interview": TEXTS[answer["interview_id"]].count(quote) == 1,
            "20 to 330 characters": 20 <= len(quote) <= 330,
            "within one paragraph": "\n\n" not in quote,
            "no blanks around": quote == quote.strip(),
            "an answer, not the interviewer's question": not quote.endswith("?"),
        }
        faults += [f"{rule}: {quote}" for rule, holds in rules.items() if not holds]
    asked_of = [answer["interview_id"] for answer in question["answers"]]
    if asked_of and question["interview_id"] not in asked_of:
        faults.append("a quote from the interview that is asked")
    return faults


def test_every_question_is_whole() -> None:
    assert [(one["qid"], fault) for one in QUESTIONS for fault in find_faults(one)] == []


def test_every_gold_quote_stands_once_in_its_interview() -> None:
    assert [(one["qid"], fault) for one in QUESTIONS for fault in find_quote_faults(one)] == []


def test_each_interview_has_its_own_speakers() -> None:
    faults = []
    for name, text in TEXTS.items():
        speakers = {
            question["speaker"]
            for question in QUESTIONS
            if {answer["interview_id"] for answer in question["answers"]} == {name}
        }
        if len(speakers) != (2 if name == "dentellieres-saint-aubrin" else 1):
            faults.append((name, speakers))
        page = fold(" ".join(text.split()))
        pattern = r"\b{}(?![\w-])"
        unnamed = [one for one in speakers if not re.search(pattern.format(re.escape(fold(one))), page)]
        faults += [(name, f"{speaker}: not named on the page") for speaker in unnamed]
    assert faults == []


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
