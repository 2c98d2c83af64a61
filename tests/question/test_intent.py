"""The intent of a question."""

from collections.abc import Callable

import pytest
from conftest import read_one
from counting import find_excess

from onrecord.error import QuestionError
from onrecord.question.follow_up import is_follow_up
from onrecord.question.intent import guess_language
from onrecord.question.question import Intent

NAMES = ["Cédric O", "Jeanne Le Bihan"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Qui est interviewé ?", "people"),
        ("qui parle", "people"),
        ("Qui répond aux questions ?", "people"),
        ("Who is interviewed?", "people"),
        ("Qui pose les questions ?", "asker"),
        ("Qui a interviewé Cédric O ?", "asker"),
        ("Qui est la journaliste ?", "asker"),
        ("Who asked the questions?", "asker"),
        ("De quand date l'entretien ?", "date"),
        ("De quand date cet article ?", "date"),
        ("Quand l’interview a-t-elle été publiée ?", "date"),
        ("C'est de quand ?", "date"),
        ("Quand l'interview de Cédric O a-t-elle été publiée ?", "date"),
        ("De quand date l'entretien avec Le Bihan ?", "date"),
        ("Quelle est la date de publication de l'article ?", "date"),
        ("When was the interview published?", "date"),
        ("Où a été publié l'entretien ?", "publication"),
        ("Dans quel journal l'interview est-elle parue ?", "publication"),
        ("Where was this interview published?", "publication"),
        ("Quelles questions ont été posées ?", "questions"),
        ("quelles sont les questions posées", "questions"),
        ("What questions were asked?", "questions"),
        ("L'interview est-elle complète ?", "completeness"),
        ("L'article est-il complet ?", "completeness"),
        ("Que manque-t-il ?", "completeness"),
        ("Is the interview complete?", "completeness"),
        ("Quel est le titre de l'article ?", "title"),
        ("Qui est Cédric O ?", "role"),
        ("qui est Le Bihan ?", "role"),
        ("Quelle est la fonction de Jeanne Le Bihan ?", "role"),
    ],
)
def test_a_question_about_the_interview_is_known(text: str, field: str) -> None:
    question = read_one(text, names=NAMES)
    assert (question.intent, question.field) == (Intent.FACT, field)


@pytest.mark.parametrize(
    "text",
    [
        "Que signifie la refonte de la Dinum ?",
        "De quand date la création de la Dinum ?",
        "Qui est le directeur de la Dinum ?",
        "Qui est Emmanuel Macron ?",
        "Quand la Dinum a-t-elle été créée ?",
        "Où en est le projet ?",
        "Quelles questions se pose-t-il sur la recentralisation ?",
        "Le projet est-il complet ?",
        "Combien de questions restent ouvertes sur la Dinum selon Cédric O ?",
        "Que manque-t-il aux communes pour réussir leur transformation numérique ?",
        "When was the Dinum created?",
        "Quel journal lit-il ?",
        "Quelle est l'ambition nouvelle ?",
        "Quelles sont les priorités ?",
        "Combien de communes sont concernées ?",
        "Qui est concerné ?",
        "Quand commence la réforme ?",
        "bonjour, que dit-il de la Dinum ?",
        "merci de me dire ce qu'il pense des DSI",
        "Quel est le résumé de sa politique des collectivités ?",
    ],
)
def test_a_question_about_the_words_is_not_taken_for_one_about_the_interview(text: str) -> None:
    assert read_one(text, names=NAMES).intent is Intent.WORDS


@pytest.mark.parametrize(
    "text",
    [
        "bonjour",
        "Bonjour !",
        "Hello",
        "salut",
        "Bonsoir à tous",
        "Bonjour, ça va ?",
        "Comment allez-vous ?",
        "How are you?",
    ],
)
def test_a_greeting_is_one(text: str) -> None:
    assert read_one(text).intent is Intent.GREETING


@pytest.mark.parametrize(
    "text",
    ["merci", "Merci beaucoup !", "thanks a lot", "Super merci", "au revoir", "Merci, c'est parfait"],
)
def test_thanks_are_thanks(text: str) -> None:
    assert read_one(text).intent is Intent.THANKS


@pytest.mark.parametrize(
    "text",
    [
        "Qui es-tu ?",
        "Bonjour, qui êtes-vous ?",
        "t'es qui toi",
        "Es-tu un robot ?",
        "Qui t'a créé ?",
        "Comment tu t'appelles ?",
        "Que peux-tu faire ?",
        "Who are you?",
        "Are you a chatbot?",
    ],
)
def test_a_question_to_the_program_is_about_the_program(text: str) -> None:
    assert read_one(text).intent is Intent.PROGRAM


