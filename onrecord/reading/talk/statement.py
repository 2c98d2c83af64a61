"""Statements put to somebody: what asks without a question mark, told by what stands around it.

Two ways of setting them: as headings (or in bold) all down a page that has no other questions, and
as a bare line right before a labelled answer. A section title inside an article is none: it names a
thing, and hardly any speaks to somebody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.reading.block.block import Block, Look
from onrecord.text.mark import OPENING_QUOTES
from onrecord.text.pronoun import addresses, count_first_person, invites, speaks_of_oneself

if TYPE_CHECKING:
    from onrecord.reading.talk.layout import Layout

_STYLED = (Look.HEADING, Look.BOLD, Look.ITALIC)
_FEWEST = 3  # statements in one style that make it a way of asking
_SPOKEN_TO = 1 / 3  # share of the statements that must say « vous »
_ANSWERED = 2 / 3  # share of them that an answer in the first person must follow
_LONGEST = 250  # characters
_FEWEST_WORDS = 3


def find_statements(blocks: Sequence[Block]) -> set[int]:
    """Return the blocks of one look that are statements put to somebody, or none.

    Of the page's headings (or bold, or italic paragraphs) a third must speak to somebody, hardly
    any of oneself, and most be followed by an answer in the first person.
    """
    for style in dict.fromkeys(block.style for block in blocks if block.look in _STYLED):
        found = [index for index, block in enumerate(blocks) if block.style == style]
        if len(found) >= _FEWEST and _are_put(blocks, found):
            return {index for index in found if _can_be_put(blocks, index)}
    return set()


def _are_put(blocks: Sequence[Block], found: Sequence[int]) -> bool:
    texts = [blocks[index].plain for index in found]
    edges = [*found[1:], len(blocks)]
    answers = [
        " ".join(block.plain for block in blocks[index + 1 : end] if block.look not in _STYLED)
        for index, end in zip(found, edges, strict=True)
    ]
    spoken_to = sum(addresses(text) or invites(text) for text in texts)
    of_oneself = sum(map(speaks_of_oneself, texts))
    answered = sum(count_first_person(answer) > 0 for answer in answers)
    in_person = sum(map(speaks_of_oneself, answers))
    count = len(found)
    return (
        spoken_to >= max(2, _SPOKEN_TO * count)
        and 3 * of_oneself < count
        and answered >= _ANSWERED * count
        and 2 * in_person >= count
        and all(len(text) <= _LONGEST for text in texts)
    )


def _can_be_put(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a block says something, and words that can answer it follow."""
    text = blocks[index].plain
    is_said = len(text.split()) >= _FEWEST_WORDS or addresses(text)
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    is_answered = following is not None and following.look not in _STYLED
    return is_said and is_answered and not text.isupper() and text[:1] not in OPENING_QUOTES


def find_bare_statements(blocks: Sequence[Block], layout: Layout) -> set[int]:
    """Return the bare lines that stand right before a labelled answer, where every answer has a label.

    On such a page what has no label is the interviewer's. One longer paragraph without a label
    anywhere else shows that answers go on without one: then nothing is sure, and none is returned.
    """
    if layout.asking_labels or not layout.asking or not layout.labels:
        return set()
    first, last = min(layout.asking), max(layout.labels)
    bare = [
        index
        for index in range(first, last)
        if index not in layout.asking
        and index not in layout.labels
        and blocks[index].look not in (Look.HEADING, Look.EMPTY)
    ]
    is_sure = all(
        layout.answers_by_label(index + 1)
        and len(blocks[index].plain) <= _LONGEST
        and not speaks_of_oneself(blocks[index].plain)
        for index in bare
    )
    answered = sum(layout.answers_by_label(index + 1) for index in layout.asking)
    return set(bare) if is_sure and 2 * answered > len(layout.asking) else set()
