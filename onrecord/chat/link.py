"""Links into the page: `?q=…` asks a question, `?interview=…#t1p2` opens an interview at a paragraph.

Both together ask the question and open the answer at that passage; `speaker`, `publication`, `first`
and `last` are the filters it was asked under, `after` the questions that a follow-up leans on. Browsers
do not send the part after `#` to the server: `static/memory.js` does. `t` is the second of a recording,
for `static/recording.js`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from onrecord.answer.answer import Answer
from onrecord.chat.filters import NO_FILTERS, Filters, read_filters

_FILTERS = ("speaker", "publication", "first", "last")
_MOST_BEFORE = 3  # earlier questions in the link of a follow-up


@dataclass(frozen=True, slots=True)
class Link:
    """What a link asks for: a question after others, under filters; an interview's id; "" for none."""

    question: str = ""
    interview: str = ""
    after: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS


def read_link(parameters: QueryParams) -> Link:
    """Return the link that the parameters of the page's address spell; others are ignored."""
    after = [one.strip() for one in parameters.getlist("after") if one.strip()]
    return Link(
        question=parameters.get("q", "").strip(),
        interview=parameters.get("interview", ""),
        after=tuple(after[-_MOST_BEFORE:]),
        filters=read_filters({name: parameters.get(name, "") for name in _FILTERS}),
    )


def link_to_place(interview_id: str, anchor: str, second: float | None = None) -> str:
    """Return the link, relative to the page, that opens an interview at a paragraph, and its second."""
    return f"?{urlencode([('interview', interview_id), *_at(second)])}#{anchor}"


def link_to_answer(answer: Answer, filters: Filters, before: Sequence[str]) -> str:
    """Return the link, relative to the page, that asks a question as it was asked here.

    Parameters
    ----------
    before
        The questions before it; a link has them only where the answer was understood from them.
    """
    leaned = before[-_MOST_BEFORE:] if answer.understood_as else ()
    parameters = [("q", answer.question), *(("after", one) for one in leaned)]
    parameters += [(name, value) for name in _FILTERS if (value := getattr(filters, name))]
    first = next(iter((*answer.hits, *answer.nearest)), None)
    if first is None:
        return f"?{urlencode(parameters)}"
    parameters += [("interview", first.interview_id), *_at(first.start_time)]
    return f"?{urlencode(parameters)}#{first.anchor}"


def _at(second: float | None) -> list[tuple[str, str]]:
    return [] if second is None else [("t", str(int(second)))]
