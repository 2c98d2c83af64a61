"""The events of the grid: what is asked, what is refused, what is kept, what only a session can ask."""

import base64
import dataclasses
from pathlib import Path

import gradio as gr
import pytest
from chat_samples import NETS
from conftest import StubEncoder

from onrecord.archive import Archive
from onrecord.chat.archives import Archives
from onrecord.chat.filters import Filters
from onrecord.chat.grid_events import GridEvents
from onrecord.chat.grid_view import LONGEST, MOST_QUESTIONS, MOST_ROWS
from onrecord.chat.outputs import UNCHANGED
from onrecord.chat.session import Conversation
from onrecord.chat.upload import Uploads, read_file
from onrecord.cli import main

TALK = Conversation("fr")
ASKED = "le prix du gazole\n\nQui est interviewé ?"


@pytest.fixture
def archives(corpus: Path, tmp_path: Path) -> Archives:
    """Return archives of two invented interviews."""
    (corpus / "filets.md").write_text(NETS, "utf-8")
    return Archives(Archive.open(corpus, tmp_path / "index", StubEncoder()))


@pytest.fixture
def events(archives: Archives) -> GridEvents:
    """Return the events of a session that asks the two interviews."""
    return GridEvents(archives)


def send(**data: object) -> gr.EventData:
    return gr.EventData(None, data)


def fill(events, questions=ASKED, by="interview", conversation=TALK, uploads=None):
    """Fill a grid; return all that was yielded."""
    asked = send(questions=questions, by=by)
    return list(events.fill_grid(conversation, uploads or Uploads(), None, asked))


def test_a_grid_holds_what_the_archive_answers(events, archives):
    steps = fill(events)
    assert 'class="pending"' in steps[0].panel
    assert 'class="pending"' not in steps[-1].panel
    expected = archives.shared.ask_all(["le prix du gazole", "Qui est interviewé ?"])
    assert steps[-1].filled.whole_rows == expected


def test_rows_are_sent_while_it_fills(events, monkeypatch):
    monkeypatch.setattr("onrecord.chat.grid_events._PACE", 0.0)
    steps = fill(events)
    assert [step.panel is UNCHANGED for step in steps] == [False, True, True, True, True, False]
    assert [step.rows.count("<tr") for step in steps] == [0, 1, 1, 1, 1, 0]
    assert [len(step.filled.answers) for step in steps] == [0, 1, 2, 3, 4, 4]
    assert 'data-row="1"' in steps[3].rows


