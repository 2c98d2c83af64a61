"""TEI becomes talk: the utterances of a transcript (`<u who>`, `<sp who>`), with who says each.

The header states the title, the day and the people, a timeline when each utterance begins; each
utterance is one block, whose voice is the person's name. What is not a word (`<pause/>`,
`<incident>`, `<vocal>`, `<note>`) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.block.label import says_answer, says_question
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.talk import Speech, set_talk
from onrecord.reading.format.xml import find_all, find_first, name_of, parse_xml, words_of

_SILENT = frozenset(
    ("pause", "incident", "vocal", "kinesic", "note", "desc", "event", "anchor", "speaker")
)
_LONGEST = 1e6  # seconds of a recording


@dataclass(frozen=True, slots=True)
class _Voice:
    """A person of the header; `role` is their part in the talk, `occupation` what they do in life."""

    name: str
    role: str
    occupation: str
    key: str

    @property
    def called(self) -> str:
        """What is known of who it is: the name, else the role, else the key."""
        return self.name or self.role or self.key


def extract_tei(content: bytes, path: Path) -> Extract:
    """Return the talk of a TEI file.

    Raises
    ------
    CorpusError
        When it is damaged, or nobody says a word in it.
    """
    root = parse_xml(content, path)
    people = _read_people(root)
    speeches = list(_read_speeches(root, people))
    if not speeches:
        speeches = [Speech("", words_of(node, _SILENT)) for node in find_all(root, "p", "body")]
    if not any(speech.text for speech in speeches):
        raise CorpusError.of("xml_empty", where=path)
    text, blocks, codes = set_talk(speeches)
    return Extract(text, blocks, _read_header(root, people), time_codes=codes)


def _read_speeches(root: Any, people: dict[str, _Voice]) -> Iterator[Speech]:
    times = _read_times(root)
    for node in root.iter():
        if name_of(node) not in ("u", "sp"):
            continue
        who = [one.lstrip("#") for one in str(node.get("who") or "").split()]
        names = [people[one].called if one in people else one for one in who[:4]]
        label = find_first(node, "speaker") if not names else None
        voice = " et ".join(names) if names else words_of(label) if label is not None else ""
        start = times.get(str(node.get("start") or "").lstrip("#"))
        yield Speech(voice.strip(" :"), words_of(node, _SILENT), start)


def _read_times(root: Any) -> dict[str, float]:
    """Return the seconds of the points of a timeline that are counted from its origin, by their key."""
    origin = {_key(node) for node in find_all(root, "when") if node.get("interval") is None}
    found = {}
    for node in find_all(root, "when"):
        if str(node.get("since") or "").lstrip("#") in origin | {""}:
            with suppress(ValueError, TypeError):
                found[_key(node)] = float(node.get("interval"))
    return {key: seconds for key, seconds in found.items() if 0 <= seconds < _LONGEST}


def _read_people(root: Any) -> dict[str, _Voice]:
    """Return each person of the header, by their key."""
    found = {}
    for node in find_all(root, "person"):
        name = find_first(node, "persName")
        if name is None:
            name = find_first(node, "name")
        occupation = find_first(node, "occupation")
        found[_key(node)] = _Voice(
            words_of(name) if name is not None else "",
            str(node.get("role") or ""),
            words_of(occupation) if occupation is not None else "",
            _key(node),
        )
    return found


def _key(node: Any) -> str:
    return str(next((value for name, value in node.attrib.items() if name.endswith("id")), ""))


def _read_header(root: Any, people: dict[str, _Voice]) -> dict[str, object]:
    """Return what the header states: title, medium, address, day, who asks and who answers."""
    stated: dict[str, object] = {}
    title = find_first(root, "title")
    if title is not None and words_of(title):
        stated["title"] = words_of(title)
    source = find_first(root, "sourceDesc")
    publisher = find_first(source, "publisher") if source is not None else None
    if publisher is not None:
        stated["publication"] = words_of(publisher)
    address = find_first(source, "ptr") if source is not None else None
    if address is not None:
        stated["url"] = str(address.get("target") or "")
    for parent in ("recording", "setting", "creation", "publicationStmt"):
        holder = find_first(root, parent)
        date = find_first(holder, "date") if holder is not None else None
        if date is not None:
            stated["date"] = str(date.get("when") or words_of(date))
            break
    named = [one for one in people.values() if one.name or not one.role]
    asks = [one.called for one in named if says_question(one.role)]
    author = find_first(source, "author") if source is not None and not asks else None
    if author is not None:
        asks = [words_of(author)]
    answers = [one for one in named if says_answer(one.role)]
    if asks:
        stated["author"] = asks
    if answers:
        stated["interviewees"] = [{"name": one.called, "role": one.occupation} for one in answers]
    elif named:
        stated["speakers"] = [one.called for one in named]
    return stated
