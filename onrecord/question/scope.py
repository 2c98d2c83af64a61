"""Filters: which interviews and which speakers a question is put to, before anything is searched."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.error import QuestionError
from onrecord.interview import Interview
from onrecord.text.date import parse_date
from onrecord.text.fold import fold
from onrecord.text.word import names_person


@dataclass(frozen=True, slots=True)
class Scope:
    """The interviews a question is put to, by id, and the folded speakers (None: all)."""

    interviews: frozenset[str]
    speakers: frozenset[str] | None
    undated: bool

    def allows(self, interview_id: str, speaker: str) -> bool:
        """Say whether a passage of this interview and speaker may be returned."""
        if interview_id not in self.interviews:
            return False
        return self.speakers is None or speaker in self.speakers


def make_scope(
    interviews: Sequence[Interview],
    interview: str | None = None,
    speaker: str | None = None,
    publication: str | None = None,
    since: datetime.date | str | None = None,
    until: datetime.date | str | None = None,
) -> Scope:
    """Return the scope that the filters of `Archive.ask` describe.

    Raises
    ------
    QuestionError
        When a filter names an interview, speaker or publication that the archive does not have, or
        a date that is none, or the dates leave no day between them.
    """
    first, last = read_day(since, "since"), read_day(until, "until")
    if first and last and first > last:
        raise QuestionError.of("days_reversed", first=first, last=last)
    kept = list(interviews)
    if interview is not None:
        kept = [one for one in kept if one.id == interview]
        _check(kept, "interview", interview, (one.id for one in interviews))
    if publication is not None:
        kept = [one for one in kept if fold(one.publication) == fold(publication)]
        _check(kept, "publication", publication, (one.publication for one in interviews))
    speakers = None
    if speaker is not None:
        names = {turn.speaker.name for one in interviews for turn in one.turns}
        matching = {name for name in names if names_person(speaker, name)}
        _check(matching, "speaker", speaker, names)
        speakers = frozenset(matching)
    dated = [one for one in kept if _in_days(one.date, first, last)]
    undated = len(dated) < len(kept) and any(one.date is None for one in kept)
    return Scope(frozenset(one.id for one in dated), speakers, undated)


def read_day(value: datetime.date | str | None, name: str) -> datetime.date | None:
    """Return the day that a filter gives, as a date or as text (« 2019-11-28 », « 28 novembre 2019 »).

    Raises
    ------
    QuestionError
        When the text is no date.
    """
    if value is None or isinstance(value, datetime.datetime):
        return value.date() if value else None
    if isinstance(value, datetime.date):
        return value
    day = parse_date(value) if value.strip() else None
    if day is None:
        raise QuestionError.of("no_date", where=name, found=repr(value[:60]))
    return day


def _in_days(
    date: datetime.date | None, first: datetime.date | None, last: datetime.date | None
) -> bool:
    if first is None and last is None:
        return True
    return date is not None and (first is None or date >= first) and (last is None or date <= last)


def _check(found: Iterable[object], name: str, wanted: str, known: Iterable[str]) -> None:
    if any(True for _ in found):
        return
    choices = sorted({one for one in known if one})
    close = difflib.get_close_matches(wanted, choices, n=3, cutoff=0.5) or choices[:5]
    raise QuestionError.of(f"no_{name}", found=repr(wanted[:60]), close=", ".join(close))
