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


def put(count, spoken_to, of_oneself=0):
    """Return so many headings of three words or more, some that say « vous », some « je »."""
    plain_ones = [f"Le village numéro {n} se vide" for n in range(count - spoken_to - of_oneself)]
    spoken = [f"Vous avez fui la ville numéro {n}" for n in range(spoken_to)]
    return [*spoken, *(f"Je suis partie en l'an {n}" for n in range(of_oneself)), *plain_ones]


@pytest.mark.parametrize(
    ("said", "ask"),
    [
        (put(6, 2), True),
        (put(7, 2), False),  # a third must say « vous »
        (put(9, 3), True),
        (put(3, 1), False),  # two at least
        (put(4, 2, of_oneself=1), True),
        (put(3, 2, of_oneself=1), False),  # hardly any of oneself: under a third
    ],
)
def test_a_third_of_the_statements_speak_to_somebody_and_hardly_any_of_oneself(tmp_path, said, ask):
    assert find_questions(tmp_path, said) == (said if ask else [])


@pytest.mark.parametrize(
    ("answers", "ask"),
    [
        (["Je dors mieux.", "Mon père dort.", "Le vent tombe."], True),
        (["Je dors mieux.", "Le vent tombe.", "La mer monte."], False),  # two thirds are answered
        (["Je dors mieux.", "Je pars.", "Le vent tombe.", "La mer monte."], False),
        (["Je dors mieux.", "Je pars.", "On part.", "Nous partons."], True),
        (["Je dors mieux.", "Il dort.", "On part.", "Nous partons."], False),  # half of them by « je »
    ],
)
def test_most_statements_are_answered_in_the_first_person(tmp_path, answers, ask):
    said = put(len(answers), len(answers))
    path = tmp_path / "a.md"
    talk = "\n\n".join(f"### {one}\n\n{two}" for one, two in zip(said, answers, strict=True))
    path.write_text("# Léa Roux : « Je reste »\n\n" + talk, "utf-8")
    assert [plain(question) for question in read_interview(path).questions] == (said if ask else [])


@pytest.mark.parametrize(("length", "ask"), [(250, True), (900, False)])
def test_what_is_long_is_no_statement(tmp_path, length, ask):
    long = ("Vous avez fui la ville" + " sans un mot" * 80)[: length - 1] + "a"
    assert len(long) == length
    assert find_questions(tmp_path, [*PUT, long]) == ([*PUT, long] if ask else PUT)


def test_a_heading_of_two_words_is_a_title_among_statements(tmp_path):
    assert find_questions(tmp_path, [*PUT, "Le départ", "Un hiver long"]) == [*PUT, "Un hiver long"]
    assert find_questions(tmp_path, [*PUT, "Vous partez"]) == [*PUT, "Vous partez"]


@pytest.mark.parametrize(("length", "ask"), [(250, True), (900, False)])
def test_a_bare_line_before_a_labelled_answer_is_put_where_it_is_short(tmp_path, length, ask):
    line = ("Le village se vide" + " en silence" * 90)[: length - 1] + "."
    path = tmp_path / "a.md"
    path.write_text(
        "# Entretien avec Léa Roux\n\nPourquoi partir ?\n\nL. R. : Je ne sais plus.\n\n"
        f"{line}\n\nL. R. : Oui, hélas.\n\nEt vos amis ?\n\nL. R. : Ici.\n",
        "utf-8",
    )
    assert (line in [plain(question) for question in read_interview(path).questions]) is ask
