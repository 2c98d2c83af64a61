"""An interview as an OHMS record of oral history: what is known of it, and its transcript by speaker.

`reading/format/ohms.py` reads it back into the same turns. Times are kept by the minute, as OHMS has
them; what people do in life has no place in a record.

Source: Oral History Metadata Synchronizer, https://www.oralhistoryonline.org
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.interview import Interview
from onrecord.text.shown import show
from onrecord.text.span import Span
from onrecord.workbench.speech import Said, list_said
from onrecord.workbench.written_xml import add, begin, write

SPACE = "https://www.weareavp.com/nunncenter/ohms"
_ASKER, _NOBODY = "Interviewer", "Interviewee"
_MINUTE = 60  # seconds
_MOST_MINUTES = 24 * 60  # a recording is shorter than a day


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
    said = list(list_said(interview))
    if sync := _write_sync(interview, said):
        add(record, "sync", sync)
    add(record, "transcript", "\n\n".join(map(_write, said)))
    return write(root)


def _write(one: Said) -> str:
    return f"{_label(one)}: {' '.join(one.text.split())}"


def _label(one: Said) -> str:
    return one.who or (_ASKER if one.asks else _NOBODY)


def _write_sync(interview: Interview, said: Sequence[Said]) -> str:
    """Return at which word of which line each minute of the recording begins, from 1; "" without times.

    What is said stands on every second line.
    """
    codes = [code for code in interview.time_codes if said and code.offset < said[-1].span.end]
    places: list[str] = []
    for code in codes:
        while len(places) < min(code.seconds // _MINUTE, _MOST_MINUTES):
            number = next(n for n, one in enumerate(said) if code.offset < one.span.end)
            one = said[number]
            within = Span(one.span.start, max(one.span.start, code.offset))
            before = [*_label(one).split(), *show(interview.show(within)).split()]
            places.append(f"{2 * number + 1}({len(before) + 1})")
    return f"1:|{'|'.join(places)}" if places else ""
