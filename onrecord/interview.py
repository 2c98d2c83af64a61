"""What an interview is: its text, who says what, and what is missing of it.

These are the words that every room shares. Offsets are code points into `Interview.text`, end
exclusive. Nothing here reads a file or knows how an interview was understood.
"""

from __future__ import annotations

import bisect
import datetime
from dataclasses import dataclass, field

from onrecord.text.span import Span


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks or asks; `role` is the role at the date of the interview, "" if unknown."""

    name: str
    role: str = ""

    @property
    def described(self) -> str:
        """« Name, role », or the one that is known."""
        return ", ".join(part for part in (self.name, self.role) if part)


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer: the question put, who answers, and the paragraphs of the answer.

    `number` counts turns from 1. `question` counts the questions put so far, from 1 (0 before the
    first): two people who answer one question make two turns of one question.
    """

    number: int
    question: int
    asked: Span | None
    speaker: Person
    paragraphs: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing of an interview: why we know, and the share (0..1) where the page states it."""

    reason: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the text that is not the interview, and why; `line` counts from 1."""

    span: Span
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TimeCode:
    """When the text at `offset` (code points) begins to be said: `seconds` from the start."""

    offset: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview, as read.

    `text` is the canonical text: for .txt and .md the file decoded, unchanged; for other formats
    the text extracted from it. `sha256` is of that text in UTF-8, `fingerprint` of the file and its
    side file together. A field that was not found is "" or None, never guessed; `found_in` says
    where each one found stands. `time_codes` are in order of offset, empty but for transcripts.
    """

    id: str
    text: str
    sha256: str
    fingerprint: str
    title: str = ""
    publication: str = ""
    author: str = ""
    date: datetime.date | None = None
    url: str = ""
    people: tuple[Person, ...] = ()
    lead: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()
    gap: Gap | None = None
    cut: bool = False
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    found_in: dict[str, str] = field(default_factory=dict)
    time_codes: tuple[TimeCode, ...] = ()

    def time_at(self, offset: int) -> float | None:
        """Return when the text at `offset` is said, in seconds, or None without a time code before."""
        index = bisect.bisect_right(self.time_codes, offset, key=lambda code: code.offset)
        return self.time_codes[index - 1].seconds if index else None

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions put, verbatim, in order."""
        asked = dict.fromkeys(turn.asked for turn in self.turns if turn.asked is not None)
        return tuple(span.of(self.text) for span in asked)

    @property
    def name(self) -> str:
        """What to call this interview on a page: its title, else its people, else its id."""
        return self.title or ", ".join(person.name for person in self.people) or self.id
