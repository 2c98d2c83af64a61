"""Exact words: every place where they stand, in the order of the texts, with what is around them.

Words are compared as folded (no case, no accent); a hyphen neither joins nor parts, so that
« start-up » finds "startup". Nothing is searched by meaning, and nothing is judged.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.answer.citation import cite, link_to
from onrecord.error import QuestionError
from onrecord.interview import Interview, Person, Turn
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import list_turns, make_passage
from onrecord.text.fold import fold
from onrecord.text.span import Span
from onrecord.text.stem import stem

AROUND = 60  # characters of context on each side
_WORD = re.compile(r"[^\W_]+")
_HYPHENS = "-\u2010\u2011"
_NO_HYPHENS = str.maketrans("", "", _HYPHENS)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Some words where they stand in an interview: `interview.text[start:end] == text`.

    Attributes
    ----------
    before, after
        What stands around them in their paragraph, verbatim, at most 60 characters each.
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


@dataclass(frozen=True, slots=True)
class _Word:
    """A folded word of a text, its place, and whether a hyphen joins it to the next one."""

    folded: str
    start: int
    end: int
    joined: bool


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
        When `words` holds no word.
    """
    wanted = _find_keys(words, any_form=any_form)
    if not wanted:
        raise QuestionError.of("question_without_word")
    for interview in interviews:
        for turn, paragraph, span in _find_places(interview, scope, asked=asked):
            if not _may_hold(interview.text, span, wanted, any_form=any_form):
                continue
            found = _split_words(interview.text, span)
            for start, end in _match(found, wanted, any_form=any_form, near=near):
                yield _make_occurrence(interview, turn, paragraph, span, Span(start, end), asked=asked)


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


def _may_hold(text: str, span: Span, wanted: Sequence[str], *, any_form: bool) -> bool:
    """Return whether a paragraph holds the letters of all keys: a quick trial before its words are cut.

    Forms of a word have its first three letters in common.
    """
    letters = fold(span.of(text)).translate(_NO_HYPHENS)
    return all((key[:3] if any_form else key) in letters for key in wanted)


def _find_keys(words: str, *, any_form: bool) -> list[str]:
    """Return what is compared of each word; of words that hyphens join, one key."""
    found = _split_words(words, Span(0, len(words)))
    keys: list[str] = []
    goes_on = False
    for word in found:
        if goes_on:
            keys[-1] += word.folded
        else:
            keys.append(word.folded)
        goes_on = word.joined
    return [_strip_form(key) for key in keys] if any_form else keys


def _strip_form(folded: str) -> str:
    """Return what the forms of a word have in common: its French stem, a plural's letter apart."""
    singular = folded[:-1] if len(folded) > 3 and folded[-1] in "sx" else folded
    return stem([singular])[0]


def _split_words(text: str, span: Span) -> list[_Word]:
    """Return the words of a slice of a text, at their offsets in the text."""
    found = list(_WORD.finditer(text, span.start, span.end))
    following = [*(match.start() for match in found[1:]), -1]
    return [
        _Word(
            fold(match[0]),
            match.start(),
            match.end(),
            joined=match.end() + 1 == after and text[match.end()] in _HYPHENS,
        )
        for match, after in zip(found, following, strict=True)
    ]


def _match(
    found: Sequence[_Word], wanted: Sequence[str], *, any_form: bool, near: int
) -> Iterator[tuple[int, int]]:
    """Yield the place of each match in the words of a paragraph; matches do not overlap."""
    places = [_places_of(found, key, any_form=any_form) for key in dict.fromkeys(wanted)]
    if not all(places):
        return
    ends = dict(zip(dict.fromkeys(wanted), places, strict=True))
    done = 0
    for first in sorted({start for place in places for start in place}):
        if first < done:
            continue
        last = _end_near(ends, first, near) if near else _end_of_phrase(ends, wanted, first)
        if last is not None:
            done = last
            yield found[first].start, found[last - 1].end


def _places_of(found: Sequence[_Word], key: str, *, any_form: bool) -> dict[int, int]:
    """Return where a key stands: the number of its first word, and of the one after its last."""
    places: dict[int, int] = {}
    for first, word in enumerate(found):
        whole, last = word.folded, first
        while (
            not _is_same(whole, key, any_form=any_form) and found[last].joined and len(whole) < len(key)
        ):
            last += 1
            whole += found[last].folded
        if _is_same(whole, key, any_form=any_form):
            places[first] = last + 1
    return places


def _is_same(folded: str, key: str, *, any_form: bool) -> bool:
    return (_strip_form(folded) if any_form else folded) == key


def _end_of_phrase(ends: dict[str, dict[int, int]], wanted: Sequence[str], first: int) -> int | None:
    """Return the number after the last word of a phrase that begins at a word, None if none does."""
    for key in wanted:
        end = ends[key].get(first)
        if end is None:
            return None
        first = end
    return first


def _end_near(ends: dict[str, dict[int, int]], first: int, near: int) -> int | None:
    """Return the number after the last of all keys within `near` words from a word, else None."""
    nearest = [
        min(
            (end for start, end in place.items() if first <= start and end <= first + near),
            default=None,
        )
        for place in ends.values()
    ]
    return None if None in nearest else max(end for end in nearest if end is not None)


def _make_occurrence(
    interview: Interview, turn: Turn, paragraph: int, around: Span, span: Span, *, asked: bool
) -> Occurrence:
    speaker = Person(interview.author or interview.publication) if asked else turn.speaker
    said = dataclasses.replace(turn, speaker=speaker)
    place = make_passage(interview, said, paragraph or 1, span)
    text = interview.text
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
        text=span.of(text),
        before=text[max(around.start, span.start - AROUND) : span.start],
        after=text[span.end : min(around.end, span.end + AROUND)],
        turn=turn.number,
        paragraph=paragraph,
        citation=cite(interview, dataclasses.replace(place, paragraph=paragraph)),
        link=link_to(interview, place),
        source_sha256=interview.sha256,
        page=place.page,
    )
