"""The scope of a question: which interviews are searched, whose words, and what comes first.

`make_scope` applies the filters of the reader, `narrow` the people and the period that the question
itself names. A period that would exclude every interview is dropped; a filter whose name the archive
does not know is an error. Nothing here searches.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.error import QuestionError
from onrecord.interview import Card, Interview
from onrecord.question.period import Period, find_period
from onrecord.question.person import Naming, People
from onrecord.question.question import Intent, Question
from onrecord.text.date import parse_date
from onrecord.text.fold import fold
from onrecord.text.name import How, match_name
from onrecord.wording import say, say_date


@dataclass(frozen=True, slots=True)
class Scope:
    """The interviews and speakers to search.

    Attributes
    ----------
    interviews
        The ids of the interviews to search.
    speakers
        The names of the speakers to search, None for all.
    undated
        Whether a filter by date excludes interviews whose date is unknown.
    favoured
        The names of the speakers whose passages come first.
    period
        Interviews published in it come first; None if the question names no period.
    notes
        Sentences for the reader on how the question was read, where that is not obvious.
    """

    interviews: frozenset[str]
    speakers: frozenset[str] | None = None
    undated: bool = False
    favoured: frozenset[str] = frozenset()
    period: Period | None = None
    notes: tuple[str, ...] = ()

    def allows(self, interview_id: str, speaker: str) -> bool:
        """Return whether a passage of this interview and speaker may be returned."""
        if interview_id not in self.interviews:
            return False
        return self.speakers is None or speaker in self.speakers


def make_scope(
    interviews: Iterable[Interview | Card],
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
        When there is no interview at all, or a filter names an interview, speaker or publication that
        the archive does not have, or a date cannot be read, or `since` is after `until`.
    """
    for name, value in (("interview", interview), ("speaker", speaker), ("publication", publication)):
        if value is not None and not isinstance(value, str):
            raise QuestionError.of("no_text", where=name, found=repr(value)[:60])
    first, last = read_day(since, "since"), read_day(until, "until")
    if first and last and first > last:
        raise QuestionError.of("days_reversed", first=first, last=last)
    known = list(interviews)
    if not known:
        raise QuestionError.of("no_interviews")
    kept = known
    if interview is not None:
        kept = [one for one in kept if one.id == interview]
        _check_found(kept, "interview", interview, (one.id for one in known))
    if publication is not None:
        kept = [one for one in kept if fold(one.publication) == fold(publication)]
        _check_found(kept, "publication", publication, (one.publication for one in known))
    speakers = _find_speakers(known, speaker) if speaker is not None else None
    dated = kept if first is last is None else [o for o in kept if _is_between(o.date, first, last)]
    undated = len(dated) < len(kept) and any(one.date is None for one in kept)
    return Scope(frozenset(one.id for one in dated), speakers, undated)


def narrow(
    scope: Scope, question: Question, people: People, interviews: Iterable[Interview | Card]
) -> Scope:
    """Return a scope narrowed to the people and the period that a question names.

    Names in the question itself prevail over names in the questions that it leans on.

    Parameters
    ----------
    people
        Those who speak in the interviews of the archive.
    interviews
        All interviews of the archive, or their cards.
    """
    naming, period = _read_target(question, people, _speakers_of(scope, people))
    inside = [one for one in interviews if one.id in scope.interviews] if period is not None else []
    asked = [one for one in inside if not naming.only or naming.names & people.casts[one.id].keys()]
    then = frozenset(one.id for one in asked if period is not None and period.holds(one.date))
    if period is not None and not period.bounds and (not then or len(then) == len(inside)):
        period = None
    bounded = period is not None and period.bounds and bool(then)
    notes = [*_describe_title(naming, question, scope, people)]
    if period is not None:
        bound = "only_published" if bounded else "first_published"
        sentence = bound if then else "none_published"
        when = _describe_period(period, question.language)
        notes.append(say(sentence, question.language, when=when))
    return replace(
        scope,
        interviews=then if bounded else scope.interviews,
        speakers=naming.names if naming.only else scope.speakers,
        favoured=naming.names,
        period=period,
        notes=tuple(notes),
    )


