"""TEI becomes talk: the utterances of a transcript (`<u who>`, `<sp who>`), with who says each.

The header states the title, the day and the people; each utterance is one block, whose voice is the
person's name. What is not a word (`<pause/>`, `<incident>`, `<vocal>`, `<note>`) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def _read_speeches(root: Any, people: dict[str, tuple[str, str]]) -> Iterator[Speech]:
    for node in root.iter():
        tag = name_of(node)
        if tag not in ("u", "sp"):
            continue
        who = str(node.get("who") or "").split()
        names = [people.get(one.lstrip("#"), (one.lstrip("#"), ""))[0] for one in who[:4]]
        label = find_first(node, "speaker") if not names else None
        voice = " et ".join(names) if names else words_of(label) if label is not None else ""
        yield Speech(voice.strip(" :"), words_of(node, _SILENT))


def _read_people(root: Any) -> dict[str, tuple[str, str]]:
    """Return the name and the role of each person of the header, by their key."""
    found = {}
    for node in root.iter():
        if name_of(node) != "person":
            continue
        key = next((value for name, value in node.attrib.items() if name.endswith("id")), "")
        name = find_first(node, "persName")
        if name is None:
            name = find_first(node, "name")
        role = str(node.get("role") or "")
        found[str(key)] = (words_of(name) if name is not None else role or str(key), role)
    return found


def _read_header(root: Any, people: dict[str, tuple[str, str]]) -> dict[str, object]:
    """Return what the header states: title, day, who asks and who answers by their roles."""
    stated: dict[str, object] = {}
    title = find_first(root, "title")
    if title is not None and words_of(title):
        stated["title"] = words_of(title)
    for parent in ("recording", "setting", "creation", "publicationStmt"):
        holder = find_first(root, parent)
        date = find_first(holder, "date") if holder is not None else None
        if date is not None:
            stated["date"] = str(date.get("when") or words_of(date))
            break
    asks = [name for name, role in people.values() if says_question(role)]
    answers = [name for name, role in people.values() if says_answer(role)]
    if asks:
        stated["author"] = asks
    if answers:
        stated["interviewees"] = answers
    elif people:
        stated["speakers"] = [name for name, _ in people.values()]
    return stated
