"""OHMS XML (oral history) becomes its transcript, with what its record states.

The transcript is plain text inside one element, its lines wrapped; it is read as a text file is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.block.block import cut_blocks
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.xml import find_all, find_first, parse_xml

_BREAK = re.compile(r"<br\s*/?>|</p>", re.I)
_FIELDS = {"title": "title", "repository": "publication", "collection_name": "publication"}
_PEOPLE = {"interviewee": "interviewees", "interviewer": "author"}


def extract_ohms(content: bytes, path: Path) -> Extract:
    """Return the transcript of an OHMS record in blocks.

    Raises
    ------
    CorpusError
        When it is damaged, or has no transcript.
    """
    root = parse_xml(content, path)
    node = find_first(root, "transcript")
    text = "".join(node.itertext()).strip() if node is not None else ""
    text = _BREAK.sub("\n", text).replace("\r\n", "\n")
    if not re.search(r"\w", text):
        raise CorpusError.of("xml_empty", where=path)
    return Extract(text, tuple(cut_blocks(text)), _read_record(root))


def _read_record(root: Any) -> dict[str, object]:
    """Return what the record states: title, day, medium, who asks and who answers."""
    stated: dict[str, object] = {}
    for name, field in _FIELDS.items():
        value = _text(find_first(root, name))
        if value:
            stated.setdefault(field, value)
    date = find_first(root, "date")
    if date is not None and (date.get("value") or _text(date)):
        stated["date"] = str(date.get("value") or _text(date))
    for name, field in _PEOPLE.items():
        names = [_in_order(_text(node)) for node in find_all(root, name)]
        if any(names):
            stated[field] = [name for name in names if name]
    return stated


def _in_order(name: str) -> str:
    """Return « Sabo, Selma » with the first name first."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else name


def _text(node: Any) -> str:
    return " ".join("".join(node.itertext()).split()) if node is not None else ""
