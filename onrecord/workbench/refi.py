"""A project of REFI-QDA (`.qdpx`), which NVivo, MAXQDA, ATLAS.ti, QualCoder and others open.

Each interview is a source in plain text; each person is a case, and a code on all that they say; each
question is a code on the quotes that answer it. Positions are code points of the text in the project,
the end exclusive: those of the interview, but where its side file shows other words.

Source: REFI-QDA 1.5, 2019, https://www.qdasoftware.org; the schema is of version 1.0
"""

from __future__ import annotations

import datetime
import json
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from onrecord.answer.answer import Answer
from onrecord.interview import Interview
from onrecord.text.shown import shorten
from onrecord.text.span import Span
from onrecord.version import __version__
from onrecord.wording import name_field, say
from onrecord.workbench.written_xml import add, begin, write

SPACE = "urn:QDA-XML:project:1.0"
_NAMESPACE = uuid.UUID("0b9b0f0e-6d5b-5a3c-8f0e-5b7f4f1a9c11")
_COLOURS = ("#4E79A7", "#F28E2B", "#59A14F", "#E15759", "#B07AA1", "#76B7B2", "#9C755F", "#EDC948")
_LONGEST_NAME = 200  # characters of the name of a code


@dataclass(frozen=True, slots=True)
class _Mark:
    """A slice of an interview with a code: the question that it answers, or the person who says it."""

    interview_id: str
    span: Span
    code: str


def write_project(
    answers: Sequence[Answer], interviews: Mapping[str, Interview], day: datetime.date, path: Path
) -> None:
    """Write interviews and the quotes of answers as a project."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in make_project(answers, interviews, day).items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def make_project(
    answers: Sequence[Answer], interviews: Mapping[str, Interview], day: datetime.date
) -> dict[str, bytes]:
    """Return the files of a project by their names in it."""
    language = answers[0].language if answers else "fr"
    quotes = [
        _Mark(hit.interview_id, Span(hit.quote.start, hit.quote.end), part.question)
        for answer in answers
        for part in answer.parts or (answer,)
        for hit in part.hits
    ]
    said = [
        _Mark(one.id, paragraph, turn.speaker.name)
        for one in interviews.values()
        for turn in one.turns
        for paragraph in turn.paragraphs
        if turn.speaker.name
    ]
    when = {"creatingUser": _name("user"), "creationDateTime": f"{day.isoformat()}T00:00:00Z"}
    root = begin(
        "Project", SPACE, name=say("grid_title", language), origin=f"On the Record {__version__}",
        creatingUserGUID=when["creatingUser"], creationDateTime=when["creationDateTime"],
    )  # fmt: skip
    add(add(root, "Users"), "User", guid=when["creatingUser"], name="On the Record")
    _add_codes(root, dict.fromkeys(one.code for one in quotes), dict.fromkeys(one.code for one in said),
               language)  # fmt: skip
    _add_cases(root, said)
    sources = add(root, "Sources")
    files = {}
    for one in interviews.values():
        own = {"question": quotes, "person": said}
        marks = [
            (kind, mark) for kind, many in own.items() for mark in many if mark.interview_id == one.id
        ]
        _add_source(sources, one, dict.fromkeys(marks), when)
        files[f"sources/{_name('source', one.id)}.txt"] = write_text(one).encode()
    return {"project.qde": write(root).encode(), **files}


def write_text(interview: Interview) -> str:
    """Return the text of an interview as it stands in a project: shown, with one line end for all.

    Tools read « \\r\\n » as one character or as two; a blank and « \\n » are two for all of them.
    """
    text = interview.show(Span(0, len(interview.text)))
    return text.replace("\r\n", " \n").replace("\r", "\n")


def _add_codes(root: Element, questions: Iterable[str], people: Iterable[str], language: str) -> None:
    """Add the code book: the questions, then the people under one code."""
    questions, people = list(questions), list(people)
    if not questions and not people:
        return
    codes = add(add(root, "CodeBook"), "Codes")
    for number, question in enumerate(questions):
        colour = _COLOURS[number % len(_COLOURS)]
        made = {"guid": _name("question", question), "isCodable": "true", "color": colour}
        code = add(codes, "Code", name=shorten(question, _LONGEST_NAME), **made)
        add(code, "Description", question)
    if people:
        group = {"guid": _name("people"), "isCodable": "false"}
        parent = add(codes, "Code", name=name_field("people", language), **group)
        for person in people:
            add(parent, "Code", guid=_name("person", person), name=person, isCodable="true")


def _add_cases(root: Element, said: Sequence[_Mark]) -> None:
    """Add each person as a case: the interviews they speak in, and what they say there."""
    if not said:
        return
    cases = add(root, "Cases")
    for person in dict.fromkeys(one.code for one in said):
        own = [one for one in said if one.code == person]
        case = add(cases, "Case", guid=_name("case", person), name=person)
        for interview_id in dict.fromkeys(one.interview_id for one in own):
            add(case, "SourceRef", targetGUID=_name("source", interview_id))
        for one in own:
            add(case, "SelectionRef", targetGUID=_name_selection("person", one))


def _add_source(
    sources: Element,
    interview: Interview,
    marks: Iterable[tuple[str, _Mark]],
    when: Mapping[str, str],
) -> None:
    guid = _name("source", interview.id)
    path = f"internal://{guid}.txt"
    source = add(sources, "TextSource", guid=guid, name=interview.id, plainTextPath=path, **when)
    add(source, "Description", _describe(interview))
    for kind, mark in marks:
        start, end = interview.place(mark.span.start), interview.place(mark.span.end)
        selection = add(source, "PlainTextSelection", guid=_name_selection(kind, mark),
            name=shorten(interview.show(mark.span), 60), startPosition=str(start), endPosition=str(end),
            **when,
        )  # fmt: skip
        coding = add(selection, "Coding", guid=_name("coding", _name_selection(kind, mark)), **when)
        add(coding, "CodeRef", targetGUID=_name(kind, mark.code))


def _describe(interview: Interview) -> str:
    """Return what is known of an interview, a line for each field."""
    people = "; ".join(person.described for person in interview.people)
    date = interview.date.isoformat() if interview.date else ""
    known = (interview.title, people, interview.author, interview.publication, date, interview.url)
    return "\n".join([*(one for one in known if one), f"SHA-256 {interview.sha256}"])


def _name_selection(kind: str, mark: _Mark) -> str:
    return _name("selection", kind, mark.code, mark.interview_id, str(mark.span.start),
                 str(mark.span.end))  # fmt: skip


def _name(*parts: str) -> str:
    """Return a name that is always the same for the same parts."""
    return str(uuid.uuid5(_NAMESPACE, json.dumps(parts)))
