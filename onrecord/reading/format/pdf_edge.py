"""What stands at the top and the foot of a PDF's pages: running titles and numbers of pages.

The rows nearest to an edge are compared over the pages: what is a number, or comes back on many
pages, is not the text. Nothing is removed here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from onrecord.reading.format.pdf_line import Line
from onrecord.text.mark import LINE_ENDS
from onrecord.text.pattern import one_of

_LONGEST_FOLIO = 100  # characters
_ROWS = 2  # at each edge of a page, in which a number may stand
_APART = 2.0  # em: more than between two lines
_DEEPEST = 6  # rows of running titles at an edge
_FEWEST = 3  # pages on which a running title comes back


def find_running(lines: Sequence[Line]) -> set[int]:
    """Return the `id()` of each line at an edge of a page that is a number or on many pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if not line.aside:
            pages.setdefault(line.page, []).append(line)
    edges = [edge for page in pages.values() for edge in _find_edges(page)]
    often = _find_often([row for edge in edges for row in edge], max(_FEWEST, len(pages) // 2))
    if len(pages) == 2:  # too few to count lines that may belong to the talk
        often |= _find_often([edge[0] for edge in edges if _stands_apart(edge)], 2)
    running: set[int] = set()
    for edge in edges:
        is_outside = True  # so far each row from the edge on is a running one
        for depth, row in enumerate(edge):
            is_running = _shape(row) in often and (is_outside or depth < _ROWS)
            if is_running or (depth < _ROWS and _is_numbered(_text(row))):
                running.update(map(id, row))
            else:
                is_outside = False
    return running


def put_edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with what stands apart at its top first, at its foot last.

    Programs draw such a line at any time; in a document of few pages its place alone shows what it is.
    """
    if len(page) <= _DEEPEST:
        return list(page)
    down = sorted(page, key=lambda line: -line.y)
    first, last = _far(down[0], down[1]), _far(down[-1], down[-2])
    between = [line for line in page if line is not first and line is not last]
    return [*filter(None, (first,)), *between, *filter(None, (last,))]


def _far(outer: Line, inner: Line) -> Line | None:
    """Return `outer` if it stands apart from `inner`, the line further in; else None."""
    is_far = abs(outer.y - inner.y) > _APART * max(outer.size, inner.size)
    return outer if is_far else None


def _stands_apart(edge: Sequence[Sequence[Line]]) -> bool:
    return len(edge) > 1 and _far(edge[0][0], edge[1][0]) is not None


def _find_often(rows: Sequence[Sequence[Line]], fewest: int) -> set[str]:
    """Return the shapes of rows that come back on `fewest` pages, or on half as many of one side."""
    counts = Counter((page % 2, shape) for page, shape in {(row[0].page, _shape(row)) for row in rows})
    shapes = {shape for _, shape in counts if any(map(str.isalpha, shape))}
    return {
        shape
        for shape in shapes
        if counts[0, shape] + counts[1, shape] >= fewest
        or max(counts[0, shape], counts[1, shape]) >= max(_FEWEST, fewest // 2)
    }


def _find_edges(page: Sequence[Line]) -> list[list[list[Line]]]:
    """Return the rows at the top and at the foot of a page, each from the outside in."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda one: -one.y):
        if rows and abs(rows[-1][0].y - line.y) < 0.45 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    rows = [sorted(row, key=lambda one: one.x) for row in rows]
    middle = (len(rows) + 1) // 2
    return [rows[: min(_DEEPEST, middle)], rows[: max(middle, len(rows) - _DEEPEST) - 1 : -1]]


def _text(row: Sequence[Line]) -> str:
    return " ".join(line.text for line in row)


def _shape(row: Sequence[Line]) -> str:
    """Return the text of a row with its numbers made equal."""
    return re.sub(r"\d+", "0", _text(row))


def _is_numbered(text: str) -> bool:
    """Return whether a row is a page's number, alone or with a title or a day."""
    is_short = len(text) <= _LONGEST_FOLIO and not text.endswith(LINE_ENDS)
    return _page_number().fullmatch(text) is not None or (
        is_short and _folio().search(text) is not None
    )


@cache
def _folio() -> re.Pattern[str]:
    """Return the pattern of the number of a page that ends or opens a line (« … — page 7 »)."""
    page = one_of("files", "page_numbers", "page")
    parted = r"\s*[—–|•·/-]\s*"
    return re.compile(
        rf"(?:{parted}(?:{page}\s*)?|\s{page}\s*)\d{{1,4}}\W*$|^\W*(?:{page}\s*)?\d{{1,4}}{parted}(?=\D)",
        re.I,
    )


@cache
def _page_number() -> re.Pattern[str]:
    """Return the pattern of a line that is a page number (« Page 3 sur 12 »)."""
    page, of = (one_of("files", "page_numbers", name) for name in ("page", "of"))
    return re.compile(rf"\W*(?:{page}\s*)?\d{{1,4}}(?:\s*(?:/|{of})\s*\d{{1,4}})?\W*", re.I)
