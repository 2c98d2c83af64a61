"""What a person is shown to put a reading right: who speaks, by label, and what each block was read as.

It is made of what the reading found. `amend` writes into the side file what the person changes, and
`change` says what that does.
"""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.interview import Interview, Person, Turn
from onrecord.reading.assemble import Understood
from onrecord.reading.block.block import Block
from onrecord.reading.block.label import Label
from onrecord.reading.talk.cast import is_nobody, resolve
from onrecord.reading.talk.part import ANSWERING, Part
from onrecord.text.markup import plain
from onrecord.text.span import Span

_LONGEST = 60  # characters with which a block is named
_MOST_VOICES = 60
_MOST_LABELS = 200  # of one voice, such as « Réponse 1 », « Réponse 2 » …
_MOST_OUT = 200  # blocks that are left out


class Side(enum.Enum):
    """On which side of a talk somebody is."""

    ASKS = "asks"
    ANSWERS = "answers"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Voice:
    """One who speaks by a label.

    `labels` are the forms of it as the file writes them, `name` whom they stand for ("" for nobody that
    is named), `count` how many blocks open with one, `span` what the first of them says.
    """

    labels: tuple[str, ...]
    name: str
    side: Side
    count: int
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, as a person names it: its first words, without markup, and its line from 1."""

    span: Span
    line: int
    words: str
    side: Side


@dataclass(frozen=True, slots=True)
class Review:
    """An interview with its voices, those who answer without a label, and its blocks in order."""

    interview: Interview
    voices: tuple[Voice, ...] = ()
    unlabelled: tuple[Person, ...] = ()
    pieces: tuple[Piece, ...] = ()

    def find_piece(self, start: int) -> Piece | None:
        """Return the block that begins at an offset, or None."""
        return next((piece for piece in self.pieces if piece.span.start == start), None)


def make_review(understood: Understood) -> Review:
    """Return what a person is shown of an interview that was understood."""
    voices = tuple(_find_voices(understood))[:_MOST_VOICES]
    labelled = {voice.name for voice in voices}
    unlabelled = [one for one in understood.interview.speakers if one.name not in labelled]
    return Review(understood.interview, voices, tuple(unlabelled), tuple(_find_pieces(understood)))


def _find_voices(understood: Understood) -> Iterator[Voice]:
    groups: dict[str, list[int]] = {}
    labels = understood.layout.voices.labels
    for index in sorted(labels):
        key = replace(labels[index], text=labels[index].written).key
        groups.setdefault(key, []).append(index)
    find_turn = _TurnFinder(understood.interview)
    for indexes in groups.values():
        first, block = labels[indexes[0]], understood.layout.blocks[indexes[0]]
        span = Span(min(first.span.end, block.span.end), block.span.end)
        forms = dict.fromkeys(labels[index].written for index in indexes)
        side = _find_side(understood, first)
        turn = find_turn(span) if side is Side.ANSWERS else None
        name = turn.speaker.name if turn else _name(first, understood.interview)
        yield Voice(tuple(forms)[:_MOST_LABELS], name, side, len(indexes), span)


def _find_side(understood: Understood, label: Label) -> Side:
    voices = understood.layout.voices
    if label.key in voices.silent:
        return Side.OUT
    return Side.ASKS if label.key in voices.asking else Side.ANSWERS


def _name(label: Label, interview: Interview) -> str:
    if is_nobody(label):
        return ""
    person = resolve(label.text, interview.people)
    return person.name if person else label.text


class _TurnFinder:
    """Finds the turn in which a block is said; the ends of the paragraphs are collected once."""

    def __init__(self, interview: Interview) -> None:
        self._said = [(span, turn) for turn in interview.turns for span in turn.paragraphs]
        self._ends = [span.end for span, _ in self._said]

    def __call__(self, block: Span) -> Turn | None:
        index = bisect.bisect_right(self._ends, block.start)
        if index == len(self._said) or self._said[index][0].start >= max(block.end, block.start + 1):
            return None
        return self._said[index][1]


def _find_pieces(understood: Understood) -> Iterator[Piece]:
    """Yield the blocks in order of the text; of those that are left out, the first ones only."""
    layout = understood.layout
    found = [
        (block, _side_of(part)) for block, part in zip(layout.blocks, layout.parts.parts, strict=True)
    ]
    found += [(block, Side.OUT) for block, _ in understood.around]
    out = 0
    for block, side in sorted(found, key=lambda one: one[0].span.start):
        words = _first_words(block)
        out += side is Side.OUT
        if any(map(str.isalnum, words)) and (side is not Side.OUT or out <= _MOST_OUT):
            yield Piece(block.span, block.line, words, side)


def _side_of(part: Part) -> Side:
    if part in (Part.ASKS, Part.ASKS_ON):
        return Side.ASKS
    return Side.ANSWERS if part in ANSWERING else Side.OUT


def _first_words(block: Block) -> str:
    words = plain(block.plain)
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition(" ")[0] or words[:_LONGEST]
