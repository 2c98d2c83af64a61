"""When something was said, where a question asks for it: « que disait-il en 2019 ? ».

A year is bound to the day of publication only where the wording speaks of interviews or of saying:
in « la réforme de 2019 » it is what is spoken about, and no period is found. Patterns are data
(`lexicon/periods.toml`). Nothing here knows an interview.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache

from onrecord.text.date import load_months
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included, None where there is no bound.

    `bounds` when the wording leaves no other reading: only what was published then answers; else
    that comes first.
    """

    first: datetime.date | None
    last: datetime.date | None
    bounds: bool

    def holds(self, day: datetime.date | None) -> bool:
        """Say whether a day is in it; no day is not."""
        return day is not None and (self.first or day) <= day <= (self.last or day)


def find_period(text: str) -> Period | None:
    """Return when what a question asks for was said, None where it does not say."""
    folded = re.sub(r"\s+", " ", fold(text)).strip(" .?!…")
    for bounds, pattern in _patterns():
        if found := pattern.search(folded):
            first, last = _read_days(found.groupdict())
            return Period(first, last, bounds) if first or last else None
    return None


def _read_days(found: dict[str, str | None]) -> tuple[datetime.date | None, datetime.date | None]:
    """Return the first and the last day of « en mars 2021 », « depuis 2020 », « avant 2019 »."""
    year, month = int(found["year"] or 0), _month(found["month"])
    until, last_month = int(found["until"] or year), _month(found["last_month"]) or month
    if not (1 <= year <= until <= 9999):
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
    """Return the number of a month, 0 for none."""
    return next((number for number, names in enumerate(_months(), 1) if name in names), 0)


@cache
def _patterns() -> tuple[tuple[bool, re.Pattern[str]], ...]:
    return tuple(
        (kind == "bounds", re.compile(pattern.replace("{when}", _when(kind))))
        for kind in ("bounds", "leans")
        for pattern in _lexicon()[kind]
    )


def _when(kind: str) -> str:
    """Return what a time is written as, in the patterns of a kind."""
    month = "|".join(name for names in _months() for name in names)
    kinds = ["since", "after", "before", "until", "in", *(["of"] if kind == "bounds" else [])]
    how = "|".join(re.escape(word) for one in kinds for word in _lexicon()[one])
    to = "|".join(re.escape(word) for word in _lexicon()["to"])
    return (
        rf"(?<!\w)(?P<how>{how}) (?:(?P<month>{month}) )?(?P<year>\d{{4}})"
        rf"(?: (?:{to}) (?:(?P<last_month>{month}) )?(?P<until>\d{{4}}))?(?!\w| ?%)"
    )


def _months() -> list[list[str]]:
    """Return the names of each month, in order."""
    return [[fold(name) for name in names] for names in load_months()]


def _lexicon() -> dict[str, list[str]]:
    return load_tables("periods")
