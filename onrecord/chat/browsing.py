"""Finding an interview in the library, by words and in an order: what is listed, not what is asked."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.interview import Interview
from onrecord.text.fold import fold
from onrecord.text.span import Span


class Order(enum.Enum):
    """The order of the library; the value is what the page sends."""

    LATEST = "latest"
    EARLIEST = "earliest"
    TITLE = "title"
    PERSON = "person"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class Browsing:
    """The words that a listed interview holds, and the order of the list."""

    words: str = ""
    order: Order = Order.LATEST


NO_BROWSING = Browsing()


def read_browsing(values: Mapping[str, object]) -> Browsing:
    """Return what a form asks for; an order that there is not is the default one."""
    orders = {order.value: order for order in Order}
    words = values.get("words")
    order = orders.get(str(values.get("order")), Order.LATEST)
    return Browsing(words[:200].strip() if isinstance(words, str) else "", order)


def browse(interviews: Iterable[Interview], browsing: Browsing) -> list[Interview]:
    """Return the interviews that hold all the words, in what is known of them or in their text."""
    wanted = fold(browsing.words).split()
    found = [one for one in interviews if all(word in _searched(one) for word in wanted)]
    key, is_reversed = _KEYS[browsing.order]
    return sorted(found, key=key, reverse=is_reversed)


def _searched(interview: Interview) -> str:
    people = " ".join(person.described for person in interview.people)
    about = " ".join((interview.name, people, interview.publication, interview.author))
    return f"{fold(about)} {_fold_text(interview.show(Span(0, len(interview.text))))}"


@lru_cache(maxsize=2048)  # interviews: a letter typed searches all of them
def _fold_text(text: str) -> str:
    return fold(text)


def _name(interview: Interview) -> str:
    return fold(next((person.name for person in interview.people), "")) or "\uffff"


_KEYS: Mapping[Order, tuple[Callable[[Interview], Any], bool]] = {
    Order.LATEST: (lambda one: one.date or datetime.date.min, True),
    Order.EARLIEST: (lambda one: one.date or datetime.date.max, False),
    Order.TITLE: (lambda one: fold(one.name), False),
    Order.PERSON: (_name, False),
    Order.LONGEST: (lambda one: len(one.text), True),
}
