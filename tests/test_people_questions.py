"""The questions that name people and periods are what tests/questions/README.md says."""

from __future__ import annotations

import datetime
import difflib
import json
import re
from collections import Counter
from typing import Any

from conftest import ROOT

from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.text.fold import fold

HERE = ROOT / "tests" / "questions"
INTERVIEWS = {path.stem: read_interview(path) for path in find_files(HERE / "corpus")}
QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (HERE / "people.jsonl").read_text("utf-8").splitlines()
]
KINDS = {"person": 30, "period": 20, "nobody": 10}
NOBODY = ("Sylvain Lachaume", "Agathe Montussan", "Marius Delcourt", "Philippa Strand")
TITLES = {
    "adjointe": "Nadège Orsini-Valette",
    "arbitre": "Yohan Tastevin",
    "beekeeper": "Firmin Lachaux",
    "cheffe": "Bertille Kouamé-Lagier",
    "juge": "Hélène Castaing-Maury",
    "meunier": "Gaspard Thélin",
    "paysanne": "Odile Marchenoir",
    "pilote": "Ludovic Renouf",
    "sage-femme": "Maëlle Jourdanet",
}


def find_speakers(interview: Interview, quote: str) -> list[str]:
    """Return who says a quote: one person for each place where it stands within a paragraph."""
    return [
        turn.speaker.name
        for turn in interview.turns
        for paragraph in turn.paragraphs
        for _ in range(paragraph.of(interview.text).count(quote))
    ]


def find_faults(question: dict[str, Any]) -> list[str]:
    """Return which rules of README.md a question breaks, by name."""
    answers, kind = question["answers"], question["kind"]
    told = [find_speakers(INTERVIEWS[one["interview_id"]], one["quote"]) for one in answers]
    speakers = ", ".join(dict.fromkeys(names[0] for names in told if names))
    rules = {
        "its id after its kind": re.fullmatch(rf"{kind}-\d\d", question["qid"]),
        "a question without blanks around": question["question"].strip() == question["question"] != "",
        "a known kind": kind in KINDS,
        "a known language": question["lang"] in {"fr", "en"},
        "an interview that is here": question["interview_id"] in INTERVIEWS,
        "no history": question["history"] == [],
        "answerable when it has answers": question["answerable"] == bool(answers),
        "only a name of nobody has no answer": bool(answers) or kind == "nobody",
        "a quote from the interview that is asked": not answers
        or question["interview_id"] in {one["interview_id"] for one in answers},
        "each quote once, in an answer": all(len(names) == 1 for names in told),
        "20 to 330 characters each": all(20 <= len(one["quote"]) <= 330 for one in answers),
        "no blanks around a quote": all(one["quote"].strip() == one["quote"] for one in answers),
        "the speaker says it": (question["speaker"] or "") == speakers,
    }
    return [rule for rule, holds in rules.items() if not holds]


def is_named(question: dict[str, Any]) -> bool:
    """Return whether a question names its speaker: by a title, or a name with one slip at most."""
    words = re.findall(r"[\w-]+", fold(question["question"]))
    names = fold(question["speaker"]).split()
    return any(TITLES.get(word) == question["speaker"] for word in words) or any(
        difflib.get_close_matches(word, names, cutoff=0.85) for word in words
    )


def find_bounds(question: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day that a question of kind "period" asks of."""
    found = re.search(r"(?:(avant|apres|depuis) |(janvier|juin) )?(20\d\d)\b", fold(question))
    assert found is not None, question
    how, month, year = found[1], found[2], int(found[3])
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    if month:
        first = datetime.date(year, {"janvier": 1, "juin": 6}[month], 1)
        last = first + datetime.timedelta(29)
    if how == "avant":
        return datetime.date.min, first - datetime.timedelta(1)
    if how == "apres":
        return last + datetime.timedelta(1), datetime.date.max
    return first, datetime.date.max if how == "depuis" else last


def test_every_question_is_whole() -> None:
    assert [(one["qid"], fault) for one in QUESTIONS for fault in find_faults(one)] == []


def test_the_keys_are_those_of_the_other_set() -> None:
    (line, *_) = (HERE / "questions.jsonl").read_text("utf-8").splitlines()
    assert [one["qid"] for one in QUESTIONS if list(one) != list(json.loads(line))] == []


def test_there_are_as_many_of_each_kind_as_promised() -> None:
    assert Counter(one["kind"] for one in QUESTIONS) == KINDS
    for key in ("qid", "question"):
        assert [value for value, n in Counter(one[key] for one in QUESTIONS).items() if n > 1] == []


def test_a_question_of_a_person_names_who_answers() -> None:
    assert [one["question"] for one in QUESTIONS if one["kind"] == "person" and not is_named(one)] == []


def test_a_question_of_a_period_is_answered_from_within_it() -> None:
    faults = []
    for one in QUESTIONS:
        if one["kind"] == "period":
            first, last = find_bounds(one["question"])
            days = [INTERVIEWS[answer["interview_id"]].date for answer in one["answers"]]
            faults += [(one["qid"], day) for day in days if day is None or not first <= day <= last]
    assert faults == []


def test_nobody_of_the_corpus_is_named_and_no_year_is_that_of_the_interview() -> None:
    everything = fold(" ".join(interview.text for interview in INTERVIEWS.values()))
    assert [name for name in fold(" ".join(NOBODY)).split() if name in everything] == []
    faults = []
    for one in QUESTIONS:
        if one["kind"] == "nobody":
            years = set(re.findall(r"\b20\d\d\b", one["question"]))
            days = [INTERVIEWS[answer["interview_id"]].date for answer in one["answers"]]
            subject = years and years.isdisjoint(str(day.year) for day in days if day)
            named = any(name in one["question"] for name in NOBODY)
            faults += [] if (subject if one["answerable"] else named) else [one["question"]]
    assert faults == []
