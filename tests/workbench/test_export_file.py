"""Saved answers and grids become files of other tools, and what those say verifies."""

import datetime
import json
from pathlib import Path

import pytest

from onrecord.answer.annotation import verify_annotations
from onrecord.answer.verify_export import verify_export
from onrecord.archive import Archive
from onrecord.error import AnswerError
from onrecord.workbench.export_file import write_export
from onrecord.workbench.grid_file import write_grid
from onrecord.workbench.saved_file import read_answers, read_quoted

DAY = datetime.date(2026, 11, 23)
QUESTIONS = ["Que dit-elle du prix du gazole ?", "Combien d'emplois la criée compte-t-elle ?"]


@pytest.mark.parametrize("suffix", [".md", ".bib", ".ris", ".json", ".jsonld"])
def test_a_grid_is_exported_and_verifies(
    archive: Archive, tmp_path: Path, corpus: Path, suffix: str
) -> None:
    grid = archive.ask_all(QUESTIONS, k=1)
    write_grid(grid, tmp_path / "grid.xlsx")
    answers = read_answers(tmp_path / "grid.xlsx")
    assert answers == [answer for _, _, answer in grid.cells()]
    out = tmp_path / f"quotes{suffix}"
    write_export(answers, read_quoted(answers, corpus), out, DAY)
    text = out.read_text("utf-8")
    annotated = suffix == ".jsonld"
    checks = verify_annotations(json.loads(text), corpus) if annotated else verify_export(text, corpus)
    assert [check.ok for check in checks] == [True, True]
    with pytest.raises(AnswerError, match="is there already"):
        write_export(answers, archive.interviews, out, DAY)
    assert out.read_text("utf-8") == text


def test_other_files_are_one_sentence(archive: Archive, tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "answer.json"
    for content in (b"", b"[]", b'{"hits": 3}', b"\xff", b'{"a":' * 9999):
        path.write_bytes(content)
        with pytest.raises(AnswerError, match=r"answer\.json: expected an answer in JSON .* or a grid"):
            read_answers(path)
    with pytest.raises(AnswerError, match="expected an answer in JSON"):
        read_answers(tmp_path / "absent.json")
    answer = archive.ask(QUESTIONS[0])
    with pytest.raises(AnswerError, match="expected a name that ends in one of"):
        write_export([answer], archive.interviews, tmp_path / "quotes.doc", DAY)


def test_quotes_of_another_text_are_refused(archive: Archive, corpus: Path) -> None:
    answer = archive.ask(QUESTIONS[0])
    file = corpus / "criee.txt"
    file.write_text(file.read_text("utf-8").replace("gazole", "fioul"), "utf-8")
    with pytest.raises(AnswerError, match="criee: the text has changed since it was quoted; ask again"):
        read_quoted([answer], corpus)
    file.rename(corpus / "autre.txt")
    with pytest.raises(AnswerError, match="expected the interview criee, which is quoted, found none"):
        read_quoted([answer], corpus)
