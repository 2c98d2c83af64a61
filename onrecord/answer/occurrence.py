"""Exact words: every place where they stand, in the order of the texts, with what is around them.

How words are compared is in `text/exact.py`. Nothing is searched by meaning, and nothing is judged.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.answer.citation import cite, link_to
from onrecord.error import QuestionError
from onrecord.interview import Interview, Person, Turn
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import list_turns, make_passage
from onrecord.text.change import find_source
from onrecord.text.exact import find_exact, find_keys
from onrecord.text.span import Span

AROUND = 60  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Some words where they stand in an interview: `interview.show(Span(start, end)) == text`.

    Attributes
    ----------
    before, after
        What is shown around them in their paragraph, at most 60 characters each.
    speaker, role
        Who says them: the interviewer, by the name of the author, where `asked` is True.
    asked
        Whether they stand in a question that the interviewer puts.
    turn, paragraph
        Counted from 1; turn 0 is the lead. A question has the paragraph 0.
    page
        The page on which they stand, counted from 1; None when the file has no pages.
    """

    interview_id: str
    title: str
    publication: str
    date: datetime.date | None
    speaker: str
    role: str
    asked: bool
    start: int
    end: int
    text: str
    before: str
    after: str
    turn: int
    paragraph: int
    citation: str
    link: str
    source_sha256: str
    page: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the occurrence as JSON types; the date is YYYY-MM-DD, or None when unknown."""
        return {**dataclasses.asdict(self), "date": self.date.isoformat() if self.date else None}


def find_words(
    interviews: Iterable[Interview],
    words: str,
    scope: Scope,
    *,
    any_form: bool = False,
    near: int = 0,
    asked: bool = False,
) -> Iterator[Occurrence]:
    """Yield every occurrence of some words within a scope, in the order of the texts.

    Parameters
    ----------
    words
        One word or more: a phrase, whose words follow each other.
    any_form
        Whether another form with the same French stem is found too (« école », « écoles »).
    near
        Where it is above 0, the words stand in any order, with at most so many words from the first
        to the last.
    asked
        Whether the questions that the interviewers put are searched, not the answers.

    Raises
    ------
    QuestionError
        When `words` holds no word, or `near` is not a whole number from 0.
    """
    if isinstance(near, bool) or not isinstance(near, int) or near < 0:
        raise QuestionError.of("near", found=repr(near)[:60])
    keys = find_keys(words, any_form=any_form)
    if not keys:
        raise QuestionError.of("question_without_word")
    for interview in interviews:
        for turn, paragraph, span in _find_places(interview, scope, asked=asked):
            shown = interview.show(span)
            whole = Span(0, len(shown))
            for one in find_exact(shown, whole, keys, any_form=any_form, near=near):
                found = find_source(one, span.start, interview.changes)
                yield _make_occurrence(interview, turn, paragraph, span, found, asked=asked)


def _find_places(
    interview: Interview, scope: Scope, *, asked: bool
) -> Iterator[tuple[Turn, int, Span]]:
    """Yield the paragraphs of a scope, or the questions: turn, number of the paragraph, place."""
    last: Span | None = None
    for turn in interview.turns if asked else list_turns(interview):
        if not scope.allows(interview.id, turn.speaker.name):
            continue
        if not asked:
            yield from ((turn, number, span) for number, span in enumerate(turn.paragraphs, 1))
        elif turn.asked is not None and turn.asked != last:
            last = turn.asked
            yield turn, 0, turn.asked


def _make_occurrence(
    interview: Interview, turn: Turn, paragraph: int, around: Span, span: Span, *, asked: bool
) -> Occurrence:
    speaker = Person(interview.author or interview.publication) if asked else turn.speaker
    said = dataclasses.replace(turn, speaker=speaker)
    place = make_passage(interview, said, paragraph or 1, span)
    before = interview.show(Span(around.start, span.start))
    after = interview.show(Span(span.end, around.end))
    return Occurrence(
        interview_id=interview.id,
        title=interview.title,
        publication=interview.publication,
        date=interview.date,
        speaker=speaker.name,
        role=speaker.role,
        asked=asked,
        start=span.start,
        end=span.end,
        text=interview.show(span),
        before=before[-AROUND:],
        after=after[:AROUND],
        turn=turn.number,
        paragraph=paragraph,
        citation=cite(interview, dataclasses.replace(place, paragraph=paragraph)),
        link=link_to(interview, place),
        source_sha256=interview.sha256,
        page=place.page,
    )
