"""The program's own sentences: the same in both languages, and set as French is printed."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

import pytest
from conftest import ROOT

from onrecord.question.intent import guess_language
from onrecord.question.message import read_question
from onrecord.question.person import People
from onrecord.wording import say

NARROW = "\u202f"  # the narrow space that no line breaks at
PLAIN = re.compile(rf"'|[^{NARROW}][;!?»]|«[^{NARROW}]|[ \u00a0]:")
TEMPLATES = sorted((ROOT / "onrecord" / "chat" / "templates").glob("*.html"))


def load(language: str) -> dict[str, object]:
    return tomllib.loads(files("onrecord.wording").joinpath(f"{language}.toml").read_text("utf-8"))


def walk(catalogue: dict[str, object], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each sentence with its name."""
    for name, value in catalogue.items():
        if isinstance(value, dict):
            yield from walk(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", str(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'entretien", True),
        ("Qui parle ?", True),
        ("Qui parle?", True),
        ("« mot »", True),
        ("Compris comme : rien", True),
        (f"L’un{NARROW}: «{NARROW}mot{NARROW}»{NARROW}; et puis{NARROW}?", False),
    ],
)
def test_what_is_badly_set_is_noticed(text, found):
    assert bool(PLAIN.search(text)) is found


def test_french_sentences_are_set_as_french_is_printed():
    assert [(name, text) for name, text in walk(load("fr")) if PLAIN.search(text)] == []


def test_both_languages_have_the_same_sentences_and_fill_the_same_places():
    def places(language: str) -> dict[str, set[str]]:
        return {name: set(re.findall(r"\{(\w+)", text)) for name, text in walk(load(language))}

    french, english = places("fr"), places("en")
    assert french.keys() == english.keys()
    assert [name for name in french if not french[name] <= english[name]] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_has_words_or_signs_of_its_own(template):
    """What is said is in the catalogues: a template joins it without a sign of one language."""
    text = re.sub(
        r"\{#.*?#\}|<style>.*?</style>|<script>.*?</script>", "", template.read_text(), flags=re.S
    )
    assert re.findall(r"\}\}\s+[:;!?»]|«", text) == []


@pytest.mark.parametrize("field", ["people", "questions", "completeness"])
def test_the_questions_that_are_suggested_are_understood_as_they_are_set(field):
    name = {"completeness": "example_complete"}.get(field, f"example_{field}")
    asked = say(name, "fr")
    plain = asked.replace("’", "'").replace(NARROW, " ")
    assert guess_language(asked) == "fr"
    read, also = (read_question(one, (), People(())) for one in (asked, plain))
    assert (read.intent, read.field) == (also.intent, also.field)
    assert read.field == field


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "Posez une question aux 12\u202f000 entretiens."),
        ("en", "Ask the 12,000 interviews a question."),
    ],
)
def test_the_digits_of_a_large_number_are_grouped_as_the_language_groups_them(language, told):
    assert say("welcome_many", language, count=12_000) == told
    assert say("welcome_many", language, count=12) == told.replace("\u202f000", "").replace(",000", "")
