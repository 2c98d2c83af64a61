"""A project of REFI-QDA holds the interviews, the people as cases, and marks at exact offsets."""

import datetime
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onrecord.archive import Archive
from onrecord.error import AnswerError
from onrecord.reading import read_interview
from onrecord.workbench.export_file import write_export
from onrecord.workbench.refi import SPACE, write_text

DAY = datetime.date(2026, 11, 23)
QUESTIONS = ["Que dit-elle du prix du gazole ?", "Combien d'emplois la criée compte-t-elle ?"]


def load(path: Path) -> tuple[ElementTree.Element, dict[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return ElementTree.fromstring(files.pop("project.qde")), files


def find(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return root.findall(f".//{{{SPACE}}}{name}")


def test_marks_stand_at_the_offsets_of_the_quotes(archive: Archive, tmp_path: Path) -> None:
    answers = [archive.ask(question, k=1) for question in QUESTIONS]
    write_export(answers, archive.interviews, tmp_path / "study.qdpx", DAY)
    root, files = load(tmp_path / "study.qdpx")
    (source,) = find(root, "TextSource")
    text = files[source.get("plainTextPath").replace("internal://", "sources/")].decode()
    assert text == archive.interviews["criee"].text
    codes = {one.get("guid"): one.get("name") for one in find(root, "Code")}
    marked = [
        (
            codes[coding.get("targetGUID")],
            text[int(one.get("startPosition")) : int(one.get("endPosition"))],
        )
        for one in find(root, "PlainTextSelection")
        for coding in find(one, "CodeRef")
    ]
    quoted = [(one.question, one.hits[0].quote.text) for one in answers]
    assert [one for one in marked if one[0] in QUESTIONS] == quoted
    said = [one.of(text) for turn in archive.interviews["criee"].turns for one in turn.paragraphs]
    assert [words for code, words in marked if code == "Jeanne Le Bihan"] == said


def test_people_are_cases_with_what_they_say(archive: Archive, tmp_path: Path) -> None:
    write_export([], archive.interviews, tmp_path / "study.qdpx", DAY)
    root, _ = load(tmp_path / "study.qdpx")
    (case,) = find(root, "Case")
    assert case.get("name") == "Jeanne Le Bihan"
    selections = [one.get("guid") for one in find(root, "PlainTextSelection")]
    assert [one.get("targetGUID") for one in find(case, "SelectionRef")] == selections
    assert [one.get("targetGUID") for one in find(case, "SourceRef")] == [
        one.get("guid") for one in find(root, "TextSource")
    ]


def test_a_project_is_always_the_same_and_names_nothing_twice(archive: Archive, tmp_path: Path) -> None:
    answers = [archive.ask(QUESTIONS[0]), archive.ask(QUESTIONS[0])]
    for name in ("a.qdpx", "b.qdpx"):
        write_export(answers, archive.interviews, tmp_path / name, DAY)
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()
    guids = [one.get("guid") for one in load(tmp_path / "a.qdpx")[0].iter() if one.get("guid")]
    assert len(guids) == len(set(guids))


def test_line_ends_of_two_characters_stay_two_characters(corpus: Path) -> None:
    interview = read_interview(corpus / "criee.txt")
    two = replace(interview, text=interview.text.replace("\n", "\r\n"))
    assert write_text(two) == interview.text.replace("\n", " \n")


def test_a_project_without_interviews_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnswerError, match=r"study\.qdpx: expected interviews to write, found none"):
        write_export([], {}, tmp_path / "study.qdpx", DAY)
    with pytest.raises(AnswerError, match=r"quotes\.ris: expected saved answers to export, found none"):
        write_export([], {}, tmp_path / "quotes.ris", DAY)
    assert not list(tmp_path.iterdir())
