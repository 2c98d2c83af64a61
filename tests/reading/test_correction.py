"""The side file puts a reading right: labels, blocks, the end; a mistake is told with its line."""

import pytest

from onrecord.cli import main
from onrecord.error import CorpusError
from onrecord.reading import read_interview

TALK = (
    "S00: Depuis quand dirigez-vous la scierie ?\n\nS01: Depuis 2011.\n\n"
    "S00: Vous coupez du douglas.\n\nS01: Oui. Et du chêne.\n\nMerci à tous.\n"
)
PAGE = (
    "# Entretien avec Léa Roux\n\n**Qui ?**\n\nMoi, je crois.\n\nÀ lire aussi : la suite\n\n"
    "Le village se vide.\n\nJe le sais.\n"
)


def read(tmp_path, text, side, name="a.md"):
    (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "a.yaml").write_text(side, "utf-8")
    return read_interview(tmp_path / name)


def said(interview):
    return [
        (
            turn.asked.of(interview.text) if turn.asked else None,
            turn.speaker.name,
            [span.of(interview.text) for span in turn.paragraphs],
        )
        for turn in interview.turns
    ]


def test_labels_are_named_and_sided(tmp_path):
    side = (
        "speakers:\n  S00: {name: Inès Carlier, host: true}\n"
        "  S01: {name: Estelle Ravoux, role: directrice}\nends_at: Merci à tous\n"
    )
    interview = read(tmp_path, TALK, side)
    assert said(interview) == [
        ("Depuis quand dirigez-vous la scierie ?", "Estelle Ravoux", ["Depuis 2011."]),
        ("Vous coupez du douglas.", "Estelle Ravoux", ["Oui. Et du chêne."]),
    ]
    assert [person.described for person in interview.people] == ["Estelle Ravoux, directrice"]
    assert interview.author == "Inès Carlier"
    assert all(turn.sure_speaker > 0.95 for turn in interview.turns)


def test_sides_can_be_turned_round(tmp_path):
    side = "speakers:\n  S00: {name: Inès Carlier, host: false}\n  S01: {name: Ida Roc, host: true}\n"
    interview = read(tmp_path, TALK, side)
    assert {speaker for _, speaker, _ in said(interview)} == {"Inès Carlier"}


def test_two_labels_of_one_name_are_one_person(tmp_path):
    text = "Q : Qui ?\n\nEstelle : Moi.\n\nQ : Où ?\n\nE.R. : Ici.\n"
    side = "speakers:\n  Estelle: Estelle Ravoux\n  E.R.: Estelle Ravoux\n"
    assert [speaker for _, speaker, _ in said(read(tmp_path, text, side))] == ["Estelle Ravoux"] * 2


def test_blocks_ask_are_left_out_and_taken_in(tmp_path):
    before = said(read(tmp_path, PAGE, "title: x\n"))
    assert before == [("Qui ?", "Léa Roux", ["Moi, je crois.", "Le village se vide.", "Je le sais."])]
    side = "asks: [Le village se vide]\ntake_in: [À lire aussi]\nleave_out: ['Moi, je']\n"
    assert said(read(tmp_path, PAGE, side)) == [
        ("Qui ?", "Léa Roux", ["À lire aussi : la suite"]),
        ("Le village se vide.", "Léa Roux", ["Je le sais."]),
    ]


@pytest.mark.parametrize(
    ("side", "message"),
    [
        (
            "title: x\nspeakers:\n  S00: {nom: Inès}\n",
            "a.yaml, line 3: speakers.S00.nom: expected name",
        ),
        ("speakers:\n  S00: {host: peut-être}\n", "line 2: speakers.S00.host: expected true or false"),
        ("speakers:\n  S00: [Inès]\n", "line 2: speakers.S00: expected {name"),
        ("leave_out:\n  - Depuis 2011\n  - nulle part\n", "line 3: leave_out: expected words of the"),
        ("ends_at: ''\n", "line 1: ends_at: expected the words with which a block begins"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, side, message):
    with pytest.raises(CorpusError) as caught:
        read(tmp_path, TALK, side)
    assert message in str(caught.value)


def test_a_template_changes_nothing_until_it_is_changed(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("EDITOR", raising=False)
    path = tmp_path / "a.txt"
    path.write_text(TALK, "utf-8")
    before = said(read_interview(path))
    assert main(["read", str(path), "--edit"]) == 0
    assert "a.yaml: written" in capsys.readouterr().out
    written = (tmp_path / "a.yaml").read_text("utf-8")
    assert "  S00:\n    name: S00\n    host: true\n" in written
    assert said(read_interview(path)) == before
    assert main(["read", str(path), "--edit"]) == 0
    assert (tmp_path / "a.yaml").read_text("utf-8") == written
