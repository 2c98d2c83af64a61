"""A whole conversation as one HTML file: to be kept, sent and read without this program."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from onrecord.chat.answer_view import view_answer
from onrecord.chat.filters import describe_filters
from onrecord.chat.session import Conversation
from onrecord.chat.template import read_static, render
from onrecord.interview import Interview

_STYLES = ("color.css", "kept.css")


def show_kept(
    interviews: Mapping[str, Interview], conversation: Conversation, day: datetime.date
) -> str:
    """Return a conversation as a page with its citations, and nothing to load.

    Parameters
    ----------
    day
        The day on which it is kept.
    """
    exchanges = [
        (one, view_answer(interviews, one.answer, one.day) if one.answer else None)
        for one in conversation.exchanges
    ]
    return render(
        "kept",
        conversation.language,
        interviews=interviews,
        exchanges=exchanges,
        day=day,
        describe_filters=describe_filters,
        styles=[read_static(name) for name in _STYLES],
    )
