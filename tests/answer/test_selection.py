"""The order of passages: named people and periods come first, and nothing is repeated."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import make_archive, openings, told

from onrecord.archive import Archive

DUO = """\
**Et le vent ?**

**Rose Riou :** Le vent d'ouest me fatigue, je rentre au port.

**Anne Tanguy :** Le vent me plaît bien, je reste en mer.

**Et la nuit ?**

**Rose Riou :** La nuit, je dors comme une pierre.

**Anne Tanguy :** Je veille, et je compte les étoiles.
"""
DUO_SIDE = "interviewees: [{name: Rose Riou}, {name: Anne Tanguy}]\n"


@pytest.fixture
def duo(tmp_path: Path) -> Archive:
    """Return an archive of one interview with two people, whose shared context favours neither."""
    return make_archive(tmp_path, {"duo.md": DUO, "duo.yaml": DUO_SIDE})


def test_the_words_of_a_named_person_come_first_where_they_match_nearly_as_well(duo: Archive) -> None:
    assert openings(duo.ask("la nuit de Tanguy"))[0] == "Je veille,"
    assert openings(duo.ask("la nuit de Riou"))[0] == "La nuit,"
    hits = told(duo.ask("la nuit de Riou"))
    assert [hit.speaker for hit in hits] == ["Rose Riou", "Rose Riou", "Anne Tanguy"]


def test_a_named_person_does_not_hide_who_says_far_more_of_it(duo: Archive) -> None:
    hits = told(duo.ask("Tanguy et le vent d'ouest", k=4))
    assert [hit.speaker for hit in hits[:2]] == ["Rose Riou", "Anne Tanguy"]
    assert len(hits) == 4, "who else speaks is told too"


def write_year(fuel: str, night: str, name: str, date: str) -> tuple[str, str]:
    """Return the text of an interview with a sailor, and its side file with the date."""
    text = f"**Et le gazole ?**\n\n{fuel}\n\n**Et la nuit ?**\n\n{night}\n"
    return text, f"interviewees: [{{name: {name}, role: marin}}]\ndate: {date}\n"


@pytest.fixture
def years(tmp_path: Path) -> Archive:
    """Return an archive of an interview of 2021 and one of 2019."""
    late, late_side = write_year(
        "Le gazole est trop cher, on reste en rade.",
        "La nuit, je dors comme une pierre au fond du port.",
        "Rose Riou",
        "2021-03-01",
    )
    early, early_side = write_year(
        "Le gazole est trop cher, nul ne sort du bassin.",
        "La nuit, je veille et je compte les étoiles.",
        "Anne Tanguy",
        "2019-03-01",
    )
    files = {"late.md": late, "late.yaml": late_side, "early.md": early, "early.yaml": early_side}
    return make_archive(tmp_path, files)


@pytest.mark.parametrize(
    ("question", "first", "other"),
    [
        ("Que dit-on du gazole au bassin en 2019 ?", "early", "late"),
        ("Que dit-on de nul bassin en 2021 ?", "late", "early"),
    ],
)
def test_what_was_published_then_comes_first_where_it_matches_nearly_as_well(
    years: Archive, question: str, first: str, other: str
) -> None:
    answer = years.ask(question, k=4)
    assert told(answer)[0].interview_id == first
    assert other in {hit.interview_id for hit in told(answer)}, "a year that leans bounds nothing"
    assert "viennent d’abord" in answer.notes[-1]
    unsaid = years.ask(question.replace("2019", "1998").replace("2021", "1998"), k=4)
    assert "1998" not in " ".join(unsaid.notes), "nothing was published then: nothing leans"


def test_a_year_does_not_hide_what_matches_far_better(years: Archive) -> None:
    assert told(years.ask("Que dit-on de la rade en 2019 ?"))[0].interview_id == "late"


def test_a_year_in_which_all_was_published_says_nothing(years: Archive) -> None:
    answer = years.ask("Que dit-on du gazole depuis 2018 ?", k=4)
    assert not any("publiés" in note for note in answer.notes)
    asked_with = years.ask("Que dit-on du gazole depuis 2020 ?", k=4)
    assert asked_with.notes[-1].startswith("Les entretiens publiés")


def test_a_year_and_a_name_are_held_together(years: Archive) -> None:
    """Rose Riou spoke only in 2021: asked about 2019, her words of 2021 are returned with a note."""
    answer = years.ask("Que disait Rose Riou du gazole en 2019 ?", k=4)
    assert {hit.speaker for hit in told(answer)} == {"Rose Riou"}
    assert answer.notes[-1].startswith("Aucun entretien n’est daté")
    then = years.ask("Que disait Rose Riou du gazole en 2021 ?", k=4)
    assert {hit.speaker for hit in told(then)} == {"Rose Riou"}
    assert then.notes[-1].startswith("Seuls les entretiens publiés")


BOAT = """\
**Pourquoi vendre le bateau du port ?**

