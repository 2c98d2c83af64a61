"""The lines of a PDF become paragraphs, by what a printed page shows.

A line begins a paragraph after a wider gap, after an indent, where the type changes, after a bullet,
or where its first word would still have found room on the line before: who broke that line meant it.
"""

from __future__ import annotations

import itertools
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.reading.format.pdf_line import Line
from onrecord.text.mark import DASHES, LINE_ENDS, match_bullet, match_item

_WIDER = 1.2  # times the usual distance of lines: a gap
_INDENT = 0.4  # em; a smaller shift is no indent
_WIDEST_INDENT = 5  # em, of a paragraph's first line
_FEWEST_OPENINGS = 3  # indented first lines that tell the habit of a document
_ROOM = 0.15  # of a column's width: a line that ends without a stop and leaves this much is over
_NEAR, _FEWEST_NEAR = 8, 3  # lines of a paragraph that show its width
_OTHER_SIZE = 1.08  # times: type of another size
_ASIDE_DASHES = "-–—*+"  # may also stand at the head of a line inside a sentence
_MOST_CAPITALS = 20  # on a page
_CAPITAL = 1.8  # times the usual size: a capital that opens a paragraph and reaches over its lines


@dataclass(frozen=True, slots=True)
class Habit:
    """How a document is set: the usual size, distances of lines by size, where lines begin.

    `starts` gives where most lines begin, from the left edge, by the number of columns; `opening` how
    much further in a paragraph's first line stands, 0 where it does not. All are in points.
    """

    size: float
    leadings: dict[float, float]
    starts: dict[int, float]
    opening: float = 0.0

    def offset(self, line: Line) -> float:
        """Return how far a line is indented from where most lines of its kind of column begin."""
        return line.x - line.left - self.starts.get(line.columns, 0.0)

    def opens(self, line: Line) -> bool:
        """Return whether a line stands where the first lines of paragraphs do."""
        return self.opening > 0 and abs(self.offset(line) - self.opening) < 2


def find_habit(lines: Sequence[Line]) -> Habit:
    """Return how the lines of a document are set."""
    sizes: Counter[float] = Counter()
    gaps: dict[float, list[float]] = defaultdict(list)
    starts: dict[int, Counter[int]] = defaultdict(Counter)
    for line in lines:
        sizes[line.size] += len(line.text)
        starts[line.columns][round(line.x - line.left)] += 1
    for one, other in itertools.pairwise(lines):
        goes_on = not one.text.endswith(LINE_ENDS) and not has_room(one, other)
        if goes_on and one.size == other.size and is_below(one, other):
            gaps[one.size].append(one.y - other.y)
    habit = Habit(
        sizes.most_common(1)[0][0] if sizes else 0.0,
        {size: statistics.median_low(found) for size, found in gaps.items()},
        {count: float(found.most_common(1)[0][0]) for count, found in starts.items()},
    )
    return replace(habit, opening=_find_opening(lines, habit))


def _find_opening(lines: Sequence[Line], habit: Habit) -> float:
    """Return how far the first lines of paragraphs are indented: a line further out follows them."""
    all_indented: Counter[int] = Counter()
    before_others: Counter[int] = Counter()
    for one, other in itertools.pairwise(lines):
        indent, tolerance = habit.offset(one), _INDENT * one.size
        if tolerance < indent < _WIDEST_INDENT * one.size:
            all_indented[round(indent)] += 1
            if is_below(one, other) and abs(habit.offset(other)) < tolerance:
                before_others[round(indent)] += 1
    ((indent, count),) = before_others.most_common(1) or [(0, 0)]
    return float(indent) if count >= max(_FEWEST_OPENINGS, all_indented[indent] / 3) else 0.0


def is_below(one: Line, other: Line) -> bool:
    """Return whether a line stands under another in the same column, not far from it."""
    same = one.page == other.page and one.column == other.column
    return same and 0 < one.y - other.y < 4 * max(one.size, other.size)


def has_room(one: Line, other: Line, share: float = 0.0) -> bool:
    """Return whether the first word of a line would have found room at the end of the one before.

    `share` is how much of the column's width must be left beside the word.
    """
    word = len(other.text.split(maxsplit=1)[0]) / len(other.text) * (other.end - other.x)
    left_over = one.right - one.end - word - 0.6 * one.size
    return left_over > share * (one.right - one.left)


def _is_broken_off(paragraph: Sequence[Line], line: Line) -> bool:
    """Return whether much room is left at the end of a line that ends without a stop.

    Where a paragraph has lines enough to show how wide it is, as beside a picture, that is its width.
    """
    near = [*paragraph[-_NEAR:], line]
    right = max(row.end for row in near) if len(near) > _FEWEST_NEAR else paragraph[-1].right
    return has_room(replace(paragraph[-1], right=right), line, _ROOM)


