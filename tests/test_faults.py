"""A short run of `benchmarks.faults`, and the faults that it does not draw: a full disk, odd names."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browsing import in_browser
from conftest import INTERVIEW, ROOT, StubEncoder

from benchmarks import faults
from benchmarks.site import RIGHT, TOLD
from onrecord.archive import Archive
from onrecord.cli import main
from onrecord.error import CorpusError, QuestionError, StorageError
from onrecord.retrieval.storage import read_index


@pytest.mark.model
@pytest.mark.parametrize(
    ("kind", "count", "tried", "allowed"),
    [
        ("build killed", 8, 8, {RIGHT}),
        ("index damaged", 40, 40, {TOLD, RIGHT}),
        ("index damaged while open", 40, 40, {RIGHT}),
        ("opened during builds", 60, 60, {RIGHT}),
        ("encoder damaged", 6, 6, {TOLD}),
        ("answer forged", 160, 160, {TOLD}),
        ("wrong call", 200, 200, {TOLD, RIGHT}),
        ("corpus file broken", 10, 100, {TOLD, RIGHT}),
        ("hostile file", 8, 8, {TOLD, RIGHT}),
        ("asked at once", 50, 10, {RIGHT}),
        ("odd request", 90, 91, {TOLD, RIGHT}),
        ("path upwards", 60, 61, {TOLD, RIGHT}),
        ("odd call over HTTP", 60, 61, {TOLD, RIGHT}),
        ("flood", 2, 2, {TOLD, RIGHT}),
        pytest.param("script in a page", 4, 4, {RIGHT}, marks=in_browser),
    ],
)
def test_no_fault_gives_a_wrong_answer(kind: str, count: int, tried: int, allowed: set[str]) -> None:
    outcomes = faults.run(kind, count, seed=3)
    assert outcomes.total() == tried
    assert outcomes.keys() <= allowed


FULL = """
import resource, sys
sys.path[:0] = [{root!r}, {tests!r}]
from conftest import StubEncoder
from onrecord.archive import Archive
archive = Archive.open({corpus!r}, {index!r}, StubEncoder())
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
try:
    Archive.open({corpus!r}, {index!r}, StubEncoder(), from_scratch=True)
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("most", [0, 300, 1_500])
def test_a_full_disk_is_told_and_keeps_the_index_in_service(
    archive: Archive, corpus: Path, tmp_path: Path, most: int
) -> None:
    """A bound on the size of a file stands for the disk: each writer, FAISS's too, meets it."""
    index = tmp_path / "index"
    script = FULL.format(
        root=str(ROOT), tests=str(ROOT / "tests"), corpus=str(corpus), index=str(index), most=most
    )
    before = sorted(path.name for path in index.iterdir())
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"StorageError {index}: cannot be written (")
    assert sorted(path.name for path in index.iterdir()) == before
    left = read_index(index)
    assert left is not None
    assert left.passages == archive.index.passages


@pytest.mark.parametrize("name", ["CURRENT", ".lock", "CURRENT.new", "staging-1"])
@pytest.mark.parametrize("made", ["folder", "pipe", "loop"])
def test_building_from_scratch_mends_whatever_it_finds(
    archive: Archive, corpus: Path, tmp_path: Path, name: str, made: str
) -> None:
    path = tmp_path / "index" / name
    path.unlink(missing_ok=True)
    if made == "folder":
        path.mkdir()
        (path / "file").write_text("x")
    elif made == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(name)
    if (made, name) == ("loop", ".lock"):
        with pytest.raises(StorageError, match="cannot be written"):
            Archive.open(corpus, tmp_path / "index", StubEncoder(), from_scratch=True)
        return
    mended = Archive.open(corpus, tmp_path / "index", StubEncoder(), from_scratch=True)
    assert mended.index.passages == archive.index.passages
    assert read_index(tmp_path / "index") is not None


