"""The recording that a side file names is a media file in its folder, or an https address."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import StubEncoder
from recorded import SIDE, write_recorded, write_sound

from onrecord.archive import Archive
from onrecord.error import CorpusError
from onrecord.reading import find_files, find_unread, read_interview
from onrecord.reading.bounded import read_bounded
from onrecord.reading.media import KINDS, find_file, find_host, find_kind

KIND = ", ".join(KINDS)
HEADS = {
    "a.mp3": b"ID3\x04",
    "b.mp3": b"\xff\xfb\x90\x44",
    "c.m4a": b"\0\0\0\x20ftypM4A ",
    "d.mp4": b"\0\0\0\x20ftypisom",
    "e.ogg": b"OggS\0",
    "f.OPUS": b"OggS\0",
    "g.webm": b"\x1a\x45\xdf\xa3",
    "h.flac": b"fLaC\0",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_file_beside_the_interview_is_its_recording(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HEADS[name])
    interview = read_interview(write_recorded(tmp_path, "criee", name))
    assert (interview.media, interview.card.media, interview.publication) == (name, name, "Le Phare")


def test_an_address_is_taken_as_it_is(tmp_path: Path) -> None:
    address = "https://sound.example.org:8443/a%20b/12.mp3?x=1"
    assert read_interview(write_recorded(tmp_path, "criee", address)).media == address
    assert find_host(address) == "sound.example.org:8443"
    kind = find_kind(address)
    assert kind is not None
    assert kind.type == "audio/mpeg"


@pytest.mark.parametrize(
    ("media", "told", "raconte"),
    [
        ("absent.mp3", "there is no file 'absent.mp3' beside", "pas de fichier 'absent.mp3' à côté"),
        ("''", "there is no file '' beside", "pas de fichier ''"),
        ("[a.wav]", "there is no file .'a.wav'. beside", "pas de fichier"),
        ("'a.wav\\0'", "there is no file", "pas de fichier"),
        ('"a.wav\\0"', "no YAML|there is no file", "pas de fichier"),
        (f"{'a' * 300}.mp3", "there is no file", "pas de fichier"),
        ("loop.wav", "there is no file", "pas de fichier"),
        ("folder.wav", "there is no file", "pas de fichier"),
        ("../outside.wav", "leads out of the folder", "mène hors du dossier"),
        ("sub/../../outside.wav", "leads out of the folder", "mène hors du dossier"),
        ("/etc/hostname", "leads out of the folder", "mène hors du dossier"),
        ("link.wav", "leads out of the folder", "mène hors du dossier"),
        ("criee.vtt", "is not a media file", "n’est pas un enregistrement"),
        ("page.mp3", "is not a media file", "n’est pas un enregistrement"),
        ("empty.wav", "is not a media file", "n’est pas un enregistrement"),
        ("http://example.org/a.mp3", "begins with https://", "commence par https://"),
        ("ftp://example.org/a.mp3", "begins with https://", "commence par https://"),
        ("https://a@example.org/a.mp3", "begins with https://", "commence par https://"),
        ("https://example.org;script-src/a.mp3", "begins with https://", "commence par https://"),
        ("https://example.org/a b.mp3", "begins with https://", "commence par https://"),
        ("https://example.org", "begins with https://", "commence par https://"),
        ("https:///a.mp3", "begins with https://", "commence par https://"),
        ("'https://example.org/\"onerror=1'", "begins with https://", "commence par https://"),
    ],
)
def test_what_is_no_recording_is_told_in_one_sentence(
    tmp_path: Path, media: str, told: str, raconte: str
) -> None:
    folder = tmp_path / "corpus"
    (folder / "folder.wav").mkdir(parents=True)
    write_sound(tmp_path / "outside.wav")
    (folder / "link.wav").symlink_to(tmp_path / "outside.wav")
    (folder / "loop.wav").symlink_to("loop.wav")
    (folder / "page.mp3").write_text("<!doctype html>", "utf-8")
    (folder / "empty.wav").write_bytes(b"")
    path = write_recorded(folder, "criee", media)
    with pytest.raises(CorpusError, match=told) as refused:
        read_interview(path)
    assert raconte in refused.value.tell("fr")
    assert "\n" not in str(refused.value)


def test_a_recording_is_no_interview_and_hinders_none(tmp_path: Path) -> None:
    write_sound(tmp_path / "criee.wav")
    path = write_recorded(tmp_path, "criee", "criee.wav")
    assert find_files(tmp_path) == [path]
    assert find_unread(tmp_path) == []


def test_an_index_that_is_opened_again_knows_the_recording(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    write_sound(folder / "criee.wav")
    write_recorded(folder, "criee", "criee.wav")
    Archive.open(folder, tmp_path / "index", StubEncoder())
    (folder / "criee.wav").unlink()  # read again, the interview would be refused
    opened = Archive.open(folder, tmp_path / "index", StubEncoder())
    assert opened.interviews["criee"].media == "criee.wav"
    assert [card.media for card in opened.index.cards] == ["criee.wav"]
    assert opened.folder == folder
    assert find_file(folder, "criee.wav") is None


def test_hidden_names_drop_the_recording(tmp_path: Path) -> None:
    write_sound(tmp_path / "criee.wav")
    path = write_recorded(tmp_path, "criee", "criee.wav")
    side = path.with_suffix(".yaml")
    side.write_text(side.read_text("utf-8") + "pseudonyms: {Jo Mas: M. A.}\n", "utf-8")
    hidden = read_interview(path)
    assert (hidden.media, hidden.card.media) == ("", "")
    assert hidden.time_codes != ()


def test_a_visitors_file_has_no_recording(tmp_path: Path) -> None:
    content = write_recorded(tmp_path, "criee").read_bytes()
    told = "criee.yaml: media: an interview that is added here has no recording"
    for media in ("https://example.org/a.mp3", "criee.vtt", "/etc/passwd"):
        with pytest.raises(CorpusError, match=told):
            read_bounded("criee.vtt", content, f"{SIDE}media: {media}\n")
    assert read_bounded("criee.vtt", content, SIDE).media == ""


def test_in_front_matter_media_names_the_publication(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nmedia: La Gazette\n---\n\n**Et le prix ?**\n\nIl double.\n", "utf-8")
    interview = read_interview(path)
    assert (interview.media, interview.publication) == ("", "La Gazette")
