"""The events of the page that handle a visitor's file: one method for each, as in `events`.

A file comes in slices (`receive`) and is read (`read`); its report is put right (`correct`, `undo`),
accepted or refused, and an accepted interview can be removed again. What the session remembers of it
is an `Uploads`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

import gradio as gr

from onrecord.archive import Archive
from onrecord.chat.archives import Archives
from onrecord.chat.correct import correct_offer, undo_correction
from onrecord.chat.follow import follow
from onrecord.chat.outputs import Handled, Received
from onrecord.chat.session import Conversation
from onrecord.chat.shelf import Kept
from onrecord.chat.upload import MOST_UPLOADS, Offer, Uploads, read_offer, receive
from onrecord.chat.upload_view import Step, show_upload
from onrecord.error import CorpusError, OnRecordError
from onrecord.wording import say


class UploadEvents:
    """The events of the files that visitors bring to an archive."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def show(self, uploads: Uploads, conversation: Conversation, step: Step | None = None) -> Handled:
        """Return the uploads, and the head of the library with the file at hand as HTML."""
        offer = self._archives.offers.take(uploads.offer)
        html = show_upload(uploads, offer, conversation.language, self._archives.keeps, step)
        return Handled(uploads, html)

    def receive(self, uploads: Uploads, conversation: Conversation, event: gr.EventData) -> Received:
        """Take a slice of a file; the receipt holds the bytes received, or that it was refused."""
        uploads = self._archives.recall(uploads)
        name, size, start = str(event.name), int(event.size), int(event.start)
        shelf = self._archives.arriving
        try:
            if len(uploads.own) >= MOST_UPLOADS:
                raise CorpusError.of("upload_too_many", most=MOST_UPLOADS)
            arriving = receive(shelf.take(uploads.arriving), name, size, start, str(event.content))
        except OnRecordError as error:
            uploads, html = self._fail(uploads, conversation, error)
            return Received(uploads, {"refused": True}, html)
        uploads = self._end_step(uploads, "")
        uploads = replace(uploads, arriving=shelf.keep(arriving, len(arriving.content)))
        return Received(uploads, {"received": len(arriving.content), "size": size})

    def read(self, uploads: Uploads, conversation: Conversation) -> Handled:
        """Read the file that has arrived, and render its report to accept or refuse."""
        return self._read(uploads, conversation, "")

    def correct(self, uploads: Uploads, conversation: Conversation, event: gr.EventData) -> Handled:
        """Read the file at hand again with one more correction, and render what changes."""
        form, act, block = str(event.form), str(event.act), str(event.block)
        return self._amend(uploads, conversation, lambda offer: correct_offer(offer, form, act, block))

    def undo(self, uploads: Uploads, conversation: Conversation) -> Handled:
        """Read the file at hand again without its last correction."""
        return self._amend(uploads, conversation, undo_correction)

    def _amend(
        self, uploads: Uploads, conversation: Conversation, amend: Callable[[Offer], Offer]
    ) -> Handled:
        """Put the file at hand right; if that does not fit, leave it as it is and say so."""
        uploads = self._archives.recall(uploads)
        offer = self._archives.offers.take(uploads.offer)
        if offer is None:
            return self._fail(uploads, conversation, CorpusError.of("upload_forgotten"))
        try:
            amended = amend(offer)
        except OnRecordError as error:
            told = error.tell(conversation.language)
            return self.show(replace(uploads, told=told, failed=True), conversation)
        uploads = self._end_step(uploads, "")
        kept = self._archives.offers.keep(amended, _weigh(amended))
        return self.show(replace(uploads, offer=kept), conversation)

    def _read(self, uploads: Uploads, conversation: Conversation, side: str) -> Handled:
        uploads = self._archives.recall(uploads)
        arriving = self._archives.arriving.take(uploads.arriving)
        try:
            offer = read_offer(arriving, self._archives.archive_of(uploads).interviews, side)
        except OnRecordError as error:
            return self._fail(uploads, conversation, error)
        uploads = self._end_step(uploads, "")
        kept = self._archives.offers.keep(offer, _weigh(offer))
        return self.show(replace(uploads, offer=kept), conversation)

    def accept(self, uploads: Uploads, conversation: Conversation) -> Iterator[Handled]:
        """Index the file that was read, yielding the progress."""
        if uploads.offer is None:
            return
        uploads = self._archives.recall(uploads)
        offer = self._archives.offers.take(uploads.offer)
        try:
            if offer is None:
                raise CorpusError.of("upload_forgotten")
            done = yield from self._add(uploads, conversation, offer)
        except OnRecordError as error:
            yield self._fail(uploads, conversation, error)
            return
        yield self.show(done, conversation)

    def restore(self, uploads: Uploads, conversation: Conversation, event: gr.EventData) -> Handled:
        """Read and index a file that this visitor accepted before, in a session that was lost."""
        read = self._read(uploads, conversation, str(event.side))
        steps = list(self.accept(read.uploads, conversation))
        return steps[-1] if steps else read

    def refuse(self, uploads: Uploads, conversation: Conversation) -> Handled:
        """Forget the file that was read."""
        outcome = say("upload_refused", conversation.language)
        return self.show(self._end_step(uploads, outcome), conversation)

    def remove(self, uploads: Uploads, conversation: Conversation, event: gr.EventData) -> Handled:
        """Remove an interview that this session brought; leave any other where it is."""
        uploads = self._archives.recall(uploads)
        names = dict(uploads.own)
        wanted = str(event.interview)
        if wanted not in names:
            return self.show(uploads, conversation)
        try:
            archive = self._archives.remove(uploads, names[wanted])
        except OnRecordError as error:
            return self._fail(uploads, conversation, error)
        own = tuple(one for one in uploads.own if one[0] != wanted)
        outcome = say("upload_removed", conversation.language, name=names[wanted])
        uploads = replace(self._end_step(uploads, outcome), archive=archive, own=own)
        return self.show(uploads, conversation)

    def _add(
        self, uploads: Uploads, conversation: Conversation, offer: Offer
    ) -> Generator[Handled, None, Uploads]:
        """Add the offered file to the session's archive; yield progress, return the new uploads."""

        def add(tell: Callable[[Step], None]) -> tuple[Kept[Archive] | None, str]:
            return self._archives.add(uploads, offer, lambda *counts: tell(Step(*counts)))

        def show(step: Step) -> Handled:
            return self.show(uploads, conversation, step)

        yield show(Step(0, offer.passages))
        archive, name = yield from follow(add, show)
        interview_id = name.rsplit(".", 1)[0]
        outcome = say("upload_accepted", conversation.language, name=name)
        own = (*uploads.own, (interview_id, name))
        done = self._end_step(uploads, outcome)
        return replace(done, archive=archive, own=own, added=interview_id)

    def _fail(self, uploads: Uploads, conversation: Conversation, error: OnRecordError) -> Handled:
        failed = replace(self._end_step(uploads, error.tell(conversation.language)), failed=True)
        return self.show(failed, conversation)

    def _end_step(self, uploads: Uploads, outcome: str) -> Uploads:
        """Return the uploads without a file at hand, with the outcome of the last step in words."""
        self._archives.arriving.drop(uploads.arriving)
        self._archives.offers.drop(uploads.offer)
        return replace(uploads, arriving=None, offer=None, added="", failed=False, told=outcome)


def _weigh(offer: Offer) -> int:
    """Return about how many bytes a file that was read takes: as sent, and its text twice over."""
    sides = len(offer.side) + sum(map(len, offer.steps))
    return len(offer.content) + 8 * len(offer.interview.text) + sides
