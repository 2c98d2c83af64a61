"""Blocks are cut at the offsets that a rule returns: the pieces are exact slices, in order.

The rules (`Cutter`) belong to the steps that use them: `talk.split` and `page.head`.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from onrecord.reading.block.block import Block, Look, make_block, trim
from onrecord.text.markup import plain
from onrecord.text.span import Span

Cutter = Callable[[str, Block], list[int]]
"""Returns the offsets of the text (code points) at which a block is cut."""


def split_blocks(text: str, blocks: list[Block], cutter: Cutter) -> list[Block]:
    """Return the blocks, each cut at the offsets that `cutter` returns.

    Blocks without words, and those with a reason to be left out, stay whole.
    """
    result: list[Block] = []
    for block in blocks:
        cuts = cutter(text, block) if block.look is not Look.EMPTY and not block.reason else []
        result += _cut(text, block, cuts) if cuts else [block]
    return result


def clear_blocks(text: str, blocks: Sequence[Block], slots: Sequence[Span]) -> list[Block]:
    """Return the blocks of a text in which slices were made blank: those are read anew."""
    starts = [slot.start for slot in slots]
    return [
        _clear(text, block)
        if bisect.bisect_left(starts, block.span.start) < bisect.bisect_left(starts, block.span.end)
        else block
        for block in blocks
    ]


def _clear(text: str, block: Block) -> Block:
    span = trim(text, block.span)
    words = plain(span.of(text))
    look = block.look if re.search(r"\w", words) else Look.EMPTY
    return replace(block, span=span, plain=words, look=look)


def _cut(text: str, block: Block, cuts: list[int]) -> list[Block]:
    """Return the blocks between the cuts; only the first keeps the level of a heading."""
    bounds = sorted(
        {block.span.start, block.span.end, *(c for c in cuts if block.span.start < c < block.span.end)}
    )
    pieces: list[Block] = []
    line, counted = block.line, block.span.start
    for start, end in itertools.pairwise(bounds):
        line += text.count("\n", counted, start)
        counted = start
        leading = len(text[start:end]) - len(text[start:end].lstrip())
        at = line + text.count("\n", start, start + leading)
        piece = make_block(text, Span(start, end), at, block.level if not pieces else 0)
        if (
            piece.look is Look.PLAIN
            and block.look in (Look.LIST, Look.QUOTE)
            and start == block.span.start
        ):
            piece = replace(piece, look=block.look)
        piece = _with_opening(piece, block)
        if piece.look is not Look.EMPTY:
            pieces.append(piece)
    return pieces if len(pieces) > 1 else [block]


def _with_opening(piece: Block, block: Block) -> Block:
    """Return the piece, in bold or italics when an emphasised beginning of its block covers it."""
    if piece.look not in (Look.PLAIN, Look.LIST):
        return piece
    for opening in block.openings:
        inside = opening.span.start <= piece.span.start + 2 and piece.span.end <= opening.span.end + 2
        if inside and piece.span.start < opening.span.end:
            return replace(piece, look=Look.BOLD if opening.bold else Look.ITALIC, openings=())
    kept = tuple(one for one in block.openings if piece.span.start <= one.span.start < piece.span.end)
    return replace(piece, openings=kept)
