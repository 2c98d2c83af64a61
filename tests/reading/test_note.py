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
