"""The period in which something was said, if a question names one: « que disait-il en 2019 ? ».

A year means the date of publication only if the wording speaks of interviews or of saying. In « la
réforme de 2019 » it belongs to the subject, and no period is found. The patterns are data
(`text/lexicon/*/periods.toml`). Nothing here looks at an interview.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache

from onrecord.text.date import load_months
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables


@dataclass(frozen=True, slots=True)
class Period:
    """A period from `first` to `last`, both days included; None leaves that side open.

    `bounds` is True when the wording allows no other reading: then only interviews published in the
    period are searched. Otherwise they come first.
    """

    first: datetime.date | None
    last: datetime.date | None
    bounds: bool

    def holds(self, day: datetime.date | None) -> bool:
        """Return whether `day` falls in the period; None never does."""
        return day is not None and (self.first or day) <= day <= (self.last or day)


def find_period(text: str) -> Period | None:
    """Return the period that a question asks about, None if it names none."""
    folded = re.sub(r"\s+", " ", fold(text)).strip(" .?!…")
    for bounds, pattern in _patterns():
        if found := pattern.search(folded):
            first, last = _read_days(found.groupdict())
            return Period(first, last, bounds) if first or last else None
    return None


def _read_days(found: dict[str, str | None]) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and last day of a match (« en mars 2021 », « avant 2019 »), None if open.

    `found` has the groups of `_when`. A year that no calendar has gives (None, None), and so do the
    first and the last that `datetime` knows, since no day is before or after them.
    """
    year, month = int(found["year"] or 0), _month(found["month"])
    until, last_month = int(found["until"] or year), _month(found["last_month"]) or month
    if not (datetime.MINYEAR < year <= until < datetime.MAXYEAR):
        return None, None
    first = datetime.date(year, month or 1, 1)
    last = datetime.date(until, last_month or 12, calendar.monthrange(until, last_month or 12)[1])
    how = found["how"] or ""
    if how in _lexicon()["since"]:
        return first, None
    if how in _lexicon()["after"]:
        return last + datetime.timedelta(1), None
    if how in _lexicon()["until"]:
        return None, last
    if how in _lexicon()["before"]:
        return None, first - datetime.timedelta(1)
    return first, last


def _month(name: str | None) -> int:
    """Return the number of a month, 1 to 12, by its folded name; 0 without a name."""
    return next((number for number, names in enumerate(_months(), 1) if name in names), 0)


@cache
def _patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """Return the patterns of `periods.toml`, each with whether it bounds, in the order of the trial."""
    return tuple(
        (bounds, re.compile(_fill(pattern, bounds=bounds)))
        for bounds in (True, False)
        for pattern in _lexicon()["bounds" if bounds else "leans"]
    )


def _fill(pattern: str, *, bounds: bool) -> str:
    """Return a pattern with its slots {when} and {saying} filled."""
    saying = "|".join(sorted(load_lexicon("saying_verbs")))
    return pattern.replace("{when}", _when(bounds=bounds)).replace("{saying}", f"(?:{saying})")


def _when(*, bounds: bool) -> str:
    """Return the pattern of {when} in a pattern that bounds, or that leans."""
    month = "|".join(name for names in _months() for name in names)
    kinds = ["since", "after", "before", "until", "in", *(["of"] if bounds else [])]
    how = "|".join(re.escape(word) for one in kinds for word in _lexicon()[one])
    to = "|".join(re.escape(word) for word in _lexicon()["to"])
    return (
        rf"(?<!\w)(?P<how>{how}) (?:(?P<month>{month}) )?(?P<year>\d{{4}})"
        rf"(?: (?:{to}) (?:(?P<last_month>{month}) )?(?P<until>\d{{4}}))?(?!\w| ?%)"
    )


def _months() -> list[list[str]]:
    """Return the folded names of each month, from January."""
    return [[fold(name) for name in names] for names in load_months()]


def _lexicon() -> dict[str, list[str]]:
    return load_tables("periods")
