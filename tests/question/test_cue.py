"""What in a question tells whether it leans on another."""

import pytest

from onrecord.question.cue import Cues, asks_of_other, find_cues, match_opening


def test_the_cues_of_a_question() -> None:
    assert find_cues("Bonjour, et qui les ramasse au Guilvinec ?") == Cues(
        points=True, goes_on=True, names=True, has_clause=True, asks=True, marked=True, own=2
    )
    assert find_cues("salaire infirmière") == Cues(
        points=False, goes_on=False, names=False, has_clause=False, asks=False, marked=False, own=2
    )


@pytest.mark.parametrize(
    ("leaning", "alone"),
    [
        ("Qui les ramasse ?", "Qui dirige les pompiers ?"),
        ("Pourquoi faut-il le vendre ?", "Pourquoi faut-il le maire ?"),
        ("Sans le remplacer ?", "Sans le boulanger ?"),
        ("Faut-il y penser ?", "Y a-t-il une école ?"),
        ("Que vaut cela ?", "Ce que vaut la halle"),
        ("Est-ce possible ?", "Est-ce que la halle ferme ?"),
        ("C'est quoi ?", "C'est quoi une halle ?"),
        ("Quel est leur salaire ?", "Les pompiers ont-ils leur salaire ?"),
        ("Quelle est la raison ?", "Quelle est la raison de la grève ?"),
        ("Pourquoi cette halle ?", "Pourquoi fermer cette année ?"),
        ("Qui d'autre ?", "Qui dirige ?"),
        ("Who owns that?", "Who says that the mill closed?"),
        ("Is it hard?", "Is it hard to become a nurse?"),
        ("Do they sing?", "Do farmers think they sing?"),
        ("What do they want?", "What do they say about fuel?"),
    ],
)
def test_a_word_that_stands_for_something_said_before(leaning: str, alone: str) -> None:
    assert (find_cues(leaning).points, find_cues(alone).points) == (True, False)


def test_a_pronoun_after_a_name_stands_for_it_but_a_demonstrative_does_not() -> None:
    assert not find_cues("Que propose Quimper pour eux ?").points
    assert find_cues("Que propose Quimper pour cette halle ?").points


@pytest.mark.parametrize(
    "text", ["Dans quelle proportion ?", "Vers quels pays ?", "Le dédommagement ?", "At what cost?"]
)
def test_a_question_without_a_verb(text: str) -> None:
    assert not find_cues(text).has_clause


def test_courtesy_and_requests_are_no_part_of_a_question() -> None:
    plain = find_cues("Et pourquoi ?")
    assert find_cues("Bonjour, merci ! Pouvez-vous me dire pourquoi ?").own == plain.own == 0
    assert find_cues("D'accord, et pourquoi ?") == plain


def test_openings_and_the_other_person() -> None:
    assert [
        bool(match_opening(text)) for text in ("Et Riou ?", "What about Riou?", "Était-ce Riou ?")
    ] == [
        True,
        True,
        False,
    ]
    assert [asks_of_other(text) for text in ("Et elle ?", "and him?", "Et elle, pourquoi ?")] == [
        True,
        True,
        False,
    ]