@pytest.mark.parametrize(
    "text", ["T'es nul", "tes nul", "Vous êtes vraiment bête !", "Connard", "You're useless"]
)
def test_scorn_is_scorn(text: str) -> None:
    assert read_one(text).intent is Intent.SCORN


@pytest.mark.parametrize(
    "text",
    [
        "Vous êtes boulanger ?",
        "Etes-vous contre le projet ?",
        "Tu es nul en maths ?",
        "Ça ne sert à rien",
        "Comment ça marche ?",
        "À quoi ça sert ?",
        "Que peut-on faire ?",
        "How does it work?",
        "Qui est la directrice ?",
        "Merci, combien gagne-t-il ?",
        "Are you against it?",
    ],
)
def test_what_may_be_asked_of_an_interview_is_no_small_talk(text: str) -> None:
    assert read_one(text).intent is Intent.WORDS


@pytest.mark.parametrize(
    "text",
    [
        "Fais un résumé",
        "résume l'interview",
        "Peux-tu me résumer cet entretien ?",
        "Un résumé s'il te plaît",
        "De quoi parle l'article ?",
        "Summarize the interview",
        "What is this interview about?",
        "Quels sont les thèmes abordés ?",
    ],
)
def test_a_summary_is_asked_for(text: str) -> None:
    assert read_one(text).intent is Intent.SUMMARY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What does he say about cities?", "en"),
        ("Que dit-il des villes ?", "fr"),
        ("budget Dinum", "fr"),
        ("Quand a eu lieu cet entretien ?", "fr"),
        ("Does he have a budget?", "en"),
    ],
)
def test_the_language_of_a_question_is_known(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "et pour les communes ?",
        "Pourquoi ?",
        "et elle ?",
        "pour quelle raison ?",
        "mais combien ?",
        "qu'en pense-t-il ?",
        "and why?",
    ],
)
def test_a_follow_up_is_known(text: str) -> None:
    assert is_follow_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "Que signifie la refonte de la Dinum pour les ministères ?",
        "Quel est le budget de la Dinum ?",
        "Que dit-il de l'open data ?",
        "Que pensent-ils de l'open data ?",
        "What does she say about open data?",
        "Combien de tonnes de lotte la criée a-t-elle perdues pendant l'été ?",
    ],
)
def test_a_question_that_stands_alone_is_no_follow_up(text: str) -> None:
    assert not is_follow_up(text)


def test_whose_interview_is_meant_is_known() -> None:
    assert read_one("De quand date l'entretien avec Le Bihan ?", names=NAMES).name == "le bihan"
    assert read_one("De quand date l'entretien ?", names=NAMES).name == ""


def test_a_follow_up_is_read_with_the_question_before_and_says_so() -> None:
    question = read_one("et pour les communes ?", ["Vieille question ?", "Que change la réforme ?"])
    assert question.search == question.understood_as == "Que change la réforme ? et pour les communes ?"
    assert question.text == "et pour les communes ?"
    alone = read_one("Quel est le budget de la Dinum ?", ["Que change la réforme ?"])
    assert (alone.search, alone.understood_as) == ("Quel est le budget de la Dinum ?", None)


@pytest.mark.parametrize("text", ["", "   ", "???", "\n\t", "\0\0", "🙂"])
def test_a_question_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="expected a question, found no word"):
        read_one(text)


def test_a_question_too_long_is_refused_and_a_long_one_is_not() -> None:
    with pytest.raises(QuestionError, match="at most 10,000 characters, found 100,000"):
        read_one("a" * 100_000)
    assert len(read_one("mot " * 2500).search) == 9999


def test_control_characters_are_dropped() -> None:
    assert read_one("Que\0 dit\u202e-il ?").search == "Que dit -il ?"


@pytest.mark.parametrize(
    "part", ["qui ", "a", "quelles questions ", "resume ", "que dit-il ", "de l'entretien ", "? ", "?"]
)
def test_reading_a_hostile_question_is_work_in_proportion_to_its_length(part: str) -> None:
    def make(size: int) -> Callable[[], object]:
        text = part * (size // len(part) - 1) + " x"
        return lambda: read_one(text, names=NAMES)

    assert find_excess(make, 2_400) == []


def test_an_ordinary_word_that_is_somebodys_name_stays_a_word() -> None:
    assert read_one("Fais un petit résumé", names=["Louis Petit"]).intent is Intent.SUMMARY
    assert read_one("Qui est Petit ?", names=["Louis Petit"]).name == "petit"
