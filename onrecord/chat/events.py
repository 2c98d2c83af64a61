"""The events of the page that ask, open and filter interviews: one method for each.

A method takes what the session remembers (a `Conversation` and the `Uploads`) and returns its new
values and HTML from the views, under the names of `outputs`; `page` wires it. The events of visitors'
files are in `upload_events`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import gradio as gr

from onrecord.answer.export import Format
from onrecord.answer.hit import Hit
from onrecord.answer.inquiry import Tell
from onrecord.chat.answer_view import show_candidates, show_conversation
from onrecord.chat.archives import Archives
from onrecord.chat.browsing import read_browsing
from onrecord.chat.feedback import Feedback
from onrecord.chat.filters import NO_FILTERS, describe_filters, read_filters
from onrecord.chat.follow import follow
from onrecord.chat.interview_view import Focus, focus_on, show_interview, show_note
from onrecord.chat.kept_view import show_kept
from onrecord.chat.library_view import show_library
from onrecord.chat.outputs import UNCHANGED, Answered, Asked, Bounded, Opened, Refreshed, Widened
from onrecord.chat.session import Conversation, judge_exchange, keep_conversation, put_question, settle
from onrecord.chat.template import render
from onrecord.chat.upload import Uploads
from onrecord.error import OnRecordError, QuestionError
from onrecord.interview import Interview
from onrecord.wording import say

_PATIENCE = 0.3  # seconds: a slower answer is preceded by the passages that are being read


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

    def ask(self, question: str, conversation: Conversation, uploads: Uploads) -> Iterator[Asked]:
        """Answer the typed question and empty its field; ignore a blank one."""
        if not question.strip():
            yield Asked()  # the field too is left alone: the visitor may be typing
            return
        for step in self._answer(question, conversation, uploads):
            yield Asked("" if step.is_answered else UNCHANGED, *step)

    def ask_example(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> Iterator[Answered]:
        """Answer the question on the button that was pressed."""
        yield from self._answer(str(event.question), conversation, uploads)

    def ask_all(
        self, conversation: Conversation, uploads: Uploads, event: gr.EventData
    ) -> Iterator[Widened]:
        """Clear the filters, and ask all interviews what those inside did not say."""
        widened = replace(conversation, filters=NO_FILTERS)
        for step in self._answer(str(event.question), widened, uploads):
            if not step.is_answered:
                yield Widened(*step)
                continue
            head, library = self.show_head(widened), self.show_library(widened, uploads)
            yield Widened(*step, head, library)

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
            interview = self.interviews(uploads)[event.interview]
            own = interview.id in self.private(uploads)
            today = datetime.date.today()
            html = show_note(interview, event.anchor, today, conversation.language, own)
        except (KeyError, QuestionError):
            return {"anchor": "", "html": ""}
        return {"anchor": event.anchor, "html": html}

    def open(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Opened:
        """Open the interview that was chosen, at its beginning."""
        if event.interview not in self.interviews(uploads):
            return Opened(conversation)
        conversation = replace(conversation, opened=event.interview)
        return Opened(conversation, self.show_reader(conversation, uploads))

    def bound(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Bounded:
        """Apply the library's filters to the next questions, and list what is looked for."""
        names = ("speaker", "publication", "first", "last", "words", "order")
        values = {name: getattr(event, name, "") for name in names}
        filters, browsing = read_filters(values), read_browsing(values)
        bounded = replace(conversation, filters=filters, browsing=browsing)
        try:
            library = self.show_library(bounded, uploads)
        except QuestionError as error:
            gr.Warning(error.tell(conversation.language))
            return Bounded(conversation)
        if filters == conversation.filters:
            return Bounded(bounded, library=library)
        return Bounded(bounded, self.show_head(bounded), self.show_talk(bounded, uploads), library)

    def refresh(self, conversation: Conversation, uploads: Uploads) -> Refreshed:
        """Render everything again after an interview was added, which is opened, or removed."""
        conversation = settle(self.interviews(uploads), conversation)
        conversation = replace(conversation, opened=uploads.added or conversation.opened)
        return Refreshed(
            conversation=conversation,
            head=self.show_head(conversation),
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
        private = not exchange.interview_ids.isdisjoint(self.private(uploads))
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
        interviews = self.interviews(uploads)
        conversation = settle(interviews, conversation)
        text = keep_conversation(interviews, conversation, wanted, number, rank)
        return {"name": f"on-the-record.{wanted.value}", "text": text}

    def keep_page(self, conversation: Conversation, uploads: Uploads) -> dict[str, str]:
        """Return the whole conversation as a page that needs nothing else."""
        interviews = self.interviews(uploads)
        html = show_kept(interviews, settle(interviews, conversation), datetime.date.today())
        return {"name": "on-the-record.html", "text": html}

    def show_head(self, conversation: Conversation) -> str:
        """Return the head of the page as HTML, with the filters of the next question."""
        language = conversation.language
        return render("head", language, bounds=describe_filters(conversation.filters, language))

    def show_talk(self, conversation: Conversation, uploads: Uploads) -> str:
        """Return the conversation as HTML."""
        interviews = self.interviews(uploads)
        settled = settle(interviews, conversation)
        asks_judgement = self._feedback is not None
        cards = self._archives.archive_of(uploads).index.cards
        return show_conversation(interviews, settled, asks_judgement, self.private(uploads), cards)

    def show_reader(
        self, conversation: Conversation, uploads: Uploads, focus: Focus | None = None
    ) -> str:
        """Return the open interview as HTML, with the passages of `focus` marked."""
        interviews = self.interviews(uploads)
        opened = interviews.get(conversation.opened) or next(iter(interviews.values()), None)
        if opened is None:
            return render("no_interview", conversation.language)
        return show_interview(opened, conversation.language, focus)

    def show_library(self, conversation: Conversation, uploads: Uploads) -> str:
        """Return the library as HTML, under the filters of the next question.

        Raises
        ------
        QuestionError
            When a filter names what no interview has.
        """
        interviews = self.interviews(uploads).values()
        language, browsing = conversation.language, conversation.browsing
        return show_library(interviews, conversation.filters, language, uploads.ids, browsing)

    def _answer(
        self, question: str, conversation: Conversation, uploads: Uploads
    ) -> Iterator[Answered]:
        """Yield what is read for each question, where that takes a while, then the answer."""

        def put(tell: Tell) -> tuple[Conversation, Focus]:
            return self.put(question, conversation, uploads, tell=tell)

        def show(candidates: Sequence[Hit]) -> Answered:
            return Answered(candidates=show_candidates(candidates, conversation.language))

        answered, focus = yield from follow(put, show, _PATIENCE)
        talk = self.show_talk(answered, uploads)
        yield Answered(answered, talk, self.show_reader(answered, uploads, focus), candidates="")

    def put(
        self,
        question: str,
        conversation: Conversation,
        uploads: Uploads,
        before: Sequence[str] = (),
        tell: Tell | None = None,
    ) -> tuple[Conversation, Focus]:
        """Ask the archive; return the conversation with its answer, and the passages to mark.

        Parameters
        ----------
        before
            Questions that a follow-up may lean on, before those of the conversation.
        tell
            Called with the passages that are read, before any of them is judged.
        """
        conversation = settle(self.interviews(uploads), conversation)
        archive = self._archives.archive_of(uploads)
        conversation = put_question(archive, conversation, question, before, tell)
        focus = focus_on(conversation.exchanges[-1], len(conversation.exchanges))
        return _open(conversation, focus), focus

    def private(self, uploads: Uploads) -> frozenset[str]:
        """Return the ids of the interviews that only this session can ask."""
        return frozenset() if self._archives.keeps else uploads.ids

    def interviews(self, uploads: Uploads) -> Mapping[str, Interview]:
        """Return the interviews that a session asks, by id."""
        return self._archives.archive_of(uploads).interviews


def _open(conversation: Conversation, focus: Focus) -> Conversation:
    return replace(conversation, opened=focus.interview_id or conversation.opened)
