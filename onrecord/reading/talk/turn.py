"""Blocks become turns: who answers which question, in which paragraphs.

Last step over the blocks. `asking` has decided which blocks ask, and `cast` resolves labels to
people. The blocks that belong to no turn are returned with the reason, where one is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.interview import Person, Turn
from onrecord.reading.block.block import Block, Look, strip_bullet, trim
from onrecord.reading.block.label import Label, is_generic
from onrecord.reading.block.reason import PULL_QUOTE, TITLE, UNCLAIMED
from onrecord.reading.talk.cast import Cast
from onrecord.reading.talk.layout import Layout
from onrecord.text.fold import fold
from onrecord.text.mark import CLOSING_QUOTES, DASHES, LINE_ENDS, OPENING_QUOTES
from onrecord.text.markup import plain
from onrecord.text.name import is_full_name
from onrecord.text.pronoun import count_first_person, says_own_name
from onrecord.text.span import Span

_MOST_SECTIONS = 50
_LONGEST_RUBRIC = 80  # characters
_LONGEST_ASKED = 2000  # characters; a question over two blocks is not joined beyond this length
_FIRST_PERSON_EVERY = 600  # characters; who speaks says « je », « nous » or « on » this often


@dataclass(slots=True)
class Turns:
    """The turns of a page, and what could not be placed.

    `unclaimed` gives the reason why a block belongs to no turn, by the index of the block: "" before
    the first turn, where it may be the lead.
    """

    turns: list[Turn]
    unclaimed: dict[int, str]
    warnings: list[str]


def make_turns(text: str, blocks: Sequence[Block], layout: Layout, cast: Cast) -> Turns:
    """Return the turns that the blocks make, in order."""
    sections = find_sections(blocks, layout, cast)
    maker = _TurnMaker(text, cast, _sole(cast, blocks, layout))
    first = min(layout.asking | set(layout.labels), default=None)
    if first is None:
        first = _first_of_monologue(blocks, cast.people)
    unclaimed: dict[int, str] = {}
    for index, block in enumerate(blocks):
        label = layout.labels.get(index)
        if index in sections:
            maker.enter(sections[index])
            unclaimed[index] = TITLE
        elif index < first:
            unclaimed[index] = ""
        elif index in layout.asking:
            maker.ask(_content(text, block, label))
        elif label is None and block.look in (Look.HEADING, Look.BOLD):
            unclaimed[index] = _reason_of_title(block)
        elif label is None and (maker.awaits_question or _continues_question(layout, index, blocks)):
            maker.ask(block.span)
        else:
            maker.answer(_content(text, block, label), label)
    maker.close()
    return Turns(maker.turns, unclaimed, maker.warnings)


def find_sections(blocks: Sequence[Block], layout: Layout, cast: Cast) -> dict[int, Person]:
    """Return the headings that name who alone answers the questions below, by index.

    A page has such sections when its headings name two people or more whom it mentions elsewhere.
    """
    taken = layout.asking | set(layout.labels)
    named = {
        index: block.plain.partition(",")[0].strip()
        for index, block in enumerate(blocks)
        if block.look in (Look.HEADING, Look.BOLD)
        and index not in taken
        and len(block.plain) < 200
        and is_full_name(block.plain.partition(",")[0].strip())
    }
    if len(set(named.values())) < 2:
        return {}
    if len(named) > _MOST_SECTIONS or not all(cast.knows(name) for name in named.values()):
        return {}
    edges = [*named, len(blocks)]
    return {
        index: cast.find(name)
        for (index, name), end in zip(named.items(), edges[1:], strict=True)
        if any(index < asked < end for asked in layout.asking)
    }


def _sole(cast: Cast, blocks: Sequence[Block], layout: Layout) -> Person | None:
    """Return the only person who answers on this page, or None when nobody or several do."""
    answering = [layout.labels[i].text for i in layout.labels if layout.answers_by_label(i)]
    named = {cast.find(label) for label in answering if not is_generic(label)}
    if named:
        return named.pop() if len(named) == 1 else None
    return cast.people[0] if len(cast.people) == 1 else None


def _first_of_monologue(blocks: Sequence[Block], people: Sequence[Person]) -> int:
    """Return the index of the first block that a person who is asked nothing says.

    The lines over the text and the blocks about the person come before it; a block in which they
    name themselves (« Je m'appelle … ») is already theirs. Where the first person is rare, the page
    is an article about somebody: then the number of blocks is returned.
    """
    first = 0
    while first < len(blocks) and (
        _is_about_them(blocks[first].plain, people) or _is_rubric(blocks[first].plain)
    ):
        first += 1
    spoken = [block.plain for block in blocks[first:]]
    length = sum(map(len, spoken))
    if not people or not length or count_first_person(" ".join(spoken)) * _FIRST_PERSON_EVERY < length:
        return len(blocks)
    return first


def _is_rubric(text: str) -> bool:
    """Return whether plain words are a line over the text (« TÉMOIGNAGE »), not a sentence."""
    return len(text) < _LONGEST_RUBRIC and not text.endswith(LINE_ENDS)


def _is_about_them(text: str, people: Sequence[Person]) -> bool:
    """Return whether plain words name one of the people without being said by that person."""
    named = [person.name for person in people if person.name in text]
    return bool(named) and not any(says_own_name(text, name) for name in named)


def _continues_question(layout: Layout, index: int, blocks: Sequence[Block]) -> bool:
    """Return whether a block without a label continues a labelled question before a labelled answer."""
    if index - 1 not in layout.asking or index - 1 not in layout.labels:
        return False
    following = next((i for i in range(index, min(index + 4, len(blocks))) if i in layout.labels), None)
    return (
        following is not None and layout.answers_by_label(following) and len(blocks[index].plain) < 600
    )


def _reason_of_title(block: Block) -> str:
    is_quoted = block.plain[:1] in OPENING_QUOTES and block.plain.rstrip(" .")[-1:] in CLOSING_QUOTES
    if is_quoted:
        return PULL_QUOTE
    return TITLE if len(block.plain) < 200 else UNCLAIMED


@dataclass(slots=True)
class _TurnMaker:
    """The turns made so far, and the turn at hand: its question, speaker and paragraphs.

    `sole` is the only person who answers, if there is one. `asked` is the span of the question at
    hand, empty after a label alone on its line, and `question` counts the questions.
    """

    text: str
    cast: Cast
    sole: Person | None
    turns: list[Turn] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    asked: Span | None = None
    question: int = 0
    speaker: Person | None = None
    paragraphs: list[Span] = field(default_factory=list)

    @property
    def awaits_question(self) -> bool:
        """Whether a label that asks stood alone on its line."""
        return self.asked is not None and self.asked.start == self.asked.end

    def enter(self, person: Person) -> None:
        """Begin the part of the page in which `person` alone answers."""
        self.close()
        self.asked, self.speaker, self.sole = None, None, person

    def ask(self, span: Span) -> None:
        """Begin a question, or extend the question at hand when nothing has answered it yet."""
        if self.asked is not None and not self.paragraphs:
            if self.asked.start == self.asked.end:
                self.asked = span  # a label alone on its line: what follows is the question
                return
            if self._are_neighbours(self.asked, span):
                self.asked = Span(self.asked.start, span.end)  # a question split over two blocks
                return
        self.close()
        self.asked, self.question, self.speaker = span, self.question + 1, None

    def answer(self, span: Span, label: Label | None) -> None:
        """Add a paragraph to the answer at hand; another speaker begins another turn."""
        speaker = self._find_speaker(label)
        if self.speaker is not None and speaker != self.speaker:
            self.close()
        self.speaker = speaker
        if span.end > span.start:
            self.paragraphs.append(span)

    def close(self) -> None:
        """End the turn at hand, with a warning when its question, answer or speaker is missing."""
        if self.paragraphs and self.speaker is not None:
            number = len(self.turns) + 1
            paragraphs = tuple(self.paragraphs)
            self.turns.append(Turn(number, self.question, self.asked, self.speaker, paragraphs))
            if self.asked is None:
                self.warnings.append(f"turn {number}: an answer with no question before it")
            if not self.speaker.name:
                self.warnings.append(f"turn {number}: nothing says who answers")
        elif self.asked is not None and not self.paragraphs:
            asked = " ".join(self.asked.of(self.text).split())[:80]
            self.warnings.append(f"a question with no answer after it: {asked}")
        self.paragraphs = []

    def _are_neighbours(self, first: Span, second: Span) -> bool:
        between = plain(self.text[first.end : second.start][:500])
        return second.end - first.start < _LONGEST_ASKED and not any(map(str.isalnum, between))

    def _find_speaker(self, label: Label | None) -> Person:
        if label is not None and not is_generic(label.text):
            return self.cast.find(label.text)
        return self.speaker or self.sole or self._named_in_question() or self._only_known()

    def _named_in_question(self) -> Person | None:
        """Return the only person whom the question calls by first name, or None."""
        if self.asked is None or len(self.cast.people) < 2:
            return None
        asked = fold(self.asked.of(self.text))
        called = [
            p for p in self.cast.people if fold(p.name.split()[0]) in asked.replace(",", " ").split()
        ]
        return called[0] if len(called) == 1 else None

    def _only_known(self) -> Person:
        return self.cast.people[0] if len(self.cast.people) == 1 else Person("")


def _content(text: str, block: Block, label: Label | None) -> Span:
    """Return the span of a block without its label, or without the dash that opens a line of talk."""
    if label is not None:
        return trim(text, Span(min(label.span.end, block.span.end), block.span.end))
    has_dash = text[block.span.start] in DASHES or (block.look is Look.LIST and block.is_question)
    return strip_bullet(text, block.span) if has_dash else block.span
