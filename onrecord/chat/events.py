"""The events of the page that ask, open and filter interviews: one method for each.

A method takes what the session remembers (a `Conversation` and the `Uploads`) and returns its new
values and HTML from the views, under the names of `outputs`; `page` wires it. The events of visitors'
files are in `upload_events`.
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
from onrecord.chat.outputs import Answered, Asked, Begun, Bounded, Opened, Refreshed
from onrecord.chat.session import Conversation, judge_exchange, keep_conversation, put_question, settle
from onrecord.chat.template import render
from onrecord.chat.upload import Uploads
from onrecord.chat.upload_view import show_upload
from onrecord.error import OnRecordError, QuestionError
from onrecord.interview import Interview
from onrecord.wording import say


def show_head(conversation: Conversation) -> str:
    """Return the head of the page as HTML, with the filters of the next question."""
    language = conversation.language
    return render("head", language, bounds=describe_filters(conversation.filters, language))


class Events:
    """The events of a session that asks an archive.

    Parameters
    ----------
    feedback
        The file of judgements, or None when visitors are not asked for any.
    """

    def __init__(self, archives: Archives, feedback: Feedback | None = None) -> None:
        self._archives = archives
        self._feedback = feedback

    def greet(self, conversation: Conversation, request: gr.Request) -> Begun:
        """Begin a session: language from Accept-Language, question and interview from the URL."""
        language = read_language(request.headers.get("accept-language"))
        uploads = Uploads()
        link = read_link(request.query_params)
        conversation = replace(conversation, language=language, exchanges=(), opened="")
        focus = Focus()
        if link.question:
            conversation, focus = self._put(link.question, conversation, uploads)
        if link.interview in self._interviews(uploads):
            conversation = replace(conversation, opened=link.interview)
        elif link.interview:
            gr.Warning(say("unknown_interview", language))
        return Begun(
            conversation=conversation,
            uploads=uploads,
            head=show_head(conversation),
            talk=self.show_talk(conversation, uploads),
            reader=self.show_reader(conversation, uploads, focus),
            library=self.show_library(conversation, uploads),
            upload=show_upload(uploads, None, language, self._archives.keeps),
        )

    def ask(self, question: str, conversation: Conversation, uploads: Uploads) -> Asked:
        """Answer the typed question and empty its field; ignore a blank one."""
        if not question.strip():
            return Asked()  # the field too is left alone: the visitor may be typing
        return Asked("", *self._answer(question, conversation, uploads))

    def ask_example(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> Answered:
        """Answer the question on the button that was pressed."""
        return self._answer(str(event.question), conversation, uploads)

    def cite(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Opened:
        """Open the interview at the passage whose citation was pressed."""
        number, rank = int(event.exchange), int(event.rank)
        if not 0 < number <= len(conversation.exchanges):
            return Opened(conversation)
        focus = focus_on(conversation.exchanges[number - 1], number, rank)
        conversation = _open(conversation, focus)
        return Opened(conversation, self.show_reader(conversation, uploads, focus))

    def note(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> dict[str, str]:
        """Return the citation of the paragraph that was pressed, as HTML; "" for an unknown one."""
        try:
            interview = self._interviews(uploads)[event.interview]
            own = interview.id in self._private(uploads)
            today = datetime.date.today()
            html = show_note(interview, event.anchor, today, conversation.language, own)
        except (KeyError, QuestionError):
            return {"anchor": "", "html": ""}
        return {"anchor": event.anchor, "html": html}

    def open(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Opened:
        """Open the interview that was chosen, at its beginning."""
        if event.interview not in self._interviews(uploads):
            return Opened(conversation)
        conversation = replace(conversation, opened=event.interview)
        return Opened(conversation, self.show_reader(conversation, uploads))

    def bound(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Bounded:
        """Apply the library's filters to the next questions."""
        names = ("speaker", "publication", "first", "last")
        filters = read_filters({name: getattr(event, name, "") for name in names})
        bounded = replace(conversation, filters=filters)
        try:
            library = self.show_library(bounded, uploads)
        except QuestionError as error:
            gr.Warning(error.tell(conversation.language))
            return Bounded(conversation)
        return Bounded(bounded, show_head(bounded), self.show_talk(bounded, uploads), library)

    def refresh(self, conversation: Conversation, uploads: Uploads) -> Refreshed:
        """Render everything again after an interview was added, which is opened, or removed."""
        conversation = settle(self._interviews(uploads), conversation)
        conversation = replace(conversation, opened=uploads.added or conversation.opened)
        return Refreshed(
            conversation=conversation,
            head=show_head(conversation),
            talk=self.show_talk(conversation, uploads),
            reader=self.show_reader(conversation, uploads),
            library=self.show_library(conversation, uploads),
        )

    def judge(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Conversation:
        """Record whether the visitor likes an answer; without a file of judgements, do nothing."""
        number, liked = int(event.exchange), event.judge == "like"
        if self._feedback is None or not 0 < number <= len(conversation.exchanges):
            return conversation
        exchange = conversation.exchanges[number - 1]
        private = not exchange.interview_ids.isdisjoint(self._private(uploads))
        if exchange.answer is None or exchange.liked is liked or private:
            return conversation
        try:
            self._feedback.add(exchange.answer, liked)
        except OnRecordError:  # its message names a file: not for a visitor
            gr.Warning(say("judge_failed", conversation.language))
            return conversation
        return judge_exchange(conversation, number, liked)

    def keep(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> dict[str, str]:
        """Return a file of one citation, or of the whole conversation for exchange 0."""
        wanted = Format(event.format)
        number, rank = int(event.exchange), int(event.rank)
        interviews = self._interviews(uploads)
        conversation = settle(interviews, conversation)
        text = keep_conversation(interviews, conversation, wanted, number, rank)
        return {"name": f"on-the-record.{wanted.value}", "text": text}

    def show_talk(self, conversation: Conversation, uploads: Uploads) -> str:
        """Return the conversation as HTML."""
        interviews = self._interviews(uploads)
        settled = settle(interviews, conversation)
        asks_judgement = self._feedback is not None
        return show_conversation(interviews, settled, asks_judgement, self._private(uploads))

    def show_reader(
        self, conversation: Conversation, uploads: Uploads, focus: Focus | None = None
    ) -> str:
        """Return the open interview as HTML, with the passages of `focus` marked."""
        interviews = self._interviews(uploads)
        opened = interviews.get(conversation.opened) or next(iter(interviews.values()))
        return show_interview(opened, conversation.language, focus)

    def show_library(self, conversation: Conversation, uploads: Uploads) -> str:
        """Return the library as HTML, under the filters of the next question.

        Raises
        ------
        QuestionError
            When a filter names what no interview has.
        """
        interviews = self._interviews(uploads).values()
        return show_library(interviews, conversation.filters, conversation.language, uploads.ids)

    def _answer(self, question: str, conversation: Conversation, uploads: Uploads) -> Answered:
        conversation, focus = self._put(question, conversation, uploads)
        talk = self.show_talk(conversation, uploads)
        return Answered(conversation, talk, self.show_reader(conversation, uploads, focus))

    def _put(
        self, question: str, conversation: Conversation, uploads: Uploads
    ) -> tuple[Conversation, Focus]:
        """Ask the archive; return the conversation with its answer, and the passages to mark."""
        conversation = settle(self._interviews(uploads), conversation)
        conversation = put_question(self._archives.archive_of(uploads), conversation, question)
        focus = focus_on(conversation.exchanges[-1], len(conversation.exchanges))
        return _open(conversation, focus), focus

    def _private(self, uploads: Uploads) -> frozenset[str]:
        """Return the ids of the interviews that only this session can ask."""
        return frozenset() if self._archives.keeps else uploads.ids

    def _interviews(self, uploads: Uploads) -> Mapping[str, Interview]:
        return self._archives.archive_of(uploads).interviews


def _open(conversation: Conversation, focus: Focus) -> Conversation:
    return replace(conversation, opened=focus.interview_id or conversation.opened)
