"""The library as HTML: each interview with its speakers, publication, date, length and extent."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from onrecord.chat.filters import Filters, find_choices, select_interviews
from onrecord.chat.template import render
from onrecord.chat.timeline import draw_timeline
from onrecord.interview import Interview
from onrecord.wording import say, say_share


@dataclass(frozen=True, slots=True)
class Entry:
    """An interview in the library.

    `people` are the names, "" when the interview is called by them; `length` is its questions and
    words, `extent` how much of it was given, both in words.
    """

    interview: Interview
    people: str
    length: str
    extent: str


def show_library(
    interviews: Collection[Interview],
    filters: Filters,
    language: str,
    own: Collection[str] = (),
) -> str:
    """Return the library as HTML: the filters, and the interviews that pass them, latest first.

    Parameters
    ----------
    own
        Ids of the interviews that the visitor brought and can remove.

    Raises
    ------
    QuestionError
        When a filter names a speaker or a publication that no interview has.
    """
    kept = sorted(select_interviews(interviews, filters), key=_when, reverse=True)
    return render(
        "library",
        language,
        total=len(interviews),
        choices=find_choices(interviews),
        filters=filters,
        entries=[_enter(interview, language) for interview in kept],
        own=own,
        timeline=draw_timeline(kept),
    )


def count_words(interview: Interview) -> int:
    """Return the number of words in the answers of an interview."""
    spans = (span for turn in interview.turns for span in turn.paragraphs)
    return sum(len(span.of(interview.text).split()) for span in spans)


def describe_extent(interview: Interview, language: str) -> str:
    """Return in words how much of an interview was given, as a share when that is known."""
    gap = interview.gap
    if gap is None:
        return say("extent_whole", language)
    if gap.share is not None:
        return say("given_share", language, share=say_share(1 - gap.share, language))
    return say("extent_part", language)


def describe_length(interview: Interview, language: str) -> str:
    """Return the length of an interview: its questions, if any were found, and its words."""
    questions = len(interview.questions)
    name = "length_question" if questions == 1 else "length_questions"
    blank = "\u202f" if language == "fr" else ","
    words = f"{count_words(interview):,}".replace(",", blank)
    asked = say(name, language, count=str(questions)) if questions else ""
    return ", ".join(filter(None, (asked, say("length_words", language, count=words))))


def _enter(interview: Interview, language: str) -> Entry:
    names = ", ".join(person.name for person in interview.people)
    return Entry(
        interview=interview,
        people="" if names == interview.name else names,
        length=describe_length(interview, language),
        extent=describe_extent(interview, language),
    )


def _when(interview: Interview) -> datetime.date:
    return interview.date or datetime.date.min
