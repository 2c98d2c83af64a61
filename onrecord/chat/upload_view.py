"""The head of the library as HTML: how to add an interview, its report, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.chat.library_view import describe_extent, describe_length
from onrecord.chat.template import render
from onrecord.chat.upload import LARGEST, Offer, Uploads
from onrecord.interview import Interview
from onrecord.reading.format.source import SUFFIXES
from onrecord.reading.report import describe_reading, measure_confidence
from onrecord.text.shown import show
from onrecord.wording import say, say_date, say_share

_LONGEST = 150  # characters of a question or an answer in the report


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of encoding an accepted interview: passages done, and in all."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was understood of a file, for the visitor to accept or refuse.

    `known` pairs names of fields with what was found, or "". `turns` are the first words of each
    question, the speaker, and the first words of the answer. `left_out` counts the parts of the file
    that are not the interview; `whole` is the report that `onrecord read` prints.
    """

    name: str
    known: tuple[tuple[str, str], ...]
    length: str
    extent: str
    confidence: str
    turns: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]
    left_out: int
    whole: str


def show_upload(
    uploads: Uploads, offer: Offer | None, language: str, keeps: bool, step: Step | None = None
) -> str:
    """Return the head of the library as HTML: how to add an interview, and the file at hand.

    Parameters
    ----------
    offer
        The file that waits to be accepted.
    keeps
        Whether an accepted interview is added to the corpus, for all; the page says which.
    step
        The progress of the encoding, None before and after it.
    """
    return render(
        "upload",
        language,
        uploads=uploads,
        keeps=keeps,
        step=step,
        kinds=",".join(SUFFIXES),
        most=str(LARGEST // 1_000_000),
        report=report_offer(offer, language) if offer and not step else None,
    )


def report_offer(offer: Offer, language: str) -> Report:
    """Return the report of a file that was read; `whole` and the warnings are in English."""
    interview = offer.interview
    known = {
        "title": interview.title,
        "people": "; ".join(person.described for person in interview.people),
        "publication": interview.publication,
        "date": say_date(interview.date, language) if interview.date else "",
        "asker": interview.author,
    }
    return Report(
        name=offer.name,
        known=tuple(known.items()),
        length=describe_length(interview, language),
        extent=describe_extent(interview, language),
        confidence=say_share(measure_confidence(interview), language),
        turns=tuple(_view_turns(interview, language)),
        warnings=interview.warnings,
        left_out=len(interview.left_out),
        whole=describe_reading(interview),
    )


def _view_turns(interview: Interview, language: str) -> list[tuple[str, str, str]]:
    views = []
    for turn in interview.turns:
        asked = turn.asked.of(interview.text) if turn.asked else say("report_no_question", language)
        first = turn.paragraphs[0].of(interview.text)
        speaker = turn.speaker.name or say("report_nobody", language)
        views.append((_shorten(asked), speaker, _shorten(first)))
    return views


def _shorten(text: str) -> str:
    """Return the first words of `text` without markup, at most 150 characters and « … »."""
    line = show(text[: 20 * _LONGEST])
    if len(line) <= _LONGEST:
        return line
    words = line[:_LONGEST].rpartition(" ")[0] or line[: _LONGEST - 1]
    return words.rstrip(" .,;:") + "…"
