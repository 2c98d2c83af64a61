"""Lines of credits: who wrote, for which medium and when; towns, columns and prose are none of them."""

import pytest

from onrecord.reading.page.credit import find_authors, find_day_made, find_publication, is_credit_line


@pytest.mark.parametrize(
    ("line", "authors", "publication"),
    [
        ("Par Ida Roc, Les Cahiers du pré, 27 juin 2022", ["Ida Roc"], "Les Cahiers du pré"),
        ("Par Ida Roc, Le Monde, 27 juin 2022", ["Ida Roc"], "Le Monde"),
        ("Propos recueillis par Ida Roc — Le Cahier bleu, 3 mai 2021", ["Ida Roc"], "Le Cahier bleu"),
        ("Propos recueillis par Ida Roc pour la revue Grèves", ["Ida Roc"], "Grèves"),
        ("Propos recueillis par Ida Roc pour Le Cahier des prés", ["Ida Roc"], "Le Cahier des prés"),
        ("Vif Hebdo, 4 avril 2024 – Par Ida Roc", ["Ida Roc"], "Vif Hebdo"),
        ("Monts magazine, numéro 88, 12 mai 2023", [], "Monts magazine"),
        ("Publié le 28/11/2019 • Par Ida Roc • dans : France, Régions", ["Ida Roc"], ""),
        ("Le Havre, 3 mars 2015", [], ""),
        ("Par Ida Roc et Paul Mas", ["Ida Roc", "Paul Mas"], ""),
        ("By Ida Roc, The Gutter Review, May 3, 2020", ["Ida Roc"], "The Gutter Review"),
    ],
)
def test_a_line_says_who_and_for_which_medium(line, authors, publication):
    assert find_authors(line) == authors
    assert find_publication(line) == publication


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Publié le 2 juillet 2021", True),
        ("Mis en ligne le 9 octobre 2018 à 11h", True),
        ("Par Ida Roc", True),
        ("Le Fil du bocage, 30 septembre 2022", True),
        ("3 mai 2020 | Société", True),
        ("Le 3 mars 2020, nous avons rencontré Léa Roux", False),
        ("Il est venu le 3 mars 2020 nous dire", False),
        ("Tout a commencé le 3 mars 2020.", False),
        ("Un titre sans date", False),
        ("", False),
    ],
)
def test_a_line_of_credits_is_no_prose(line, expected):
    assert is_credit_line(line) is expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Entretien avec Léa Roux. Réalisé le 18 janvier 2022 pour la revue Grèves.",
            "18 janvier 2022",
        ),
        ("Cet entretien a été mené à Vif le 3 mai 2020.", "3 mai 2020"),
        ("Sa thèse, publiée le 3 mai 2020, a fait du bruit.", ""),
        ("La réforme menée le 3 mai 2020 a échoué.", ""),
    ],
)
def test_the_day_of_the_interview_is_no_other_day(text, day):
    assert find_day_made(text) == day
