"""Whom the foot of a page and its captions name: thanks, biographies, what stands under a photograph.

They name journalists and photographers too, so that none of them alone is as sure as a title or a lead.
What is made of them together with the other places is `interviewee`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from onrecord.reading.block.block import Block, holds_question
from onrecord.reading.block.reason import CAPTION, OUTSIDE
from onrecord.reading.talk.introduction import about_pattern, asker_pattern, told_pattern
from onrecord.reading.talk.lead import may_be_person
from onrecord.text.name import match_opening_name, name_pattern
from onrecord.text.phrase import begins_with

_MOST_LAST = 8  # blocks at the end of a page that may tell who was asked
_LONGEST = 400  # characters of a block that does
_LONGEST_THANKS = 100  # characters


def list_closing(blocks: Sequence[Block], around: Sequence[tuple[Block, str]]) -> list[str]:
    """Return the short texts at the foot of a page, its captions, and what lies outside the article."""
    beside = [block.plain for block, why in around if why in (CAPTION, OUTSIDE)]
    asked = (index for index, block in enumerate(blocks) if holds_question(block))
    after = blocks[next(asked, len(blocks)) + 2 :]  # what comes before its answer is no foot
    last = [block.plain for block in after[-_MOST_LAST:] if not block.is_question]
    return [text for text in [*last, *beside] if len(text) <= _LONGEST]


def find_thanked(texts: Sequence[str]) -> list[str]:
    """Return the one person whom the end thanks by full name (« Merci à Léa Roux ! »)."""
    thanks = [text for text in texts if len(text) <= _LONGEST_THANKS and begins_with(text, "thanks")]
    return _only(match["name"] for text in thanks if (match := _last_name().search(text)))


def find_told(texts: Sequence[str]) -> list[str]:
    """Return the one person about whom the page says something (« À propos de Léa Roux : … »)."""
    return _only(match["name"] for text in texts if (match := told_pattern().match(text)))


def find_described(texts: Sequence[str]) -> list[str]:
    """Return the one person with whom a biography or a caption opens, and who asks nothing."""
    opened = ((text, match_opening_name(text)) for text in texts)
    named = [
        (match[0], about_pattern().match(text) is not None, text[match.end() :])
        for text, match in opened
        if match
    ]
    return _only(
        name
        for name, is_told, rest in named
        if (is_told or "©" in rest) and not asker_pattern().search(rest)
    )


def _only(names: Iterable[str]) -> list[str]:
    found = {name.rstrip(".'’-") for name in names}
    return list(found) if len(found) == 1 and all(map(may_be_person, found)) else []


@cache
def _last_name() -> re.Pattern[str]:
    """Return the pattern of a name with which a text ends, but for its stop."""
    return re.compile(rf"\s(?P<name>{name_pattern()})\W*$")
