"""Interviews are written for other tools, and what is written is read back the same."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from onrecord.archive import Archive
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import read_interview
from onrecord.text.markup import plain
from onrecord.workbench.export_folder import write_folder
from onrecord.workbench.note import write_note
from onrecord.workbench.ohms import write_ohms
from onrecord.workbench.tei import write_tei

FOLDER = Path(__file__).parents[1] / "interviews"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".json")


def list_turns(interview: Interview) -> list[tuple[str, str, str]]:
    """Return question, speaker and words of each turn, without markup."""
    return [
        (
            plain(interview.show(turn.asked)) if turn.asked else "",
            turn.speaker.name,
            " ".join(plain(interview.show(one)) for one in turn.paragraphs),
        )
        for turn in interview.turns
    ]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("write", [write_tei, write_ohms])
def test_what_is_written_is_read_back_into_the_same_turns(tmp_path: Path, name: str, write) -> None:
    interview = read_interview(FOLDER / name)
    if not interview.turns:
        pytest.skip("nobody speaks in it")
    (tmp_path / "again.xml").write_text(write(interview), "utf-8")
    again = read_interview(tmp_path / "again.xml")
    assert list_turns(again) == list_turns(interview)
    assert (again.date, again.publication) == (interview.date, interview.publication)


def test_a_record_of_ohms_keeps_the_minute_of_each_answer(tmp_path: Path) -> None:
    timed = read_interview(FOLDER / "captions.srt")
    assert [timed.time_at(turn.paragraphs[0].start) for turn in timed.turns] == [4.0, 76.0]
    (tmp_path / "again.xml").write_text(write_ohms(timed), "utf-8")
    again = read_interview(tmp_path / "again.xml")
    assert [again.time_at(turn.paragraphs[0].start) for turn in again.turns] == [0.0, 60.0]
    untimed = read_interview(FOLDER / "captions.vtt")  # it ends within the first minute
    assert "<sync" not in write_ohms(untimed)


def test_tei_keeps_roles_address_asker_and_times(tmp_path: Path, archive: Archive) -> None:
    interview = archive.interviews["criee"]
    (tmp_path / "criee.xml").write_text(write_tei(interview), "utf-8")
    again = read_interview(tmp_path / "criee.xml")
    assert (again.title, again.author, again.url, again.people) == (
        interview.title, interview.author, interview.url, interview.people,
    )  # fmt: skip
    timed = read_interview(FOLDER / "captions.srt")
    (tmp_path / "captions.xml").write_text(write_tei(timed), "utf-8")
    spoken = read_interview(tmp_path / "captions.xml")
    assert [spoken.time_at(turn.paragraphs[0].start) for turn in spoken.turns] == [
        timed.time_at(turn.paragraphs[0].start) for turn in timed.turns
    ]


LONG = "".join(
    f"{n}\n00:{n:02}:10,000 --> 00:{n:02}:50,000\n{'Ida Roc' if n % 2 else 'Léa Roux'}: {words}\n\n"
    for n, words in enumerate(
        ["Comment le bac marche-t-il ?", "Avec une chaîne, et un moteur.", "Et l'hiver ?",
         "Je répare les cordes.", "Où vivez-vous ?", "Au bord du fleuve."], 1)
)  # fmt: skip


def test_ohms_keeps_who_asks_who_answers_and_the_minute_of_each_word(tmp_path: Path) -> None:
    (tmp_path / "long.srt").write_text(LONG, "utf-8")
    timed = read_interview(tmp_path / "long.srt")
    (tmp_path / "again.xml").write_text(write_ohms(timed), "utf-8")
    again = read_interview(tmp_path / "again.xml")
    assert "<sync>1:|1(3)|3(3)|5(3)|7(3)|9(3)|11(3)</sync>" in (tmp_path / "again.xml").read_text(
        "utf-8"
    )
    assert list_turns(again) == list_turns(timed)
    assert (again.author, again.people) == (timed.author, timed.people)
    for was, read in zip(timed.turns, again.turns, strict=True):
        seconds = timed.time_at(was.paragraphs[0].start)
        assert seconds is not None
        assert again.time_at(read.paragraphs[0].start) == seconds // 60 * 60


def test_a_time_beyond_any_recording_does_not_fill_a_record_of_ohms(tmp_path: Path) -> None:
    pieces = [{"start": start, "text": "Là."} for start in (1.0, 1e15)]
    (tmp_path / "a.json").write_text(json.dumps({"segments": pieces}), "utf-8")
    assert len(write_ohms(read_interview(tmp_path / "a.json"))) < 20_000


def test_characters_that_xml_has_not_do_not_damage_a_file(tmp_path: Path) -> None:
    file = tmp_path / "odd.txt"
    file.write_text(
        "Léa Roux : Où <b>&\x0c\x01 quoi ?\n\nInès Petit : Là ]]> \ufffe et 𝄞 là.\n", "utf-8"
    )
    for write in (write_tei, write_ohms):
        (tmp_path / "odd.xml").write_text(write(read_interview(file)), "utf-8")
        assert "𝄞 là." in read_interview(tmp_path / "odd.xml").text


def test_a_note_has_properties_and_a_block_id_for_each_paragraph(archive: Archive) -> None:
    note = write_note(archive.interviews["criee"])
    head = yaml.safe_load(note.split("---")[1])
    assert head["people"] == ["Jeanne Le Bihan, directrice de la criée"]
    assert head["source_sha256"] == archive.interviews["criee"].sha256
    assert re.findall(r" \^(t\d+p\d+)$", note, re.M) == ["t0p1", "t1p1", "t1p2", "t2p1", "t3p1"]
    assert "### Pourquoi avoir fermé la criée pendant dix-huit mois ?\n\n**Jeanne Le Bihan** : " in note


def test_quotes_link_to_their_paragraphs(archive: Archive, tmp_path: Path) -> None:
    answer = archive.ask("Que dit-elle du prix du gazole ?", k=1)
    assert write_folder([answer], archive.interviews, tmp_path / "vault", "obsidian") == 2
    quotes = (tmp_path / "vault" / "Réponses.md").read_text("utf-8")
    (hit,) = answer.hits
    assert f"[[criee#^{hit.anchor}|{hit.citation}]]" in quotes
    assert f"^{hit.anchor}\n" in (tmp_path / "vault" / "criee.md").read_text("utf-8")


def test_what_cannot_be_written_is_one_sentence(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(AnswerError, match="there: is there already; name another, or remove it"):
        write_folder([], archive.interviews, tmp_path / "there", "tei")
    with pytest.raises(AnswerError, match="expected one of tei, ohms, obsidian, found 'word'"):
        write_folder([], archive.interviews, tmp_path / "new", "word")
    with pytest.raises(AnswerError, match="new: expected interviews to write, found none"):
        write_folder([], {}, tmp_path / "new", "tei")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(
    tmp_path: Path, archive: Archive
) -> None:
    first = archive.interviews["criee"]
    interviews = {one.id: one for one in (first, replace(first, id="x" * 300))}
    with pytest.raises(AnswerError, match="new: cannot be written"):
        write_folder([], interviews, tmp_path / "new", "tei")
    assert [path for path in tmp_path.iterdir() if path.name.startswith("new")] == []
