"""The open interview as HTML: its published text, with the cited passages marked in place.

Questions and speakers are set apart. Where text is missing the page has a torn edge, with the missing
share if it is known. Nothing here decides which passages are cited.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.answer.answer import Verdict
from onrecord.answer.export import to_text
from onrecord.answer.hit import Hit
from onrecord.answer.paragraph import find_place
from onrecord.chat.library_view import describe_extent
from onrecord.chat.link import link_to_place
from onrecord.chat.mark import Paragraph, Piece, mark_paragraphs, mark_span
from onrecord.chat.recording import find_moments, view_recording
from onrecord.chat.session import Exchange
from onrecord.chat.template import render
from onrecord.interview import Interview, Person
from onrecord.wording import say, say_share

_FIRST_NUMBER = 1000  # above the numbers of a conversation's exchanges
PAYWALL = "paywall"  # a `Gap.reason`


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn on the page; `asked` is empty when the question is that of the turn before."""

    asked: tuple[Piece, ...]
    speaker: Person
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """The passages to mark: those that exchange `number` (from 1) shows open, and the chosen one.

    `rank` is the rank of the passage to scroll to, 0 for none. `answering` are the ranks of the
    passages that answer; the others get lighter marks. `places` is whether they are places of
    words that were looked for: these get no number.
    """

    number: int = 0
    marked: tuple[Hit, ...] = ()
    rank: int = 0
    answering: frozenset[int] = frozenset()
    places: bool = False

    @property
    def interview_id(self) -> str:
        """The id of the interview of the passage to scroll to, "" for none."""
        return next((hit.interview_id for hit in self.marked if hit.rank == self.rank), "")


def focus_on(exchange: Exchange, number: int, rank: int | None = None) -> Focus:
    """Return the focus on one passage of an exchange.

    Parameters
    ----------
    number
        The number of the exchange in its conversation, from 1.
    rank
        The rank of the passage; None for the first that is shown open.
    """
    if exchange.answer is None:
        return Focus(number)
    open_hits = exchange.answer.hits
    if exchange.answer.verdict is Verdict.MAYBE_UNREAD:
        open_hits = exchange.answer.nearest[:1]
    if rank is None:
        rank = open_hits[0].rank if open_hits else 0
    chosen = tuple(hit for hit in exchange.cited if hit.rank == rank and hit not in open_hits)
    answering = frozenset(hit.rank for hit in exchange.answer.hits)
    return Focus(number, (*open_hits, *chosen), rank, answering)


def number_apart(place: object) -> int:
    """Return a number for what is marked and is no exchange of a conversation, above those of these.

    It is that of the `repr` of `place`.
    """
    return _FIRST_NUMBER + zlib.crc32(repr(place).encode())


def show_interview(interview: Interview, language: str, focus: Focus | None = None) -> str:
    """Return an interview as HTML, with those passages of `focus` marked that it holds."""
    focus = focus or Focus()
    hits = [hit for hit in focus.marked if hit.interview_id == interview.id]
    return render(
        "interview",
        language,
        interview=interview,
        focus=focus,
        link_to_place=link_to_place,
        lead=mark_paragraphs(interview, 0, hits),
        turns=_view_turns(interview, hits),
        extent=describe_extent(interview, language),
        torn=describe_tear(interview, language),
        recording=view_recording(interview),
        moments=find_moments(interview),
    )


def show_note(
    interview: Interview, anchor: str, day: datetime.date, language: str, own: bool = False
) -> str:
    """Return the citation of a paragraph as HTML, with a link to it.

    Parameters
    ----------
    day
        The day of access that the citation names.
    own
        Whether only this session has the interview: then the link is left out, since nobody else
        could follow it.

    Raises
    ------
    QuestionError
        When the interview has no such paragraph.
    """
    place = find_place(interview, anchor, language)
    return render(
        "note",
        language,
        place=place,
        copied=to_text(place, interview, day, language),
        link="" if own else link_to_place(interview.id, anchor, place.start_time),
    )


def describe_tear(interview: Interview, language: str) -> str:
    """Return the sentence at the torn edge of an interview, "" when nothing is known to be missing."""
    gap = interview.gap
    if gap is None:
        return ""
    if gap.share is not None:
        return say("torn_share", language, share=say_share(gap.share, language))
    return say("torn_unknown" if gap.reason == PAYWALL else "torn_end", language)


def _view_turns(interview: Interview, hits: Sequence[Hit]) -> list[TurnView]:
    views: list[TurnView] = []
    last = None
    for turn in interview.turns:
        asked = turn.asked if turn.asked != last else None
        views.append(
            TurnView(
                asked=mark_span(interview, asked, hits) if asked else (),
                speaker=turn.speaker,
                paragraphs=mark_paragraphs(interview, turn.number, hits),
            )
        )
        last = turn.asked
    return views
