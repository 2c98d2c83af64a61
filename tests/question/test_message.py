"""A message that asks several questions."""

from collections.abc import Callable

import pytest
from conftest import make_people
from counting import find_excess

from onrecord.error import QuestionError
from onrecord.question.message import read_message

ROOF = "Pourquoi le toit de la criée a-t-il été refait ?"
FUEL = "Quel est le prix du gazole ?"


def split_message(text: str) -> tuple[str, ...]:
    return tuple(one.text for one in read_message(text, (), make_people()).questions)


def test_questions_that_stand_alone_are_told_apart() -> None:
    assert split_message(f"{ROOF} {FUEL}") == (ROOF, FUEL)
    assert split_message(f"{ROOF}\n{FUEL} Qui est interviewé ?") == (ROOF, FUEL, "Qui est interviewé ?")
    asked = "Que dit la directrice des apprentis ?"
    assert split_message(f"Qui est interviewé ? {asked}") == ("Qui est interviewé ?", asked)


@pytest.mark.parametrize(
    "text",
    [
        FUEL,
        f"Je suis pêcheur à Lorient. {FUEL}",
        f"{ROOF} Et pour les pêcheurs ?",
        f"{ROOF} Pourquoi ?",
        f"{ROOF} Combien cela a-t-il coûté ?",
        f"{ROOF} {FUEL} Merci d'avance",
        "Vraiment ?? Le gazole ?",
        "« Pourquoi moi ? » a-t-elle dit",
    ],
)
def test_a_message_is_one_question_where_its_parts_do_not_stand_alone(text: str) -> None:
    assert split_message(text) == (text,)


def test_a_question_put_twice_is_put_once() -> None:
    assert split_message(f"{FUEL} {FUEL}") == (FUEL,)


@pytest.mark.parametrize("part", ["a", "que dit-il ", "? ", "?", "a ? ", "Quel est le prix ? "])
@pytest.mark.parametrize("end", ["a", " ? b ?", "a ?"])
def test_splitting_a_long_message_is_work_in_proportion_to_its_length(part: str, end: str) -> None:
    def make(size: int) -> Callable[[], object]:
        text = part * (size // len(part) - 2) + end
        return lambda: split_message(text)

    assert find_excess(make, 2_400) == []


def test_a_long_message_is_one_question_or_refused() -> None:
    assert len(split_message("Quel est le prix du gazole ? " * 300)) == 1
    assert len(split_message("?" * 9_999 + "a")) == 1
    for text in ("a" * 10_000, "que dit-il " * 900, "? " * 4_990 + "a ?", "a" * 9_990 + " ? b ?"):
        assert len(split_message(text)) == 1
    with pytest.raises(QuestionError, match="at most 10000"):
        split_message("a ? " * 3000)
