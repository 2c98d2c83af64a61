"""What is left out of an interview, with the reason and the line, for the parse report.

The steps of reading return the parts that they leave out, as spans or blocks with a reason; here
these become `LeftOut`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.interview import LeftOut
from onrecord.reading.block.block import Block
from onrecord.text.markup import plain
from onrecord.text.span import Span


def leave_blocks(blocks: Iterable[tuple[Block, str]]) -> list[LeftOut]:
    """Return the parts of the text that the blocks fill, each with its reason."""
    return [
        LeftOut(block.span, block.line, why)
        for block, why in blocks
        if block.span.end > block.span.start
    ]


def leave_asides(text: str, asides: Sequence[tuple[Span, str]]) -> list[LeftOut]:
    """Return the outermost of the asides that hold words; `asides` are sorted by start.

    Of an aside that begins inside another and ends after it, the rest after that end is returned.
    """
    parts: list[LeftOut] = []
    end, line, counted = 0, 1, 0
    for span, why in asides:
        if span.end <= end:
            continue
        rest, end = Span(max(span.start, end), span.end), span.end
        if re.search(r"\w", plain(rest.of(text))):
            line += text.count("\n", counted, rest.start)
            counted = rest.start
            parts.append(LeftOut(rest, line, why))
    return parts
