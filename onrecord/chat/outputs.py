"""What an event of the page fills, by the names of the page's components.

`events` and `upload_events` return these; `page` wires each event to the components that have the names
of its fields, so that values and components cannot get out of step. A field that is left out keeps what
the visitor sees.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import gradio as gr

from onrecord.chat.grid_view import Filled
from onrecord.chat.session import Conversation
from onrecord.chat.upload import Uploads

UNCHANGED: Any = gr.skip()


class Begun(NamedTuple):
    """Everything, for a session that begins."""

    conversation: Conversation
    uploads: Uploads
    head: str
    talk: str
    reader: str
    library: str
    upload: str
    filled: Filled | None = None
    panel: str = ""


class Refreshed(NamedTuple):
    """Everything but the upload, after the interviews have changed."""

    conversation: Conversation
    head: str
    talk: str
    reader: str
    library: str


class Asked(NamedTuple):
    """The field of the question and what was answered; nothing of it for a blank question."""

    question: str = UNCHANGED
    conversation: Conversation = UNCHANGED
    talk: str = UNCHANGED
    reader: str = UNCHANGED
    candidates: str = UNCHANGED


class Answered(NamedTuple):
    """The conversation with one more answer, and the interview that it cites; first the candidates."""

    conversation: Conversation = UNCHANGED
    talk: str = UNCHANGED
    reader: str = UNCHANGED
    candidates: str = UNCHANGED

    @property
    def is_answered(self) -> bool:
        """Whether the answer is there, not only candidates."""
        return self.conversation is not UNCHANGED


class Widened(NamedTuple):
    """What was answered once the filters were cleared."""

    conversation: Conversation = UNCHANGED
    talk: str = UNCHANGED
    reader: str = UNCHANGED
    candidates: str = UNCHANGED
    head: str = UNCHANGED
    library: str = UNCHANGED


class Opened(NamedTuple):
    """The interview that is open."""

    conversation: Conversation
    reader: str = UNCHANGED


class Growing(NamedTuple):
    """A grid with more cells: the panel drawn again, or the rows that have changed."""

    filled: Filled = UNCHANGED
    panel: str = UNCHANGED
    rows: str = UNCHANGED


class Bounded(NamedTuple):
    """What shows the filters of the next question."""

    conversation: Conversation
    head: str = UNCHANGED
    talk: str = UNCHANGED
    library: str = UNCHANGED


class Received(NamedTuple):
    """A slice of a file: the browser sends the next one when it has the receipt."""

    uploads: Uploads
    receipt: dict[str, object]
    upload: str = UNCHANGED


class Handled(NamedTuple):
    """The file at hand, after a step."""

    uploads: Uploads
    upload: str
