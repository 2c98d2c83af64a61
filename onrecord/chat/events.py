"""What the page does with the interviews: each event is one method, given and giving values.

`page` wires them. What is remembered is a `Conversation` and the session's `Uploads`, what is shown
is HTML from the views. `upload_events` does the same for the files that visitors bring.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

import gradio as gr

from onrecord.answer.export import Format
from onrecord.chat.answer_view import show_conversation
from onrecord.chat.archives import Archives
from onrecord.chat.feedback import Feedback
from onrecord.chat.filters import describe_filters, read_filters
from onrecord.chat.interview_view import Focus, focus_on, show_interview, show_note
from onrecord.chat.language import read_language
from onrecord.chat.library_view import show_library
from onrecord.chat.link import read_link
from onrecord.chat.session import Conversation, judge_exchange, keep_conversation, put_question, settle
from onrecord.chat.template import render
from onrecord.chat.upload import Uploads
from onrecord.chat.upload_view import show_upload
from onrecord.error import OnRecordError, QuestionError
from onrecord.interview import Interview
from onrecord.wording import say


def show_head(conversation: Conversation) -> str:
    """Return the head of the page as HTML; it says what bounds the next question."""
    language = conversation.language
    return render("head", language, bounds=describe_filters(conversation.filters, language))


class Events:
    """What the page does with the interviews of a session."""

    def __init__(self, archives: Archives, feedback: Feedback | None = None) -> None:
        self._archives = archives
        self._feedback = feedback

    def greet(self, conversation: Conversation, request: gr.Request) -> tuple[object, ...]:
        """Begin a session in the browser's language, where the page's address says."""
        language = read_language(request.headers.get("accept-language"))
        uploads = Uploads(self._archives.shared)
        link = read_link(request.query_params)
        conversation = replace(conversation, language=language, exchanges=(), opened="")
        focus = Focus()
        if link.question:
            conversation, focus = self._put(link.question, conversation, uploads)
        if link.interview in self._interviews(uploads):
            conversation = replace(conversation, opened=link.interview)
        elif link.interview:
            gr.Warning(say("unknown_interview", language))
        around = show_head(conversation), self.show_library(conversation, uploads)
        upload = show_upload(uploads, language, self._archives.keeps)
        return uploads, upload, *around, conversation, *self.show(conversation, uploads, focus)

    def ask(self, question: str, conversation: Conversation, uploads: Uploads) -> tuple[object, ...]:
        """Answer what was typed, and empty the field; a blank line asks nothing."""
        if not question.strip():
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()  # what is typed meanwhile stays
        return "", *self._answer(question, conversation, uploads)

    def ask_example(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> tuple[Conversation, str, str]:
        """Answer the question on the button that was pressed."""
        return self._answer(str(event.question), conversation, uploads)

    def cite(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> tuple[Conversation, object]:
        """Open the interview at the passage whose citation was pressed."""
        number, rank = int(event.exchange), int(event.rank)
        if not 0 < number <= len(conversation.exchanges):
            return conversation, gr.skip()
        focus = focus_on(conversation.exchanges[number - 1], number, rank)
        conversation = _open(conversation, focus)
        return conversation, self.show(conversation, uploads, focus)[1]

    def note(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> dict[str, str]:
        """Return what cites the paragraph that was pressed; nothing where there is none."""
        try:
            interview = self._interviews(uploads)[event.interview]
            own = interview.id in self._private(uploads)
            today = datetime.date.today()
            html = show_note(interview, event.anchor, today, conversation.language, own)
        except (KeyError, QuestionError):
            return {"anchor": "", "html": ""}
        return {"anchor": event.anchor, "html": html}

    def open(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> tuple[Conversation, object]:
        """Open the interview that was chosen, at its beginning."""
        if event.interview not in self._interviews(uploads):
            return conversation, gr.skip()
        conversation = replace(conversation, opened=event.interview)
        return conversation, self.show(conversation, uploads, Focus())[1]

    def bound(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> tuple[object, ...]:
        """Bound the next questions as the library's filters say."""
        names = ("speaker", "publication", "first", "last")
        filters = read_filters({name: getattr(event, name, "") for name in names})
        bounded = replace(conversation, filters=filters)
        try:
            library = self.show_library(bounded, uploads)
        except QuestionError as error:
            gr.Warning(error.tell(conversation.language))
            return conversation, gr.skip(), gr.skip(), gr.skip()
        return bounded, self.show(bounded, uploads, Focus())[0], show_head(bounded), library

    def refresh(self, conversation: Conversation, uploads: Uploads) -> tuple[object, ...]:
        """Show everything anew: an interview was added, which is opened, or removed."""
        conversation = settle(self._interviews(uploads), conversation)
        conversation = replace(conversation, opened=uploads.added or conversation.opened)
        around = show_head(conversation), self.show_library(conversation, uploads)
        return *around, conversation, *self.show(conversation, uploads, Focus())

    def judge(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Conversation:
        """Write down what the visitor says of an answer, where the operator asks for it."""
        number, liked = int(event.exchange), event.judge == "like"
        if self._feedback is None or not 0 < number <= len(conversation.exchanges):
            return conversation
        exchange = conversation.exchanges[number - 1]
        private = not exchange.interview_ids.isdisjoint(self._private(uploads))
        if exchange.answer is None or exchange.liked is liked or private:
            return conversation
        try:
            self._feedback.add(exchange.answer, liked)
        except OnRecordError:  # its sentence is for the operator: it names a file
            gr.Warning(say("judge_failed", conversation.language))
            return conversation
        return judge_exchange(conversation, number, liked)

    def keep(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> dict[str, str]:
        """Write a file of one quote, or of the whole conversation where no exchange is named."""
        wanted = Format(event.format)
        number, rank = int(event.exchange), int(event.rank)
        interviews = self._interviews(uploads)
        conversation = settle(interviews, conversation)
        text = keep_conversation(interviews, conversation, wanted, number, rank)
        return {"name": f"on-the-record.{wanted.value}", "text": text}

    def show(self, conversation: Conversation, uploads: Uploads, focus: Focus) -> tuple[str, str]:
        """Return the conversation and the interview that is open, as HTML."""
        interviews = self._interviews(uploads)
        opened = interviews.get(conversation.opened) or next(iter(interviews.values()))
        return (
            show_conversation(
                interviews,
                settle(interviews, conversation),
                self._feedback is not None,
                self._private(uploads),
            ),
            show_interview(opened, conversation.language, focus),
        )

    def show_library(self, conversation: Conversation, uploads: Uploads) -> str:
        """Return the library as HTML, bounded as the next question is."""
        interviews = self._interviews(uploads).values()
        return show_library(interviews, conversation.filters, conversation.language, uploads.ids)

    def _answer(
        self, question: str, conversation: Conversation, uploads: Uploads
    ) -> tuple[Conversation, str, str]:
        conversation, focus = self._put(question, conversation, uploads)
        return conversation, *self.show(conversation, uploads, focus)

    def _put(
        self, question: str, conversation: Conversation, uploads: Uploads
    ) -> tuple[Conversation, Focus]:
        conversation = settle(self._interviews(uploads), conversation)
        conversation = put_question(self._archives.archive_of(uploads), conversation, question)
        focus = focus_on(conversation.exchanges[-1], len(conversation.exchanges))
        return _open(conversation, focus), focus

    def _private(self, uploads: Uploads) -> frozenset[str]:
        """Return the ids of the interviews that this session alone has."""
        return frozenset() if self._archives.keeps else uploads.ids

    def _interviews(self, uploads: Uploads) -> Mapping[str, Interview]:
        return self._archives.archive_of(uploads).interviews


def _open(conversation: Conversation, focus: Focus) -> Conversation:
    return replace(conversation, opened=focus.interview_id or conversation.opened)
