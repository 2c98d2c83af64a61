"""How pages write a day, in the languages of the lexicon (`dates.toml`), and which day that is."""

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
    """Return the pattern of a day, to stand in another; match it with case ignored."""
    months = (list_pieces("dates", "months", str(number)) for number in range(1, 13))
    month = "|".join(name for names in months for name in names)
    return (
        rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|"
        rf"\d{{1,2}}{one_of('dates', 'ordinals')}?[ \u00a0](?:{month})\.?,?[ \u00a0]\d{{4}}|"
        rf"(?:{month})\.?[ \u00a0]\d{{1,2}},[ \u00a0]\d{{4}}"
    )


def load_months(language: str | None = None) -> list[list[str]]:
    """Return the names of each month, January first: in all languages, or in one."""
    months = load_tables("dates", language).get("months", {})
    return [list(months.get(str(number), [])) for number in range(1, 13)]


def parse_date(text: str) -> datetime.date | None:
    """Return the day that `text` names in a language of the lexicon (day before month), or None."""
    text = text.strip()[:100]
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        pass
    if not re.search(r"\d", text):
        return None
    import dateparser  # heavy, and most dates are ISO

    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]}
    try:
        found = dateparser.parse(text, languages=_find_parsed(), settings=settings)
    except (ValueError, OverflowError, TypeError):  # what it makes of hostile digits
        return None
    return found.date() if found else None


@cache
def _find_parsed() -> list[str]:
    """Return the languages of the lexicon whose days dateparser reads."""
    from dateparser.data.languages_info import language_order

    written = (one.name for one in find_languages() if one.read_tables("dates"))
    return [name for name in written if name in language_order]


@cache
def _dates() -> re.Pattern[str]:
    return re.compile(date_pattern(), re.I)
