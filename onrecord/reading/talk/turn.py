"""Blocks become turns: who answers what, which paragraphs belong to the answer, and how sure that is.

`layout` has decided which part each block plays; `cast` says whom a label names. Blocks that are in no
turn are returned too, with the reason if one is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from onrecord.interview import Person, Turn
from onrecord.reading.block.block import Block, Look, strip_bullet, trim
from onrecord.reading.block.label import Label
from onrecord.reading.block.reason import AFTER_TALK, PULL_QUOTE, TITLE, UNCLAIMED
from onrecord.reading.talk.cast import Cast, is_nobody
from onrecord.reading.talk.layout import Layout
from onrecord.reading.talk.part import ANSWERING, Part
from onrecord.reading.talk.surety import lift
from onrecord.text.fold import fold
from onrecord.text.mark import CLOSING_QUOTES, DASHES, OPENING_QUOTES, match_item
from onrecord.text.markup import plain
from onrecord.text.name import is_particle, split_name
from onrecord.text.span import Span

_LONGEST_ASKED = 2000  # characters; what is longer is no question
_CALLED = 0.9  # how sure a person is whom the question calls by name
_GOES_ON = 0.9  # how sure it is that who spoke before goes on
_NOBODY = 0.45  # how sure it is that nothing says who answers, where nobody is named
_LONGEST_TITLE = 200


@dataclass(slots=True)
class Turns:
    """What the blocks gave: turns, the blocks that none took (with why, "" for the lead), warnings."""

    turns: list[Turn]
    unclaimed: dict[int, str]
    warnings: list[str]


@dataclass(slots=True)
class _Said:
    """Words of an answer: where they stand, and how sure it is that somebody answers with them."""

    span: Span
    sure: float


def make_turns(text: str, layout: Layout, cast: Cast, sole_sure: float) -> Turns:
    """Return the turns that the blocks make, in order.

    `sole_sure` (0..1) is how sure the page names the one person who answers without a label.
    """
    maker = _TurnMaker(text, cast, *_find_sole(cast, layout, sole_sure))
    unclaimed: dict[int, str] = {}
    for index, (block, part) in enumerate(zip(layout.blocks, layout.parts.parts, strict=True)):
        label, sure = layout.voices.labels.get(index), layout.parts.sure[index]
        if label is not None:
            sure = min(sure, layout.voices.sure.get(label.key, 1.0))
        if index in layout.sections:
            maker.enter(*cast.weigh(layout.sections[index]))
            unclaimed[index] = TITLE
        elif part is Part.ASKS:
            maker.ask(_content(text, block, label), sure)
        elif part is Part.ASKS_ON:
            maker.ask_on(_content(text, block, label), sure)
        elif part in ANSWERING:
            answers_dash = index > 0 and _asks_by_dash(text, layout, index - 1)
            maker.answer(_content(text, block, label, answers_dash=answers_dash), sure, label)
        else:
            unclaimed[index] = _reason(layout, index)
            maker.pause(part)
    maker.close()
    return Turns(maker.turns, unclaimed, maker.warnings)


def _find_sole(cast: Cast, layout: Layout, sole_sure: float) -> tuple[Person | None, float]:
    """Return the one person who answers here, or None when there are several or nobody."""
    voices = layout.voices
    answering = [label for index, label in voices.labels.items() if voices.answers(index)]
    if len(cast.people) == 1 and len({label.key for label in answering}) == 1:
        cast.name_alone(answering[0].text, sole_sure)
    known = list(cast.people)
    named = {cast.find(label.text) for label in answering if not is_nobody(label)}
    if len(known) == 1 and any(map(is_nobody, answering)):  # « R. : » beside somebody else's name
        return known[0], sole_sure
    if len(named) == 1:
        return named.pop(), 0.9
    if named or len(cast.people) != 1:
        return None, 0.0
    return cast.people[0], sole_sure


def _asks_by_dash(text: str, layout: Layout, index: int) -> bool:
    """Return whether a block is a question after a dash: its answer has one too, as in a dialogue."""
    span = layout.blocks[index].span
    is_item = match_item(text, span.start, span.end) is not None
    return is_item and layout.parts.parts[index] is Part.ASKS


def _reason(layout: Layout, index: int) -> str:
    """Return why a block is in no turn; "" for one before the talk."""
    part, block = layout.parts.parts[index], layout.blocks[index]
    if part is Part.LEAD:
        return ""
    if part is Part.TITLE:
        is_quoted = (
            block.plain[:1] in OPENING_QUOTES and block.plain.rstrip(" .")[-1:] in CLOSING_QUOTES
        )
        if is_quoted:
            return PULL_QUOTE
        return TITLE if len(block.plain) < _LONGEST_TITLE else UNCLAIMED
    known = layout.beside.get(index)
    return known or (TITLE if block.look is Look.HEADING else AFTER_TALK)


@dataclass(slots=True)
class _TurnMaker:
    text: str
    cast: Cast
    sole: Person | None
    sole_sure: float
    turns: list[Turn] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    asked: Span | None = None
    asked_sure: float = 1.0
    question: int = 0
    speaker: Person | None = None
    speaker_sure: float = 1.0
    said: list[_Said] = field(default_factory=list)

    def enter(self, person: Person, sure: float) -> None:
        """Begin the part of the page in which `person` alone answers."""
        self.close()
        self.asked, self.speaker, self.sole, self.sole_sure = None, None, person, sure

    def pause(self, part: Part) -> None:
        """End the turn at an introduction between answers: nothing is asked until the next question."""
        if part is Part.LEAD and self.asked is not None:
            self.close()
            self.asked, self.speaker = None, None

    def ask(self, span: Span, sure: float) -> None:
        if self.asked is not None and not self.said and self._are_neighbours(self.asked, span):
            self.asked = Span(self.asked.start, span.end)  # a question split over two blocks
            return
        self.close()
        self.asked, self.asked_sure = span, sure
        self.question, self.speaker = self.question + 1, None

    def ask_on(self, span: Span, sure: float) -> None:
        """Add words to the question if they follow it; otherwise they are a question of their own."""
        if self.asked is None or self.said or span.end - self.asked.start >= _LONGEST_ASKED:
            self.ask(span, sure)
        else:
            self.asked = Span(self.asked.start, span.end)

    def answer(self, span: Span, sure: float, label: Label | None) -> None:
        speaker, speaker_sure = self._find_speaker(label)
        if self.speaker is not None and speaker != self.speaker:
            self.close()
        if self.speaker != speaker or not self.said:
            self.speaker_sure = speaker_sure
        self.speaker = speaker
        if span.end <= span.start:
            return
        last = self.said[-1] if self.said else None
        if last and label is None and self._is_same_line(last.span, span):
            last.span = Span(last.span.start, span.end)
        else:
            self.said.append(_Said(span, sure))

    def close(self) -> None:
        if self.said and self.speaker is not None:
            number = len(self.turns) + 1
            spoken = math.prod(one.sure for one in self.said) ** (1 / len(self.said))
            asked_sure = min(self.asked_sure, self.said[0].sure) if self.asked else self.said[0].sure
            speaker_sure = lift(spoken * self.speaker_sure) if self.speaker.name else spoken * _NOBODY
            paragraphs = tuple(one.span for one in self.said)
            self.turns.append(
                Turn(
                    number, self.question, self.asked, self.speaker, paragraphs,
                    round(speaker_sure, 2), round(lift(asked_sure), 2),
                )
            )  # fmt: skip
            self._warn(number)
        elif self.asked is not None and not self.said and self.asked.end > self.asked.start:
            asked = " ".join(self.asked.of(self.text).split())[:80]
            self.warnings.append(f"a question with no answer after it: {asked}")
        self.said = []

    def _warn(self, number: int) -> None:
        if self.asked is None:
            self.warnings.append(f"turn {number}: an answer with no question before it")
        if self.speaker is not None and not self.speaker.name:
            self.warnings.append(f"turn {number}: nothing says who answers")

    def _are_neighbours(self, first: Span, second: Span) -> bool:
        between = plain(self.text[first.end : second.start][:500])
        return second.end - first.start < _LONGEST_ASKED and not any(map(str.isalnum, between))

    def _is_same_line(self, first: Span, second: Span) -> bool:
        """Return whether two pieces are of one line, cut where it looked as if two spoke."""
        between = self.text[first.end : second.start]
        return len(between) < 20 and "\n" not in between

    def _find_speaker(self, label: Label | None) -> tuple[Person, float]:
        if label is not None and not is_nobody(label):
            return self.cast.weigh(label.text)
        if self.speaker is not None:
            return self.speaker, self.speaker_sure * (1.0 if self.said else _GOES_ON)
        if self.sole is not None:
            return self.sole, self.sole_sure
        called = self._named_in_question()
        return (called, _CALLED) if called else (Person(""), 0.0)

    def _named_in_question(self) -> Person | None:
        """Return the one person whom the question calls by name."""
        if self.asked is None or len(self.cast.people) < 2:
            return None
        asked = plain(self.asked.of(self.text)).replace(",", " ").replace("’", "'").split()
        names = (word.strip(" .:;!?«»\"'()*_") for word in asked)
        words = {fold(word) for word in names if word[:1].isupper()}
        called = [one for one in self.cast.people if _is_called(one, words)]
        return called[0] if len(called) == 1 else None


def _is_called(person: Person, words: set[str]) -> bool:
    first, last = split_name(person.name)
    is_last = bool(last) and not is_particle(last[-1]) and last[-1] in words
    return bool(set(first) & words) or is_last


def _content(text: str, block: Block, label: Label | None, *, answers_dash: bool = False) -> Span:
    """Return what a block says: without its label, and without the dash of a line of talk."""
    if label is not None:
        return trim(text, Span(min(label.span.end, block.span.end), block.span.end))
    is_item = match_item(text, block.span.start, block.span.end) is not None
    has_dash = text[block.span.start] in DASHES or (is_item and (block.is_question or answers_dash))
    return strip_bullet(text, block.span) if has_dash else block.span
