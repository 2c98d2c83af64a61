"""OHMS XML (oral history) becomes its transcript, with what its record states.

The transcript is plain text inside one element, its lines wrapped; it is read as a text file is. Beside
it, `sync` says at which word each minute begins: `1:|13(3)|19(14)` is the third word of line 13, then
the fourteenth of line 19, both counted from 1. Records of later versions hold WebVTT instead.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.interview import TimeCode
from onrecord.reading.block.block import cut_blocks
from onrecord.reading.block.timecode import find_time_codes
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.subtitle import extract_vtt
from onrecord.reading.format.xml import find_all, find_first, parse_xml

_BREAK = re.compile(r"<br\s*/?>|</p>", re.I)
_SYNC = re.compile(r"\s*(\d{1,3}):((?:\|\d{0,6}(?:\(\d{0,6}\))?)*)\|?\s*")
_PLACE = re.compile(r"(\d+)\((\d+)\)")
_MINUTE = 60
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
    stated = _read_record(root)
    whole = _BREAK.sub("\r", _content(find_first(root, "transcript")))  # no line of its own in `sync`
    text = whole.strip().replace("\r", "\n")
    if re.search(r"\w", text):
        sync = _content(find_first(root, "sync"))
        codes = () if find_time_codes(text)[1] else _read_sync(sync, whole)
        return Extract(text, tuple(cut_blocks(text)), stated, codes)
    captions = _content(find_first(root, "vtt_transcript")).strip()
    if not captions:
        raise CorpusError.of("xml_empty", where=path)
    return replace(extract_vtt(captions.encode(), path), stated=stated)


def _read_sync(sync: str, whole: str) -> tuple[TimeCode, ...]:
    """Return when each minute begins, by offsets into `whole` stripped; nothing if that is not said."""
    read = _SYNC.fullmatch(sync)
    if read is None or not int(read[1]) or not read[2]:
        return ()
    lines = list(re.finditer(r"[^\n]*\n?", whole))
    before = len(whole) - len(whole.lstrip())
    codes = [TimeCode(0, 0.0)]
    for count, place in enumerate(map(_PLACE.fullmatch, read[2].split("|")[1:]), 1):
        if place is None or not 0 < int(place[1]) <= len(lines):
            continue
        line = lines[int(place[1]) - 1]
        words = list(re.finditer(r"\S+", line[0]))
        word = words[min(int(place[2]), len(words)) - 1] if words and int(place[2]) else None
        offset = line.start() + (word.start() if word else 0) - before
        if offset >= codes[-1].offset:
            codes.append(TimeCode(offset, float(count * int(read[1]) * _MINUTE)))
    return tuple(codes) if len(codes) > 1 else ()


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
    return " ".join(_content(node).split())


def _content(node: Any) -> str:
    return "".join(node.itertext()).replace("\r\n", "\n") if node is not None else ""
