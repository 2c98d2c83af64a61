"""The library as HTML: each interview with its speakers, publication, date, length and extent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from onrecord.chat.browsing import Browsing, Order, browse
from onrecord.chat.filters import Filters, find_choices, select_interviews
from onrecord.chat.template import render
from onrecord.chat.timeline import draw_timeline
from onrecord.interview import Interview
from onrecord.wording import say, say_share

MOST_LISTED = 100  # interviews in the list; words, filters and the order bring the others into it
MOST_DOTS = 200  # interviews in the timeline: more are a smear


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
    browsing: Browsing | None = None,
) -> str:
    """Return the library as HTML: the filters, and the interviews that pass them.

    Parameters
    ----------
    own
        Ids of the interviews that the visitor brought and can remove.
    browsing
        The words that are looked for, and the order; None for the latest first.

    Raises
    ------
    QuestionError
        When a filter names a speaker or a publication that no interview has.
    """
    browsing = browsing or Browsing()
    asked = select_interviews(interviews, filters)
    kept = browse(asked, browsing)
    return render(
        "library",
        language,
        total=len(interviews),
        choices=find_choices(interviews),
        filters=filters,
        entries=[_enter(interview, language) for interview in kept[:MOST_LISTED]],
        unlisted=max(0, len(kept) - MOST_LISTED),
        own=own,
        asked=len(asked),
        browsing=browsing,
        orders=Order,
        counted=describe_count(kept, language),
        timeline=draw_timeline(kept) if len(kept) <= MOST_DOTS else None,
    )


def count_words(interview: Interview) -> int:
    """Return the number of words in the answers of an interview."""
    spans = (span for turn in interview.turns for span in turn.paragraphs)
    return sum(len(interview.show(span).split()) for span in spans)


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
    words = count_words(interview)
    asked = say(name, language, count=questions) if questions else ""
    return ", ".join(filter(None, (asked, say("length_words", language, count=words))))


def describe_count(interviews: Collection[Interview], language: str) -> str:
    """Return how many interviews are listed, with how many questions and words."""
    questions = sum(len(one.questions) for one in interviews)
    words = sum(count_words(one) for one in interviews)
    return say(
        "counted" if len(interviews) != 1 else "counted_one",
        language,
        count=len(interviews),
        questions=questions,
        words=words,
    )


def _enter(interview: Interview, language: str) -> Entry:
    names = ", ".join(person.name for person in interview.people)
    return Entry(
        interview=interview,
        people="" if names == interview.name else names,
        length=describe_length(interview, language),
        extent=describe_extent(interview, language),
    )
