"""An interview as TEI: a header that says who speaks, and an utterance for each question or paragraph.

`reading/format/tei.py` reads it back into the same turns.

Source: TEI P5, chapters 2 and 8, https://tei-c.org/guidelines/p5/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from onrecord.interview import Interview
from onrecord.text.shown import show
from onrecord.version import __version__
from onrecord.workbench.speech import Said, list_said
from onrecord.workbench.written_xml import add, begin, write

SPACE = "http://www.tei-c.org/ns/1.0"
_ASKER, _NOBODY = "asker", "nobody"


def write_tei(interview: Interview) -> str:
    """Return an interview as a file of TEI."""
    said = list(list_said(interview))
    names = dict.fromkeys(one.who for one in said if not one.asks)
    keys = {name: f"p{number}" if name else _NOBODY for number, name in enumerate(names, 1)}
    root = begin("TEI", SPACE)
    header = add(root, "teiHeader")
    _add_file(add(header, "fileDesc"), interview)
    profile = add(header, "profileDesc")
    if interview.date:
        add(add(profile, "creation"), "date", when=interview.date.isoformat())
    _add_people(add(profile, "particDesc"), interview, said, keys)
    text = add(root, "text")
    times = _add_times(text, said)
    if interview.lead:
        front = add(add(text, "front"), "div", type="lead")
        for span in interview.lead:
            add(front, "p", show(interview.show(span)))
    body = add(text, "body")
    for one in said:
        who = _ASKER if one.asks else keys[one.who]
        start = f"#{times[one.start_time]}" if one.start_time is not None else ""
        add(body, "u", one.text, who=f"#{who}", xml_id=one.anchor, start=start)
    return write(root)


def _add_file(parent: Element, interview: Interview) -> None:
    add(add(parent, "titleStmt"), "title", interview.name)
    add(add(parent, "publicationStmt"), "p", f"On the Record {__version__}")
    source = add(add(parent, "sourceDesc"), "bibl")
    add(source, "title", interview.name)
    if interview.author:
        add(source, "author", interview.author)
    if interview.publication:
        add(source, "publisher", interview.publication)
    if interview.url:
        add(source, "ptr", target=interview.url)
    add(source, "idno", interview.sha256, type="sha256")


def _add_people(
    parent: Element, interview: Interview, said: Sequence[Said], keys: Mapping[str, str]
) -> None:
    """Add who asks and who answers, with their roles at the date of the interview."""
    people = add(parent, "listPerson")
    if any(one.asks for one in said):
        asker = add(people, "person", xml_id=_ASKER, role="interviewer")
        if interview.author:
            add(asker, "persName", interview.author)
    roles = {one.name: one.role for one in (*interview.people, *interview.speakers) if one.role}
    for name, key in keys.items():
        person = add(people, "person", xml_id=key, role="interviewee")
        if name:
            add(person, "persName", name)
        if name in roles:
            add(person, "occupation", roles[name])


def _add_times(text: Element, said: Sequence[Said]) -> dict[float, str]:
    """Add a timeline where the recording's seconds are known; return their names in it."""
    seconds = dict.fromkeys(one.start_time for one in said if one.start_time is not None)
    names = {second: f"T{number}" for number, second in enumerate(seconds, 1)}
    if names:
        timeline = add(text, "timeline", unit="s", origin="#T0")
        add(timeline, "when", xml_id="T0")
        for second, name in names.items():
            add(timeline, "when", xml_id=name, interval=f"{second:g}", since="#T0")
    return names
