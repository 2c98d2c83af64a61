"""Who is spoken to and who speaks, told by pronouns: the marks of a question and of an answer."""

from __future__ import annotations

import re

from onrecord.text.fold import fold
from onrecord.text.phrase import begins_with

_TO_SOMEBODY = re.compile(
    r"\b(?:vous|votre|vos|tu|toi|te|ton|ta|tes|you|your)\b|-(?:vous|tu|toi)\b|\bt'(?=[aeiouyh])"
)
_OF_ONESELF = re.compile(r"\b(?:je|moi|mon|ma|mes|me|i|my)\b|\b[jm]'(?=[aeiouyh])|-je\b")
_MY_NAME = re.compile(
    r"\b(?:je m'appelle|je suis|moi,?(?: c'est)?|mon nom est|je me nomme|my name is|i am|i'm)"
    r"\s*[,:]?\s*$"
)
_SURELY_OWN = 3  # words such as « je »
_OWN_EVERY = 120  # characters; prose in the first person says « je » this often
_OF_US = re.compile(r"\b(?:nous|notre|nos|on|we|our)\b")
_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


def addresses(text: str) -> bool:
    """Say whether plain words speak to somebody (« vous », « tu », "you")."""
    return _TO_SOMEBODY.search(fold(text)) is not None


def speaks_of_oneself(text: str) -> bool:
    """Say whether plain words are said by one person of himself (« je », « mon », "I")."""
    return _OF_ONESELF.search(fold(_QUOTED.sub(" ", text))) is not None


def count_first_person(text: str) -> int:
    """Return how often plain words speak in the first person, « nous » and « on » included."""
    folded = fold(_QUOTED.sub(" ", text))
    return len(_OF_ONESELF.findall(folded)) + len(_OF_US.findall(folded))


def says_own_name(text: str, name: str) -> bool:
    """Say whether plain words are said by the one whom they name (« Je m'appelle Léa Roux »)."""
    before = fold(text[: text.find(name)])[-40:] if name in text else ""
    is_introduced = _MY_NAME.search(before) is not None
    own = len(_OF_ONESELF.findall(fold(_QUOTED.sub(" ", text))))
    return is_introduced or (own >= _SURELY_OWN and own * _OWN_EVERY >= len(text))


def invites(text: str) -> bool:
    """Say whether plain words open as an interviewer does (« Parlez-nous de », "Tell us")."""
    return begins_with(text, "asking_openings")
