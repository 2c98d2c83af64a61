"""The same question in French and in English is answered alike: 60 pairs over the invented interviews.

`tests/questions/english.jsonl` holds translations, made by hand, of questions of `questions.jsonl`.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import ROOT

from onrecord.answer.answer import Answer
from onrecord.archive import Archive

HERE = ROOT / "tests" / "questions"
FRENCH = {
    row["qid"]: row["question"]
    for row in map(json.loads, (HERE / "questions.jsonl").read_text("utf-8").splitlines())
    if row["lang"] == "fr"
}
ENGLISH: dict[str, str] = {
    row["qid"]: row["english"]
    for row in map(json.loads, (HERE / "english.jsonl").read_text("utf-8").splitlines())
}


def test_there_are_sixty_pairs_of_questions_that_are_asked_in_french() -> None:
    assert len(ENGLISH) == 60
    assert ENGLISH.keys() <= FRENCH.keys()


@pytest.mark.model
def test_how_many_pairs_have_the_same_verdict(tmp_path: Path) -> None:
    """A measure: `-s` shows it."""
    archive = Archive.open(HERE / "corpus", tmp_path / "index")

    def first(answer: Answer) -> tuple[str, int]:
        hit = (*answer.hits, *answer.nearest)[0]
        return hit.interview_id, hit.start

    pairs = [(archive.ask(FRENCH[qid]), archive.ask(text)) for qid, text in ENGLISH.items()]
    alike = sum(french.verdict is english.verdict for french, english in pairs)
    nearest = sum(first(french) == first(english) for french, english in pairs)
    print(f"of {len(pairs)} pairs, {alike} have the same verdict, {nearest} the same first passage")
    assert all(english.language == "en" for _, english in pairs)
    assert alike >= LEAST_ALIKE


LEAST_ALIKE = 47
