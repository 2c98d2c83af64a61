"""Blocks become turns: which block asks, who answers, what belongs to the answer.

A page has its own way of setting questions (a heading level, bold, a label, a bare line that ends
in « ? »). The way is found once for the whole page; every block set that way then asks, with or
without a question mark.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from onrecord.interview import Person, Span, Turn
from onrecord.reading.block import Block, Look
from onrecord.reading.metadata import Metadata
from onrecord.reading.speaker import Label, find_asking, find_labels, is_generic, resolve
from onrecord.word import fold

_LONGEST_BARE_QUESTION = 400
_TO_SOMEBODY = re.compile(r"\b(?:vous|votre|vos|tu|toi|te|ton|ta|tes|you|your)\b|-(?:vous|tu)\b|\bt'")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+\s*$")


@dataclass(slots=True)
class Layout:
    """Which blocks ask, and which labels stand before them; indices into the list of blocks."""

    asking: set[int] = field(default_factory=set)
    labels: dict[int, Label] = field(default_factory=dict)


def find_layout(text: str, blocks: list[Block], metadata: Metadata) -> Layout:
    """Decide which blocks are questions put to somebody."""
    labels = find_labels(text, blocks, metadata.people)
    names = {fold(name) for name in (metadata.author, metadata.publication) if name}
    asking_labels = find_asking(labels, blocks, names)
    styles = _question_styles(blocks, labels)
    layout = Layout(labels=labels)
    for index, block in enumerate(blocks):
        if index in labels:
            asks = fold(labels[index].text) in asking_labels
        elif block.style in styles:
            asks = True
        else:
            asks = _asks_bare(block, bool(styles or asking_labels))
        if asks and any(block.look is not Look.EMPTY for block in blocks[index + 1 :]):
            layout.asking.add(index)
    return layout


def make_turns(
    text: str, blocks: list[Block], layout: Layout, people: list[Person]
) -> tuple[list[Turn], list[int], list[str]]:
    """Return the turns, the indices of the blocks that none of them took, and warnings."""
    maker = _TurnMaker(text, people)
    first = min(layout.asking | set(layout.labels), default=_first_of_monologue(blocks, people))
    unclaimed: list[int] = []
    for index, block in enumerate(blocks):
        label = layout.labels.get(index)
        if index < first:
            unclaimed.append(index)
        elif index in layout.asking:
            maker.ask(_without_label(block, label))
        elif block.look is Look.HEADING or (block.look is Look.BOLD and label is None):
            unclaimed.append(index)
        else:
            maker.answer(_without_label(block, label), label)
    return maker.finish(), unclaimed, maker.warnings


def _first_of_monologue(blocks: list[Block], people: list[Person]) -> int:
    """Return where somebody who is asked nothing begins to speak: after the blocks that name them."""
    first = 0
    while first < len(blocks) and any(person.name in blocks[first].plain for person in people):
        first += 1
    return first if first < len(blocks) else 0


@dataclass(slots=True)
class _TurnMaker:
    text: str
    people: list[Person]
    turns: list[Turn] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    asked: Span | None = None
    question: int = 0
    speaker: Person | None = None
    paragraphs: list[Span] = field(default_factory=list)

    def ask(self, span: Span) -> None:
        if self.asked is not None and not self.paragraphs:
            self.asked = Span(self.asked.start, span.end)  # a question split over two blocks
            return
        self._close()
        self.asked, self.question, self.speaker = span, self.question + 1, None

    def answer(self, span: Span, label: Label | None) -> None:
        speaker = self._speaker(label)
        if self.speaker is not None and speaker != self.speaker:
            self._close()
        self.speaker = speaker
        if span.end > span.start:
            self.paragraphs.append(span)

    def finish(self) -> list[Turn]:
        self._close()
        return self.turns

    def _speaker(self, label: Label | None) -> Person:
        if label is None or is_generic(label.text):
            sole = self.people[0] if len(self.people) == 1 else None
            return self.speaker or sole or self._last_speaker()
        known = resolve(label.text, self.people)
        if known is None:
            known = Person(label.text)
            self.people.append(known)
        return known

    def _last_speaker(self) -> Person:
        return self.turns[-1].speaker if self.turns else Person("")

    def _close(self) -> None:
        if self.paragraphs and self.speaker is not None:
            number = len(self.turns) + 1
            paragraphs = tuple(self.paragraphs)
            self.turns.append(Turn(number, self.question, self.asked, self.speaker, paragraphs))
            if self.asked is None:
                self.warnings.append(f"turn {number}: an answer with no question before it")
        elif self.asked is not None:
            asked = " ".join(self.asked.of(self.text).split())[:80]
            self.warnings.append(f"a question with no answer after it: {asked}")
        self.paragraphs = []


def _question_styles(blocks: list[Block], labels: dict[int, Label]) -> set[tuple[Look, int]]:
    """Return the looks, other than plain, that this page gives its questions.

    A look asks when at least half of its blocks end in « ? », or stand right before a labelled
    answer. A look used once is believed only when it ends in « ? ».
    """
    total: Counter[tuple[Look, int]] = Counter()
    asking: Counter[tuple[Look, int]] = Counter()
    for index, block in enumerate(blocks):
        if block.look not in (Look.HEADING, Look.BOLD, Look.ITALIC) or index in labels:
            continue
        total[block.style] += 1
        if block.plain.endswith("?") or index + 1 in labels:
            asking[block.style] += 1
    likely = {style for style in asking if 2 * asking[style] >= total[style]}
    best = max((asking[style] for style in likely), default=0)
    return {style for style in likely if 4 * asking[style] >= best}


def _asks_bare(block: Block, has_other_way: bool) -> bool:
    """Say whether a plain block is a question: where a page has another way, it must say « vous »."""
    text = block.plain
    if block.look is not Look.PLAIN or not text.endswith("?") or len(text) > _LONGEST_BARE_QUESTION:
        return False
    if not has_other_way:
        return True
    last = _SENTENCE.search(text)
    return bool(_TO_SOMEBODY.search(fold(last[0] if last else text)))


def _without_label(block: Block, label: Label | None) -> Span:
    if label is None:
        return block.span
    return Span(min(label.span.end, block.span.end), block.span.end)
