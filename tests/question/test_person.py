"""Whose words a question is about."""

import pytest

from onrecord.interview import Person
from onrecord.question.person import Naming, find_named

PEOPLE = [
    Person("Jeanne Le Bihan", "directrice de la criée"),
    Person("Paul Riou", "maire de Port-Aven"),
    Person("Anaïs Kerbrat-Mezière", "secrétaire d'État chargée de la mer"),
    Person("Louis Petit", "patron pêcheur"),
]
BIHAN, RIOU, ANAIS = (frozenset({person.name}) for person in PEOPLE[:3])
NOBODY = Naming()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pourquoi Jeanne Le Bihan a-t-elle fermé la criée ?", BIHAN),
        ("pourquoi bihan a fermé la criée", BIHAN),
        ("PAUL RIOU ET LE GAZOLE", RIOU),
        ("Le gazole de Riou", RIOU),
        ("Kerbrat Mezière et la mer", ANAIS),
        ("kerbrat et la mer", ANAIS),
        ("Que propose Kerbratt pour la mer ?", ANAIS),
        ("Riou et Le Bihan sont-ils d'accord ?", BIHAN | RIOU),
    ],
)
def test_a_person_is_found_by_name(text: str, names: frozenset[str]) -> None:
    assert find_named(text, PEOPLE).names == names


@pytest.mark.parametrize(
    "text",
    [
        "Un petit bateau de Lorient",
        "le riou est une rivière",
        "Que dit-il du gazole ?",
        "Que pense Emmanuel Macron ?",
        "",
        "🙂",
    ],
)
def test_nobody_is_found_where_nobody_is_named(text: str) -> None:
    assert find_named(text, PEOPLE) == NOBODY


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Que dit Paul Riou du gazole ?", True),
        ("Selon Riou, combien coûte le gazole ?", True),
        ("Paul Riou pense-t-il au gazole ?", True),
        ("What does Paul Riou say about fuel?", True),
        ("Qui a élu Paul Riou ?", False),
        ("Pourquoi Paul Riou a-t-il gardé son gazole ?", False),
    ],
)
def test_what_somebody_says_is_told_from_what_is_said_of_them(text: str, only: bool) -> None:
    assert find_named(text, PEOPLE) == Naming(RIOU, only)


@pytest.mark.parametrize(
    ("text", "names", "title"),
    [
        ("Que pense le maire ?", RIOU, "maire"),
        ("What does the mayor think of fuel?", RIOU, "mayor"),
        ("Que veut le maire de Port-Aven ?", RIOU, "maire"),
        ("Que répond la directrice ?", BIHAN, "directrice"),
        ("Le ministre a-t-il promis des bateaux ?", ANAIS, "ministre"),
        ("la secrétaire d'État et la mer", ANAIS, "secretaire d'etat"),
        ("l'avis du patron pêcheur", frozenset({"Louis Petit"}), "patron"),
    ],
)
def test_a_title_stands_for_the_one_who_has_it(text: str, names: frozenset[str], title: str) -> None:
    found = find_named(text, PEOPLE)
    assert (found.names, found.title) == (names, title)


def test_a_title_of_another_place_or_of_two_people_stands_for_nobody() -> None:
    assert find_named("Le maire de Lorient viendra-t-il ?", PEOPLE) == NOBODY
    two = [*PEOPLE, Person("Rose Tanguy", "maire de Brest")]
    assert find_named("Que veut le maire ?", two) == NOBODY
    assert find_named("Que veut le maire de Brest ?", two).names == {"Rose Tanguy"}
    assert find_named("Que veut le maire ?", [Person("Rose Tanguy")]) == NOBODY


def test_a_question_asks_of_its_subject_and_not_of_another_mayor() -> None:
    found = find_named("Que dit le maire du gazole ?", PEOPLE)
    assert (found.names, found.only) == (RIOU, False)


def test_a_full_name_is_not_another_persons_last_name() -> None:
    two = [*PEOPLE, Person("Rose Riou")]
    assert find_named("Que dit Rose Riou ?", two).names == {"Rose Riou"}
    assert find_named("Que dit Riou ?", two).names == {"Rose Riou", "Paul Riou"}


def test_naming_among_many_people_takes_no_time() -> None:
    import time

    many = [Person(f"Léa Dupont{i:04d}-Mézière{i}", f"directrice de la régie {i}") for i in range(2000)]
    find_named("", many)
    start = time.perf_counter()
    for _ in range(10):
        find_named("Le maire de la régie et la directrice de l'école veulent des bateaux", many)
    assert time.perf_counter() - start < 2
