"""The recording of an interview is sent in ranges, by the id of its interview and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest
from conftest import INTERVIEW, ROOT, StubEncoder
from recorded import write_recorded, write_sound
from serving import serving

from onrecord.archive import Archive
from onrecord.chat.interview_view import show_interview
from onrecord.chat.recording import find_moments

NAME = 'criée & <b> "x"'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of interviews: with files, an address, a hidden name, without a recording."""
    folder = tmp_path_factory.mktemp("recorded") / "corpus"
    folder.mkdir()
    for name in (NAME, "gone", "hidden"):
        write_sound(folder / f"{name}.wav")
        write_recorded(folder, name, f"'{name}.wav'")
    side = folder / "hidden.yaml"
    side.write_text(side.read_text("utf-8") + "pseudonyms: {Jo Mas: M. A.}\n", "utf-8")
    write_recorded(folder, "elsewhere", "https://sound.example.org/a.mp4")
    (folder / "plain.txt").write_text(INTERVIEW, "utf-8")
    return folder


@pytest.fixture(scope="module")
def archive(corpus: Path) -> Archive:
    return Archive.open(corpus, corpus.parent / "index", StubEncoder())


@pytest.fixture(scope="module")
def address(archive: Archive, corpus: Path) -> Iterator[str]:
    with serving(ROOT / "tests" / "serving.py", corpus, corpus.parent / "index") as address:
        (corpus / "gone.wav").unlink()
        (corpus.parent / "secret.wav").write_bytes((corpus / f"{NAME}.wav").read_bytes())
        (corpus / "gone.wav").symlink_to(corpus.parent / "secret.wav")
        yield address


def fetch(address: str, interview: str, **headers: str) -> httpx.Response:
    """Ask for the recording of an interview."""
    return httpx.get(f"{address}media?{urlencode({'interview': interview})}", headers=headers)


def test_a_whole_file_is_sent_as_what_it_is(address: str, corpus: Path) -> None:
    whole = fetch(address, NAME)
    assert whole.status_code == 200
    assert whole.content == (corpus / f"{NAME}.wav").read_bytes()
    assert whole.headers["content-type"] == "audio/wav"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["cross-origin-resource-policy"] == "same-origin"
    head = httpx.head(f"{address}media?{urlencode({'interview': NAME})}")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(whole.content)


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=100-199", 100, 200), ("bytes=480000-", 480_000, 480_044), ("bytes=-44", 480_000, 480_044)],
)
def test_a_range_is_sent_alone(address: str, corpus: Path, wanted: str, start: int, end: int) -> None:
    part = fetch(address, NAME, range=wanted)
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {start}-{end - 1}/480044"
    assert part.content == (corpus / f"{NAME}.wav").read_bytes()[start:end]


def test_a_range_that_is_not_there_is_416_and_one_of_another_file_is_the_whole(address: str) -> None:
    beyond = fetch(address, NAME, range="bytes=480044-")
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */480044")
    known = fetch(address, NAME).headers["etag"]
    assert fetch(address, NAME, range="bytes=0-9", **{"if-range": known}).status_code == 206
    assert fetch(address, NAME, range="bytes=0-9", **{"if-range": '"other"'}).status_code == 200
    assert fetch(address, NAME, range="bytes=9-1").status_code == 400


@pytest.mark.parametrize(
    "interview",
    [
        "",
        "nobody",
        "plain",
        "elsewhere",
        "hidden",
        "gone",  # its file became a link that leads out of the folder
        f"{NAME}.wav",
        "../secret",
        "../secret.wav",
        "..%2fsecret.wav",
        "/etc/hostname",
        "a\0b",
        "é" * 5000,
    ],
)
def test_nothing_else_is_sent(address: str, interview: str) -> None:
    refused = fetch(address, interview)
    assert refused.status_code == 404
    assert refused.json() == {"detail": "This interview has no recording here."}


@pytest.mark.parametrize(
    "path", ["media/secret.wav", "media/..%2f..%2fsecret.wav", f"{quote(NAME)}.wav"]
)
def test_a_path_is_no_recording(address: str, path: str) -> None:
    assert httpx.get(address + path).status_code == 404
    assert httpx.post(f"{address}media?{urlencode({'interview': NAME})}").status_code == 404


def test_sound_may_come_from_here_and_from_the_hosts_that_are_named(address: str) -> None:
    rules = httpx.get(address).headers["content-security-policy"].split("; ")
    assert [rule for rule in rules if "media-src" in rule] == [
        "media-src 'self' https://sound.example.org"
    ]


def test_an_archive_without_recordings_lets_no_sound_in(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "plain.txt").write_text(INTERVIEW, "utf-8")
    with serving(ROOT / "tests" / "serving.py", tmp_path / "corpus", tmp_path / "index") as address:
        rules = httpx.get(address).headers["content-security-policy"]
        assert "; media-src 'none'; " in rules


def test_times_are_those_of_the_paragraphs_and_questions(archive: Archive) -> None:
    moments = find_moments(archive.interviews[NAME])
    assert {anchor: (one.second, one.shown) for anchor, one in moments.items()} == {
        "t1": (1.0, "00:01"),
        "t1p1": (4.0, "00:04"),
        "t2": (20.0, "00:20"),
        "t2p1": (23.0, "00:23"),
        "t3": (40.0, "00:40"),
        "t3p1": (43.0, "00:43"),
    }
    assert find_moments(archive.interviews["hidden"]) == {}


def test_the_page_names_the_file_by_its_interview_and_what_lies_elsewhere_by_its_host(
    archive: Archive,
) -> None:
    here = show_interview(archive.interviews[NAME], "fr")
    assert f'data-address="./media?{urlencode({"interview": NAME})}"' in here
    assert ".wav" not in here
    assert "<audio controls" in here
    away = show_interview(archive.interviews["elsewhere"], "en")
    assert "listen (loads sound.example.org)</button>" in away
    assert "<video controls" in away
    assert "src=" not in away
    assert "recording" not in show_interview(archive.interviews["hidden"], "fr")
