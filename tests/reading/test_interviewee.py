"""Who is interviewed: named when the page says it in one of its ways, and nobody else."""

import pytest

from onrecord.reading import read_interview

TALK = "\n\n**Que voyez-vous ?**\n\nJe ne vois que l'eau.\n\n**Et vous restez ?**\n\nJe reste, oui.\n"


def find_people(tmp_path, head):
    path = tmp_path / "a.md"
    path.write_text(head + TALK, "utf-8")
    return [f"{one.name}, {one.role}".rstrip(", ") for one in read_interview(path).people]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Entretien avec Léa Roux, maire de Vif", ["Léa Roux, maire de Vif"]),
        ("# L'eau\n\nPropos de Léa Roux, éclusière, recueillis par Ida Roc", ["Léa Roux, éclusière"]),
        ("# L'eau\n\nLéa Roux, 46 ans, éclusière à Vif, part.", ["Léa Roux, éclusière à Vif"]),
        (
            "# L'eau\n\nLéa Roux (cinquante ans) garde l'écluse.\n\nPaul Mas l'aide.",
            [],
        ),
        ("# L'eau\n\nLéa Roux, cinquante ans, part ce soir.", ["Léa Roux"]),
        ("# L'eau\n\nLéa Roux est éclusière. Elle part.", ["Léa Roux, éclusière"]),
        ("# Roux, l'eau et le sel\n\nLéa Roux garde une écluse à Vif.", ["Léa Roux"]),
        ("# L'eau\n\n**Léa Roux, on vous voit peu. Pourquoi ?**\n\nJe dors.", ["Léa Roux"]),
    ],
)
def test_a_person_is_found_where_the_page_says_who(tmp_path, head, expected):
    assert find_people(tmp_path, head) == expected


@pytest.mark.parametrize(
    "head",
    [
        "# Une ville\n\nGrand Lyon compte mille ponts.",
        "# Lyon, ses ponts\n\nOn franchit le Grand Lyon à pied.",
        "# L'eau\n\n**Victor Hugo, Balzac, que lisez-vous ?**\n\nRien.",
        "# L'eau\n\nLe maire Paul Mas n'en dit rien, Ida Roc non plus.",
        "# L'eau\n\nNotre journaliste Tristan Abad, 30 ans, a pris le bateau.",
        "# L'eau\n\nIda Roc, éclusière, et son fils.\n\nPaul Mas, éclusier, est absent.",
    ],
)
def test_a_name_that_may_be_anybody_s_is_nobody_s(tmp_path, head):
    assert find_people(tmp_path, head) == []


def test_somebody_asked_nothing_is_named_by_their_own_words(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "TÉMOIGNAGE\n\nJe suis Malik Ferrand, couvreur à Lunet. J'ai commencé à seize ans, en mars."
        "\n\nLe vertige, je l'ai toujours. Je le prends avec moi, comme ma gamelle.",
        "utf-8",
    )
    interview = read_interview(path)
    assert [(one.speaker.name, len(one.paragraphs)) for one in interview.turns] == [
        ("Malik Ferrand", 2)
    ]


def test_a_role_may_stand_before_a_name(tmp_path):
    head = "# L'eau\n\nÀ Vif, l'éclusière Léa Roux nous a reçus sur le quai."
    assert find_people(tmp_path, head) == ["Léa Roux, éclusière"]


def test_credits_in_a_sentence_are_read(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# L'eau\n\nPublié dans **Vif Hebdo** le 12 juin 2019, par Paul Mas." + TALK, "utf-8"
    )
    one = read_interview(path)
    assert (one.publication, one.author, str(one.date)) == ("Vif Hebdo", "Paul Mas", "2019-06-12")
