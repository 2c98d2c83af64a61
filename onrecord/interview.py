"""The data of an interview: its text, who says what, and what is missing from it.

Every part of the package uses these classes. Offsets are code points into `Interview.text`, end
exclusive. Nothing here reads a file: `reading` makes an `Interview`.
"""

from __future__ import annotations

import bisect
import datetime
from dataclasses import dataclass, field

from onrecord.text.change import Change, find_place, find_source, show_changed
from onrecord.text.span import Span

DOUBTED = 0.8
"""How sure (0..1) the reading of a turn must be not to be doubted openly."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks or asks; `role` is the role at the date of the interview, "" if unknown."""

    name: str
    role: str = ""

    @property
    def described(self) -> str:
        """« Name, role », or only one of them if the other is unknown."""
        return ", ".join(part for part in (self.name, self.role) if part)


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's answer to a question: the question asked, the speaker, the paragraphs.

    `number` counts turns from 1. `question` is how many questions were asked up to here (0 before the
    first): when two people answer the same question, their two turns have the same `question`. `asked`
    is None when no question precedes the turn. `sure_speaker` and `sure_asked` (0..1) say how sure it
    is that this person says it, and that it answers this question.
    """

    number: int
    question: int
    asked: Span | None
    speaker: Person
    paragraphs: tuple[Span, ...]
    sure_speaker: float = 1.0
    sure_asked: float = 1.0

    @property
    def is_doubted(self) -> bool:
        """Whether a person should check who speaks, or what was asked, before relying on it."""
        return min(self.sure_speaker, self.sure_asked) < DOUBTED


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing from an interview.

    `reason` says how we know; `share` (0..1) is the missing share if the page states it, else None.
    """

    reason: str
    share: float | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the text that is not of the interview, and the reason; `line` counts from 1."""

    span: Span
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class TimeCode:
    """The text from `offset` (code points) on is said `seconds` after the recording's start."""

    offset: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Card:
    """An interview without its text: enough to filter and name it where there are very many.

    Its fields are those of `Interview`.
    """

    id: str
    fingerprint: str
    title: str
    publication: str
    author: str
    date: datetime.date | None
    url: str
    people: tuple[Person, ...]
    speakers: tuple[Person, ...]
    gap: Gap | None
    pseudonyms: tuple[str, ...] = ()
    media: str = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview, as `read_interview` returns it. A field that was not found is empty, not guessed.

    Attributes
    ----------
    id
        The name of its file without the suffix.
    text
        The canonical text: for .txt and .md the decoded file, unchanged; for other formats the text
        extracted from it.
    sha256
        The SHA-256 of `text` in UTF-8.
    fingerprint
        A SHA-256 of the file and its side file together.
    people
        Those who are interviewed.
    lead
        The paragraphs of the introduction, which the journalist wrote.
    gap, cut
        What is missing, None if nothing is known to be; and whether the text breaks off at its end.
    left_out
        The parts of the text that are not of the interview, such as menus and notices.
    found_in
        Where each piece of metadata was found, by field.
    time_codes
        In order of offset; empty for all formats but transcripts.
    page_starts
        The offset at which each page begins, from the first; empty for all formats but PDF.
    changes
        The words of the text that its side file has shown otherwise, in order.
    pseudonyms
        The names under which its side file hides others.
    media
        Its recording: a file in the folder of the interview, or an https address; "" for none.
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
    page_starts: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    media: str = ""

    def show(self, span: Span) -> str:
        """Return a slice of the text as it may be shown: verbatim but for `changes`."""
        return show_changed(self.text, span, self.changes)

    def show_source(self, span: Span) -> str:
        """Return a slice of the text to the letter, corrected words too; hidden names stay hidden."""
        return show_changed(self.text, span, [one for one in self.changes if not one.was])

    def find(self, words: str) -> Span | None:
        """Return the place in the text at which some words are first shown, None if nowhere."""
        found = self.show(Span(0, len(self.text))).find(words)
        return find_source(Span(found, found + len(words)), 0, self.changes) if found >= 0 else None

    def place(self, offset: int) -> int:
        """Return where `offset` of the text stands in the whole text as it is shown."""
        return find_place(offset, 0, self.changes)

    def time_at(self, offset: int) -> float | None:
        """Return when the text at `offset` is said, in seconds; None if no time code precedes it."""
        index = bisect.bisect_right(self.time_codes, offset, key=lambda code: code.offset)
        return self.time_codes[index - 1].seconds if index else None

    def page_at(self, offset: int) -> int | None:
        """Return the page on which the text at `offset` stands, from 1; None without pages."""
        return bisect.bisect_right(self.page_starts, offset) or None

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions asked, as they are shown, in order, each once."""
        asked = dict.fromkeys(turn.asked for turn in self.turns if turn.asked is not None)
        return tuple(map(self.show, asked))

    @property
    def speakers(self) -> tuple[Person, ...]:
        """Those who speak in the turns, each name once, in order of the first; the last role counts."""
        return tuple({turn.speaker.name: turn.speaker for turn in self.turns}.values())

    @property
    def card(self) -> Card:
        """The interview without its text."""
        return Card(
            id=self.id,
            fingerprint=self.fingerprint,
            title=self.title,
            publication=self.publication,
            author=self.author,
            date=self.date,
            url=self.url,
            people=self.people,
            speakers=self.speakers,
            gap=self.gap,
            pseudonyms=self.pseudonyms,
            media=self.media,
        )

    @property
    def name(self) -> str:
        """A name to show for this interview: its title, else its people, else its id."""
        return self.title or ", ".join(person.name for person in self.people) or self.id
