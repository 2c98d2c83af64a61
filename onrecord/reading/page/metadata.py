"""The metadata of a page: title, publication, author, date, address, people.

Four places state them, the surest first: the side file, the format (the tags of a web page, front
matter), the lines at the head of the page, and its byline. A field without any of them stays empty.
The names that writers give the fields are data (`text/lexicon/<language>/page.toml`). Speakers whom
only labels name are found later, by `talk.cast`.
"""

from __future__ import annotations

import datetime
import re
import tomllib
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
from onrecord.text.name import is_full_name, is_name, split_names
from onrecord.text.span import Span

_FRONT_MATTER = re.compile(
    r"\ufeff?\s*---[ \t]*\r?\n(?=[ \t]*(?:#[^\n]*\n\s*)*[\w\"'-]+[ \t]*:)"
    r"(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)",
    re.S,
)
_TOML = re.compile(r"\ufeff?\s*\+\+\+[ \t]*\r?\n(?P<toml>.*?)\n\+\+\+[ \t]*(?:\r?\n|$)", re.S)
_LONGEST_FRONT_MATTER = 100_000  # characters
_NAMED_LINE = re.compile(r"(?P<name>[^\W\d_][\w-]{2,20})\s?:\s+(?P<value>\S.{0,300})$")
_NEXT_FIELD = re.compile(r"[.;,|•–—\n]\s*(?=[^\W\d_][\w-]{2,20}\s?:\s)")
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//\S+\s*")
_LONGEST_LIST = 1000  # characters of a list of people in one text
_LONGEST_PERSON = 80  # characters of a line that names somebody


