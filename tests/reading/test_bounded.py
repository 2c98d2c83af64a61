"""A file that a stranger gives is read in bounded time, as any other is."""

import tempfile
from pathlib import Path

import pytest
from conftest import INTERVIEW

from onrecord.error import CorpusError
from onrecord.reading import read_interview
from onrecord.reading.bounded import read_bounded


def test_a_bounded_reading_is_the_same_reading(tmp_path):
    (tmp_path / "criee.txt").write_text(INTERVIEW, "utf-8")
    assert read_bounded("criee.txt", INTERVIEW.encode()) == read_interview(tmp_path / "criee.txt")


def test_a_reading_that_does_not_end_in_time_is_given_up():
    with pytest.raises(CorpusError, match=r"criee.txt: could not be read within 0 s"):
        read_bounded("criee.txt", INTERVIEW.encode(), seconds=0.0)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", b"  \n", "a.txt: expected an interview, found an empty file"),
        ("b.txt", bytes(range(32)) * 50, "b.txt: expected text, found a binary file"),
        ("c.pdf", b"no pdf", r"c.pdf: expected a PDF file \(%PDF-\), found other content"),
        ("d.docx", b"PK\3\4 no zip", "d.docx: expected a Word file, found a damaged one"),
    ],
)
def test_a_bad_file_is_told_by_its_name_alone(name, content, told):
    with pytest.raises(CorpusError, match=f"^{told}") as refused:
        read_bounded(name, content)
    assert tempfile.gettempdir() not in str(refused.value)


def test_nothing_of_it_stays_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_bounded("criee.txt", INTERVIEW.encode())
    assert list(Path(tmp_path).iterdir()) == []
