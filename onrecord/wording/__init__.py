"""The program's own sentences, in French and in English: labels, notes, errors, dates, shares.

Each language has a catalogue, `fr.toml` or `en.toml`, with the same names. No words of an interview
are in it, and nothing of an interview is translated.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from onrecord.text.date import load_months

LANGUAGES = ("fr", "en")


def say(name: str, language: str, /, **values: str | int) -> str:
    """Return the sentence `name` in a language, "fr" or "en", its placeholders filled with `values`.

    A whole number is set as the language sets it, see `say_number`.
    """
    return _fill(str(_catalogue(language)[name]), language, values)


def name_field(field: str, language: str) -> str:
    """Return the label of a field of an interview, such as "title", in a language."""
    return str(_catalogue(language)["field"][field])


def label(value: str, field: str, language: str) -> str:
    """Return a value after the label of its field: « Qui parle : Jeanne Le Bihan »."""
    return say("labelled", language, label=name_field(field, language), value=value)


def say_error(error: str, language: str, /, **values: object) -> str:
    """Return the message of an error in a language: what was expected, what was found, what to do."""
    return _fill(str(_catalogue(language)["error"][error]), language, values)


def say_number(number: int, language: str) -> str:
    """Return a whole number with its digits in groups of three: « 10 000 », "10,000" in English."""
    return f"{number:,}".replace(",", "\u202f" if language == "fr" else ",")


def say_share(share: float, language: str) -> str:
    """Return a share (0..1) as a percentage: « 60 % » in French, "60%" in English."""
    return f"{round(share * 100)}\u00a0%" if language == "fr" else f"{round(share * 100)}%"


def say_date(date: datetime.date, language: str) -> str:
    """Return a date in words: « 28 novembre 2019 », "28 November 2019"."""
    day = "1er" if language == "fr" and date.day == 1 else str(date.day)
    month = load_months(language)[date.month - 1][0]
    return f"{day} {month if language == 'fr' else month.capitalize()} {date.year}"


def _fill(sentence: str, language: str, values: Mapping[str, object]) -> str:
    told = {
        name: say_number(value, language) if isinstance(value, int) else value
        for name, value in values.items()
    }
    return sentence.format(**told)


@cache
def _catalogue(language: str) -> dict[str, dict[str, str]]:
    text = files("onrecord.wording").joinpath(f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
