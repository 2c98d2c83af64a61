"""The report of a file, as the page shows it: what was understood of it, and what can be put right.

After a correction it also says what that changes. Everything in it is text of the file or of the
visitor: the template escapes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.chat.library_view import describe_extent, describe_length
from onrecord.chat.upload import Offer
from onrecord.interview import Interview, Turn
from onrecord.reading.change import Change, Mouth, find_changes
from onrecord.reading.report import describe_reading, measure_confidence
from onrecord.reading.review import Piece, Review, Side
from onrecord.text.shown import show
from onrecord.wording import say, say_date, say_share

_LONGEST = 150  # characters of a question or an answer in the report
_MOST_CHANGES = 40  # lines of what changes


@dataclass(frozen=True, slots=True)
class VoiceView:
    """One who speaks by a label, "" for one without; `first` is what they say first."""

    label: str
    name: str
    side: str
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class TurnView:
    """The first words of a question, the speaker, and the first words of the answer.

    `is_doubted` says that it should be checked; `was` is who said it before the last correction, "" if
    that is as it was; `pieces` are its blocks.
    """

    asked: str
    speaker: str
    first: str
    is_doubted: bool
    was: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What a correction changes: from what to what, how often, and the first words of the first."""

    before: str
    after: str
    count: int
    first: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was understood of a file, for the visitor to put right, accept or refuse.

    `known` pairs names of fields with what was found, or "". `out` are blocks that are no part of the
    interview, `left_out` counts all such parts; `whole` is the report that `onrecord read` prints.
    `changes` is None before the first correction.
    """

    name: str
    known: tuple[tuple[str, str], ...]
    length: str
    extent: str
    confidence: str
    voices: tuple[VoiceView, ...]
    unlabelled: tuple[str, ...]
    turns: tuple[TurnView, ...]
    out: tuple[Piece, ...]
    changes: tuple[ChangeView, ...] | None
    side_name: str
    side: str
    can_undo: bool
    warnings: tuple[str, ...]
    left_out: int
    whole: str


def report_offer(offer: Offer, language: str) -> Report:
    """Return the report of a file that was read; `whole` and the warnings are in English."""
    interview, review = offer.interview, offer.review
    changes = find_changes(offer.before, interview) if offer.before else ()
    return Report(
        name=offer.name,
        known=tuple(_list_known(interview, language).items()),
        length=describe_length(interview, language),
        extent=describe_extent(interview, language),
        confidence=say_share(measure_confidence(interview), language),
        voices=tuple(_view_voices(review)),
        unlabelled=tuple(person.name for person in review.unlabelled),
        turns=tuple(_view_turns(review, changes, language)),
        out=tuple(piece for piece in review.pieces if piece.side is Side.OUT),
        changes=tuple(_view_changes(offer.before, interview, changes, language))
        if offer.before
        else None,
        side_name=offer.side_name,
        side=offer.side,
        can_undo=bool(offer.steps),
        warnings=interview.warnings,
        left_out=len(interview.left_out),
        whole=describe_reading(interview),
    )


def _list_known(interview: Interview, language: str) -> dict[str, str]:
    return {
        "title": interview.title,
        "people": "; ".join(person.described for person in interview.people),
        "publication": interview.publication,
        "date": say_date(interview.date, language) if interview.date else "",
        "asker": interview.author,
    }


def _view_voices(review: Review) -> Iterator[VoiceView]:
    for voice in review.voices:
        first = _shorten(review.interview.show(voice.span))
        yield VoiceView(voice.labels[0], voice.name, voice.side.value, voice.count, first)


def _view_turns(review: Review, changes: tuple[Change, ...], language: str) -> Iterator[TurnView]:
    interview = review.interview
    pieces = [one for one in review.pieces if one.side is not Side.OUT]
    changed = {change.span.start: change for change in changes if change.after is not None}
    for turn in interview.turns:
        end = turn.paragraphs[-1].end
        own = tuple(piece for piece in pieces if piece.span.start < end)
        pieces = pieces[len(own) :]
        yield TurnView(
            asked=_shorten(interview.show(turn.asked))
            if turn.asked
            else say("report_no_question", language),
            speaker=turn.speaker.name or say("report_nobody", language),
            first=_shorten(interview.show(turn.paragraphs[0])),
            is_doubted=turn.is_doubted,
            was=_tell_before(turn, changed, language),
            pieces=own,
        )


def _tell_before(turn: Turn, changed: dict[int, Change], language: str) -> str:
    found = [changed[span.start] for span in turn.paragraphs if span.start in changed]
    return _name_mouth(found[0].before, language) if found else ""


def _view_changes(
    before: Interview, after: Interview, changes: tuple[Change, ...], language: str
) -> Iterator[ChangeView]:
    """Yield what changes in the fields of the interview, then in whose words it is made of."""
    known, now = _list_known(before, language), _list_known(after, language)
    nothing = say("report_not_found", language)
    for name, value in known.items():
        if value != now[name]:
            yield ChangeView(value or nothing, now[name] or nothing, 0, name)
    kinds = Counter((change.before, change.after) for change in changes)
    firsts = {(change.before, change.after): change.span for change in reversed(changes)}
    for kind, count in list(kinds.items())[:_MOST_CHANGES]:
        was, mouth = (_name_mouth(one, language) for one in kind)
        yield ChangeView(was, mouth, count, _shorten(after.show(firsts[kind])))


def _name_mouth(mouth: Mouth | None, language: str) -> str:
    if mouth is None:
        return say("mouth_out", language)
    if mouth.asks:
        return say("mouth_asks", language)
    return mouth.name or say("report_nobody", language)


def _shorten(text: str) -> str:
    """Return the first words of `text` without markup, at most 150 characters and « … »."""
    line = show(text[: 20 * _LONGEST])
    if len(line) <= _LONGEST:
        return line
    words = line[:_LONGEST].rpartition(" ")[0] or line[: _LONGEST - 1]
    return words.rstrip(" .,;:") + "…"
