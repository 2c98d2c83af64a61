"""The page: what stands where, and what happens on a question, a click, a first visit.

Left the conversation, right the interview. Both are HTML of our own in Gradio's `HTML`, which
hands a click (`static/*.js`) to the methods of `desk`. Every event of the page is private: programs
call `endpoint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import api

from onrecord.archive import Archive
from onrecord.chat.conversation import Conversation
from onrecord.chat.desk import Desk, show_head
from onrecord.chat.endpoint import make_endpoints
from onrecord.chat.interview_view import Focus
from onrecord.chat.language import make_labels
from onrecord.chat.template import read_static
from onrecord.question import LONGEST

TITLE = "On the Record"
AT_ONCE = 4  # questions answered at the same time; the encoder's own threads share the cores
MOST_WAITING = 256
_STALE = (3600, 3600)  # seconds: how often what was sent to the server is cleared, and how old
_GREET = "() => window.onRecord.greet()"
_WAIT = "() => window.onRecord.wait()"
_NOTE = "(note) => window.onRecord.showNote(note)"
_SAVE = "(parcel) => window.onRecord.save(parcel)"
_REST = "() => window.onRecord.rest()"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the page that events read or fill."""

    head: gr.HTML
    conversation: gr.State
    talk: gr.HTML
    question: gr.Textbox
    reader: gr.HTML
    library: gr.HTML
    parcel: gr.JSON
    note: gr.JSON


def make_page(archive: Archive) -> gr.Blocks:
    """Return the page for an archive; `serve` launches it with its looks and its limits."""
    desk = Desk(archive)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=_STALE) as page:
        for name, endpoint in make_endpoints(archive).items():  # first: private events are named too
            api(endpoint, api_name=name)
        _wire(page, _lay_out(desk), desk)
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    assert isinstance(page, gr.Blocks)
    return page


def _lay_out(desk: Desk) -> _Parts:
    """Place the head, the conversation with its field, and the interview."""
    labels = make_labels()
    first = Conversation()
    talk_html, interview_html = desk.show(first, Focus())
    head = _html(show_head(first), "head")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            talk = _html(talk_html, "exchanges", read_static("talk.js"))
            question = gr.Textbox(
                label=labels("ask_label"),
                placeholder=labels("ask_placeholder"),
                submit_btn=str(labels("ask_button")),
                max_lines=6,
                max_length=LONGEST,
                container=False,
                elem_id="question",
            )
        with gr.Column(elem_id="reader"):
            scripts = "\n".join(map(read_static, ("reader.js", "place.js")))
            reader = _html(interview_html, "interview", scripts)
    library = _html(desk.show_library(first), "library", read_static("library.js"))
    parcel, note = gr.JSON(visible=False), gr.JSON(visible=False)
    return _Parts(head, gr.State(first), talk, question, reader, library, parcel, note)


def _html(value: str, name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, js_on_load=script, apply_default_css=False, elem_id=name)


def _wire(page: gr.Blocks, parts: _Parts, desk: Desk) -> None:
    """Say what happens on the first visit, a question, an example, a citation."""
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    once: dict[str, Any] = {"trigger_mode": "once", **quiet}
    shown = [parts.conversation, parts.talk, parts.reader]
    memory = [parts.conversation]
    parts.question.submit(None, js=_WAIT, **quiet)
    typed = parts.question.submit(desk.ask, [parts.question, *memory], [parts.question, *shown], **once)
    chosen = parts.talk.ask(desk.ask_example, memory, shown, **once)
    for asked in (typed, chosen):
        asked.then(None, js=_REST, **quiet)
    parts.talk.cite(desk.cite, memory, [parts.conversation, parts.reader], **quiet)
    kept = parts.talk.keep(desk.keep, memory, [parts.parcel], **quiet)
    kept.success(None, [parts.parcel], js=_SAVE, **quiet)
    noted = parts.reader.place(desk.note, memory, [parts.note], **quiet)
    noted.success(None, [parts.note], js=_NOTE, **quiet)
    parts.talk.visit(desk.open, memory, [parts.conversation, parts.reader], **quiet)
    around = [parts.head, parts.library]
    parts.library.open(desk.open, memory, [parts.conversation, parts.reader], **quiet)
    parts.library.bound(desk.bound, memory, [parts.conversation, parts.talk, *around], **quiet)
    greeted = page.load(desk.greet, memory, [*around, *shown], **quiet)
    greeted.then(None, js=_GREET, **quiet)