@dataclass(slots=True)
class Metadata:
    """The metadata found so far; the steps of reading fill it, the surest place first.

    `description` is the summary that the page states, `heading` the title as the page shows it, and
    `head` the lines over the text. `found_in` gives the place of each field, by the field's name.
    `slug` is what the page calls itself in addresses; `are_speakers` says that it lists its people as
    those who speak, on either side.
    """

    title: str = ""
    publication: str = ""
    author: str = ""
    date: datetime.date | None = None
    url: str = ""
    people: list[Person] = field(default_factory=list)
    are_speakers: bool = False
    description: str = ""
    slug: str = ""
    heading: str = ""
    head: list[str] = field(default_factory=list)
    found_in: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def put(self, name: str, value: object, where: str) -> None:
        """Set the field `name` unless it is set already or `value` is empty; record `where`."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found_in[name] = where


def read_metadata(source: Source) -> tuple[Metadata, Span]:
    """Return the metadata of the side file and of the file itself, and the span of its front matter.

    The span is empty when there is no front matter.

    Raises
    ------
    CorpusError
        When either is not valid YAML, or the date in the side file is not a date.
    """
    metadata = Metadata(warnings=list(source.warnings))
    side = {name: value for name, value in source.side.items() if name != "media"}  # the recording
    put_fields(metadata, side, source.side_name, is_sure=True)
    put_fields(metadata, source.stated, source.stated_in)
    values, span = _read_front_matter(source) if source.has_front_matter else ({}, Span(0, 0))
    put_fields(metadata, values, "front matter")
    return metadata, span


def _read_front_matter(source: Source) -> tuple[dict[str, object], Span]:
    """Return what the front matter states, in YAML or in TOML, and its span."""
    if match := _FRONT_MATTER.match(source.text, 0, _LONGEST_FRONT_MATTER):
        values = parse_yaml(match["yaml"], f"{source.id}, front matter")
        return values, Span(*match.span())
    match = _TOML.match(source.text, 0, _LONGEST_FRONT_MATTER)
    try:
        return (tomllib.loads(match["toml"]), Span(*match.span())) if match else ({}, Span(0, 0))
    except (tomllib.TOMLDecodeError, RecursionError):  # « +++ » between two rules, say
        return {}, Span(0, 0)


def read_head_line(metadata: Metadata, block: Block, page: str) -> bool:
    """Add date, author and publication from a line at the head of a page; return whether it has any.

    Prose is skipped: the line must be short or state « publié », and end without a full stop.
    Lines such as « Média : … » are read too, one field a line. `page` is the text of the page.
    """
    text, where = block.plain, f"line {block.line}"
    if len(text) > 300:
        return False
    names = {name for keys in _load_fields().values() for name in keys}
    named = [_NAMED_LINE.fullmatch(plain(line)) for line in block.span.of(page).split("\n")]
    if all(one is not None and fold(one["name"]) in names and _is_field(one) for one in named):
        for one in named:
            put_fields(metadata, {fold(one["name"]): one["value"]} if one else {}, where)
        return True
    if form := _read_form(text):
        put_fields(metadata, form, where)
        return True
    is_prose = text.endswith(STOPS) and not (published_pattern().match(text) and len(text) < 120)
    if is_prose or (len(text) > 120 and not published_pattern().search(text)):
        return False
    lines = [plain(line) for line in block.span.of(page).split("\n")]
    found = [_read_by_and_when(metadata, line, where) for line in lines]  # reads every line
    return any(found)


def _read_form(text: str) -> dict[str, object]:
    """Return the fields of a form about somebody (« Nom : Léa Roux. Âge : 40 ans. Métier : … »).

    Every piece is a field, two or more are about a person, and one of these is a name.
    """
    pieces = [_NAMED_LINE.fullmatch(piece.strip(" .;,|•")) for piece in _NEXT_FIELD.split(text)]
    fields = {fold(piece["name"]): piece["value"] for piece in pieces if piece}
    parts = {part: {fold(key) for key in keys} for part, keys in load_tables("page")["person"].items()}
    about = fields.keys() & set().union(*parts.values())
    is_named = bool(about & (parts["first"] | parts["last"]))
    return dict(fields) if all(pieces) and len(about) > 1 and is_named else {}


def _is_field(line: re.Match[str]) -> bool:
    """Return whether a line « Name: value » states something, rather than being said by somebody."""
    fields = _load_fields()
    of_people = {key for name in ("author", "people", "speakers") for key in fields.get(name, [])}
    value = line["value"]
    if fold(line["name"]) not in of_people:
        return not value.endswith("?")
    return len(value) <= _LONGEST_PERSON and not value.endswith(STOPS)


def _read_by_and_when(metadata: Metadata, line: str, where: str) -> bool:
    """Add author, date and publication from one line; return whether it states author or date."""
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
    """Add stated values to `metadata`, under any of the names that writers give the fields.

    A date that is not understood is a warning, and the date stays empty, unless `is_sure`.

    Raises
    ------
    CorpusError
        When `is_sure` and the date is not a date.
    """
    lowered = {fold(name): value for name, value in values.items()}
    metadata.put("people", _person_in_parts(lowered), where)
    for name, keys in _load_fields().items():
        value = next((lowered[key] for key in keys if lowered.get(key)), None)
        if value is None:
            continue
        if name == "date":
            _put_date(metadata, value, where, is_sure)
        elif name == "people":
            metadata.put(name, _people(value), where)
        elif name == "speakers" and not isinstance(value, dict):
            metadata.are_speakers = metadata.are_speakers or not metadata.people
            metadata.put("people", _people(value), where)
        elif name == "publication" and _ADDRESS.fullmatch(str(value)):
            continue  # a medium is a name, an address is where something lies
        elif name == "author":
            metadata.put(name, ", ".join(_texts(value)), where)
        elif isinstance(value, str):
            metadata.put(name, " ".join(value.split()), where)


def _person_in_parts(lowered: dict[str, object]) -> list[Person]:
    """Return the one person whose first name, last name and role the fields of a page state apart."""
    first, last, role = (
        next((str(lowered[fold(key)]).strip() for key in keys if lowered.get(fold(key))), "")
        for keys in (load_tables("page")["person"][part] for part in ("first", "last", "role"))
    )
    name = f"{first} {last}".strip()
    return [Person(name, role)] if (first and last) or is_full_name(last) else []


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
    """Return the people of a list, or of one text that joins them (« Léa Roux, Ida Roc et Jo Mas »)."""
    people = []
    for entry in (value if isinstance(value, list) else [value])[:100]:
        if isinstance(entry, dict) and entry.get("name"):
            people.append(Person(str(entry["name"]).strip(), str(entry.get("role") or "").strip()))
        elif isinstance(entry, str) and entry.strip():
            people += _split_people(entry.strip()[:_LONGEST_LIST])
    return people


def _split_people(text: str) -> list[Person]:
    """Return one person with a role, or several where each part is a name."""
    parts = split_names(text)
    are_names = len(parts) > 1 and all(is_name(part) and len(part.split()) < 5 for part in parts)
    if are_names and (all(is_full_name(part) for part in parts) or "," not in text):
        return [Person(part.strip()) for part in parts]
    name, _, role = text.partition(",")
    return [Person(name.strip(), role.strip())]


def _texts(value: object) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    named = [entry.get("name") if isinstance(entry, dict) else entry for entry in entries[:100]]
    return [str(entry).strip() for entry in named if isinstance(entry, str | int | float)]


@cache
def _load_fields() -> dict[str, list[str]]:
    """Return the folded names that writers give each field, the preferred one first."""
    fields = load_tables("page")["fields"]
    return {field: [fold(name) for name in names] for field, names in fields.items()}
