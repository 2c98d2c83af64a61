"""The interview as shown: the text as it was published, with the cited passages marked in place.

Questions and speakers stand apart, and where text is missing the page is torn, with its share.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.answer.answer import Verdict
from onrecord.answer.export import to_text
from onrecord.answer.hit import Hit
from onrecord.chat.link import link_to_place
from onrecord.chat.mark import Paragraph, mark_paragraphs
from onrecord.chat.paragraph import find_place
from onrecord.chat.session import Exchange
from onrecord.chat.template import render
from onrecord.interview import Interview, Person
from onrecord.text.shown import show
from onrecord.wording import say, say_share

PAYWALL = "paywall"


@dataclass(frozen=True, slots=True)
class TurnView:
    """A turn as shown; `asked` is "" where the question is the one of the turn before."""

    asked: str
    speaker: Person
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """Which passages are marked: those exchange `number` (from 1) shows open, and the chosen one.

    `rank` is that of the passage scrolled to, 0 for none; `answering` holds the ranks of those that
    answer, the marks of the others are lighter.
    """

    number: int = 0
    marked: tuple[Hit, ...] = ()
    rank: int = 0
    answering: frozenset[int] = frozenset()

    @property
    def interview_id(self) -> str:
        """The interview of the passage scrolled to, "" where there is none."""
        return next((hit.interview_id for hit in self.marked if hit.rank == self.rank), "")


def focus_on(exchange: Exchange, number: int, rank: int | None = None) -> Focus:
    """Return the focus on a passage of an exchange: that of `rank`, or the first shown open."""
    if exchange.answer is None:
        return Focus(number)
    shown = exchange.answer.hits
    if exchange.answer.verdict is Verdict.MAYBE_UNREAD:
        shown = exchange.answer.nearest[:1]
    if rank is None:
        rank = shown[0].rank if shown else 0
    chosen = tuple(hit for hit in exchange.cited if hit.rank == rank and hit not in shown)
    answering = frozenset(hit.rank for hit in exchange.answer.hits)
    return Focus(number, (*shown, *chosen), rank, answering)


def show_interview(interview: Interview, language: str, focus: Focus | None = None) -> str:
    """Return the interview as HTML, with the passages of `focus` that are in it marked."""
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
        torn=describe_tear(interview, language),
    )


def show_note(
    interview: Interview, anchor: str, day: datetime.date, language: str, own: bool = False
) -> str:
    """Return as HTML what cites a paragraph of an interview, and the link to it.

    Parameters
    ----------
    own
        Whether only this session has the interview: a link to it would lead nobody there.

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
        link="" if own else link_to_place(interview.id, anchor),
    )


def describe_tear(interview: Interview, language: str) -> str:
    """Return what stands at the torn edge of an interview, "" where nothing says that it is cut."""
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
                asked=show(asked.of(interview.text)) if asked else "",
                speaker=turn.speaker,
                paragraphs=mark_paragraphs(interview, turn.number, hits),
            )
        )
        last = turn.asked
    return views
