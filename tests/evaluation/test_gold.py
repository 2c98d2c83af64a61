"""A file of questions is read whole, or an error names its wrong line."""

import json
from pathlib import Path

import pytest
from conftest import ROOT

from onrecord.error import EvaluationError
from onrecord.evaluation import GoldAnswer, GoldQuestion, load_figures, read_gold
from onrecord.evaluation.match import find_unreachable
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.passage import cut_passages

ANSWER = {"interview_id": "criee", "quote": "Le prix du gazole."}


def write(folder: Path, *rows: object) -> Path:
    path = folder / "questions.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_question_and_its_answer_are_enough(tmp_path: Path) -> None:
    path = write(tmp_path, {"question": "Quoi ?", "answers": [ANSWER]}, "", {"question": "Et ?"})
    first = GoldQuestion(
        qid="1",
        question="Quoi ?",
        kind="answerable",
        history=(),
        answers=(GoldAnswer("criee", "Le prix du gazole."),),
        speaker="",
        place=f"{path}, line 1",
    )
    second = GoldQuestion("3", "Et ?", "unanswerable_topic", (), (), "", f"{path}, line 3")
    assert read_gold(path) == [first, second]
    assert (first.answerable, second.answerable) == (True, False)


def test_all_fields_are_kept(tmp_path: Path) -> None:
    row = {
        "qid": "q1",
        "interview_id": "criee",
        "question": "et là ?",
        "kind": "followup",
        "lang": "fr",
        "history": ["Quoi ?"],
        "answers": [{**ANSWER, "quote_plain": "more is no harm"}],
        "speaker": "Jeanne",
        "answerable": True,
    }
    (one,) = read_gold(write(tmp_path, row))
    assert (one.qid, one.kind, one.history, one.speaker) == ("q1", "followup", ("Quoi ?",), "Jeanne")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "line 2: expected a JSON object, Expecting"),
        ([], "line 2: expected a JSON object, found a list"),
        ({}, "line 2: question: expected a text, found none"),
        ({"question": " "}, 'line 2: question: expected a text, found " "'),
        ({"question": 3}, "line 2: question: expected a text, found 3"),
        ({"question": "a", "awnsers": []}, "line 2: expected the fields .* found 'awnsers'"),
        ({"question": "a", "answers": "b"}, 'answers: expected a list of objects .* found "b"'),
        ({"question": "a", "answers": [{"quote": "b"}]}, "interview_id: expected a text, found none"),
        ({"question": "a", "answers": [{"interview_id": "b"}]}, "quote: expected a text, found none"),
        ({"question": "a", "history": "b"}, "history: expected a list of earlier questions"),
        ({"question": "a", "answerable": True}, "answerable: expected answers with True, found 0"),
        (
            {"question": "a", "answers": [ANSWER], "answerable": False},
            "answerable: expected no answers with False, found 1",
        ),
        ({"question": "a", "answerable": "yes"}, "answerable: expected"),
        (
            {"question": "a", "qid": "1"},
            "line 2: qid: expected another than '1', found also at .*line 1",
        ),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, row: object, message: str) -> None:
    path = write(tmp_path, {"question": "a"}, row)
    with pytest.raises(EvaluationError, match=message):
        read_gold(path)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe"])
def test_a_file_without_questions_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"questions\.jsonl: expected questions"):
        read_gold(path)
    with pytest.raises(EvaluationError, match=r"absent\.jsonl: expected questions"):
        read_gold(tmp_path / "absent.jsonl")


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"question": "a\u2028b"}, ensure_ascii=False), "utf-8")
    assert [one.question for one in read_gold(path)] == ["a\u2028b"]


def test_every_gold_quote_of_the_project_is_exact_and_stands_in_a_passage() -> None:
    folder = ROOT / "tests" / "questions"
    questions = read_gold(folder / "questions.jsonl")
    interviews = {path.stem: read_interview(path) for path in find_files(folder / "corpus")}
    passages = [passage for one in interviews.values() for passage in cut_passages(one)]
    assert len(questions) == 257
    for one in questions:
        for answer in one.answers:
            assert interviews[answer.interview_id].text.count(answer.quote) == 1
    assert find_unreachable(questions, passages) == []


def test_the_committed_figures_are_of_these_questions() -> None:
    path = ROOT / "benchmarks" / "evaluation.own.json"
    assert json.loads(path.read_text("utf-8"))["questions"] == 257
    figures = load_figures(path)
    assert figures["verbatim"] == 1.0
    assert 0 < figures["quote F1"] < 1