def begins_paragraph(paragraph: Sequence[Line], line: Line, habit: Habit) -> bool:
    """Return whether a line begins a paragraph after the lines of the one before."""
    last = paragraph[-1]
    is_over = last.text.endswith(LINE_ENDS)
    opens = not line.text[:1].islower()
    is_short = has_room(last, line) if is_over else opens and _is_broken_off(paragraph, line)
    if _changes_type(paragraph, line, is_over=is_over or is_short):
        return True
    if _opens_item(line, is_over=is_over or is_short):
        return True
    if not is_below(last, line):
        is_lower = line.page == last.page and line.column == last.column and line.y < last.y
        return is_lower or (is_over and (is_short or habit.offset(line) > _INDENT * line.size))
    if last.y - line.y > _WIDER * _usual_gap(paragraph, habit):
        return True
    if _are_centred(last, line):
        return is_over
    return is_short or habit.opens(line) or _is_indented(paragraph, line, habit)


def join_capitals(lines: Sequence[Line], habit: Habit) -> list[Line]:
    """Return the lines, each large capital that opens a paragraph put before the line beside its head.

    It is drawn before the paragraph or at any other time. One that stands beside no line stays.
    """
    put: dict[int, Line] = {}
    gone: set[int] = set()
    for _, group in itertools.groupby(lines, key=lambda line: line.page):
        page = list(group)
        capitals = [line for line in page if _is_capital(line, habit)]
        for capital in capitals if len(capitals) <= _MOST_CAPITALS else ():
            line = max((one for one in page if _is_beside(one, capital)), key=_height, default=None)
            if line is not None:
                first = replace(line.pieces[0], text=capital.text, x=capital.x, end=capital.end)
                put[id(line)] = replace(line, pieces=[first, *line.pieces], opened=True)
                gone.add(id(capital))
    return [put.get(id(line), line) for line in lines if id(line) not in gone]


def _height(line: Line) -> float:
    return line.y


def _is_beside(line: Line, capital: Line) -> bool:
    """Return whether a line begins at the right of a large capital, within its height."""
    is_right = -0.3 * line.size < line.x - capital.end < 1.5 * line.size
    is_level = -0.3 * line.size < line.y - capital.y < capital.size
    return line.page == capital.page and is_right and is_level and line is not capital


def _is_capital(line: Line, habit: Habit) -> bool:
    """Return whether a line is only the large capital that opens a paragraph."""
    return len(line.text) <= 2 and line.size > _CAPITAL * habit.size and line.text[0].isalpha()


def _changes_type(paragraph: Sequence[Line], line: Line, *, is_over: bool) -> bool:
    last = paragraph[-1]
    sizes = sorted((last.size, line.size))
    if sizes[1] > _OTHER_SIZE * sizes[0]:
        return True
    before, after = last.pieces[-1], line.pieces[0]
    if before.bold != after.bold:
        one_way = line.pieces if after.bold else [piece for row in paragraph for piece in row.pieces]
        return is_over or all(piece.bold for piece in one_way)
    return before.italic != after.italic and is_over


def _opens_item(line: Line, *, is_over: bool) -> bool:
    """Return whether a line begins with a bullet, or with a dash that does not open an aside."""
    if is_over:
        return match_bullet(line.text) is not None or line.text[0] in DASHES
    return match_bullet(line.text) is not None and line.text[0] not in _ASIDE_DASHES


def _usual_gap(paragraph: Sequence[Line], habit: Habit) -> float:
    """Return the distance of two lines in this paragraph, or in others of its size if that is more."""
    size = paragraph[-1].size
    usual = habit.leadings.get(size, 0.0)
    if len(paragraph) > 1 and is_below(paragraph[-2], paragraph[-1]):
        return max(usual, paragraph[-2].y - paragraph[-1].y)
    return usual or 1.3 * size


def _are_centred(one: Line, other: Line) -> bool:
    """Return whether two lines of unlike length stand on one axis, away from the left edge."""
    is_far_in = min(one.x - one.left, other.x - other.left) > one.size
    middles = abs((one.x + one.end) - (other.x + other.end)) / 2
    return is_far_in and middles < 2 and abs(one.x - other.x) > one.size


def _is_indented(paragraph: Sequence[Line], line: Line, habit: Habit) -> bool:
    """Return whether a line stands further in or out than the paragraph before goes on."""
    tolerance = _INDENT * line.size
    if paragraph[0].opened:
        return False
    if len(paragraph) > 1 and is_below(paragraph[-2], paragraph[-1]):
        return abs(line.x - paragraph[-1].x) > tolerance
    step = line.x - paragraph[-1].x
    first = paragraph[0].text
    is_item = match_item(first, 0, len(first)) is not None
    is_hanging = abs(habit.offset(line)) < tolerance or is_item
    return step > tolerance and not is_hanging
