"""The layout of the page, and which event a question, a click or a first visit calls.

The conversation is on the left, the interview on the right; the library opens over both. All three are
our own HTML in Gradio's `HTML` component: its scripts (`static/*.js`) pass a click on to the methods of
`events` and `upload_events`. Those events are private; programs call `endpoint`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import gradio as gr
from gradio.events import api

from onrecord.chat.archives import Archives
from onrecord.chat.begin_events import BeginEvents
from onrecord.chat.description import TITLE
from onrecord.chat.endpoint import as_gradio_error, make_endpoints
from onrecord.chat.events import Events
from onrecord.chat.failure import DiscreetBlocks
from onrecord.chat.find_events import FindEvents
from onrecord.chat.grid_events import GridEvents
from onrecord.chat.language import make_labels
from onrecord.chat.outputs import (
    Answered,
    Asked,
    Begun,
    Bounded,
    Growing,
    Handled,
    Opened,
    Received,
    Refreshed,
    Widened,
)
from onrecord.chat.session import Conversation
from onrecord.chat.template import read_static
from onrecord.chat.upload import Uploads
from onrecord.chat.upload_events import UploadEvents
from onrecord.question.message import LONGEST

GRIDS_AT_ONCE = 2  # grids of questions that fill at the same time
FIND_AT_ONCE = 2  # searches for exact words at the same time
READ_AT_ONCE = 2  # files of visitors, read or indexed at the same time
AT_ONCE = 4  # questions answered at the same time; the encoder's own threads share the cores
MOST_WAITING = 128  # requests in the queue: some seconds of work of two cores
_NEWS = 10  # seconds between two messages to whoever waits in the queue
_STALE = (3600, 3600)  # seconds: how often Gradio clears its cache of files, and from which age
_REMEMBERED = 12 * 3600  # seconds without a question or a file, after which a visit is forgotten
_KEPT = 3600  # seconds after which the last grid of a visit is forgotten
_GREET = "() => window.onRecord.greet()"
_RECALL = "() => [window.onRecord.recall()]"
_RECALL_AGAIN = "(memory, conversation, uploads) => [window.onRecord.recall(), conversation, uploads]"
_RESTORED = "() => window.onRecord.restored()"
_RESUMED = "() => window.onRecord.resumed()"
_WAIT = "() => window.onRecord.wait()"
_NOTE = "(note) => window.onRecord.showNote(note)"
_SEARCH_AGAIN = "() => { window.onRecord.searchAgain(); window.onRecord.gridAgain(); }"
_GRID_RESTS = "() => window.onRecord.gridRests()"
_SAVE = "(parcel) => window.onRecord.save(parcel)"
_REST = "() => window.onRecord.rest()"
_QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
_SENT = "(receipt) => window.onRecord.sent(receipt)"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the page that events read or fill, under the names of `outputs`."""

    head: gr.HTML
    conversation: gr.State
    uploads: gr.State
    talk: gr.HTML
    question: gr.Textbox
    candidates: gr.HTML
    finding: gr.HTML
    filled: gr.State
    panel: gr.HTML
    rows: gr.HTML
    reader: gr.HTML
    upload: gr.HTML
    library: gr.HTML
    parcel: gr.JSON
    note: gr.JSON
    receipt: gr.JSON
    memory: gr.JSON


def make_page(archives: Archives, events: Events, begin_events: BeginEvents) -> DiscreetBlocks:
    """Return the page for an archive; `serve` launches it with its styles and its limits."""
    upload_events, endpoints = UploadEvents(archives), make_endpoints(archives)
    with DiscreetBlocks(
        endpoints, title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=_STALE
    ) as page:
        # Endpoints first: Gradio names events by their function, and a second `ask` gets a suffix.
        for name, endpoint in endpoints.items():
            api(as_gradio_error(endpoint), api_name=name)
        parts = _lay_out()
        _wire_talk(parts, events)
        _wire_find(parts, FindEvents(archives))
        _wire_grid(parts, GridEvents(archives))
        _wire_library(parts, events)
        _wire_upload(parts, events, upload_events)
        _wire_begin(page, parts, begin_events)
    page.queue(
        status_update_rate=_NEWS,
        max_size=MOST_WAITING,
        default_concurrency_limit=AT_ONCE,
        api_open=False,
    )
    assert isinstance(page, DiscreetBlocks)
    return page


