"""A saved answer is checked against the interview files, to the letter."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.answer.verify import verify_answer
from onrecord.archive import Archive
from onrecord.error import AnswerError


@pytest.fixture
def answer(archive: Archive) -> dict[str, Any]:
    return archive.ask("Que dit-elle du prix du gazole ?").to_dict()


def problems(answer: dict[str, Any], corpus: Path) -> list[str]:
    return [problem for check in verify_answer(answer, corpus) for problem in check.problems]


def test_an_answer_of_this_program_stands(answer: dict[str, Any], corpus: Path) -> None:
    checks = verify_answer(answer, corpus)
    assert len(checks) == 3
    assert all(check.ok for check in checks)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda hit: hit.update(text=hit["text"].replace("mille", "cent")), "the passage is not at"),
        (
            lambda hit: hit["quote"].update(text="Le prix du lait."),
            "the quote is not at .* stands nowhere",
        ),
        (lambda hit: hit.update(start=hit["start"] - 1, end=hit["end"] - 1), "it stands at"),
        (lambda hit: hit.update(speaker="Paul Riou"), "not said by 'Paul Riou' but by Jeanne Le Bihan"),
        (lambda hit: hit.update(source_sha256="0" * 64), "has changed since"),
        (lambda hit: hit.update(interview_id="autre"), "not in the corpus"),
        (lambda hit: hit.update(start=-5), "the passage is not at -5"),
    ],
)
def test_each_falsehood_is_found(
    answer: dict[str, Any], corpus: Path, change: Any, problem: str
) -> None:
    false = copy.deepcopy(answer)
    hits = false["hits"] or false["nearest"]
    change(next(hit for hit in hits if "gazole" in hit["text"]))
    found = problems(false, corpus)
    assert found
    assert any(re.search(problem, one) for one in found)


def test_a_source_changed_since_is_found(answer: dict[str, Any], corpus: Path) -> None:
    path = corpus / "criee.txt"
    path.write_text(path.read_text("utf-8").replace("mille litres", "cent litres"), "utf-8")
    found = problems(answer, corpus)
    assert "the source's text has changed since (SHA-256)" in found
    assert any("stands nowhere in the source" in problem for problem in found)


@pytest.mark.parametrize(
    "answer", [{}, {"hits": 3, "nearest": []}, {"hits": [{"text": 1}], "nearest": []}]
)
def test_what_is_no_answer_is_refused(answer: dict[str, Any], corpus: Path) -> None:
    with pytest.raises(AnswerError, match="expected an answer as `onrecord ask --json` prints it"):
        verify_answer(answer, corpus)


def test_a_place_before_the_text_is_none(answer: dict[str, Any], corpus: Path) -> None:
    """Counted from the end, as Python counts, the same words would stand there."""
    false = copy.deepcopy(answer)
    hit = (false["hits"] or false["nearest"])[0]
    text = (corpus / "criee.txt").read_text("utf-8")
    for part in (hit, hit["quote"]):
        part.update(text=text[-1:], start=-1, end=len(text))
    assert any("the passage is not at -1" in one for one in problems(false, corpus))
