"""Statements put to the interviewee: blocks that ask without a question mark.

They are recognised by their surroundings. Either a page without other questions sets them all as
headings (or in bold), or each is a plain line right before a labelled answer. The section titles of
an article are not taken for statements: they name things, and hardly any addresses somebody.
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
_FEWEST = 3  # blocks that a style of statements must have
_SPOKEN_TO = 1 / 3  # share of the statements that must address somebody
_ANSWERED = 2 / 3  # share of the statements that an answer in the first person must follow
_LONGEST = 250  # characters
_FEWEST_WORDS = 3


def find_statements(blocks: Sequence[Block]) -> set[int]:
    """Return the indices of the blocks of one style that are statements; empty when no style fits.

    Of the headings (or bold, or italic paragraphs), a third must address somebody, less than a
    third may be in the first person, and two thirds must be followed by an answer in it.
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
    """Return whether a block says enough to be a statement, and a plain block follows it."""
    text = blocks[index].plain
    is_said = len(text.split()) >= _FEWEST_WORDS or addresses(text)
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    is_answered = following is not None and following.look not in _STYLED
    return is_said and is_answered and not text.isupper() and text[:1] not in OPENING_QUOTES


def find_bare_statements(blocks: Sequence[Block], layout: Layout) -> set[int]:
    """Return the indices of the plain lines right before a labelled answer, on a page that labels all.

    On a page where every answer has a label, a line without one is the interviewer's. A longer
    paragraph without a label, anywhere between, shows that answers may go on without one: then the
    result is empty.
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
