"""How pages write a day, in French and English, and which day that is."""

from __future__ import annotations

import datetime
import re

_MONTHS = (
    r"janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|"
    r"oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?|january|february|march|april|may|june|july|"
    r"august|september|october|november|december"
)
DATE = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th)?[ \u00a0](?:{_MONTHS})\.?,?[ \u00a0]\d{{4}}|"
    rf"(?:{_MONTHS})\.?[ \u00a0]\d{{1,2}},[ \u00a0]\d{{4}}",
    re.I,
)


def parse_date(text: str) -> datetime.date | None:
    """Return the day that `text` names in French or English (day before month), or None."""
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
        found = dateparser.parse(text, languages=["fr", "en"], settings=settings)
    except (ValueError, OverflowError, TypeError):  # what it makes of hostile digits
        return None
    return found.date() if found else None
