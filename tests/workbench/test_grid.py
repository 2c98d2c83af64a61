"""A grid holds, for each interview or person and each question, what `ask` answers there alone."""

import json
from pathlib import Path

import pytest
from conftest import StubEncoder

from onrecord.answer.answer import Answer, Verdict
from onrecord.archive import Archive
from onrecord.error import AnswerError, QuestionError
from onrecord.workbench.grid import Row

OTHER = """\
Publié le 04/06/2022 • Par Ida Roc • dans : Régions

Au moulin de Kervran, Paul Riou moud encore à la meule de pierre. Entretien avec Paul Riou, meunier.

Que coûte un sac de farine ?

Un sac de farine coûte trente euros, et le prix du gazole n'y est pour rien.
"""
QUESTIONS = ["le prix du gazole", "Qui est interviewé ?", "Combien de fois dit-il « gazole » ?"]


@pytest.fixture
def two(corpus: Path, tmp_path: Path) -> Archive:
    """Return an archive of two invented interviews."""
    (corpus / "moulin.txt").write_text(OTHER, "utf-8")
    (corpus / "moulin.yaml").write_text("interviewees: [{name: Paul Riou, role: meunier}]", "utf-8")
    return Archive.open(corpus, tmp_path / "index", StubEncoder())


def test_each_cell_is_what_ask_answers_in_that_interview_alone(two: Archive) -> None:
    grid = two.ask_all(QUESTIONS, k=2)
    assert grid.questions == tuple(QUESTIONS)
    assert [row.name for row in grid.rows] == ["criee", "moulin"]
    assert grid.rows[0].described == (
        "La criée de Port-Aven rouvre · Jeanne Le Bihan · Le Phare de l'Aven · 2021-05-03"
    )
    asked = [[two.ask(one, 2, interview=row.name) for one in QUESTIONS] for row in grid.rows]
    assert [list(answers) for answers in grid.answers] == asked
    assert grid.answers[0][2].notes == ("« gazole » : une fois, à la lettre.",)


def test_people_are_the_rows_when_asked_by_speaker(two: Archive) -> None:
    grid = two.ask_all(QUESTIONS[:1], by="speaker")
    assert grid.rows == (Row("Jeanne Le Bihan", "directrice de la criée"), Row("Paul Riou", "meunier"))
    speakers = [{hit.speaker for hit in (*one.hits, *one.nearest)} for (one,) in grid.answers]
    assert speakers == [{"Jeanne Le Bihan"}, {"Paul Riou"}]


def test_filters_choose_the_rows(two: Archive) -> None:
    assert [row.name for row in two.ask_all(["gazole"], since="2022-01-01").rows] == ["moulin"]
    with pytest.raises(QuestionError, match="expected interviews within the filters, found none"):
        two.ask_all(["gazole"], since="2030-01-01")


def test_progress_counts_every_cell(two: Archive) -> None:
    told: list[tuple[int, int]] = []
    two.ask_all(QUESTIONS[:2], on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        ([], "questions: expected one or more, found none"),
        ("gazole", "questions: expected a list of questions, found one text"),
        (["gazole", "  "], "question 2: expected a question, found no word in it"),
        (
            ["Le gazole ?", "Qui ?", "le  GAZOLE ?"],
            "question 3: expected each question once, found number 1",
        ),
        ([3], "question 1: question: expected a text, found 3"),
    ],
)
def test_bad_questions_are_told_before_anything_is_asked(
    archive: Archive, questions: list[str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(QuestionError, match=message):
        archive.ask_all(questions, saved=tmp_path / "saved")
    assert not (tmp_path / "saved").exists()


def test_rows_of_another_kind_are_refused(archive: Archive) -> None:
    with pytest.raises(QuestionError, match="by: expected interview or speaker, found 'year'"):
        archive.ask_all(["gazole"], by="year")


def count_asked(archive: Archive, monkeypatch: pytest.MonkeyPatch, stop_after: int = 99) -> list[str]:
    """Note the questions that the archive answers, and interrupt it after so many."""
    asked: list[str] = []
    ask = archive.ask

    def note(question: str, **others: object) -> Answer:
        if len(asked) == stop_after:
            raise KeyboardInterrupt
        asked.append(question)
        return ask(question, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "ask", note)
    return asked


def test_a_grid_that_was_stopped_goes_on_where_it_was(
    two: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = two.ask_all(QUESTIONS)
    saved = tmp_path / "saved"
    with monkeypatch.context() as patched:
        count_asked(two, patched, stop_after=4)
        with pytest.raises(KeyboardInterrupt):
            two.ask_all(QUESTIONS, saved=saved)
    text = saved.read_text("utf-8")
    saved.write_text(text[: len(text) - 40], "utf-8")  # killed while the last line was written
    with monkeypatch.context() as patched:
        asked = count_asked(two, patched)
        assert two.ask_all(QUESTIONS, saved=saved) == whole
    assert asked == [QUESTIONS[0], *QUESTIONS[1:]]  # the line that broke off, and what was not asked
    with monkeypatch.context() as patched:
        assert two.ask_all(QUESTIONS, saved=saved) == whole
        assert count_asked(two, patched) == []


def test_other_settings_or_interviews_are_asked_anew(
    two: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = tmp_path / "saved"
    two.ask_all(QUESTIONS[:1], saved=saved)
    asked = count_asked(two, monkeypatch)
    two.ask_all(QUESTIONS[:1], k=1, saved=saved)
    assert len(asked) == 2
    smaller = two.without_interview("moulin")
    asked = count_asked(smaller, monkeypatch)
    assert smaller.ask_all(QUESTIONS[:1], saved=saved).answers[0][0].verdict is Verdict.FOUND
    assert len(asked) == 1


def test_another_file_is_not_added_to(archive: Archive, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("mes notes\n", "utf-8")
    with pytest.raises(AnswerError, match=r"notes\.txt: expected answers that a grid has kept"):
        archive.ask_all(["gazole"], saved=other)
    assert other.read_text("utf-8") == "mes notes\n"
    with pytest.raises(AnswerError, match="cannot be written"):
        archive.ask_all(["gazole"], saved=tmp_path / "nowhere" / "saved")


def test_an_answer_comes_back_from_its_json(two: Archive) -> None:
    for question in (*QUESTIONS, "Qui parle ? Que coûte un sac de farine ?", "Quel est le budget ?"):
        answer = two.ask(question)
        assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer


def test_a_grid_is_a_table_of_pandas_with_a_row_for_each_passage(archive: Archive) -> None:
    grid = archive.ask_all(QUESTIONS, k=2)
    frame = grid.to_frame()
    hits = [hit for _, _, answer in grid.cells() for hit in (*answer.hits, *answer.nearest)]
    passages = frame[frame.kind.isin(["hit", "nearest"])]
    assert list(passages.quote) == [hit.quote.text for hit in hits]
    assert list(passages.quote_start) == [hit.quote.start for hit in hits]
    assert set(frame.row) == set(archive.interviews)
    answer = grid.answers[0][0]
    assert list(answer.to_frame().verdict) == ["found"] * (len(answer.hits) + len(answer.nearest))
