"""What the page does with a file that a visitor brings: each event is one method, as in `events`.

A file comes in slices (`receive`), is read (`read`), its report is accepted or refused, and an
interview that was brought can be removed. What is remembered is an `Uploads`.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

import gradio as gr

from onrecord.chat.archives import Archives
from onrecord.chat.session import Conversation
from onrecord.chat.upload import Offer, Uploads, read_offer, receive
from onrecord.chat.upload_view import Step, show_upload
from onrecord.error import OnRecordError
from onrecord.retrieval.build import Progress
from onrecord.wording import say

_T = TypeVar("_T")


class UploadEvents:
    """What the page does with the files that visitors bring."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def show(
        self, uploads: Uploads, conversation: Conversation, step: Step | None = None
    ) -> tuple[Uploads, str]:
        """Return the uploads with the head of the library and the file at hand, as HTML."""
        return uploads, show_upload(uploads, conversation.language, self._archives.keeps, step)

    def receive(
        self, uploads: Uploads, conversation: Conversation, event: gr.EventData
    ) -> tuple[Uploads, dict[str, object], object]:
        """Take a slice of a file; the receipt says how much has come, or that it was refused."""
        name, size, start = str(event.name), int(event.size), int(event.start)
        try:
            uploads = receive(uploads, name, size, start, str(event.content))
        except OnRecordError as error:
            uploads, html = self._fail(uploads, conversation, error)
            return uploads, {"refused": True}, html
        assert uploads.arriving is not None
        return uploads, {"received": len(uploads.arriving.content), "size": size}, gr.skip()

    def read(self, uploads: Uploads, conversation: Conversation) -> tuple[Uploads, str]:
        """Read the file that has arrived, and show its report to accept or refuse."""
        try:
            offer = read_offer(uploads, self._archives.archive_of(uploads).interviews)
        except OnRecordError as error:
            return self._fail(uploads, conversation, error)
        return self.show(replace(uploads, arriving=None, offer=offer), conversation)

    def accept(self, uploads: Uploads, conversation: Conversation) -> Iterator[tuple[Uploads, str]]:
        """Index the file that was read, telling how far it is."""
        offer = uploads.offer
        if offer is None:
            return
        try:
            done = yield from self._add(uploads, conversation, offer)
        except OnRecordError as error:
            yield self._fail(uploads, conversation, error)
            return
        yield self.show(done, conversation)

    def refuse(self, uploads: Uploads, conversation: Conversation) -> tuple[Uploads, str]:
        """Forget the file that was read."""
        told = say("upload_refused", conversation.language)
        return self.show(_settled(uploads, told), conversation)

    def remove(
        self, uploads: Uploads, conversation: Conversation, event: gr.EventData
    ) -> tuple[Uploads, str]:
        """Take away an interview that the session brought, and no other."""
        names = dict(uploads.own)
        wanted = str(event.interview)
        if wanted not in names:
            return self.show(uploads, conversation)
        try:
            archive = self._archives.remove(self._archives.archive_of(uploads), names[wanted])
        except OnRecordError as error:
            return self._fail(uploads, conversation, error)
        own = tuple(one for one in uploads.own if one[0] != wanted)
        told = say("upload_removed", conversation.language, name=names[wanted])
        return self.show(replace(_settled(uploads, told), archive=archive, own=own), conversation)

    def _add(
        self, uploads: Uploads, conversation: Conversation, offer: Offer
    ) -> Generator[tuple[Uploads, str], None, Uploads]:
        """Add what was offered to an archive; yield how far it is, return what the session then has."""
        steps = follow(lambda told: self._archives.add(self._archives.archive_of(uploads), offer, told))
        yield self.show(uploads, conversation, Step(0, offer.passages))
        while True:
            try:
                step = next(steps)
            except StopIteration as stop:
                archive, name = stop.value
                break
            yield self.show(uploads, conversation, step)
        interview_id = name.rsplit(".", 1)[0]
        told = say("upload_accepted", conversation.language, name=name)
        own = (*uploads.own, (interview_id, name))
        return replace(_settled(uploads, told), archive=archive, own=own, added=interview_id)

    def _fail(
        self, uploads: Uploads, conversation: Conversation, error: OnRecordError
    ) -> tuple[Uploads, str]:
        failed = replace(_settled(uploads, error.tell(conversation.language)), failed=True)
        return self.show(failed, conversation)


def follow(call: Callable[[Progress], _T]) -> Generator[Step, None, _T]:
    """Run a call in a thread; yield the progress it tells, return what it returns."""
    steps: queue.SimpleQueue[Step | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(call, lambda done, total: steps.put(Step(done, total)))
        future.add_done_callback(lambda _: steps.put(None))
        while (step := steps.get()) is not None:
            yield step
    return future.result()


def _settled(uploads: Uploads, told: str) -> Uploads:
    """Return the uploads with no file at hand, and what the last step came to."""
    return replace(uploads, arriving=None, offer=None, added="", failed=False, told=told)
