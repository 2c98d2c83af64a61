"""What the browser remembers of a visit, so that it goes on after a reload or a restart of the server.

The questions and the filters of each, not the answers: asked again, the same archive gives the same
answers. The browser keeps it (`static/memory.js`) and sends it when a session begins; the server checks
it as it does anything that strangers send.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.chat.filters import NO_FILTERS, Filters, read_filters
from onrecord.chat.session import Conversation, Exchange
from onrecord.question.message import LONGEST

MOST_RESUMED = 30
"""Exchanges that are asked again when a session begins, the last ones: each costs an answer."""

_NAMES = ("speaker", "publication", "first", "last")


@dataclass(frozen=True, slots=True)
class Memory:
    """What a browser remembers.

    `asked` are the questions with their filters, oldest first; `filters` those of the next question,
    `opened` the id of the open interview. `pending` is a question that was sent and not answered.
    `anchor` is the paragraph in the page's address (« t1p2 »), `brings` whether files come back too.
    """

    asked: tuple[tuple[str, Filters], ...] = ()
    filters: Filters = NO_FILTERS
    opened: str = ""
    pending: str = ""
    anchor: str = ""
    brings: bool = False

    @property
    def questions(self) -> frozenset[str]:
        """The questions that were asked."""
        return frozenset(question for question, _ in self.asked)


def read_memory(sent: object) -> Memory:
    """Return what a browser sent as its memory; anything that is not of its form is left out."""
    if not isinstance(sent, Mapping):
        return Memory()
    listed = sent.get("asked")
    entries = listed if isinstance(listed, list) else []
    asked = [
        (one["question"], _filters(one))
        for one in entries
        if isinstance(one, Mapping) and _is_question(one.get("question"))
    ]
    pending = sent.get("pending")
    return Memory(
        asked=tuple(asked[-MOST_RESUMED:]),
        filters=_filters(sent.get("filters")),
        opened=_text(sent.get("opened")),
        pending=pending if _is_question(pending) and isinstance(pending, str) else "",
        anchor=_text(sent.get("anchor")),
        brings=sent.get("brings") is True,
    )


def write_exchange(exchange: Exchange) -> str:
    """Return what the browser keeps of an exchange, as JSON."""
    return json.dumps({"question": exchange.question, **_to_dict(exchange.filters)}, ensure_ascii=False)


def write_filters(conversation: Conversation) -> str:
    """Return what the browser keeps of the filters of the next question, as JSON."""
    return json.dumps(_to_dict(conversation.filters), ensure_ascii=False)


def _to_dict(filters: Filters) -> dict[str, str]:
    return {name: value for name in _NAMES if (value := getattr(filters, name))}


def _filters(sent: object) -> Filters:
    if not isinstance(sent, Mapping):
        return NO_FILTERS
    return read_filters({name: _text(sent.get(name)) for name in _NAMES})


def _text(sent: object) -> str:
    return sent[:500] if isinstance(sent, str) else ""


def _is_question(sent: object) -> bool:
    return isinstance(sent, str) and 0 < len(sent) <= LONGEST
