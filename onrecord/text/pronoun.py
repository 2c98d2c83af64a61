"""Tells questions from answers by their pronouns: who is addressed, who speaks of themselves.

The words are data (`lexicon/*/pronouns.toml`). "Plain" text is text without markup.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.pattern import one_of
from onrecord.text.phrase import begins_with

_SURELY_OWN = 3  # words such as « je » that a text needs at least to be in the first person
_OWN_EVERY = 120  # characters; a text in the first person has such a word at least this often
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


def addresses(text: str) -> bool:
    """Return whether a plain text addresses somebody (« vous », « tu », "you")."""
    return _words("addressed").search(fold(text)) is not None


def speaks_of_oneself(text: str) -> bool:
    """Return whether a plain text says « je », « mon » or "I" outside quotations."""
    return _words("oneself").search(fold(_QUOTED.sub(" ", text))) is not None


def count_first_person(text: str) -> int:
    """Return how many words of a plain text are in the first person, « nous » and « on » included."""
    folded = fold(_QUOTED.sub(" ", text))
    return len(_words("oneself").findall(folded)) + len(_words("us").findall(folded))


def says_own_name(text: str, name: str) -> bool:
    """Return whether the person called `name` speaks in a plain text (« Je m'appelle Léa Roux »)."""
    before = fold(text[: text.find(name)])[-40:] if name in text else ""
    is_introduced = _introduction().search(before) is not None
    own = len(_words("oneself").findall(fold(_QUOTED.sub(" ", text))))
    return is_introduced or (own >= _SURELY_OWN and own * _OWN_EVERY >= len(text))


def invites(text: str) -> bool:
    """Return whether a plain text opens as interviewers do (« Parlez-nous de », "Tell us")."""
    return begins_with(text, "asking_openings")


@cache
def _words(name: str) -> re.Pattern[str]:
    """Return the pattern of the words of a list of `pronouns.toml`, for folded text."""
    return re.compile(rf"\b{one_of('pronouns', name)}\b")


@cache
def _introduction() -> re.Pattern[str]:
    own = "|".join(one_of("pronouns", name) for name in ("own_name", "own_name_too"))
    return re.compile(rf"\b(?:{own})\s*[,:]?\s*$")
