"""Exact words in the page: the places where they stand, in context, and how often, as HTML.

`Archive.find` finds them; what is shown is bounded, and the rest is counted. A place that is chosen
is marked in its interview by `interview_view`, as the passages of an answer are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from onrecord.answer.hit import Hit, Quote
from onrecord.answer.occurrence import AROUND, Occurrence
from onrecord.answer.tally import TALLIES, count_occurrences
from onrecord.chat.filters import NO_FILTERS, Filters
from onrecord.chat.interview_view import Focus, number_apart
from onrecord.chat.link import link_to_place
from onrecord.chat.template import render
from onrecord.interview import Interview
from onrecord.retrieval.passage import make_anchor
from onrecord.text.shown import show_parts
from onrecord.wording import say

MOST_SHOWN = 200
"""Places that are listed, and that are marked in an open interview; the others are counted."""

_MOST_COUNTED = 8  # names that are counted one by one


@dataclass(frozen=True, slots=True)
class Search:
    """What a visitor looks for: words, in any form or not, in answers or in the questions put.

    `interview` is the id of the only interview that is searched, whatever the filters; "" for all
    that pass them.
    """

    words: str = ""
    any_form: bool = False
    asked: bool = False
    interview: str = ""

    @property
    def options(self) -> dict[str, Any]:
        """The form of the words, as keyword arguments of `Archive.find`."""
        return {"any_form": self.any_form, "asked": self.asked}

    def bounds(self, filters: Filters) -> dict[str, Any]:
        """Return where the words are looked for, as keyword arguments of `Archive.find`."""
        if self.interview:
            return {"interview": self.interview, **NO_FILTERS.arguments}
        return filters.arguments

    def number(self, filters: Filters, interview_id: str) -> int:
        """Return a number for the places of this search in one interview, as an exchange has one."""
        return number_apart((self, filters, interview_id))


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the list: the words as a reader sees them, with the whole words around them."""

    rank: int
    before: str
    text: str
    after: str
    who: str
    citation: str
    href: str


@dataclass(frozen=True, slots=True)
class Group:
    """The places in one interview; `number` is that of `Search.number`."""

    interview: Interview
    number: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often the words stand by one of `TALLIES`; `others` are how many names are not
    listed, and how often the words stand by these.
    """

    by: str
    counts: tuple[tuple[str, int], ...]
    others: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: its head in words, the places shown, the counts; `left` are not shown."""

    headline: str
    notes: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    tallies: tuple[Tally, ...] = ()
    left: int = 0


def view_found(
    found: Sequence[Occurrence],
    search: Search,
    filters: Filters,
    interviews: Mapping[str, Interview],
    language: str,
    notes: Sequence[str] = (),
) -> Found:
    """Return what to show of the places of a search.

    Parameters
    ----------
    found
        What `Archive.find` returned.
    notes
        Sentences under the head.
    """
    grouped = groupby(found[:MOST_SHOWN], key=lambda one: one.interview_id)
    groups = tuple(
        Group(
            interviews[name],
            search.number(filters, name),
            tuple(_view_place(one, rank) for rank, one in enumerate(own, 1)),
        )
        for name, own in grouped
    )
    return Found(
        headline=_say_count(found, search, language),
        notes=tuple(notes),
        groups=groups,
        tallies=tuple(_tally(found, by, interviews, language) for by in TALLIES) if found else (),
        left=max(0, len(found) - MOST_SHOWN),
    )


def focus_on_places(found: Sequence[Occurrence], search: Search, filters: Filters, rank: int) -> Focus:
    """Return the focus on the place `rank` (from 1) of those found in one interview, all marked."""
    hits = tuple(_to_hit(one, number) for number, one in enumerate(found[:MOST_SHOWN], 1))
    number = search.number(filters, hits[0].interview_id) if hits else 0
    return Focus(number, hits, rank, frozenset(hit.rank for hit in hits), places=True)


def show_find(
    search: Search, bounds: str, opened: Interview | None, total: int, language: str,
    found: Found | None = None, refused: str = "",
) -> str:  # fmt: skip
    """Return the panel of the search as HTML.

    Parameters
    ----------
    bounds
        The filters in words, "" for none.
    opened
        The interview that is open, which can be searched alone; None where there is none at all.
    total
        How many interviews there are.
    found
        None before anything is looked for.
    refused
        Why the words cannot be looked for, "" when they can.
    """
    return render(
        "find", language, search=search, kept=json.dumps(asdict(search), ensure_ascii=False),
        bounds=bounds, opened=opened, total=total, found=found, refused=refused, shown=MOST_SHOWN,
    )  # fmt: skip


def _view_place(one: Occurrence, rank: int) -> Place:
    cuts = [len(one.before), len(one.before) + len(one.text)]
    before, text, after = show_parts(one.before + one.text + one.after, cuts)
    if len(one.before) == AROUND and " " in before:
        before = f"… {before.split(' ', 1)[1]}"
    if len(one.after) == AROUND and " " in after:
        after = f"{after.rsplit(' ', 1)[0]} …"
    href = link_to_place(one.interview_id, make_anchor(one.turn, one.paragraph or 1))
    return Place(rank, before, text, after, one.speaker, one.citation, href)


def _say_count(found: Sequence[Occurrence], search: Search, language: str) -> str:
    if not found:
        name = "find_nowhere_asked" if search.asked else "occurs_nowhere"
        return say(name, language, words=search.words)
    if len(found) == 1:
        return say("find_once", language, words=search.words)
    interviews = len({one.interview_id for one in found})
    name = "find_times" if interviews == 1 else "find_times_many"
    return say(name, language, words=search.words, times=len(found), count=interviews)


def _tally(
    found: Sequence[Occurrence], by: str, interviews: Mapping[str, Interview], language: str
) -> Tally:
    counted = list(count_occurrences(found, by).items())
    listed = counted if by == "year" else counted[:_MOST_COUNTED]
    unknown = say("no_date" if by == "year" else "find_nobody", language)
    names = [interviews[name].name if by == "interview" else name or unknown for name, _ in listed]
    counts = tuple(zip(names, (count for _, count in listed), strict=True))
    rest = counted[len(listed) :]
    return Tally(by, counts, (len(rest), sum(count for _, count in rest)))


def _to_hit(one: Occurrence, rank: int) -> Hit:
    """Return an occurrence as a hit that is marked whole."""
    return Hit(
        rank=rank, score=1.0, text=one.text, start=one.start, end=one.end,
        quote=Quote(one.text, one.start, one.end), interview_id=one.interview_id, title=one.title,
        publication=one.publication, author="", date=one.date, url="", speaker=one.speaker,
        role=one.role, asked="", turn=one.turn, paragraph=one.paragraph, cut=False,
        source_sha256=one.source_sha256, citation=one.citation, link=one.link, page=one.page,
    )  # fmt: skip
