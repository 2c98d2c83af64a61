"""Text becomes blocks: runs of lines that belong together, each with how it is set.

Second step of reading. A block knows its span and its look (heading, bold, plain …), not its
meaning: whether it is a question is decided later.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.interview import Span
from onrecord.reading.markup import plain


class Look(enum.Enum):
    """How a block is set on the page."""

    HEADING = "heading"
    BOLD = "bold"
    ITALIC = "italic"
    PLAIN = "plain"
    LIST = "list"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines: `span` is its content without the marks around it, `line` counts from 1.

    `plain` is its text without markup, for matching only. `level` is a heading's level (1..6),
    else 0.
    """

    span: Span
    line: int
    look: Look
    plain: str
    level: int = 0

    @property
    def style(self) -> tuple[Look, int]:
        """Look and level together: blocks of one style play one part on a page."""
        return self.look, self.level


_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"[ \t]*(#{1,6})[ \t]+(?:\d{1,2}[.)][ \t]*)?(.*?)[ \t]*#*\s*$", re.S)
_HTML_HEADING = re.compile(r"\s*<h([1-6])\b[^<>]*>(.*?)</h\1>\s*$", re.I | re.S)
_BOLD = re.compile(r"\s*(\*\*|__)(?!\s)(?P<in>(?:(?!\1).)+)(?<!\s)\1[ \t]*\s*$", re.S)
_ITALIC = re.compile(r"\s*([*_])(?![\s*_])(?P<in>(?:(?!\1).)+)(?<![\s*_])\1[ \t]*\s*$", re.S)
_BULLET = re.compile(r"\s*(?:[-*•◦▪+]|\d{1,2}[.)])[ \t]+\S")
_OPENING = re.compile(r"(?:\s|</?[a-zA-Z][^<>]*>|:::\w*|>(?=\s))*")
_CLOSING = re.compile(r"(?:\s|</?[a-zA-Z][^<>]*>|:::)*$")


def cut_blocks(text: str, start: int = 0) -> list[Block]:
    """Cut `text` from offset `start` into blocks, in order, not overlapping.

    Blank lines separate blocks; a heading line, and a line wholly in bold or italics that begins
    a run, stand alone even without a blank line after them.
    """
    line_number = text.count("\n", 0, start) + 1
    blocks: list[Block] = []
    run: list[tuple[int, int, int]] = []
    for line_start, line_end in _lines(text, start):
        line = text[line_start:line_end]
        if not line.strip():
            blocks += _close(text, run)
            run = []
        elif _HEADING.match(line) or _HTML_HEADING.match(line):
            blocks += _close(text, run) + _close(text, [(line_start, line_end, line_number)])
            run = []
        else:
            if len(run) == 1 and _stands_alone(text[run[0][0] : run[0][1]]):
                blocks += _close(text, run)
                run = []
            run.append((line_start, line_end, line_number))
        line_number += 1
    return blocks + _close(text, run)


def _lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text, start):
        if match.end() > match.start():
            yield match.span()


def _stands_alone(line: str) -> bool:
    return bool(_BOLD.match(line)) and plain(line).endswith(("?", ":"))


def _close(text: str, run: list[tuple[int, int, int]]) -> list[Block]:
    """Return the block that the lines of `run` make, if any."""
    if not run:
        return []
    start, end, line = run[0][0], run[-1][1], run[0][2]
    look, level, inner = _look(text[start:end])
    span = _trim(text, start + inner.start, start + inner.end)
    content = plain(span.of(text))
    if not re.search(r"\w", content):
        look = Look.EMPTY
    return [Block(span, line, look, content, level)]


def _look(raw: str) -> tuple[Look, int, Span]:
    """Return how `raw` is set, its heading level, and where its content stands in it."""
    if match := _HEADING.match(raw):
        return Look.HEADING, len(match[1]), _inside_bold(raw, Span(*match.span(2)))
    if match := _HTML_HEADING.match(raw):
        return Look.HEADING, int(match[1]), Span(*match.span(2))
    if match := _BOLD.match(raw):
        return Look.BOLD, 0, Span(*match.span("in"))
    if match := _ITALIC.match(raw):
        return Look.ITALIC, 0, Span(*match.span("in"))
    if _BULLET.match(raw):
        return Look.LIST, 0, Span(0, len(raw))
    return Look.PLAIN, 0, Span(0, len(raw))


def _inside_bold(raw: str, span: Span) -> Span:
    """Return `span` without the bold or italic marks that wrap all of it."""
    for pattern in (_BOLD, _ITALIC):
        if match := pattern.match(span.of(raw)):
            inner = Span(*match.span("in"))
            return Span(span.start + inner.start, span.start + inner.end)
    return span


def _trim(text: str, start: int, end: int) -> Span:
    """Return the slice without the blanks and tags at its ends."""
    opening = _OPENING.match(text, start, end)
    start = opening.end() if opening else start
    closing = _CLOSING.search(text, start, end)
    return Span(start, closing.start() if closing else end)
