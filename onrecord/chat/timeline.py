"""The timeline of the library: interviews by their date of publication, in columns of equal time.

A column is a month, a year or several years, chosen so that there are at most twelve. Columns without
an interview are kept, so that a gap is seen. Interviews without a date are listed apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.interview import Interview

MOST_COLUMNS = 12
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years in a column


@dataclass(frozen=True, slots=True)
class Column:
    """The interviews of a stretch of time, earliest first.

    `name` is a year (« 2019 »), a month (« 11/2019 ») or several years (« 2010–2014 »).
    """

    name: str
    interviews: tuple[Interview, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """Columns in order of time, and the interviews without a date."""

    columns: tuple[Column, ...]
    undated: tuple[Interview, ...]


def draw_timeline(interviews: Iterable[Interview]) -> Timeline | None:
    """Return the timeline of interviews; None when fewer than two have a date."""
    known = list(interviews)
    dated = sorted((one for one in known if one.date), key=lambda one: (str(one.date), one.id))
    undated = tuple(one for one in known if one.date is None)
    if len(dated) < 2:
        return None
    years = [one.date.year for one in dated if one.date]
    columns = _months(dated, years[0]) if years[0] == years[-1] else _years(dated, years)
    return Timeline(columns, undated)


def _months(dated: list[Interview], year: int) -> tuple[Column, ...]:
    """Return a column for each month from the first to the last of one year."""
    months = [one.date.month for one in dated if one.date]
    return tuple(
        Column(
            f"{month:02}/{year:04}",
            tuple(one for one, own in zip(dated, months, strict=True) if own == month),
        )
        for month in range(months[0], months[-1] + 1)
    )


def _years(dated: list[Interview], years: list[int]) -> tuple[Column, ...]:
    """Return columns of the smallest of _STEPS that needs at most twelve; `years` are of `dated`."""
    step = next(n for n in _STEPS if years[-1] // n - years[0] // n < MOST_COLUMNS)
    starts = range(years[0] - years[0] % step, years[-1] + 1, step)
    return tuple(
        Column(
            str(start) if step == 1 else f"{start}–{start + step - 1}",
            tuple(one for one, year in zip(dated, years, strict=True) if start <= year < start + step),
        )
        for start in starts
    )
