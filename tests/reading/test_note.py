"""Notes between and after the answers, at the edges of the rules."""

import pytest

from onrecord.reading import read_interview

HEAD = "# Entretien avec Léa Roux\n\n**Pourquoi partir ?**\n\nJe pars ce soir.\n\n"
MORE = "**Et le vent ?**\n\nJe le sens, il tourne.\n\n"


def reasons(tmp_path, text, note):
    """Return why a block is left out, as a list: empty when it is part of an answer."""
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    interview = read_interview(path)
    return [part.reason for part in interview.left_out if note in part.span.of(interview.text)]


@pytest.mark.parametrize(("length", "is_note"), [(900, True), (901, False)])
def test_an_editors_note_has_900_characters_at_most(tmp_path, length, is_note):
    note = ("NDLR : " + "le vent tombe et la mer monte, " * 40)[: length - 1] + "."
    found = reasons(tmp_path, f"{HEAD}{note}\n\n{MORE}", note)
    assert found == (["note beside the interview"] if is_note else [])


@pytest.mark.parametrize(("after", "is_note"), [(5, True), (6, False)])
def test_somebody_else_is_spoken_of_in_the_last_six_blocks(tmp_path, after, is_note):
    about = "Paul Mas est photographe, et vit à Vif depuis dix ans."
    rest = "\n\n".join(f"Je le sens encore, numéro {n}." for n in range(after))
    found = reasons(tmp_path, f"{HEAD}{MORE}{about}\n\n{rest}\n", about)
    assert bool(found) is is_note


def test_the_person_interviewed_is_spoken_of_anywhere(tmp_path):
    about = "Léa Roux est éclusière, et vit à Vif depuis dix ans."
    rest = "\n\n".join(f"Je le sens encore, numéro {n}." for n in range(9))
    assert reasons(tmp_path, f"{HEAD}{about}\n\n{MORE}{rest}\n", about) != []
    own = "Léa Roux est mon nom, et je vis à Vif depuis dix ans."
    assert reasons(tmp_path, f"{HEAD}{own}\n\n{MORE}{rest}\n", own) == []


def test_what_speaks_to_somebody_is_said_though_it_opens_with_a_name(tmp_path):
    about = "Paul Mas est photographe, et vous l'avez vu partir."
    assert reasons(tmp_path, f"{HEAD}{MORE}{about}\n", about) == []
    assert reasons(tmp_path, f"{HEAD}{MORE}Paul Mas est photographe.\n", "Paul Mas") != []


def test_a_question_in_italics_that_ends_the_page_is_no_note(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"{HEAD}{MORE}*Et demain, où irez-vous ?*\n", "utf-8")
    interview = read_interview(path)
    assert interview.warnings == ("a question with no answer after it: Et demain, où irez-vous ?",)
    assert [part.reason for part in interview.left_out] == ["head of the page, read as metadata"]


def test_answers_in_italics_are_no_notes_where_all_are_so(tmp_path):
    path = tmp_path / "a.md"
    talk = "**Pourquoi ?**\n\n*Je pars.*\n\n**Et le vent ?**\n\n*Il tourne.*\n"
    path.write_text(f"# Entretien avec Léa Roux\n\n{talk}", "utf-8")
    interview = read_interview(path)
    said = [span.of(interview.text) for turn in interview.turns for span in turn.paragraphs]
    assert said == ["Je pars.", "Il tourne."]