def test_people_are_asked_one_by_one_within_the_filters(events):
    (*_, last) = fill(events, by="speaker")
    assert [row.name for row in last.filled.grid.rows] == ["Jeanne Le Bihan", "Yann Le Goff"]
    bounded = dataclasses.replace(TALK, filters=Filters(speaker="Yann Le Goff"))
    for by, name in (("speaker", "Yann Le Goff"), ("interview", "filets")):
        (*_, last) = fill(events, by=by, conversation=bounded)
        assert [row.name for row in last.filled.grid.rows] == [name]
        hits = [hit for answer in last.filled.answers for hit in (*answer.hits, *answer.nearest)]
        assert {hit.speaker for hit in hits} == {"Yann Le Goff"}
        assert "Limité à\u202f: Yann Le Goff" in last.panel


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (" \n \n", "aucune question n’est écrite"),
        ("Qui ?\n?!", "question 2\u202f: elle ne contient aucun mot"),
        ("Le gazole ?\nQui ?\nle  GAZOLE ?", "la question 3 est la même que la 1"),
        ("a" * (LONGEST + 1), f"question 1\u202f: une question a {LONGEST} caractères au plus"),
        (
            "\n".join(f"Question {n} ?" for n in range(MOST_QUESTIONS + 1)),
            f"{MOST_QUESTIONS} questions au plus, et il y en a {MOST_QUESTIONS + 1}",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_and_stays_written(events, questions, told):
    (step,) = fill(events, questions)
    assert "La grille n’a pas pu être remplie" in step.panel
    assert told in step.panel
    assert step.filled is UNCHANGED
    assert f">{questions}</textarea>" in step.panel


def test_more_rows_than_the_page_asks_are_refused_before_any_is_asked(corpus, tmp_path):
    for number in range(MOST_ROWS):
        name = f"Personne {chr(65 + number // 26)}{chr(97 + number % 26)}rel"
        (corpus / f"n{number:02}.md").write_text(NETS.replace("Yann Le Goff", name), "utf-8")
    archive = Archive.open(corpus, tmp_path / "index", StubEncoder())
    (step,) = fill(GridEvents(Archives(archive)))
    assert f"{MOST_ROWS} lignes au plus, et il y en aurait {MOST_ROWS + 1}" in step.panel
    assert len(archive.ask_all(["gazole"]).rows) == MOST_ROWS + 1


def test_an_interview_of_the_visitor_is_asked_too_and_of_nobody_else(events, archives):
    offer = read_file("four.md", NETS.replace("Yann Le Goff", "Lise Four").encode(), "")
    kept, _ = archives.add(Uploads(), offer, lambda *_: None)
    uploads = Uploads(archive=kept, own=(("four", "four.md"),))
    names = [row.name for row in fill(events, uploads=uploads)[-1].filled.grid.rows]
    assert "four" in names
    assert "four" not in [row.name for row in fill(events)[-1].filled.grid.rows]


def test_a_grid_that_quotes_an_interview_that_was_removed_is_not_shown(events, archives):
    offer = read_file("four.md", NETS.encode(), "")
    kept, _ = archives.add(Uploads(), offer, lambda *_: None)
    uploads = Uploads(archive=kept, own=(("four", "four.md"),))
    filled = fill(events, "Combien coûte un filet neuf ?", uploads=uploads)[-1].filled
    assert "<table>" in events.begin_grid(TALK, uploads, filled, send())
    assert "<table>" not in events.begin_grid(TALK, Uploads(), filled, send())


def test_a_cell_opens_its_interview_at_the_passage(events):
    filled = fill(events)[-1].filled
    opened = events.open_cell(TALK, Uploads(), filled, send(row="0", column="0"))
    assert opened.conversation.opened == "criee"
    assert f"<mark>{filled.answers[0].hits[0].quote.text}</mark>" in opened.reader
    for others, row in ((filled, 7), (None, 0)):
        with pytest.warns(UserWarning, match="La grille a été oubliée"):
            opened = events.open_cell(TALK, Uploads(), others, send(row=row, column=0))
        assert opened.reader is UNCHANGED


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "html", "md"])
def test_a_grid_is_kept_as_a_file_that_verifies(events, corpus, tmp_path, suffix, capsys):
    filled = fill(events)[-1].filled
    parcel = events.save_grid(TALK, filled, send(format=suffix))
    assert parcel["name"] == f"on-the-record.{suffix}"
    kept = tmp_path / parcel["name"]
    kept.write_bytes(base64.b64decode(parcel["base64"]))
    if suffix in ("xlsx", "csv"):
        assert main(["verify", str(kept), "--corpus", str(corpus)]) == 0
        capsys.readouterr()
    else:
        assert "Le prix du gazole" in kept.read_text("utf-8")


def test_a_grid_that_was_forgotten_is_told_so(events):
    told = "La grille a été oubliée"
    with pytest.warns(UserWarning, match=told), pytest.raises(gr.Error, match=told):
        events.save_grid(TALK, None, send(format="csv"))


def test_what_was_answered_before_it_was_stopped_is_shown(events, monkeypatch):
    monkeypatch.setattr("onrecord.chat.grid_events._PACE", 0.0)
    filling = events.fill_grid(TALK, Uploads(), None, send(questions=ASKED, by="interview"))
    filled = [next(filling) for _ in range(4)][-1].filled
    filling.close()
    stopped = events.stop_grid(TALK, Uploads(), filled)
    assert "cases remplies\u202f: 3 sur 4." in stopped.panel
    assert ">le prix du gazole\nQui est interviewé ?</textarea>" in stopped.panel
    parcel = events.save_grid(TALK, filled, send(format="csv"))
    assert b"filets" not in base64.b64decode(parcel["base64"])
