"""Dates in texts: found by the wordings of `lexicon/*/dates.toml`, and parsed."""

from __future__ import annotations

import datetime
import re
from functools import cache

from onrecord.text.lexicon import find_languages, load_tables
from onrecord.text.pattern import list_pieces, one_of


def find_date(text: str) -> re.Match[str] | None:
    """Return the first day written in `text` (« 3 mai 2020 », "May 3, 2020", 2020-05-03), or None."""
    return _dates().search(text)


@cache
def date_pattern() -> str:
    """Return the pattern of a day, to be put into other patterns; match it with case ignored."""
    months = (list_pieces("dates", "months", str(number)) for number in range(1, 13))
    month = "|".join(name for names in months for name in names)
    return (
        rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|"
        rf"\d{{1,2}}{one_of('dates', 'ordinals')}?[ \u00a0](?:{month})\.?,?[ \u00a0]\d{{4}}|"
        rf"(?:{month})\.?[ \u00a0]\d{{1,2}},[ \u00a0]\d{{4}}"
    )


def load_months(language: str | None = None) -> list[list[str]]:
    """Return twelve lists of names, January's first: those of one language, or of all."""
    months = load_tables("dates", language).get("months", {})
    return [list(months.get(str(number), [])) for number in range(1, 13)]


def parse_date(text: str) -> datetime.date | None:
    """Return the day that `text` names in a language of the lexicon, or None.

    In « 03/05/2020 » the day comes before the month.
    """
    text = text.strip()[:100]
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        pass
    if not re.search(r"\d", text):
        return None
    import dateparser  # imported late: it is heavy, and most dates are ISO

    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]}
    try:
        found = dateparser.parse(text, languages=_find_parsed(), settings=settings)
    except (ValueError, OverflowError, TypeError):  # dateparser raises these for some strings of digits
        return None
    return found.date() if found else None


@cache
def _find_parsed() -> list[str]:
    """Return the languages of the lexicon that have dates and that dateparser knows."""
    from dateparser.data.languages_info import language_order

    with_dates = (one.name for one in find_languages() if one.read_tables("dates"))
    return [name for name in with_dates if name in language_order]


@cache
def _dates() -> re.Pattern[str]:
    return re.compile(date_pattern(), re.I)