def read_day(value: datetime.date | str | None, name: str) -> datetime.date | None:
    """Return the day of a filter, given as a date or as text (« 2019-11-28 », « 28 novembre 2019 »).

    Parameters
    ----------
    name
        The filter, "since" or "until", for the message of an error.

    Raises
    ------
    QuestionError
        When the text is not a date.
    """
    if value is None or isinstance(value, datetime.datetime):
        return value.date() if value else None
    if isinstance(value, datetime.date):
        return value
    day = parse_date(value) if isinstance(value, str) and value.strip() else None
    if day is None:
        raise QuestionError.of("no_date", where=name, found=repr(value)[:60])
    return day


def _find_speakers(interviews: Iterable[Interview | Card], wanted: str) -> frozenset[str]:
    """Return the speakers that a filter names, as written, else by a first or last name."""
    names = {person.name for one in interviews for person in one.speakers}
    if exact := frozenset(name for name in names if name and fold(name) == fold(wanted)):
        return exact
    accepted = (How.FULL, How.LAST, How.FIRST)
    matching = frozenset(name for name in names if match_name(wanted, name) in accepted)
    _check_found(matching, "speaker", wanted, names)
    return matching


def _speakers_of(scope: Scope, people: People) -> frozenset[str]:
    """Return the names of those who speak within a scope."""
    if len(scope.interviews) == len(people.casts):
        names = people.speakers
    else:
        names = frozenset[str]().union(*(people.casts[one] for one in scope.interviews))
    return names if scope.speakers is None else names & scope.speakers


def _read_target(
    question: Question, people: People, speakers: frozenset[str]
) -> tuple[Naming, Period | None]:
    """Return who of `speakers` a question names, and the period that it names."""
    naming, period = Naming(), None
    for text in dict.fromkeys((question.text, question.search)):
        named = people.find_named(text, speakers)
        if not naming.names or (naming.names == named.names and named.only):
            naming = named
        period = period or find_period(text)
    if question.intent is Intent.COMPARE:
        naming = replace(naming, only=bool(naming.names))
    return naming, period


def _describe_title(naming: Naming, question: Question, scope: Scope, people: People) -> list[str]:
    """Return a note on whom a title was taken for; none if only one person speaks in the scope."""
    if not naming.title or len(_speakers_of(scope, people)) < 2:
        return []
    (name,) = naming.names
    title = _as_written(naming.title, f"{question.text} {question.search}")
    return [say("title_means", question.language, title=title, name=name)]


def _as_written(title: str, text: str) -> str:
    """Return a folded title as the text writes it, or folded if folding changes the length."""
    folded = fold(text).replace("-", " ")
    start = folded.find(title)
    return text[start : start + len(title)] if start >= 0 and len(folded) == len(text) else title


def _describe_period(period: Period, language: str) -> str:
    first = say_date(period.first, language) if period.first else ""
    last = say_date(period.last, language) if period.last else ""
    if first and last:
        return say("period_between", language, first=first, last=last)
    return say("period_since" if first else "period_until", language, first=first, last=last)


def _is_between(
    date: datetime.date | None, first: datetime.date | None, last: datetime.date | None
) -> bool:
    """Return whether a date lies between two days, both included; None leaves that side open.

    An unknown date is accepted only where both sides are open.
    """
    if first is None and last is None:
        return True
    return date is not None and (first is None or date >= first) and (last is None or date <= last)


def _check_found(found: Iterable[object], name: str, wanted: str, known: Iterable[str]) -> None:
    """Raise a QuestionError that names the closest of `known`, if nothing was found."""
    if any(True for _ in found):
        return
    choices = sorted({one for one in known if one})
    close = difflib.get_close_matches(wanted, choices, n=3, cutoff=0.5) or choices[:5]
    raise QuestionError.of(f"no_{name}", found=repr(wanted[:60]), close=", ".join(close))
