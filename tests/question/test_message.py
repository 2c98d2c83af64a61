"""A message that asks several questions."""

from collections.abc import Callable

import pytest
from conftest import make_people, read_one
from counting import find_excess

from onrecord.error import QuestionError
from onrecord.interview import Interview, Person, Turn
from onrecord.question.message import read_message
from onrecord.question.person import People
from onrecord.question.question import Intent

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


def test_the_last_question_mark_stands_within_ten_characters_of_the_end() -> None:
    text = f"{ROOF} {FUEL}"
    assert split_message(text + ")" * 9) == (ROOF, FUEL + ")" * 9)
    assert split_message(text + ")" * 10) == (text + ")" * 10,)


def test_five_questions_are_read_of_fifty_and_more_than_fifty_are_one() -> None:
    asked = [f"Le prix numéro {n} du gazole est-il haut ?" for n in range(51)]
    for count, unread in ((5, 0), (6, 1), (50, 45)):
        message = read_message(" ".join(asked[:count]), (), make_people())
        assert ([one.text for one in message.questions], message.unread) == (asked[:5], unread)
    assert split_message(" ".join(asked)) == (" ".join(asked),)


def test_what_leans_on_small_talk_alone_is_not_told_apart() -> None:
    assert split_message(f"Bonjour ? {FUEL}") == ("Bonjour ?", FUEL)
    text = "Bonjour ? Et pour les voiliers ?"
    assert split_message(text) == (text,)


def test_and_she_is_the_other_of_two_only_after_a_question_that_names_one() -> None:
    rose, anne = Person("Rose Riou"), Person("Anne Tanguy")
    turns = (Turn(1, 1, None, rose, ()), Turn(2, 1, None, anne, ()))
    talk = Interview(id="a", text="", sha256="", fingerprint="", people=(rose, anne), turns=turns)

    def read(text: str, *history: str) -> str:
        (question,) = read_message(text, history, People([talk])).questions
        return question.search

    asked = "Que dit Rose Riou du gazole ?"
    assert read("et elle ?") == "et elle ?"
    assert read("et elle ?", asked) == "Que dit Anne Tanguy du gazole ?"
    assert read("et elle ?", "Le gazole ?") == "Le gazole ? et elle ?"
    assert read(FUEL, asked) == FUEL


@pytest.mark.parametrize(
    ("text", "intent", "search"),
    [
        ("Combien de fois dit-il « le gazole » ?", Intent.OCCURRENCES, "le gazole"),
        ('How many times does she say "the fuel"?', Intent.OCCURRENCES, "the fuel"),
        ("Combien de fois dit-il « la mer » et « le port » ?", Intent.OCCURRENCES, "la mer"),
        ("Combien de fois dit-il « » ?", Intent.WORDS, "Combien de fois dit-il « » ?"),
        ("Combien de fois parle-t-il du gazole ?", Intent.WORDS, None),
    ],
)
def test_what_is_counted_is_what_is_quoted_first(text: str, intent: Intent, search: str | None) -> None:
    question = read_one(text)
    assert (question.intent, question.search) == (intent, search or text)


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
    with pytest.raises(QuestionError, match="at most 10,000"):
        split_message("a ? " * 3000)
