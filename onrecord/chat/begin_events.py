"""The events with which a session begins: from an address, from what the browser remembers, or anew.

The first screen is drawn before there is a session (`front`); `greet` fills it when there is one.
"""

from __future__ import annotations

from dataclasses import replace

import gradio as gr
from starlette.requests import Request

from onrecord.chat.answer_view import describe_archive
from onrecord.chat.archives import Archives
from onrecord.chat.events import Events
from onrecord.chat.interview_view import Focus, focus_on
from onrecord.chat.language import read_language
from onrecord.chat.link import Link, read_link
from onrecord.chat.memory import Memory, read_memory
from onrecord.chat.outputs import Begun, Refreshed
from onrecord.chat.session import Conversation
from onrecord.chat.upload import Uploads
from onrecord.chat.upload_view import show_upload
from onrecord.wording import say


class BeginEvents:
    """The events of a session that begins, or goes on after one that was lost."""

    def __init__(self, archives: Archives, events: Events) -> None:
        self._archives = archives
        self._events = events

    def draw(self, request: Request, language: str) -> dict[str, str]:
        """Return the first screen, which is there before a session begins."""
        uploads = Uploads()
        conversation = Conversation(language, opened=read_link(request.query_params).interview)
        return {
            "head": self._events.show_head(conversation),
            "talk": self._events.show_talk(conversation, uploads),
            "reader": self._events.show_reader(conversation, uploads),
            "about": describe_archive(self._events.interviews(uploads), language),
        }

    def greet(self, remembered: object, request: gr.Request) -> Begun:
        """Begin a session: its language, its address, and what the browser remembers.

        Where files come back too, what was asked waits for them, and for `resume`.
        """
        memory, link = read_memory(remembered), read_link(request.query_params)
        language = read_language(request.headers.get("accept-language"))
        return self._begin(Conversation(language, resumed=bool(memory.asked)), memory, link)

    def resume(
        self,
        remembered: object,
        conversation: Conversation,
        uploads: Uploads,
        request: gr.Request,
    ) -> Refreshed:
        """Ask again what the browser remembers, once its files are here."""
        memory = replace(read_memory(remembered), brings=False)
        link = read_link(request.query_params)
        conversation, focus = self._take_up(conversation, uploads, memory, link)
        return self._show(conversation, uploads, focus)

    def forget(self, conversation: Conversation) -> Begun:
        """Begin anew: nothing of the session is left."""
        return self._begin(Conversation(conversation.language), Memory(), Link())

    def _begin(self, conversation: Conversation, memory: Memory, link: Link) -> Begun:
        uploads = Uploads()
        conversation, focus = self._take_up(conversation, uploads, memory, link)
        shown = self._show(conversation, uploads, focus)
        language = conversation.language
        upload = show_upload(uploads, None, language, self._archives.keeps)
        return Begun(**shown._asdict(), uploads=uploads, upload=upload)

    def _show(self, conversation: Conversation, uploads: Uploads, focus: Focus) -> Refreshed:
        return Refreshed(
            conversation=conversation,
            head=self._events.show_head(conversation),
            talk=self._events.show_talk(conversation, uploads),
            reader=self._events.show_reader(conversation, uploads, focus),
            library=self._events.show_library(conversation, uploads),
        )

    def _take_up(
        self, conversation: Conversation, uploads: Uploads, memory: Memory, link: Link
    ) -> tuple[Conversation, Focus]:
        """Ask what is remembered and what the address asks; return the passages to mark too."""
        if memory.brings:
            return conversation, Focus()
        for question, filters in memory.asked:
            conversation = replace(conversation, filters=filters)
            conversation, _ = self._events.put(question, conversation, uploads)
        conversation = replace(conversation, filters=memory.filters)
        for question in filter(None, (memory.pending, link.question)):
            if question not in memory.questions:
                conversation = self._put(question, conversation, uploads, link)
        focus = _find_focus(conversation, memory, link)
        opened = focus.interview_id or link.interview or memory.opened
        if opened and opened not in self._events.interviews(uploads):
            gr.Warning(say("unknown_interview", conversation.language))
            opened = ""
        return replace(conversation, opened=opened), focus

    def _put(
        self, question: str, conversation: Conversation, uploads: Uploads, link: Link
    ) -> Conversation:
        """Ask a question that is new, under the filters of the link where it is the link's."""
        if question == link.question:
            conversation = replace(conversation, filters=link.filters)
            return self._events.put(question, conversation, uploads, link.after)[0]
        return self._events.put(question, conversation, uploads)[0]


def _find_focus(conversation: Conversation, memory: Memory, link: Link) -> Focus:
    """Return what to mark: the answer that the address asks for, else the last one, at its passage."""
    exchanges = conversation.exchanges
    asked = memory.pending or link.question
    numbers = [n for n, one in enumerate(exchanges, 1) if one.question == asked]
    if not exchanges or (link.interview and not link.question):
        return Focus()
    number = numbers[-1] if numbers else len(exchanges)
    exchange = exchanges[number - 1]
    wanted = (link.interview, memory.anchor)
    rank = next((one.rank for one in exchange.cited if (one.interview_id, one.anchor) == wanted), None)
    return focus_on(exchange, number, rank)
