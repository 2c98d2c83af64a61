"""What a page says of itself: title, publication, author, date, address, people.

Three places, the surest first: the side file, the front matter, the lines at the head of the
page. What none of them says stays empty. Speakers named only by their labels are found later.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from onrecord.error import CorpusError
from onrecord.interview import Person, Span
from onrecord.reading.block import Block
from onrecord.reading.source import Source, parse_yaml

NAME = (
    r"[A-ZÀ-ÖØ-Þ][\w’'.-]*(?:[ \u00a0](?:(?:de|du|des|d’|d'|la|le|van|von|der|el|ben)[ \u00a0]?)*"
    r"[A-ZÀ-ÖØ-Þ][\w’'-]*){1,3}"
)
_FRONT_MATTER = re.compile(
    r"\ufeff?\s*---[ \t]*\r?\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.S
)
_MONTHS = (
    r"janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|"
    r"oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?|january|february|march|april|may|june|july|"
    r"august|september|october|november|december"
)
_DATE = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th)?[ \u00a0](?:{_MONTHS})\.?,?[ \u00a0]\d{{4}}|"
    rf"(?:{_MONTHS})\.?[ \u00a0]\d{{1,2}},[ \u00a0]\d{{4}}",
    re.I,
)
_PUBLISHED = re.compile(r"publi[ée]e?s?\b|mis en ligne|posted|published", re.I)
_AUTHOR = re.compile(
    r"(?:^|[•|·–—-]\s*|\b)(?:propos recueillis par|entretien (?:r[ée]alis[ée]|men[ée]|conduit) par|"
    r"interview (?:r[ée]alis[ée]e|men[ée]e|conduite) par|interviewed by|par|by)\s*:?\s*"
    rf"(?P<names>{NAME}(?:(?:,| et| and) {NAME})*)",
    re.I,
)
_WITH = re.compile(
    r"(?:entretien|interview|rencontre|conversation|discussion|[ée]change|questions?)\s+"
    rf"(?:(?i:avec)|(?i:de)|d['’]|(?i:à)|(?i:with)|(?i:of))\s*(?P<name>{NAME})",
    re.I,
)
_IDENTITY = re.compile(rf"(?P<name>{NAME}),\s+(?P<role>[^.!?]{{4,160}})$")
_FIELDS = {
    "title": ("title", "titre"),
    "publication": ("publication", "publisher", "media", "journal", "site", "source"),
    "author": ("author", "authors", "auteur", "auteurs", "interviewer", "byline"),
    "date": ("date", "published", "publication_date", "date_publication"),
    "url": ("url", "link", "lien", "canonical", "permalink"),
    "people": ("interviewees", "interviewee", "people", "speakers", "speaker", "guest", "invite"),
    "description": ("description", "excerpt", "chapeau-text", "chapo", "summary", "lead"),
}


@dataclass(slots=True)
class Metadata:
    """What was found, and where; filled by the steps of reading, the surest place first."""

    title: str = ""
    publication: str = ""
    author: str = ""
    date: datetime.date | None = None
    url: str = ""
    people: list[Person] = field(default_factory=list)
    description: str = ""
    found_in: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, where: str) -> None:
        """Keep `value` for the field `name` unless a surer place already gave one."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.found_in[name] = where


def read_metadata(source: Source) -> tuple[Metadata, Span]:
    """Return what the side file and the front matter say, and the front matter's span (or empty).

    Raises
    ------
    CorpusError
        When either is not YAML, or holds a date that is no date.
    """
    metadata = Metadata()
    _put_fields(metadata, source.side, source.side_name)
    match = _FRONT_MATTER.match(source.text)
    if match is None:
        return metadata, Span(0, 0)
    where = f"{source.id}, front matter"
    _put_fields(metadata, parse_yaml(match["yaml"], where), "front matter")
    return metadata, Span(*match.span())


def read_head_line(metadata: Metadata, block: Block) -> bool:
    """Take date and author from a line at the head of a page; return whether it held any.

    Only a line that is no prose is believed: it is short, or says « publié », and ends without
    a full stop.
    """
    text = block.plain
    date, author = _DATE.search(text), _AUTHOR.search(text)
    if len(text) > 300 or text.endswith((".", "!", "?")) or not (date or author):
        return False
    if not _PUBLISHED.search(text) and len(text) > 120:
        return False
    if date:
        metadata.put("date", parse_date(date[0]), f"line {block.line}")
    if author:
        metadata.put("author", author["names"], f"line {block.line}")
    return True


def read_people(metadata: Metadata, blocks: list[Block]) -> None:
    """Find who is interviewed in the title, or in a caption « Name, role » before the answers."""
    if not metadata.people and (match := _WITH.search(metadata.title)):
        metadata.put("people", [Person(_clean_name(match["name"]))], "title")
    for block in blocks:
        identity = _IDENTITY.match(block.plain)
        if identity and not metadata.people and len(block.plain) < 200:
            person = Person(identity["name"], identity["role"].strip())
            metadata.put("people", [person], f"line {block.line}")
    if not metadata.people and metadata.title:
        opening = metadata.description + " " + " ".join(block.plain for block in blocks[:3])
        found = (_repeated(match[0], opening) for match in re.finditer(NAME, metadata.title))
        people = [Person(name) for name in found if name]
        metadata.put("people", people[:1], "title and lead")


def parse_date(text: str) -> datetime.date | None:
    """Return the day that `text` names in French or English (day before month), or None."""
    text = text.strip()
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        pass
    import dateparser  # heavy, and most dates are ISO

    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]}
    found = dateparser.parse(text, languages=["fr", "en"], settings=settings)
    return found.date() if found else None


def _put_fields(metadata: Metadata, values: dict[str, object], where: str) -> None:
    lowered = {name.lower(): value for name, value in values.items()}
    for name, keys in _FIELDS.items():
        value = next((lowered[key] for key in keys if lowered.get(key)), None)
        if value is None:
            continue
        if name == "date":
            metadata.put(name, _date_value(value, where), where)
        elif name == "people":
            metadata.put(name, _people(value), where)
        elif name == "author":
            metadata.put(name, ", ".join(_texts(value)), where)
        elif isinstance(value, str):
            metadata.put(name, " ".join(value.split()), where)


def _date_value(value: object, where: str) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    parsed = parse_date(str(value))
    if parsed is None:
        raise CorpusError(f"{where}: expected a date such as 2019-11-28, found {str(value)[:60]!r}")
    return parsed


def _people(value: object) -> list[Person]:
    entries = value if isinstance(value, list) else [value]
    people = []
    for entry in entries:
        if isinstance(entry, dict) and entry.get("name"):
            people.append(Person(str(entry["name"]).strip(), str(entry.get("role") or "").strip()))
        elif isinstance(entry, str) and entry.strip():
            name, _, role = entry.partition(",")
            people.append(Person(name.strip(), role.strip()))
    return people


def _texts(value: object) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    return [str(entry).strip() for entry in entries if isinstance(entry, str | int | float)]


def _repeated(name: str, text: str) -> str:
    """Return the longest beginning of `name`, of two words or more, that `text` holds, or ""."""
    parts = name.split()
    counts = (count for count in range(len(parts), 1, -1) if parts[count - 1][0].isupper())
    beginnings = (" ".join(parts[:count]) for count in counts)
    return next((beginning for beginning in beginnings if beginning in text), "")


def _clean_name(name: str) -> str:
    return name.rstrip(".'’-")