def _lay_out() -> _Parts:
    """Place the head, the conversation with its field, the interview, and the library over them.

    They are empty until the session begins: `front` has drawn the first screen over them.
    """
    head = _html("head")
    with gr.Row(elem_id="room"):
        with gr.Column(elem_id="talk"):
            talk = _html("exchanges", read_static("talk.js"))
            candidates = _html("candidates", read_static("candidates.js"))
            question = _make_field()
            finding = _html("finding", read_static("find.js"))
            panel = _html("gridding", read_static("grid.js"))
            rows = _html("grid-rows", read_static("grid_rows.js"))
        with gr.Column(elem_id="reader"):
            scripts = "\n".join(map(read_static, ("reader.js", "place.js", "recording.js")))
            reader = _html("interview", scripts)
    with gr.Column(elem_id="library"):
        upload = _html("upload", read_static("upload.js"))
        scripts = "\n".join(map(read_static, ("library.js", "timeline.js")))
        library = _html("interviews", scripts)
    parcel, note, receipt, memory = (gr.JSON(visible=False) for _ in range(4))
    return _Parts(
        head=head,
        conversation=gr.State(Conversation(), time_to_live=_REMEMBERED),
        uploads=gr.State(Uploads(), time_to_live=_REMEMBERED),
        talk=talk,
        question=question,
        candidates=candidates,
        finding=finding,
        filled=gr.State(time_to_live=_KEPT),
        panel=panel,
        rows=rows,
        reader=reader,
        upload=upload,
        library=library,
        parcel=parcel,
        note=note,
        receipt=receipt,
        memory=memory,
    )


def _make_field() -> gr.Textbox:
    """Place the field of the question, and its button."""
    labels = make_labels()
    return gr.Textbox(
        label=labels("ask_label"),
        placeholder=labels("ask_placeholder"),
        submit_btn=str(labels("ask_button")),
        max_lines=6,
        max_length=LONGEST,
        container=False,
        elem_id="question",
    )


