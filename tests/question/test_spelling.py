"""Text-message spelling, capitals and percentages are written out."""

import pytest
from conftest import read_one

from onrecord.question.question import Intent
from onrecord.question.spelling import respell


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ke di le ministr sur lé donné", "que dit le ministr sur les donné"),
        ("c koi le pb", "c'est quoi le pb"),
        ("C koi le PB", "c'est quoi le PB"),
        ("pk i ferme ds lété", "pourquoi i ferme dans lété"),
        ("cb mtn pr 1 litre", "combien maintenant pour 1 litre"),
        ("wich book", "which book"),
        ("Ki parle ?", "qui parle ?"),
    ],
)
def test_text_messages_are_written_out(typed: str, written: str) -> None:
    assert respell(typed) == written


@pytest.mark.parametrize(
    "text",
    [
        "Que dit-il de la vitamine C ?",
        "Le PR et la DS ont-ils un CB ?",
        "l'abbé di Stefano",
        "🙂 gazole",
        "Combien coûte le permis C ?",
    ],
)
def test_what_may_be_a_word_is_left_alone(text: str) -> None:
    assert respell(text) == text


def test_per_cent_is_a_sign() -> None:
    assert respell("60 pour cent, 7 percent et 5pourcent") == "60\u00a0%, 7\u00a0% et 5\u00a0%"
    assert respell("cent pour un") == "cent pour un"


def test_capitals_alone_are_lowered_but_not_an_abbreviation() -> None:
    assert respell("QUE DIT-ELLE DU GAZOLE ?") == "que dit-elle du gazole ?"
    assert respell("RGPD ?") == "RGPD ?"


def test_a_question_is_read_as_written_out_and_shown_as_typed() -> None:
    question = read_one("ki a pris la criee")
    assert (question.text, question.search) == ("ki a pris la criee", "qui a pris la criee")
    assert read_one("ki parle").intent is Intent.FACT
    assert read_one("CKOI").search == "CKOI"
