"""What a click of the page sends along, checked before its event is called.

The page's own scripts send what is listed here; anybody may send something else.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping

from onrecord.answer.export import Format
from onrecord.chat.grid_view import GridFormat
from onrecord.error import QuestionError

LONGEST_TOLD = 60
"""Characters of a wrong value that a message repeats."""

_MOST = 10**9  # the highest number that is accepted
_FIELDS: Mapping[str, Mapping[str, type]] = {  # by the name of the event's function
    "ask_example": {"question": str},
    "ask_all": {"question": str},
    "cite": {"exchange": int, "rank": int},
    "note": {"interview": str, "anchor": str},
    "open": {"interview": str},
    "bound": {},
    "judge": {"exchange": int, "judge": str},
    "keep": {"format": Format, "exchange": int, "rank": int},
    "receive": {"name": str, "size": int, "start": int, "content": str},
    "remove": {"interview": str},
    "find_words": {"words": str},
    "begin_grid": {},
    "fill_grid": {"questions": str, "by": str},
    "open_cell": {"row": int, "column": int},
    "save_grid": {"format": GridFormat},
    "open_place": {"words": str, "interview": str, "rank": int},
    "restore": {"side": str},
    "correct": {"form": str, "act": str, "block": str},
}
_EXPECTED = {
    str: "a text",
    int: f"a whole number from 0 to {_MOST}",
}


def check_event_data(event: str, sent: object) -> None:
    """Check what was sent along with an event.

    Raises
    ------
    QuestionError
        When a field that the event needs is missing or of a wrong type; it names the field.
    """
    if event not in _FIELDS:
        return
    if not isinstance(sent, dict):
        raise QuestionError("event_data: expected an object")
    for name, kind in _FIELDS[event].items():
        if not _fits(sent.get(name), kind):
            found = tell_value(sent[name]) if name in sent else "nothing"
            raise QuestionError(f"event_data: {name}: expected {_expect(kind)}, found {found}")


def tell_value(value: object) -> str:
    """Return a value as JSON has it, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=repr)[: LONGEST_TOLD + 1]
    return text if len(text) <= LONGEST_TOLD else text[: LONGEST_TOLD - 1] + "…"


def _expect(kind: type) -> str:
    if issubclass(kind, enum.Enum):
        return f"one of {', '.join(str(one.value) for one in kind)}"
    return _EXPECTED[kind]


def _fits(value: object, kind: type) -> bool:
    if issubclass(kind, enum.Enum):
        return isinstance(value, str) and value in {one.value for one in kind}
    if kind is int:  # the page keeps some of its numbers as text
        is_text = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
        number = int(value) if is_text and isinstance(value, str) else value
        return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= _MOST
    return isinstance(value, str)
