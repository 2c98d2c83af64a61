"""Of whom and of when a question asks, held against the interviews at hand."""

import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW

from onrecord.interview import Interview, Person
from onrecord.question.intent import Intent, Question
from onrecord.question.scope import make_scope
from onrecord.question.target import Target, find_other, find_target

ANAIS = Person("Anaïs Kerbrat", "secrétaire d'État chargée de la mer")
ROSE = Person("Rose Riou", "préfète")


def interview(name: str, year: int, *people: Person) -> Interview:
    """Return an interview of some year in which each of `people` answers once."""
    (turn, *_) = INTERVIEW.turns
    turns = tuple(dataclasses.replace(turn, speaker=person) for person in people)
    date = datetime.date(year, 5, 3)
    return dataclasses.replace(INTERVIEW, id=name, date=date, people=people, turns=turns)


SEA, LAND = interview("sea", 2019, ANAIS), interview("land", 2021, ROSE)


def target(text: str, *interviews: Interview, intent: Intent = Intent.WORDS) -> Target:
    known = interviews or (SEA, LAND)
    return find_target(Question(text, text, "fr", intent), known, make_scope(known))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Que propose la secrétaire d'État ?", "secrétaire d'État"),
        ("QUE PROPOSE LA SECRÉTAIRE D'ÉTAT ?", "SECRÉTAIRE D'ÉTAT"),
        ("Que répond la préfète ?", "préfète"),
        ("Le cœur de la préfète ?", "prefete"),  # a ligature moves what comes after it
    ],
)
def test_a_title_is_told_as_the_question_has_it(text: str, title: str) -> None:
    name = "Rose Riou" if "pr" in title.lower() else "Anaïs Kerbrat"
    note = f"« {title} » : {name}, d'après la fiche de l'entretien."
    assert target(text).describe("fr") == [note]


def test_a_title_is_not_told_where_one_person_alone_speaks() -> None:
    assert target("Que répond la préfète ?", LAND).describe("fr") == []


def test_a_period_bounds_what_is_published_then_and_never_leaves_nothing() -> None:
    assert target("Que disait-on en 2019 ?").interviews == {"sea"}
    none = target("Que disait-on en 1998 ?")
    assert (none.interviews, none.in_vain) == (None, True)
    assert none.allows("land", "Rose Riou")
    assert not target("Que disait-on en 2019 ?").allows("land", "Rose Riou")


def test_a_comparison_is_of_those_it_names_alone() -> None:
    both = target("Que disent Riou et Kerbrat de la mer ?", intent=Intent.COMPARE)
    assert both.allows("sea", "Anaïs Kerbrat") and both.allows("land", "Rose Riou")
    one = target("Comparez ce que dit Riou de la mer", intent=Intent.COMPARE)
    assert not one.allows("sea", "Anaïs Kerbrat")


def test_the_other_is_known_only_of_two() -> None:
    two, three = interview("two", 2020, ANAIS, ROSE), interview("three", 2020, Person("Paul"))
    assert find_other("Que dit Rose Riou du vent ?", [two]) == "Anaïs Kerbrat"
    assert find_other("Que dit Rose Riou du vent ?", [two, three]) == "Anaïs Kerbrat"
    assert find_other("Que dit-on du vent ?", [two]) == ""
    assert find_other("Que dit Rose Riou du vent ?", [SEA, LAND]) == ""
