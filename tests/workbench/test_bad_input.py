"""What is handed in by mistake: one sentence each, and nothing is lost."""

from pathlib import Path

import pytest
from conftest import StubEncoder

from onrecord import cli
from onrecord.archive import Archive
from onrecord.error import CorpusError, QuestionError
from onrecord.reading import read_interview

CELLS = 1000


def test_a_grid_of_a_thousand_cells_stopped_in_the_middle_is_resumed(
    archive: Archive, tmp_path: Path
) -> None:
    questions = [f"Combien de fois dit-elle « gazole{number} » ?" for number in range(CELLS)]
    saved = tmp_path / "grid.csv.answers"

    def stop_in_the_middle(done: int, total: int) -> None:
        if done == total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.ask_all(questions, saved=saved, on_progress=stop_in_the_middle)
    assert saved.read_text("utf-8").count('{"key"') == CELLS // 2
    with saved.open("a", encoding="utf-8") as stream:
        stream.write('\n{"key": "cut in the mid')
    resumed = archive.ask_all(questions, saved=saved)
    assert saved.read_text("utf-8").count('{"key"') == CELLS + 1
    assert resumed == archive.ask_all(questions)


def test_a_phrase_of_one_letter_is_found_where_it_is_a_word(archive: Archive) -> None:
    found = archive.find("a")
    assert {one.text for one in found} == {"a", "à", "À"}
    assert all(not (one.before[-1:] + one.after[:1]).isalpha() for one in found)
    with pytest.raises(QuestionError, match="found no word in it"):
        archive.find("«")


@pytest.mark.parametrize("name", ["entretien.mp3", "entretien.mp4", "entretien.wav", "entretien.txt"])
def test_a_media_file_is_no_interview(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"ID3\x04\x00\x00" + bytes(range(256)) * 64)
    with pytest.raises(CorpusError, match=rf"{name}: "):
        read_interview(file)


def test_a_recording_in_the_corpus_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    (corpus / "entretien.mp3").write_bytes(b"ID3\x04\x00\x00" + bytes(range(256)))
    assert set(Archive.open(corpus, tmp_path / "index", StubEncoder()).interviews) == {"criee"}


def test_export_takes_interviews_where_no_answer_is_named(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = ["--corpus", str(corpus)]
    assert cli.main(["export", "--out", str(tmp_path / "study.qdpx"), *places]) == 0
    assert cli.main(["export", "--out", str(tmp_path / "tei"), "--as", "tei", *places]) == 0
    assert capsys.readouterr().out.count("0 quotes that answer, of 1 interview\n") == 2
    assert [path.name for path in (tmp_path / "tei").iterdir()] == ["criee.xml"]
    assert cli.main(["export", "--out", str(tmp_path / "quotes.ris"), *places]) == 2
    assert "expected saved answers to export, found none" in capsys.readouterr().err
    assert not (tmp_path / "quotes.ris").exists()