Parce que mes genoux ne suivaient plus, voilà tout, et puis l'hiver.

On m'a proposé une bonne somme, je n'ai pas réfléchi longtemps ce jour-là.

Vendre le bateau du port, pourquoi non ? Un bateau qui dort au port se meurt.

**Et la nuit ?**

Vendre le bateau, vendre le port : voilà pourquoi je ne dors plus, le bateau du port me manque.
"""


@pytest.mark.parametrize(
    "question",
    [
        "Pourquoi vendre le bateau du port ?",
        "pourquoi vendre le bateau du port",
        "Vendre ce bateau, et ce port ?",
    ],
)
def test_the_interviewers_own_question_has_its_answer_in_the_order_of_the_text(
    tmp_path: Path, question: str
) -> None:
    boat = make_archive(tmp_path, {"boat.md": BOAT, "boat.yaml": "interviewees: [{name: Rose Riou}]\n"})
    assert openings(boat.ask(question, k=4)) == ["Parce que", "On m'a", "Vendre le", "Vendre le"]
    assert [hit.turn for hit in told(boat.ask(question, k=4))] == [1, 1, 1, 2]


def test_another_question_has_the_best_passage_first(tmp_path: Path) -> None:
    boat = make_archive(tmp_path, {"boat.md": BOAT, "boat.yaml": "interviewees: [{name: Rose Riou}]\n"})
    assert openings(boat.ask("le port me manque", k=4))[0] == "Vendre le"
    assert told(boat.ask("le port me manque", k=4))[0].turn == 2


SAME = "Le vent d'ouest me fatigue, je rentre au port avant la nuit noire et froide."


def test_a_passage_that_repeats_another_is_told_once_nor_after_it_was_shown(tmp_path: Path) -> None:
    files = {}
    for name, last in (("a", "froide"), ("b", "humide")):
        text = SAME.replace("froide", last)
        files[f"{name}.md"] = f"**Et le vent ?**\n\n{text}\n\n**Et toi ?**\n\nMoi, rien ne me {name}.\n"
        files[f"{name}.yaml"] = "interviewees: [{name: Rose Riou}]\n"
    twice = make_archive(tmp_path, files)
    question = "le vent d'ouest"
    assert openings(twice.ask(question, k=9)).count("Le vent") == 1
    assert openings(twice.ask(question, k=1)) == ["Le vent"]
    assert "Le vent" not in openings(twice.ask("autre chose ?", k=9, history=[question]))


def write_sea(person: str, date: str, sea: str) -> tuple[str, str]:
    """Return an interview with one answer on the sea and four on other things, and its side file."""
    around = (
        ("Et le vent ?", "Le vent, je ne le sens plus."),
        ("Et le quai ?", "Le quai est en pierre."),
    )
    after = ("Et le bar ?", "On y chante le soir."), ("Et l'hiver ?", "L'hiver, je tricote.")
    turns = (*around, ("Et la mer ?", sea), *after)
    text = "\n\n".join(f"**{asked}**\n\n{said}" for asked, said in turns)
    return text, f"interviewees: [{{name: {person}}}]\ndate: {date}\n"


TRIO = {
    "a": write_sea("Rose Riou", "2021-01-01", "La mer monte, et nos digues ne tiennent plus."),
    "b": write_sea("Anne Tanguy", "2020-01-01", "La mer nourrit mes deux apprentis."),
    "c": write_sea("Yves Morvan", "2019-01-01", "La mer fatigue, je la quitte après la saison."),
}


@pytest.fixture
def trio(tmp_path: Path) -> Archive:
    """Return an archive of three interviews, each with one person who speaks of the sea."""
    files = {f"{name}.md": text for name, (text, _) in TRIO.items()}
    return make_archive(tmp_path, files | {f"{name}.yaml": side for name, (_, side) in TRIO.items()})


def test_a_comparison_is_of_those_it_names_alone_and_of_all_without_a_name(trio: Archive) -> None:
    for asked in (
        "Comparez ce que disent Riou et Tanguy de la mer",
        "Comparez les avis de Riou et Tanguy sur la mer",
    ):
        hits = told(trio.ask(asked, k=9))
        assert {hit.speaker for hit in hits} == {"Rose Riou", "Anne Tanguy"}
    everybody = trio.ask("Que disent-ils de la mer ?", k=9)
    assert {hit.speaker for hit in told(everybody)} == {"Rose Riou", "Anne Tanguy", "Yves Morvan"}
    assert [hit.speaker for hit in everybody.hits] == ["Yves Morvan", "Anne Tanguy", "Rose Riou"]


def test_a_name_leans_and_what_somebody_says_bounds(trio: Archive) -> None:
    assert len({hit.speaker for hit in told(trio.ask("Yves Morvan et la mer", k=9))}) == 3
    only = trio.ask("Que dit Yves Morvan de la mer ?", k=9)
    assert {hit.speaker for hit in told(only)} == {"Yves Morvan"}
