"""An interview as an OHMS record of oral history: what is known of it, and its transcript by speaker.

`reading/format/ohms.py` reads it back into the same turns.

Source: Oral History Metadata Synchronizer, https://www.oralhistoryonline.org
"""

from __future__ import annotations

from onrecord.interview import Interview
from onrecord.workbench.speech import Said, list_said
from onrecord.workbench.written_xml import add, begin, write

SPACE = "https://www.weareavp.com/nunncenter/ohms"
_ASKER, _NOBODY = "Interviewer", "Interviewee"


def write_ohms(interview: Interview) -> str:
    """Return an interview as a record of OHMS."""
    root = begin("ROOT", SPACE)
    date = interview.date.isoformat() if interview.date else ""
    record = add(root, "record", id=interview.id, dt=date)
    add(record, "version", "5.4")
    if date:
        add(record, "date", value=date, format="yyyy-mm-dd")
    known = {"title": interview.name, "repository": interview.publication}
    for name, value in known.items():
        if value:
            add(record, name, value)
    for person in interview.people or interview.speakers:
        add(record, "interviewee", person.name)
    if interview.author:
        add(record, "interviewer", interview.author)
    add(record, "transcript", "\n\n".join(map(_write, list_said(interview))))
    return write(root)


def _write(one: Said) -> str:
    return f"{one.who or (_ASKER if one.asks else _NOBODY)}: {one.text}"
