"""Who is spoken to and who speaks, told by pronouns: the marks of a question and of an answer.

The words are data (`lexicon/pronouns.toml`).
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.pattern import one_of
from onrecord.text.phrase import begins_with

_SURELY_OWN = 3  # words such as « je »
_OWN_EVERY = 120  # characters; prose in the first person says « je » this often
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


def addresses(text: str) -> bool:
    """Say whether plain words speak to somebody (« vous », « tu », "you")."""
    return _words("addressed").search(fold(text)) is not None


def speaks_of_oneself(text: str) -> bool:
    """Say whether plain words are said by one person of himself (« je », « mon », "I")."""
    return _words("oneself").search(fold(_QUOTED.sub(" ", text))) is not None


def count_first_person(text: str) -> int:
    """Return how often plain words speak in the first person, « nous » and « on » included."""
    folded = fold(_QUOTED.sub(" ", text))
    return len(_words("oneself").findall(folded)) + len(_words("us").findall(folded))


def says_own_name(text: str, name: str) -> bool:
    """Say whether plain words are said by the one whom they name (« Je m'appelle Léa Roux »)."""
    before = fold(text[: text.find(name)])[-40:] if name in text else ""
    is_introduced = _introduction().search(before) is not None
    own = len(_words("oneself").findall(fold(_QUOTED.sub(" ", text))))
    return is_introduced or (own >= _SURELY_OWN and own * _OWN_EVERY >= len(text))


def invites(text: str) -> bool:
    """Say whether plain words open as an interviewer does (« Parlez-nous de », "Tell us")."""
    return begins_with(text, "asking_openings")


@cache
def _words(name: str) -> re.Pattern[str]:
    """Return the pattern of the words of a list of `lexicon/pronouns.toml`, for folded text."""
    return re.compile(rf"\b{one_of('pronouns', name)}\b")


@cache
def _introduction() -> re.Pattern[str]:
    own = "|".join(one_of("pronouns", name) for name in ("own_name", "own_name_too"))
    return re.compile(rf"\b(?:{own})\s*[,:]?\s*$")