def test_an_index_may_lie_where_no_name_is_utf_8(corpus: Path, tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff"))
    built = Archive.open(corpus, folder, StubEncoder())
    read = read_index(folder)
    assert read is not None
    assert read.passages == built.index.passages


def test_a_file_s_name_leaves_no_room_for_a_side_file(corpus: Path, tmp_path: Path) -> None:
    (corpus / f"{'é' * 125}.txt").write_text(INTERVIEW, "utf-8")
    assert len(Archive.open(corpus, tmp_path / "index", StubEncoder()).interviews) == 2


def test_a_file_s_name_that_is_not_utf_8_is_told(corpus: Path, tmp_path: Path) -> None:
    shutil.copy(corpus / "criee.txt", os.fsencode(corpus) + b"/\xff.txt")
    with pytest.raises(CorpusError, match=r"'\\udcff.txt': expected a name in UTF-8; rename the file"):
        Archive.open(corpus, tmp_path / "index", StubEncoder())


def test_what_is_no_file_in_a_corpus_is_not_read(
    archive: Archive, corpus: Path, tmp_path: Path
) -> None:
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "loop.txt").symlink_to("loop.txt")
    (corpus / "folder.txt").mkdir()
    opened = Archive.open(corpus, tmp_path / "index", StubEncoder())
    assert list(opened.interviews) == ["criee"]


@pytest.mark.parametrize("path", ["a" * 5_000, "loop"])
def test_a_corpus_that_cannot_be_listed_is_told(tmp_path: Path, path: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(CorpusError, match=r"cannot be listed|expected a folder"):
        Archive.open(tmp_path / path, tmp_path / "index", StubEncoder())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"k": 1e30}, "k: expected a whole number from 1"),
        ({"history": None}, "history: expected a list"),
        ({"history": (one for one in ["Pourquoi ?"])}, "history: expected a list"),
        ({"history": "Pourquoi ?"}, "history: expected a list"),
        ({"since": 2019}, "since: expected a date such as 2019-11-28, found 2019"),
        ({"speaker": 3}, "speaker: expected a text, found 3"),
        ({"interview": b"criee"}, "interview: expected a text"),
        ({"publication": ["Le Phare"]}, "publication: expected a text"),
        ({"question": 3}, "question: expected a text, found 3"),
        ({"question": None}, "question: expected a text, found None"),
    ],
)
def test_an_argument_of_another_type_is_named(
    archive: Archive, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        archive.ask(**{"question": "le prix du gazole", **arguments})  # type: ignore[arg-type]


def test_more_passages_than_there_can_be_are_all_there_are(archive: Archive) -> None:
    assert len(archive.search("gazole", 10**30)) == len(archive.search("gazole", 4))


def refuse(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Return what a command line says that is refused with status 2."""
    try:
        status = main(arguments)
    except SystemExit as ended:  # argparse's own way
        status = int(str(ended.code))
    assert status == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["--corpus", "--index", "--encoder"])
def test_an_empty_path_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"argument {name}: expected a path" in refuse(capsys, "ask", "Qui parle ?", name, "")


@pytest.mark.parametrize("host", ["", " "])
def test_an_empty_host_does_not_open_the_page_to_the_network(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "expected an address such as 127.0.0.1" in refuse(capsys, "serve", "--host", host)


def test_what_never_ends_is_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    for path in ("/dev/zero", str(tmp_path / "pipe.txt")):
        assert f"{path}: expected a file, found a pipe or a device" in refuse(capsys, "read", path)


@pytest.mark.parametrize("value", ["nan", "-1", "2", "inf"])
def test_a_tolerance_is_a_share(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refuse(capsys, "evaluate", "questions.jsonl", f"--tolerance={value}")
    assert "expected a number from 0 to 1" in told


def test_a_path_too_long_is_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    told = refuse(capsys, "read", "a" * 5_000)
    assert told.startswith("onrecord: aaa") and told.endswith("…: File name too long")


def test_no_text_commands_the_terminal(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = INTERVIEW.replace("gazole", "gazole \x1b[31m\x9b2J\x07")
    (corpus / "criee.txt").write_text(text, "utf-8")
    places = ("--corpus", str(corpus), "--index", str(tmp_path / "index"))
    assert main(("search", "gazole", *places)) == 0
    shown = capsys.readouterr().out
    assert "gazole \ufffd\\[31m\ufffd2J\ufffd" in shown
    assert main(("search", "gazole", "--json", *places)) == 0
    shown = capsys.readouterr().out
    assert "gazole \\u001b[31m\\u009b2J\\u0007" in shown
    assert main(("read", str(corpus / "criee.txt"))) == 0
    assert not {"\x1b", "\x9b", "\x07"} & set(capsys.readouterr().out)
    assert "\x1b" not in refuse(capsys, "ask", "Qui ?", "--speaker", "\x1b[2J", *places)


def test_a_full_output_is_told(corpus: Path, tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "onrecord", "read", str(corpus / "criee.txt")]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False
        )
    assert done.returncode == 2
    assert done.stderr == "onrecord: No space left on device\n"
