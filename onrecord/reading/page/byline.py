"""Bylines, which state who asked and when: « Propos recueillis par Maud Kerbrat le 3 mai ».

They are read into the metadata wherever they stand on a page; `head` and `talk.note` leave them
out of the answers. The wordings are data (`text/lexicon/<language>/page.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.interview import Person
from onrecord.reading.page.credit import find_publication, is_of_medium
from onrecord.reading.page.metadata import Metadata
from onrecord.text.date import find_date, parse_date
from onrecord.text.lexicon import load_tables
from onrecord.text.name import find_names, is_organisation, stands_for
from onrecord.text.pattern import one_of

_LONGEST_BYLINE = 300  # characters


def find_byline_cues(text: str, start: int, end: int) -> list[int]:
    """Return the offsets at which wordings such as « Propos recueillis par » begin in a slice."""
    lowered = text[start:end].lower()
    if not any(word in lowered for word in load_tables("page")["byline"]["words"]):
        return []  # the usual case, and cheaper than the pattern
    return [match.start() for match in _cue().finditer(text, start, end)]


def is_byline(plain_text: str, people: Sequence[Person]) -> bool:
    """Return whether a short text is a byline (« Propos recueillis par … »).

    « Entretien avec … » is one only when it names somebody else than `people`, the interviewees.
    """
    if len(plain_text) > _LONGEST_BYLINE or plain_text.endswith("?"):
        return False
    cues = find_byline_cues(plain_text, 0, len(plain_text))
    if cues and cues[0] < 40:
        return True
    return bool(people and _meeting().match(plain_text) and _askers(plain_text, people))


def read_byline(metadata: Metadata, plain_text: str, where: str) -> bool:
    """Add to `metadata` who asked, for which medium and when; return whether the text states it.

    Only the first 300 characters are read: a box may go on with other things. `where` is the
    place to record as the source.
    """
    head = plain_text[:_LONGEST_BYLINE]
    cue = _cue().search(head)
    meeting = _meeting().match(head) if metadata.people else None
    if not cue and not (meeting and _askers(head, metadata.people)):
        return False
    rest = head[cue.end() if cue else 0 :]
    date = find_date(rest)
    names = _askers(rest[: date.start()] if date else re.split(r"[.\n]", rest)[0], metadata.people)
    metadata.put("author", ", ".join(names), where)
    metadata.put("publication", find_publication(head), where)
    if date:
        metadata.put("date", parse_date(date[0]), where)
    return True


def _askers(plain_text: str, people: Sequence[Person]) -> list[str]:
    """Return the full names in a byline, without the interviewees' and media's."""
    names = [name.rstrip(".'’-") for name in find_names(plain_text)]
    names = [_no_name().sub("", name) for name in names]
    names = [name for name in names if not is_of_medium(name) and not is_organisation(name)]
    return [name for name in names if not any(stands_for(name, one.name) for one in people)]


@cache
def _cue() -> re.Pattern[str]:
    cues = one_of("page", "byline", "cues").replace("{gap}", r"[^.\n]{0,30}?\b")
    return re.compile(cues, re.I)


@cache
def _meeting() -> re.Pattern[str]:
    """Return the pattern of a line that opens with a meeting (« Entretien avec »)."""
    meetings, with_ = one_of("page", "byline", "meetings"), one_of("page", "byline", "with")
    return re.compile(rf"\W*{meetings}\s+{with_}\s", re.I)


@cache
def _no_name() -> re.Pattern[str]:
    return re.compile(rf"^{one_of('page', 'byline', 'no_names')} ")
