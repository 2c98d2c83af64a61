"""Interviews as notes in Markdown, as Obsidian links them: one a file, and one with the quotes.

Each paragraph has a block id (`^t1p2`), to which the quotes link. Texts are those that are shown,
without markup, and escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import yaml

from onrecord.answer.answer import Answer
from onrecord.answer.hit import Hit
from onrecord.interview import Interview
from onrecord.retrieval.passage import make_anchor
from onrecord.text.shown import escape_markdown, show
from onrecord.wording import say
from onrecord.workbench.cell import name_verdict, quote_of
from onrecord.workbench.speech import list_said


def write_notes(answers: Sequence[Answer], interviews: Mapping[str, Interview]) -> dict[str, str]:
    """Return the notes by the names of their files: the interviews, and the answers if any."""
    notes = {f"{one.id}.md": write_note(one) for one in interviews.values()}
    if answers:
        name = say("notes_name", answers[0].language)
        while f"{name}.md" in notes:
            name += "-"
        notes[f"{name}.md"] = write_quotes(answers)
    return notes


def write_note(interview: Interview) -> str:
    """Return an interview as a note: what is known of it as properties, then what is said."""
    known = {
        "title": interview.name,
        "people": [person.described for person in interview.people],
        "author": interview.author,
        "publication": interview.publication,
        "date": interview.date,
        "url": interview.url,
        "source_sha256": interview.sha256,
    }
    properties = {name: value for name, value in known.items() if value}
    head = yaml.safe_dump(properties, allow_unicode=True, sort_keys=False, width=1000)
    parts = [f"---\n{head}---", f"# {escape_markdown(interview.name)}"]
    for number, span in enumerate(interview.lead, 1):
        parts.append(f"*{_escape(show(interview.show(span)))}* ^{make_anchor(0, number)}")
    last = ""
    for one in list_said(interview):
        if one.asks:
            parts.append(f"### {_escape(one.text)}")
            last = ""
            continue
        who = f"**{_escape(one.who)}** : " if one.who and one.who != last else ""
        parts.append(f"{who}{_escape(one.text)} ^{one.anchor}")
        last = one.who
    return "\n\n".join(parts) + "\n"


def write_quotes(answers: Iterable[Answer]) -> str:
    """Return answers as a note: each question, and each quote with a link to its paragraph."""
    parts = ["# On the Record"]
    for answer in (part for one in answers for part in one.parts or (one,)):
        parts.append(f"## {_escape(answer.question)}")
        parts.append(f"*{_escape(' '.join([name_verdict(answer), *answer.notes]))}*")
        parts += [_quote(hit, answer.language) for hit in answer.hits]
    return "\n\n".join(parts) + "\n"


def _quote(hit: Hit, language: str) -> str:
    place = f"{hit.interview_id}#^{hit.anchor}"
    cited = _escape(hit.citation).replace("\\|", "-")
    return f"> {_escape(quote_of(hit, language))}\n>\n> — [[{place}|{cited}]]"


def _escape(text: str) -> str:
    """Escape a text, with what Obsidian alone understands: a block id, a tag or maths in the middle."""
    return escape_markdown(text).replace("^", "\\^").replace("==", "\\==").replace("%%", "\\%%")
