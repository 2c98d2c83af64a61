"""Errors are told in the page's language; the catalogues say the same things in both."""

import pickle
import re
import string
import tomllib

import pytest
from conftest import ROOT

from onrecord.chat.session import Conversation, put_question
from onrecord.error import CorpusError, OnRecordError, QuestionError

CATALOGUES = {
    language: tomllib.loads((ROOT / "onrecord" / "wording" / f"{language}.toml").read_text("utf-8"))
    for language in ("fr", "en")
}


def braces(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_catalogues_have_the_same_names():
    french, english = CATALOGUES["fr"], CATALOGUES["en"]
    assert list(french) == list(english)
    assert [name for name in french if isinstance(french[name], dict)] == ["field", "error"]
    for table in ("field", "error"):
        assert list(french[table]) == list(english[table])


def test_a_sentence_tells_the_same_values_in_both_languages():
    french, english = CATALOGUES["fr"], CATALOGUES["en"]
    plain = [name for name in french if isinstance(french[name], str)]
    assert [name for name in plain if braces(french[name]) != braces(english[name])] == []
    errors = french["error"]
    assert [name for name in errors if braces(errors[name]) != braces(english["error"][name])] == []


def test_half_characters_of_what_was_sent_are_written_out_in_a_message():
    error = QuestionError.of("k", found="'\ud800'")
    assert str(error) == "k: expected a whole number from 1, found '\\ud800'"
    assert "'\\ud800'" in error.tell("fr")


def test_every_error_that_is_raised_by_name_is_in_the_catalogue():
    sources = [path.read_text("utf-8") for path in (ROOT / "onrecord").rglob("*.py")]
    raised = {name for text in sources for name in re.findall(r'Error\.of\(\s*"(\w+)"', text)}
    assert len(raised) > 20
    assert raised - set(CATALOGUES["en"]["error"]) == set()


def test_an_error_of_the_catalogue_is_english_and_told_in_french():
    error = QuestionError.of("question_too_long", most=10_000, found=10_001)
    assert str(error) == "expected a question of at most 10,000 characters, found 10,001"
    assert error.tell("en") == str(error)
    assert (
        error.tell("fr") == "une question a 10\u202f000 caractères au plus ; celle-ci en a 10\u202f001."
    )


def test_an_error_without_a_name_is_told_as_it_is():
    assert OnRecordError("port 7860: taken").tell("fr") == "port 7860: taken"


def test_braces_of_a_value_stay_as_they_are():
    error = CorpusError.of("file_empty", where="{0} {x.__class__}.txt")
    assert error.tell("fr") == "{0} {x.__class__}.txt : le fichier est vide."


def test_an_error_survives_the_way_between_processes():
    error = pickle.loads(pickle.dumps(CorpusError.of("file_empty", where="a.txt")))
    assert (str(error), error.tell("fr")) == (
        "a.txt: expected an interview, found an empty file",
        "a.txt : le fichier est vide.",
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "une question a 10\u202f000 caractères au plus ; celle-ci en a 10\u202f001."),
        ("en", "expected a question of at most 10,000 characters, found 10,001"),
    ],
)
def test_a_refused_question_is_told_in_the_language_of_the_page(archive, language, told):
    conversation = put_question(archive, Conversation(language), "x" * 10_001)
    assert conversation.exchanges[0].error.endswith(f": {told}")
