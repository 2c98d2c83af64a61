"""The page: what stands where, and what happens on a question, a click, a first visit.

Left the conversation, right the interview. Both are HTML of our own in Gradio's `HTML`, which
hands a click (`static/*.js`) to the functions here. Every event of the page is private: programs
call `endpoint`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import gradio as gr
from gradio.events import api

from onrecord.archive import Archive
from onrecord.chat.answer_view import show_conversation
from onrecord.chat.conversation import Conversation, keep_conversation, put_question
from onrecord.chat.endpoint import make_endpoints
from onrecord.chat.interview_view import Focus, focus_on, show_interview
from onrecord.chat.language import make_labels, read_language
from onrecord.chat.link import read_link
from onrecord.chat.template import read_static, render
from onrecord.export import Format
from onrecord.question import LONGEST
from onrecord.wording import say

TITLE = "On the Record"
AT_ONCE = 4  # questions answered at the same time; the encoder's own threads share the cores
MOST_WAITING = 256
_STALE = (3600, 3600)  # seconds: how often what was sent to the server is cleared, and how old
_GREET = "() => window.onRecord.greet()"
_WAIT = "() => window.onRecord.wait()"
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
    parcel: gr.JSON


def make_page(archive: Archive) -> gr.Blocks:
    """Return the page for an archive; `serve` launches it with its looks and its limits."""
    desk = _Desk(archive)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=_STALE) as page:
        for name, endpoint in make_endpoints(archive).items():  # first: private events are named too
            api(endpoint, api_name=name)
        _wire(page, _lay_out(desk), desk)
    page.queue(max_size=MOST_WAITING, default_concurrency_limit=AT_ONCE, api_open=False)
    assert isinstance(page, gr.Blocks)
    return page


def _lay_out(desk: _Desk) -> _Parts:
    """Place the head, the conversation with its field, and the interview."""
    labels = make_labels()
    first = Conversation()
    talk_html, interview_html = desk.show(first, Focus())
    head = _html(render("head", first.language), "head")
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
            reader = _html(interview_html, "interview", read_static("reader.js"))
    return _Parts(head, gr.State(first), talk, question, reader, gr.JSON(visible=False))


def _html(value: str, name: str, script: str | None = None) -> gr.HTML:
    return gr.HTML(value, js_on_load=script, apply_default_css=False, elem_id=name)


def _wire(page: gr.Blocks, parts: _Parts, desk: _Desk) -> None:
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
    greeted = page.load(desk.greet, memory, [parts.head, *shown], **quiet)
    greeted.then(None, js=_GREET, **quiet)


class _Desk:
    """What the page does with an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def greet(
        self, conversation: Conversation, request: gr.Request
    ) -> tuple[str, Conversation, str, str]:
        """Begin a session in the browser's language, where the page's address says."""
        language = read_language(request.headers.get("accept-language"))
        link = read_link(request.query_params)
        conversation = replace(conversation, language=language, exchanges=(), opened="")
        focus = Focus()
        if link.question:
            conversation, focus = self._put(link.question, conversation)
        if link.interview in self._archive.interviews:
            conversation = replace(conversation, opened=link.interview)
        elif link.interview:
            gr.Warning(say("unknown_interview", language))
        return render("head", language), conversation, *self.show(conversation, focus)

    def ask(self, question: str, conversation: Conversation) -> tuple[object, ...]:
        """Answer what was typed, and empty the field; a blank line asks nothing."""
        if not question.strip():
            return question, conversation, gr.skip(), gr.skip()
        return "", *self._answer(question, conversation)

    def ask_example(
        self, conversation: Conversation, event: gr.EventData
    ) -> tuple[Conversation, str, str]:
        """Answer the question on the button that was pressed."""
        return self._answer(str(event.question), conversation)

    def cite(self, conversation: Conversation, event: gr.EventData) -> tuple[Conversation, object]:
        """Open the interview at the passage whose citation was pressed."""
        number, rank = int(event.exchange), int(event.rank)
        if not 0 < number <= len(conversation.exchanges):
            return conversation, gr.skip()
        focus = focus_on(conversation.exchanges[number - 1], number, rank)
        conversation = _open(conversation, focus)
        return conversation, self.show(conversation, focus)[1]

    def keep(self, conversation: Conversation, event: gr.EventData) -> dict[str, str]:
        """Write a file of one quote, or of the whole conversation where no exchange is named."""
        wanted = Format(event.format)
        number, rank = int(event.exchange), int(event.rank)
        text = keep_conversation(self._archive.interviews, conversation, wanted, number, rank)
        return {"name": f"on-the-record.{wanted.value}", "text": text}

    def show(self, conversation: Conversation, focus: Focus) -> tuple[str, str]:
        """Return the conversation and the interview that is open, as HTML."""
        interviews = self._archive.interviews
        opened = interviews.get(conversation.opened) or next(iter(interviews.values()))
        return (
            show_conversation(interviews, conversation),
            show_interview(opened, conversation.language, focus),
        )

    def _answer(self, question: str, conversation: Conversation) -> tuple[Conversation, str, str]:
        conversation, focus = self._put(question, conversation)
        return conversation, *self.show(conversation, focus)

    def _put(self, question: str, conversation: Conversation) -> tuple[Conversation, Focus]:
        conversation = put_question(self._archive, conversation, question)
        focus = focus_on(conversation.exchanges[-1], len(conversation.exchanges))
        return _open(conversation, focus), focus


def _open(conversation: Conversation, focus: Focus) -> Conversation:
    return replace(conversation, opened=focus.interview_id or conversation.opened)
