"""The lines of a PDF's pages: pieces of text on one height, with their type and their column.

Lines keep the order of the file, in which nearly every program writes a page as it is read. Their
columns are found in `pdf_column`, the paragraphs that they make in `pdf_paragraph`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from onrecord.reading.format.pdf_piece import Piece, PieceReader

_RAISED = 0.55  # em; a mark that is raised or lowered by less stands on the line
_APART = 0.15  # em, between words that no blank parts
_WIDE = 1.6  # em; a wider gap on a line parts columns, cells, or a label from its words


@dataclass
class Line:
    """A line of a page, which counts from 1; `left` and `right` are the edges of its column.

    A line is `aside` when it is set across the page, not along it, and `opened` when the large capital
    of a paragraph was put before it.
    """

    pieces: list[Piece]
    page: int
    aside: bool = False
    left: float = 0.0
    right: float = 0.0
    column: int = -1
    columns: int = 0
    opened: bool = False

    @cached_property
    def text(self) -> str:
        """The words of the line."""
        return "".join(piece.text for piece in self.pieces).strip()

    @cached_property
    def size(self) -> float:
        """The size of most of its characters, in points."""
        sizes: Counter[float] = Counter()
        for piece in self.pieces:
            sizes[piece.size] += len(piece.text.strip())
        return sizes.most_common(1)[0][0]

    @cached_property
    def x(self) -> float:
        """Where it begins."""
        return self.pieces[0].x

    @cached_property
    def end(self) -> float:
        """Where it ends."""
        return max(piece.end for piece in self.pieces)

    @cached_property
    def y(self) -> float:
        """Its height from the foot of the page: that of most of its characters."""
        return max(self.pieces, key=lambda piece: len(piece.text)).y


def read_lines(page: Any, number: int, deadline: float) -> list[Line]:
    """Return the lines of a page of PDFium, in the order of the file, their columns not yet found.

    `number` counts from 1. Reading stops when the time of this thread reaches `deadline`
    (seconds); the caller has to look at the time too.
    """
    textpage = page.get_textpage()
    pieces = list(PieceReader(textpage).read(deadline))
    textpage.close()
    turned: Counter[int] = Counter()
    for piece in pieces:
        turned[piece.quarter] += len(piece.text)
    lines: list[Line] = []
    for piece in pieces:
        aside = turned[piece.quarter] < max(turned.values())
        if lines and lines[-1].aside is aside and _goes_on(lines[-1], piece):
            _add(lines[-1].pieces, piece)
        else:
            lines.append(Line([piece], number, aside))
    return lines


def _add(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece to its line; join it to the last piece if both are set alike.

    A gap may part words without a blank; letters that are spaced out are one word.
    """
    last = pieces[-1]
    is_apart = piece.x - last.end > _APART * piece.size and len(piece.text.strip()) > 1
    text = f" {piece.text}" if is_apart and not last.text.endswith(" ") else piece.text
    if (last.size, last.bold, last.italic, last.y) == (piece.size, piece.bold, piece.italic, piece.y):
        pieces[-1] = replace(last, text=last.text + text, end=piece.end)
    else:
        pieces.append(replace(piece, text=text))


def _goes_on(line: Line, piece: Piece) -> bool:
    """Return whether a piece stands on a line, right after what it has."""
    last = line.pieces[-1]
    size = max(last.size, piece.size)
    is_level = abs(piece.y - last.y) < _RAISED * size
    return is_level and -0.5 * size < piece.x - last.end < _WIDE * size
