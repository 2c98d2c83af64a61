"""Lines that a page repeats at its top or foot: the same words with the next number each time.

« La criée rouvre – 3 » stands between a question and its answer wherever a sheet ended. Files that
keep their sheets (`format/pdf_edge`) tell it by place; here it is told by the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.block.block import Block, Look
from onrecord.reading.block.label import is_kind
from onrecord.text.fold import fold

_LONGEST = 160  # characters
_FEWEST_LETTERS = 8  # « Page 3 » has fewer, and so have parts in a talk
_FEWEST = 2
_OTHERS = (Look.EMPTY, Look.HEADING, Look.BOLD)  # which head something, numbered or not
_NUMBERED = re.compile(
    r"(?P<words>[^\W\d].*?[^\d\s–—|/-])[\s–—|/-]+(?P<number>\d{1,3})"
    r"|(?P<first>\d{1,3})[\s–—|/-]+(?P<after>[^\W\d].*)"
)


def find_running(blocks: Sequence[Block]) -> set[int]:
    """Return the indices of the blocks that are the same words with numbers that count up by one."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, block in enumerate(blocks):
        match = _NUMBERED.fullmatch(block.plain) if len(block.plain) <= _LONGEST else None
        is_other = block.look in _OTHERS or block.is_question or is_kind(block.plain)
        if match is None or is_other:
            continue
        words = fold(match["words"] or match["after"])
        if sum(map(str.isalpha, words)) >= _FEWEST_LETTERS:
            found.setdefault(words, []).append((index, int(match["number"] or match["first"])))
    return {
        index
        for some in found.values()
        for index, _ in some
        if len(some) >= _FEWEST and all(number == some[0][1] + k for k, (_, number) in enumerate(some))
    }