def _html(name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(js_on_load=script, apply_default_css=False, elem_id=name)


def _find_outputs(parts: _Parts, output: type[NamedTuple]) -> list[Any]:
    """Return the components that an output of an event fills, in the order of its fields."""
    return [getattr(parts, name) for name in output._fields]


def _wire_begin(page: gr.Blocks, parts: _Parts, events: BeginEvents) -> None:
    """Wire a session that begins, goes on after one that was lost, or is forgotten."""
    begun, refreshed = _find_outputs(parts, Begun), _find_outputs(parts, Refreshed)
    greeted = page.load(events.greet, [parts.memory], begun, js=_RECALL, **_QUIET)
    greeted.then(None, js=_GREET, **_QUIET)
    known = [parts.memory, parts.conversation, parts.uploads]
    resumed = parts.upload.resume(events.resume, known, refreshed, js=_RECALL_AGAIN, **_QUIET)
    resumed.then(None, js=_RESUMED, **_QUIET)
    parts.talk.forget(events.forget, [parts.conversation], begun, **_QUIET)


def _wire_talk(parts: _Parts, events: Events) -> None:
    """Wire a question, an example, a citation, a judgement, a file to keep, a paragraph."""
    once: dict[str, Any] = {"trigger_mode": "once", **_QUIET}
    opened = _find_outputs(parts, Opened)
    memory = [parts.conversation, parts.uploads]
    parts.question.submit(None, js=_WAIT, **_QUIET)
    asked_of = [parts.question, *memory]
    typed = parts.question.submit(events.ask, asked_of, _find_outputs(parts, Asked), **once)
    chosen = parts.talk.ask(events.ask_example, memory, _find_outputs(parts, Answered), **once)
    widened = parts.talk.ask_all(events.ask_all, memory, _find_outputs(parts, Widened), **once)
    for asked in (typed, chosen, widened):
        asked.then(None, js=_REST, **_QUIET)
    parts.talk.cite(events.cite, memory, opened, **_QUIET)
    parts.talk.judge(events.judge, memory, [parts.conversation], **_QUIET)
    kept = parts.talk.keep(events.keep, memory, [parts.parcel], **_QUIET)
    page = parts.talk.keep_page(events.keep_page, memory, [parts.parcel], **_QUIET)
    for file in (kept, page):
        file.success(None, [parts.parcel], js=_SAVE, **_QUIET)
    noted = parts.reader.place(events.note, memory, [parts.note], **_QUIET)
    noted.success(None, [parts.note], js=_NOTE, **_QUIET)
    parts.talk.visit(events.open, memory, opened, **_QUIET)


def _wire_find(parts: _Parts, events: FindEvents) -> None:
    """Wire a search for exact words, and a place that is opened."""
    memory = [parts.conversation, parts.uploads]
    bounds: dict[str, Any] = {"concurrency_limit": FIND_AT_ONCE, "concurrency_id": "find", **_QUIET}
    parts.finding.find(events.find_words, memory, [parts.finding], **bounds)
    parts.finding.place(events.open_place, memory, _find_outputs(parts, Opened), **bounds)


def _wire_grid(parts: _Parts, events: GridEvents) -> None:
    """Wire a grid that is begun, fills, is stopped or kept, and a cell that is opened."""
    panel, growing = parts.panel, _find_outputs(parts, Growing)
    memory = [parts.conversation, parts.uploads, parts.filled]
    slow: dict[str, Any] = {"concurrency_limit": GRIDS_AT_ONCE, "concurrency_id": "grid", **_QUIET}
    panel.begin_grid(events.begin_grid, memory, [panel], **_QUIET)
    filling = panel.fill_grid(events.fill_grid, memory, growing, trigger_mode="once", **slow)
    stopped = panel.stop_grid(events.stop_grid, memory, growing, cancels=[filling], **_QUIET)
    for rested in (filling, stopped):
        rested.then(None, js=_GRID_RESTS, **_QUIET)
    parts.talk.forget(None, cancels=[filling], **_QUIET)
    panel.open_cell(events.open_cell, memory, _find_outputs(parts, Opened), **_QUIET)
    asked_of = [parts.conversation, parts.filled]
    kept = panel.save_grid(events.save_grid, asked_of, [parts.parcel], **_QUIET)
    kept.success(None, [parts.parcel], js=_SAVE, **_QUIET)


def _wire_library(parts: _Parts, events: Events) -> None:
    """Wire an interview that is opened, and the filters."""
    memory = [parts.conversation, parts.uploads]
    parts.library.open(events.open, memory, _find_outputs(parts, Opened), **_QUIET)
    bounded = parts.library.bound(events.bound, memory, _find_outputs(parts, Bounded), **_QUIET)
    bounded.success(None, js=_SEARCH_AGAIN, **_QUIET)


def _wire_upload(parts: _Parts, events: Events, upload_events: UploadEvents) -> None:
    """Wire a file: it arrives, is read, put right, accepted or refused, and removed again."""
    memory = [parts.uploads, parts.conversation]
    handled, refreshed = _find_outputs(parts, Handled), _find_outputs(parts, Refreshed)
    slow: dict[str, Any] = {"concurrency_limit": READ_AT_ONCE, "concurrency_id": "upload", **_QUIET}
    received = _find_outputs(parts, Received)
    taken = parts.upload.receive(upload_events.receive, memory, received, **_QUIET)
    taken.success(None, [parts.receipt], js=_SENT, **_QUIET)
    parts.upload.read(upload_events.read, memory, handled, **slow)
    parts.upload.correct(upload_events.correct, memory, handled, **slow)
    parts.upload.undo(upload_events.undo, memory, handled, **slow)
    parts.upload.refuse(upload_events.refuse, memory, handled, **_QUIET)
    added = parts.upload.accept(upload_events.accept, memory, handled, **slow)
    removed = parts.library.remove(upload_events.remove, memory, handled, **slow)
    restored = parts.upload.restore(upload_events.restore, memory, handled, **slow)
    changed = restored.then(events.refresh, [parts.conversation, parts.uploads], refreshed, **_QUIET)
    changed.then(None, js=_RESTORED, **_QUIET)
    for changed in (added, removed):
        shown = changed.success(
            events.refresh, [parts.conversation, parts.uploads], refreshed, **_QUIET
        )
        shown.success(None, js=_SEARCH_AGAIN, **_QUIET)
