"""A page on which one person speaks and nobody asks: where their words begin.

They begin after the lines over the text and the blocks that name the person, unless the person says the
name (« Je m'appelle … »). An article about somebody is hardly ever in the first person: it holds
nobody's words.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.interview import Person
from onrecord.reading.block.block import Block, Look
from onrecord.reading.talk.part import Part, Parts
from onrecord.text.mark import LINE_ENDS
from onrecord.text.pronoun import count_first_person, says_own_name

_LONGEST_RUBRIC = 80  # characters
_FIRST_PERSON_EVERY = 600  # characters; who speaks says « je », « nous » or « on » this often
_SURE = 0.85


def find_monologue(blocks: Sequence[Block], people: Sequence[Person], parts: Parts) -> Parts:
    """Return the parts of a page on which nobody asks: the person named speaks, or nobody does."""
    first = _find_first(blocks, people)
    return Parts(
        tuple(
            Part.LEAD
            if index < first
            else parts.parts[index]
            if parts.parts[index] in (Part.NOTE, Part.AFTER)
            else Part.TITLE
            if block.look in (Look.HEADING, Look.BOLD)
            else Part.ANSWERS_ON
            for index, block in enumerate(blocks)
        ),
        tuple(_SURE if index >= first else sure for index, sure in enumerate(parts.sure)),
    )


def _find_first(blocks: Sequence[Block], people: Sequence[Person]) -> int:
    """Return where they begin to speak, or the end when nobody does."""
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
    """Return whether plain words are a line over the text (« TÉMOIGNAGE »), and no sentence."""
    return len(text) < _LONGEST_RUBRIC and not text.endswith(LINE_ENDS)


def _is_about_them(text: str, people: Sequence[Person]) -> bool:
    """Return whether plain words name one of the people, and are not their own."""
    named = [person.name for person in people if person.name in text]
    return bool(named) and not any(says_own_name(text, name) for name in named)
