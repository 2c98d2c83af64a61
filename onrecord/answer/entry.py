"""What an export says: its entries, field by field, read from Markdown, BibTeX, RIS or CSL-JSON.

Nothing is dropped: a field that is given twice holds both values, and a line that is no field is kept
as unread. What an entry claims is compared with the sources in `verify_export`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from onrecord.answer.export import from_tex

_BIBTEX_HEAD = re.compile(r"@(\w+)\{([^,\s]+),")
_BIBTEX_FIELD = re.compile(r'\s*(\w+)\s*=\s*(?:\{(.*)\}|"(.*)"|(\w+))\s*,?\s*')
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_MARKDOWN_SOURCE = re.compile(r"— (.*?)(?: \[↗\]\((.*)\))?")
_MARKDOWN_ESCAPE = re.compile(r"\\([\\`*_\[\]<>#|~$])")
_BOLD = re.compile(r"(?<!\\)\*\*(.+)(?<!\\)\*\*")


@dataclass(frozen=True, slots=True)
class Entry:
    """An exported quote.

    `fields` are its values by the names that its format gives them; `unread` are the lines in or after
    it (before the first: in front of it too) that are no field.
    """

    fields: dict[str, str]
    unread: list[str] = field(default_factory=list)


class _Entries:
    """The entries read so far."""

    def __init__(self) -> None:
        self.found: list[Entry] = []
        self._early: list[str] = []

    def begin(self, **fields: str) -> None:
        """Begin an entry."""
        self.found.append(Entry(fields, self._early))
        self._early = []

    def put(self, name: str, value: str) -> None:
        """Put a value into the last entry, beside one that it has under this name."""
        fields = self.found[-1].fields
        fields[name] = "; ".join(filter(None, (fields.get(name), value)))

    def leave(self, line: str) -> None:
        """Keep a line that is no field; a blank one says nothing."""
        if line.strip():
            (self.found[-1].unread if self.found else self._early).append(line.strip())


def load_json(text: str) -> Any:
    """Return what a text in JSON says.

    Raises
    ------
    ValueError
        When it is no JSON, or gives a name twice: another program would read the other value.
    RecursionError
        When it is nested too deeply.
    """
    return json.loads(text, object_pairs_hook=_refuse_twice)


def read_csl_json(text: str) -> list[Entry]:
    """Return the items of CSL-JSON, or the only one; a value that is not text as its JSON.

    Raises
    ------
    ValueError, AttributeError, RecursionError
        When it is no JSON, or not of items.
    """
    items = load_json(text)
    return [
        Entry(
            {
                name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for name, value in item.items()
            }
        )
        for item in (items if isinstance(items, list) else [items])
    ]


def read_bibtex(text: str) -> list[Entry]:
    """Return the entries of BibTeX, one field a line, with their kind and key."""
    entries = _Entries()
    for line in text.splitlines():
        if head := _BIBTEX_HEAD.fullmatch(line.strip()):
            entries.begin(kind=head[1], key=head[2])
        elif entries.found and (given := _BIBTEX_FIELD.fullmatch(line)):
            entries.put(given[1], from_tex(given[2] or given[3] or given[4] or ""))
        elif line.strip() != "}":
            entries.leave(line)
    return entries.found


def read_ris(text: str) -> list[Entry]:
    """Return the records of RIS, each from TY on, by tag."""
    entries = _Entries()
    for line in text.splitlines():
        given = _RIS_LINE.fullmatch(line)
        if given and given[1] == "TY":
            entries.begin(TY=given[2])
        elif given and entries.found:
            if given[1] != "ER":
                entries.put(given[1], given[2])
        else:
            entries.leave(line)
    return entries.found


def read_markdown(text: str) -> list[Entry]:
    """Return the quotations of Markdown: quote, passage around it, question, source and link.

    A line without « > » goes on with the quotation in front of it, as Markdown has it.
    """
    entries = _Entries()
    inside = False
    for line in text.splitlines():
        is_quoted = line.startswith(">")
        content = line.removeprefix(">").strip()
        if is_quoted and not inside:
            entries.begin(**_read_quoted(content))
        elif is_quoted or (inside and content):
            _put_line(entries, content)
        else:
            entries.leave(line)
        inside = is_quoted or (inside and bool(content))
    return entries.found


def _put_line(entries: _Entries, content: str) -> None:
    """Put a line of a quotation after its first into the last entry."""
    if source := _MARKDOWN_SOURCE.fullmatch(content):
        entries.put("source", _unescape(source[1]))
        if source[2]:
            entries.put("link", source[2])
    elif content:
        entries.put("asked", _unescape(content.strip("*")))


def _read_quoted(content: str) -> dict[str, str]:
    """Return the first line of a quotation: the quote alone, or in bold within its passage."""
    bold = _BOLD.search(content)
    if bold is None:
        return {"quote": _unescape(content)}
    return {"quote": _unescape(bold[1]), "passage": _unescape(content)}


def _unescape(text: str) -> str:
    return _MARKDOWN_ESCAPE.sub(r"\1", text)


def _refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for name, value in pairs:
        if name in named:
            raise ValueError(f"{name[:80]!r} is given twice")
        named[name] = value
    return named
