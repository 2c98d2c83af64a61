"""The columns of a PDF's page, and its lines in the order of reading.

Columns are parted by a white strip. The order of the file is kept, except on a page whose file goes
across its columns, line by line.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import replace

from onrecord.reading.format.pdf_line import Line
from onrecord.reading.format.pdf_piece import Piece

_ALMOST_ALL = 0.62  # of the text's width; a wider line is in no column
_NARROWEST = 0.24  # of the text's width; what is narrower is no column
_FEWEST_LINES = 4  # of a column
_FILLED = 0.6  # of its column: one line in four is longer
_GUTTER = 6  # points
_FEWEST_MOVES = 4  # between columns, of a file that goes across them


def set_columns(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with their columns; pieces on one height of one column are joined."""
    edges = _find_columns(lines)
    whole = min(line.x for line in lines), max(line.end for line in lines)
    for line in lines:
        line.left, line.right = whole
        line.columns = len(edges)
        for place, (left, right) in enumerate(edges):
            beyond = edges[place + 1][0] if place + 1 < len(edges) else whole[1]
            if left - 2 <= line.x and line.end <= beyond + 2:
                line.left, line.right, line.column = left, max(right, line.end), place
    joined: list[Line] = []
    for line in lines:
        if joined and _are_cells(joined[-1], line):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return _order(joined) if _goes_across(joined) else joined


def _goes_across(lines: Sequence[Line]) -> bool:
    """Return whether the file goes from column to column down the page, and not down each column.

    A table goes from column to column too, but up again to the head of each cell.
    """
    moves = [
        (one, other)
        for one, other in itertools.pairwise(lines)
        if one.column != other.column and min(one.column, other.column) >= 0
    ]
    rising = sum(other.y - one.y > one.size for one, other in moves)
    return len(moves) >= _FEWEST_MOVES and rising < len(moves) / 4


def _are_level(one: Line, other: Line) -> bool:
    return abs(one.y - other.y) < 0.45 * max(one.size, other.size)


def _are_cells(one: Line, other: Line) -> bool:
    """Return whether a line goes on after a wide gap: a label and its words, the cells of a row."""
    return one.column == other.column and _are_level(one, other) and other.x >= one.end


def _join(one: Line, other: Line) -> Line:
    blank = Piece(" ", other.size, False, False, one.end, other.x, other.y)
    return replace(one, pieces=[*one.pieces, blank, *other.pieces])


def _order(lines: Sequence[Line]) -> list[Line]:
    """Return the lines column by column, between those that stand in no column."""
    ordered: list[Line] = []
    for _, group in itertools.groupby(lines, key=lambda line: line.column >= 0):
        ordered += sorted(group, key=lambda line: line.column)
    return ordered


def fit_columns(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of all pages, a page of one column at least as wide as most such pages are."""
    widths = [line.right - line.left for line in lines if not line.columns]
    usual = statistics.median_high(widths) if widths else 0.0
    for line in lines:
        if not line.columns:
            line.right = max(line.right, line.left + usual)
    return list(lines)


def _find_columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the left and right edges of a page's columns, or nothing where it has one.

    Columns are parted by a white strip, and most of their lines fill them: a list of names beside
    what they say is not a column.
    """
    if len(lines) < 2 * _FEWEST_LINES:
        return []
    left, right = min(line.x for line in lines), max(line.end for line in lines)
    narrow = [line for line in lines if line.end - line.x < _ALMOST_ALL * (right - left)]
    columns = []
    for begin, end in _find_strips(narrow, left, right):
        inside = [one for one in narrow if begin - 1 <= one.x and one.end <= end + 1]
        if end - begin < _NARROWEST * (right - left) or len(inside) < _FEWEST_LINES:
            return []
        lengths = sorted(one.end - one.x for one in inside)
        if lengths[3 * len(lengths) // 4] < _FILLED * (end - begin):
            return []
        columns.append((min(one.x for one in inside), max(one.end for one in inside)))
    return columns if len(columns) > 1 else []


def _find_strips(lines: Sequence[Line], left: float, right: float) -> list[tuple[float, float]]:
    """Return the strips in which lines stand; a few may cross the white between two strips."""
    steps = [0] * (int(right - left) + 3)
    for line in lines:
        steps[int(line.x - left)] += 1
        steps[int(line.end - left) + 1] -= 1
    covered = [count > len(lines) / 20 for count in itertools.accumulate(steps)]
    strips: list[tuple[float, float]] = []
    place = 0
    for is_covered, run in itertools.groupby(covered):
        length = len(list(run))
        if is_covered:
            if strips and left + place - strips[-1][1] < _GUTTER:
                strips[-1] = strips[-1][0], left + place + length
            else:
                strips.append((left + place, left + place + length))
        place += length
    return strips
