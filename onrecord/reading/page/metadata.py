"""What a page says of itself: title, publication, author, date, address, people.

Four places, the surest first: the side file, what the format states (front matter, the tags of a
web page), the lines at the head of the page, its byline. What none of them says stays empty.
Speakers named only by their labels are found later. What writers call the fields is data
(`lexicon/page.toml`).
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import cache

from onrecord.error import CorpusError
from onrecord.interview import Person
from onrecord.reading.block.block import Block
from onrecord.reading.format.source import Source, parse_yaml
from onrecord.reading.page.credit import find_authors, find_publication, published_pattern
from onrecord.text.date import find_date, parse_date
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables
from onrecord.text.mark import STOPS
from onrecord.text.markup import plain
from onrecord.text.span import Span

_FRONT_MATTER = re.compile(
    r"\ufeff?\s*---[ \t]*\r?\n(?=[ \t]*(?:#[^\n]*\n\s*)*[\w\"'-]+[ \t]*:)"
    r"(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)",
    re.S,
)
_LONGEST_FRONT_MATTER = 100_000  # characters
_NAMED_LINE = re.compile(r"(?P<name>[^\W\d_][\w-]{2,20})\s?:\s+(?P<value>\S.{0,300})$")


@dataclass(slots=True)
class Metadata:
    """What was found, and where; filled by the steps of reading, the surest place first.

    `heading` and `head` are the title and the lines at the head of the page, as it shows them.
    """

    title: str = ""
    publication: str = ""
    author: str = ""
    date: datetime.date | None = None
    url: str = ""
    people: list[Person] = field(default_factory=list)
    description: str = ""
    heading: str = ""
    head: list[str] = field(default_factory=list)
    found_in: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def put(self, name: str, value: object, where: str) -> None:
        """Keep `value` for the field `name` unless a surer place already gave one."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found_in[name] = where


def read_metadata(source: Source) -> tuple[Metadata, Span]:
    """Return what the side file and the file itself state, and the front matter's span (or empty).

    Raises
    ------
    CorpusError
        When either is not YAML, or the side file holds a date that is no date.
    """
    metadata = Metadata(warnings=list(source.warnings))
    put_fields(metadata, source.side, source.side_name, is_sure=True)
    put_fields(metadata, source.stated, source.stated_in)
    match = (
        _FRONT_MATTER.match(source.text, 0, _LONGEST_FRONT_MATTER) if source.has_front_matter else None
    )
    if match is None:
        return metadata, Span(0, 0)
    values = parse_yaml(match["yaml"], f"{source.id}, front matter")
    put_fields(metadata, values, "front matter")
    return metadata, Span(*match.span())


def read_head_line(metadata: Metadata, block: Block, page: str) -> bool:
    """Take date and author from a line at the head of a page; return whether it held any.

    Only a line that is no prose is believed: it is short, or says « publié », and ends without
    a full stop. « Média : … » and the like are taken too, one field a line.
    """
    text, where = block.plain, f"line {block.line}"
    if len(text) > 300:
        return False
    names = {name for keys in _load_fields().values() for name in keys}
    named = [_NAMED_LINE.fullmatch(plain(line)) for line in block.span.of(page).split("\n")]
    if all(one is not None and fold(one["name"]) in names for one in named):
        for one in named:
            put_fields(metadata, {fold(one["name"]): one["value"]} if one else {}, where)
        return True
    is_prose = text.endswith(STOPS) and not (published_pattern().match(text) and len(text) < 120)
    if is_prose or (len(text) > 120 and not published_pattern().search(text)):
        return False
    lines = [plain(line) for line in block.span.of(page).split("\n")]
    found = [_read_by_and_when(metadata, line, where) for line in lines]  # all of them, not the first
    return any(found)


def _read_by_and_when(metadata: Metadata, line: str, where: str) -> bool:
    """Take who wrote and when from one line; return whether it says either."""
    date, authors = find_date(line), find_authors(line)
    if date:
        metadata.put("date", parse_date(date[0]), where)
    if authors:
        metadata.put("author", ", ".join(authors), where)
    if date or authors:
        metadata.put("publication", find_publication(line), where)
    return bool(date or authors)


def put_fields(
    metadata: Metadata, values: dict[str, object], where: str, *, is_sure: bool = False
) -> None:
    """Put stated values, under any of the names that writers give the fields.

    Raises
    ------
    CorpusError
        When `is_sure` and the date is no date; else that is a warning, and the date stays empty.
    """
    lowered = {fold(name): value for name, value in values.items()}
    for name, keys in _load_fields().items():
        value = next((lowered[key] for key in keys if lowered.get(key)), None)
        if value is None:
            continue
        if name == "date":
            _put_date(metadata, value, where, is_sure)
        elif name == "people":
            metadata.put(name, _people(value), where)
        elif name == "author":
            metadata.put(name, ", ".join(_texts(value)), where)
        elif isinstance(value, str):
            metadata.put(name, " ".join(value.split()), where)


def _put_date(metadata: Metadata, value: object, where: str, is_sure: bool) -> None:
    if isinstance(value, datetime.datetime):
        parsed: datetime.date | None = value.date()
    else:
        parsed = value if isinstance(value, datetime.date) else parse_date(str(value)[:100])
    if parsed is not None:
        metadata.put("date", parsed, where)
        return
    error = CorpusError.of("no_date", where=where, found=repr(str(value)[:60]))
    if is_sure:
        raise error
    metadata.warnings.append(str(error))


def _people(value: object) -> list[Person]:
    entries = value if isinstance(value, list) else [value]
    people = []
    for entry in entries[:100]:
        if isinstance(entry, dict) and entry.get("name"):
            people.append(Person(str(entry["name"]).strip(), str(entry.get("role") or "").strip()))
        elif isinstance(entry, str) and entry.strip():
            name, _, role = entry.partition(",")
            people.append(Person(name.strip(), role.strip()))
    return people


def _texts(value: object) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    named = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries[:100]]
    return [str(entry).strip() for entry in named if isinstance(entry, str | int | float)]


@cache
def _load_fields() -> dict[str, list[str]]:
    """Return the folded names that writers give each field, those that count first first."""
    fields = load_tables("page")["fields"]
    return {field: [fold(name) for name in names] for field, names in fields.items()}
