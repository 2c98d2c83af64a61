"""The events of the search for exact words: what is looked for, and a place that is opened.

Nothing is remembered between two of them: the page sends what it looks for each time. `find_view`
makes the HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import gradio as gr

from onrecord.answer.occurrence import Occurrence
from onrecord.archive import Archive
from onrecord.chat.archives import Archives
from onrecord.chat.filters import describe_filters
from onrecord.chat.find_view import Search, focus_on_places, show_find, view_found
from onrecord.chat.interview_view import show_interview
from onrecord.chat.outputs import Opened
from onrecord.chat.session import Conversation
from onrecord.chat.upload import Uploads
from onrecord.error import QuestionError
from onrecord.wording import say

_LONGEST = 200  # characters that are looked for


class FindEvents:
    """The events of a session that looks for exact words in an archive."""

    def __init__(self, archives: Archives) -> None:
        self._archives = archives

    def find_words(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> str:
        """Return the panel of the search as HTML, with what was found; without words, the form."""
        archive, language = self._archives.archive_of(uploads), conversation.language
        interviews, filters = archive.interviews, conversation.filters
        opened = interviews.get(conversation.opened) or next(iter(interviews.values()), None)
        search = _read_search(event, opened.id if opened else "")
        found, refused = None, ""
        if search.words:
            try:
                places = archive.find(search.words, **search.bounds(filters), **search.options)
                notes = () if places else _tell_elsewhere(archive, search, conversation)
                found = view_found(places, search, filters, interviews, language, notes)
            except QuestionError as error:
                refused = error.tell(language)
        bounds = describe_filters(filters, language)
        return show_find(search, bounds, opened, len(interviews), language, found, refused)

    def open_place(self, conversation: Conversation, uploads: Uploads, event: gr.EventData) -> Opened:
        """Open the interview at the place that was chosen, with all places in it marked."""
        archive, interview_id = self._archives.archive_of(uploads), str(event.interview)
        if interview_id not in archive.interviews:
            return Opened(conversation)
        search = _read_search(event, interview_id)
        bounds = {**search.bounds(conversation.filters), "interview": interview_id}
        try:
            places: Sequence[Occurrence] = archive.find(search.words, **bounds, **search.options)
        except QuestionError:  # the filters are others by now
            places = ()
        focus = focus_on_places(places, search, conversation.filters, int(event.rank))
        conversation = replace(conversation, opened=interview_id)
        interview = archive.interviews[interview_id]
        return Opened(conversation, show_interview(interview, conversation.language, focus))


def _read_search(event: gr.EventData, opened: str) -> Search:
    """Return what the page looks for; with `here`, in the interview `opened` alone."""
    return Search(
        str(event.words)[:_LONGEST].strip(),
        any_form=getattr(event, "any_form", False) is True,
        asked=getattr(event, "asked", False) is True,
        interview=opened if getattr(event, "here", False) is True else "",
    )


def _tell_elsewhere(archive: Archive, search: Search, conversation: Conversation) -> list[str]:
    """Return where words that stand nowhere to the letter stand all the same."""
    bounds = search.bounds(conversation.filters)
    others = [("occurs_asked", replace(search, asked=True))] if not search.asked else []
    if not search.any_form:
        others.insert(0, ("occurs_formed", replace(search, any_form=True)))
    counts = [(name, len(archive.find(one.words, **bounds, **one.options))) for name, one in others]
    return [say(name, conversation.language, times=count) for name, count in counts if count]
