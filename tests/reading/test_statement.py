"""Statements put to somebody ask without « ? »; section titles, quotes and a writer's own do not."""

import pytest

from onrecord.reading import read_interview
from onrecord.text.markup import plain

ANSWERS = ("Non, je dors mieux ici.", "On me l'a dit. Je n'en crois rien.", "Mon père le disait aussi.")


def find_questions(tmp_path, said, *, head="# Léa Roux : « Je reste »\n\n", mark="### {}"):
    path = tmp_path / "a.md"
    pairs = zip(said, ANSWERS * 3, strict=False)
    path.write_text(head + "\n\n".join(f"{mark.format(one)}\n\n{two}" for one, two in pairs), "utf-8")
    return [plain(question) for question in read_interview(path).questions]


PUT = ["Vous avez fui la ville", "Le village se vide", "Vos voisins vous en veulent"]


@pytest.mark.parametrize("mark", ["### {}", "## {}", "**{}**", "*{}*"])
def test_statements_all_set_in_one_way_ask(tmp_path, mark):
    assert find_questions(tmp_path, PUT, mark=mark) == PUT


@pytest.mark.parametrize(
    "said",
    [
        ["Le départ", "Le village se vide", "Un hiver long"],
        ["Le départ", "Le village se vide", "Un hiver long", "Ce que vous ne verrez plus"],
        ["Je suis partie", "Vous ne savez rien de moi", "Mon père, ce taiseux", "Vos mains"],
        ["« Vous partez »", "« Vous restez »", "« Vous dormez »"],
        ["Vous avez fui", "Vous restez"],
    ],
)
def test_titles_and_quotes_do_not_ask(tmp_path, said):
    assert find_questions(tmp_path, said) == []


def test_a_writer_who_speaks_to_readers_is_asked_nothing(tmp_path):
    assert find_questions(tmp_path, PUT, head="# Partir\n\n") == []


def test_headings_between_bare_questions_are_titles(tmp_path):
    path = tmp_path / "a.md"
    talk = "Pourquoi partir, selon vous ?\n\nJe ne sais plus.\n\nEt vos amis, où sont-ils ?\n\nIci."
    path.write_text(
        "# Entretien avec Léa Roux\n\n" + "\n\n".join(f"### {one}\n\n{talk}" for one in PUT), "utf-8"
    )
    interview = read_interview(path)
    assert {plain(question)[-1] for question in interview.questions} == {"?"}
    assert [p.reason for p in interview.left_out if p.span.of(interview.text) in PUT] == [
        "section title"
    ] * 3
