"""What a generated interview is: people, what each says, and what must be read of it.

Nothing here draws or writes: `cast` makes a Talk, `page` the pieces that are known of it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """What a piece of a page is."""

    ASKS = "asks"
    ANSWERS = "answers"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the interviewer says, by paragraph, and the answers to it, each by paragraph."""

    asks: tuple[str, ...]
    answers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The exchanges of one interview, without its people; `language` is "fr" or "en"."""

    language: str
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks; `last` is "" for a pseudonym, `role` what they do."""

    first: str
    last: str
    role: str
    host: bool

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}".strip()

    @property
    def called(self) -> str:
        """The first name, without a middle initial."""
        return self.first.split()[0]


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says without a break, by paragraph."""

    voice: Voice
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """An interview with its people, in order of speaking."""

    language: str
    hosts: tuple[Voice, ...]
    guests: tuple[Voice, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """A piece of a page and what must be read of it.

    Attributes
    ----------
    kind
        Whether it asks, answers, or is of neither.
    names
        The names under which it may be read, the best first; "" stands for nobody. Empty for OTHER.
    forms
        Every form in which the page or a list of people may name the speaker: read under one of
        these it is not in a wrong mouth.
    paragraphs
        The words, as they were given to the writer.
    """

    kind: Kind
    names: tuple[str, ...]
    forms: frozenset[str]
    paragraphs: tuple[str, ...]
