"""Whom a page presents: in its lead, a form, an answer, a key of labels, at its foot."""

import pytest

from onrecord.reading import read_interview

TALK = "\n\n**Que voyez-vous ?**\n\nJe ne vois que l'eau.\n\n**Et vous restez ?**\n\nJe reste, oui.\n"


def find_people(tmp_path, text):
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    return [one.name for one in read_interview(path).people]


def find_turns(tmp_path, text):
    path = tmp_path / "a.md"
    path.write_text(text, "utf-8")
    one = read_interview(path)
    return [
        (turn.speaker.name, " ".join(span.of(one.text) for span in turn.paragraphs))
        for turn in one.turns
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("# L'eau\n\nMaire de Vif depuis 2019, Léa Roux a fermé l'écluse.", ["Léa Roux"]),
        ("# L'eau\n\nLéa Roux a cinquante ans. Elle part.", ["Léa Roux"]),
        ("# L'eau\n\nTravail mené par Ida Roc, étudiante à Vif.", []),
        ("# L'eau, avec Léa Roux, éclusière", ["Léa Roux"]),
        ("# L'eau\n\nNom : Léa Roux. Âge : 41 ans. Fonction : éclusière.", ["Léa Roux"]),
        ("# L'eau\n\nRécit de Maria do Céu Roux, 74 ans, éclusière.", ["Maria do Céu Roux"]),
    ],
)
def test_a_head_presents_somebody(tmp_path, head, expected):
    assert find_people(tmp_path, head + TALK) == expected


def test_who_is_asked_their_name_is_named_by_the_answer(tmp_path):
    text = "# L'eau\n\n**Votre nom, votre métier ?**\n\nLéa Roux, éclusière à Vif." + TALK
    assert find_people(tmp_path, text) == ["Léa Roux"]


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("Un grand merci à Léa Roux !", ["Léa Roux"]),
        ("À propos de Léa Roux : née à Vif, elle garde l'écluse.", []),
        ("Merci à Léa Roux pour les photographies de l'écluse.", []),
    ],
)
def test_thanks_by_full_name_end_a_talk(tmp_path, foot, expected):
    assert find_people(tmp_path, f"# L'eau{TALK}\n{foot}\n") == expected


def test_labels_stand_for_whom_the_lead_says(tmp_path):
    text = "# L'eau\n\n*Extrait. E : enquêtrice ; J : Jean-Noël, 49 ans.*\n\n" + "\n\n".join(
        f"E : {asked}\n\nJ : {said}"
        for asked, said in [
            ("Que voyez-vous ?", "L'eau."),
            ("Et vous ?", "Je reste."),
            ("Ici ?", "Oui."),
        ]
    )
    assert find_turns(tmp_path, text) == [
        ("Jean-Noël", "L'eau."),
        ("Jean-Noël", "Je reste."),
        ("Jean-Noël", "Oui."),
    ]


@pytest.mark.parametrize("form", ["{upper}. {said}", "— {first} : {said}", "{short} – {said}"])
def test_labels_in_capitals_after_a_dash_or_with_an_initial_name_who_the_lead_names(tmp_path, form):
    people = [("INÈS", "Inès", "I. Roc"), ("PAUL", "Paul", "P. Mas")]
    said = [(0, "Je garde l'eau."), (1, "Je la regarde."), (0, "Il la boit."), (1, "Jamais.")]
    lines = [
        f"**Question {n}, que dites-vous ?**\n\n"
        + form.format(**dict(zip(("upper", "first", "short"), people[who], strict=True)), said=words)
        for n, (who, words) in enumerate(said)
    ]
    lead = "# L'eau\n\nInès Roc, 40 ans, et Paul Mas, 50 ans, parlent de l'eau.\n\n"
    names = ["Inès Roc", "Paul Mas"]
    assert find_turns(tmp_path, lead + "\n\n".join(lines)) == [
        (names[who], words) for who, words in said
    ]


def test_several_labels_that_only_ask_leave_the_answers_to_who_is_named(tmp_path):
    asked = ["Inès", "Théo", "Inès", "Théo"]
    text = "# Entretien avec Léa Roux\n\n" + "\n\n".join(
        f"**Question de {who} : que voyez-vous en {n} ?**\n\nJe vois l'eau {n}."
        for n, who in enumerate(asked)
    )
    assert find_turns(tmp_path, text) == [("Léa Roux", f"Je vois l'eau {n}.") for n in range(4)]


def test_the_same_words_with_the_next_number_are_the_foot_of_a_page(tmp_path):
    text = "# L'eau avec Léa Roux\n\n" + "\n\n".join(
        f"**Que voyez-vous, {n} ?**\n\nJe vois l'eau.\n\nLa criée rouvre – {n}" for n in range(1, 4)
    )
    assert {words for _, words in find_turns(tmp_path, text)} == {"Je vois l'eau."}


def test_time_codes_are_found_in_indented_lines(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "\n\n".join(
            f"   Léa Roux   00:00:{n}0\n   {'Que dites-vous ?' if n % 2 else 'Je dors.'}"
            for n in range(1, 5)
        ),
        "utf-8",
    )
    assert [one.seconds for one in read_interview(path).time_codes] == [10.0, 20.0, 30.0, 40.0]
