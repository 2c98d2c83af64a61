"""The page: what stands where, and what happens on a question, a click, a first visit.

Left the conversation, right the interview, over both the library when it is open. All are HTML of our
own in Gradio's `HTML`, which hands a click (`static/*.js`) to the methods of `events` and
`upload_events`.
Every event of the page is private: programs call `endpoint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from gradio.events import api

from onrecord.chat.archives import Archives
from onrecord.chat.endpoint import make_endpoints
from onrecord.chat.events import Events, show_head
from onrecord.chat.failure import DiscreetBlocks
from onrecord.chat.feedback import Feedback
from onrecord.chat.interview_view import Focus
from onrecord.chat.language import make_labels
from onrecord.chat.session import Conversation
from onrecord.chat.template import read_static
from onrecord.chat.upload import Uploads
from onrecord.chat.upload_events import UploadEvents
from onrecord.question.message import LONGEST

TITLE = "On the Record"
READ_AT_ONCE = 2  # files that visitors bring, read or indexed
AT_ONCE = 4  # questions answered at the same time; the encoder's own threads share the cores
MOST_WAITING = 256
_STALE = (3600, 3600)  # seconds: how often what was sent to the server is cleared, and how old
_GREET = "() => window.onRecord.greet()"
_WAIT = "() => window.onRecord.wait()"
_NOTE = "(note) => window.onRecord.showNote(note)"
_SAVE = "(parcel) => window.onRecord.save(parcel)"
_REST = "() => window.onRecord.rest()"
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_SENT = "(receipt) => window.onRecord.sent(receipt)"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the page that events read or fill."""

    head: gr.HTML
    conversation: gr.State
    uploads: gr.State
    talk: gr.HTML
    question: gr.Textbox
    reader: gr.HTML
    upload: gr.HTML
    library: gr.HTML
    parcel: gr.JSON
    note: gr.JSON
    receipt: gr.JSON


def make_page(archives: Archives, feedback: Feedback | None = None) -> gr.Blocks:
    """Return the page for an archive; `serve` launches it with its looks and its limits."""
    events, upload_events = Events(archives, feedback), UploadEvents(archives)
    with DiscreetBlocks(
        title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=_STALE
    ) as page:
        for name, endpoint in make_endpoints(archives).items():  # first: private events are named too
            api(endpoint, api_name=name)
        parts = _lay_out(events, upload_events)
        _wire_talk(parts, events)
        _wire_library(parts, events)
        _wire_upload(parts, events, upload_events)
        begun = [parts.uploads, parts.upload, *_shown(parts)]
        greeted = page.load(events.greet, [parts.conversation], begun, **_QUIET)
        greeted.then(None, js=_GREET, **_QUIET)
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    assert isinstance(page, gr.Blocks)
    return page


def _lay_out(events: Events, upload_events: UploadEvents) -> _Parts:
    """Place the head, the conversation with its field, the interview, and the library over them."""
    labels = make_labels()
    first, none = Conversation(), Uploads()
    talk_html, interview_html = events.show(first, none, Focus())
    head = _html(show_head(first), "head")
    with gr.Row(elem_id="room"):
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
    with gr.Column(elem_id="library"):
        upload = _html(upload_events.show(none, first)[1], "upload", read_static("upload.js"))
        scripts = "\n".join(map(read_static, ("library.js", "timeline.js")))
        library = _html(events.show_library(first, none), "interviews", scripts)
    parcel, note, receipt = (gr.JSON(visible=False) for _ in range(3))
    memory = gr.State(first), gr.State(none)
    return _Parts(head, *memory, talk, question, reader, upload, library, parcel, note, receipt)


def _html(value: str, name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, js_on_load=script, apply_default_css=False, elem_id=name)


def _shown(parts: _Parts) -> list[Any]:
    """Return what is filled when everything is shown anew."""
    return [parts.head, parts.library, parts.conversation, parts.talk, parts.reader]


def _wire_talk(parts: _Parts, events: Events) -> None:
    """Say what happens on a question, an example, a citation, a paragraph."""
    once: dict[str, Any] = {"trigger_mode": "once", **_QUIET}
    shown = [parts.conversation, parts.talk, parts.reader]
    memory = [parts.conversation, parts.uploads]
    parts.question.submit(None, js=_WAIT, **_QUIET)
    typed = parts.question.submit(
        events.ask, [parts.question, *memory], [parts.question, *shown], **once
    )
    chosen = parts.talk.ask(events.ask_example, memory, shown, **once)
    for asked in (typed, chosen):
        asked.then(None, js=_REST, **_QUIET)
    parts.talk.cite(events.cite, memory, [parts.conversation, parts.reader], **_QUIET)
    parts.talk.judge(events.judge, memory, [parts.conversation], **_QUIET)
    kept = parts.talk.keep(events.keep, memory, [parts.parcel], **_QUIET)
    kept.success(None, [parts.parcel], js=_SAVE, **_QUIET)
    noted = parts.reader.place(events.note, memory, [parts.note], **_QUIET)
    noted.success(None, [parts.note], js=_NOTE, **_QUIET)
    parts.talk.visit(events.open, memory, [parts.conversation, parts.reader], **_QUIET)


def _wire_library(parts: _Parts, events: Events) -> None:
    """Say what happens when an interview is opened, and when the questions are bounded."""
    memory = [parts.conversation, parts.uploads]
    bounded = [parts.conversation, parts.talk, parts.head, parts.library]
    parts.library.open(events.open, memory, [parts.conversation, parts.reader], **_QUIET)
    parts.library.bound(events.bound, memory, bounded, **_QUIET)


def _wire_upload(parts: _Parts, events: Events, upload_events: UploadEvents) -> None:
    """Say what happens to a file: it arrives, is read, accepted or refused, and removed again."""
    memory = [parts.uploads, parts.conversation]
    filled = [parts.uploads, parts.upload]
    slow: dict[str, Any] = {"concurrency_limit": READ_AT_ONCE, "concurrency_id": "upload", **_QUIET}
    taken = parts.upload.receive(
        upload_events.receive, memory, [parts.uploads, parts.receipt, parts.upload], **_QUIET
    )
    taken.success(None, [parts.receipt], js=_SENT, **_QUIET)
    parts.upload.read(upload_events.read, memory, filled, **slow)
    parts.upload.refuse(upload_events.refuse, memory, filled, **_QUIET)
    added = parts.upload.accept(upload_events.accept, memory, filled, **slow)
    removed = parts.library.remove(upload_events.remove, memory, filled, **slow)
    for changed in (added, removed):
        changed.success(events.refresh, [parts.conversation, parts.uploads], _shown(parts), **_QUIET)
