"""Text becomes blocks: runs of lines that belong together, each with its look.

Second step of reading. A block knows its span and its look (heading, bold, plain …); its part in
the talk is decided later, in `talk`. The adapters of other formats than text make blocks too.
"""

from __future__ import annotations

import enum
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.reading.block.emphasis import Opening, find_emphasis
from onrecord.text.mark import LINE_ENDS, match_item
from onrecord.text.markup import plain
from onrecord.text.pronoun import addresses
from onrecord.text.span import Span


class Look(enum.Enum):
    """How a block is set on the page."""

    HEADING = "heading"
    BOLD = "bold"
    ITALIC = "italic"
    PLAIN = "plain"
    LIST = "list"
    QUOTE = "quote"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together.

    Attributes
    ----------
    span
        Its content in the text, without the marks around it.
    line
        The line on which it begins, counted from 1.
    look
        How it is set.
    plain
        Its text without markup, for matching only.
    level
        The level of a heading (1 to 6), else 0.
    openings
        The emphasised beginnings of its lines.
    reason
        Why an adapter leaves the block out of the interview, or "".
    voice
        Who speaks, where the format states it (subtitles), or "".
    is_question
        Whether `plain` ends in a question mark.
    """

    span: Span
    line: int
    look: Look
    plain: str
    level: int = 0
    openings: tuple[Opening, ...] = ()
    reason: str = ""
    voice: str = ""
    is_question: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_question", ends_as_question(self.plain))

    @property
    def style(self) -> tuple[Look, int]:
        """Look and level together: blocks of the same style play the same part on a page."""
        return self.look, self.level


_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(r"[ \t]*(?P<marks>#{1,6}(?=[ \t]+\S)|#{2,6}(?=[^#\s]))[ \t]*")
_NUMBER = re.compile(r"[ \t]*(?:\d{1,2}[.)](?!\d)[ \t]*|(?:I|[IVX]{2,4})[.)][ \t]+(?![A-ZÀ-Þ]\.))")
_HTML_HEADING = re.compile(
    r"\s*(?:<(?:div|section|header)\b[^<>]*>\s*)*<h(?P<level>[1-6])\b[^<>]*>", re.I
)
_UNDERLINE = re.compile(r"[ \t]*(=+|-+)[ \t]*\n?\Z")
_OPENING = re.compile(r"(?:\s|</?[a-zA-Z][^<>]*>|:::[ \t]*\w*|>(?=\s)|[\ufeff\u200b\u00ad])*")
_QUOTE = re.compile(r"[ \t]*>[ \t]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LONGEST_TAG = 5000
_ATTRIBUTES = re.compile(r"\{[#.:][^{}\n]*\}")
_LONGEST_ATTRIBUTES = 300
_LOOKED_AT = 100_000  # characters that tell how a text is set
_FEWEST_TIGHT = 8  # lines of a text that can be told to be set without blank lines
_MOST_BLANK = 0.1  # blank lines for each line of it
_WIDEST = 120  # characters of a line that was wrapped at a margin
_FEWEST_ENDS = 0.4  # share of its lines that end as a sentence does
_FEWEST_SAID = 2.5  # words in a cell of a table of what is said
_FEWEST_TAGS = 3  # that set paragraphs, in one line, for the line to be cut at them
_SETS = (
    "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "main", "ol", "p", "section", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
)  # fmt: skip
_SET_TAG = re.compile(rf"</?(?:{'|'.join(_SETS)})\b[^<>]*>", re.I)
_TAGS_ALONE = re.compile(r"(?:\s|</?[a-zA-Z][^<>]*>|&nbsp;)*|\s*(?:\||:?-+:?)\s*")
_ROW = re.compile(r"[ \t]*\|[^\n]*\|[ \t]*\n?")
_BAR = re.compile(r"(?<!\\)\|")


def holds_question(block: Block) -> bool:
    """Return whether a block is a question, or holds one and what comes after it."""
    return block.is_question or ("? " in block.plain and addresses(block.plain))


def ends_as_question(text: str) -> bool:
    """Return whether plain words end in a question mark, before any closing marks."""
    return text.rstrip(" \u00a0\u202f»”\"’')*_").endswith(("?", "?!", "? !", "?…", "?..."))


def cut_blocks(text: str, start: int = 0) -> list[Block]:
    """Cut `text` from offset `start` into blocks, in order and without overlap.

    Blank lines separate blocks; a heading line is a block of its own, even without blank lines. In a
    text without blank lines whose lines are not wrapped, each line is a block.
    """
    is_tight = _is_tight(text, start)
    line_number = text.count("\n", 0, start) + 1
    blocks: list[Block] = []
    run: list[tuple[int, int, int]] = []
    for line_start, line_end, is_set in _lines(text, start):
        line = text[line_start:line_end]
        if is_set or is_tight:
            blocks += _close(text, run)
            run = []
        if not line.strip() or (is_set and _TAGS_ALONE.fullmatch(line)):
            blocks += _close(text, run)
            run = []
        elif _HEADING.match(line) or _HTML_HEADING.match(line):
            blocks += _close(text, run) + _close(text, [(line_start, line_end, line_number)])
            run = []
        elif len(run) == 1 and len(line) < 200 and len(line.strip()) > 2 and _UNDERLINE.match(line):
            blocks += _close(text, run, level=1 if "=" in line else 2)
            run = []
        else:
            run.append((line_start, line_end, line_number))
        line_number += line.count("\n")
    return blocks + _close(text, run)


def _is_tight(text: str, start: int) -> bool:
    """Return whether each line is a paragraph: few blank lines, and no margin at which lines end."""
    lines = text[start : start + _LOOKED_AT].split("\n")
    written = [line.strip() for line in lines if line.strip()]
    if len(written) < _FEWEST_TIGHT or len(lines) - len(written) > _MOST_BLANK * len(written):
        return False
    width = max(map(len, written))
    if width > _WIDEST:
        return True
    ends = sum(line.endswith(LINE_ENDS) for line in written)
    early = sum(
        len(line) + 1 + len(after.split(maxsplit=1)[0]) <= width
        for line, after in itertools.pairwise(written)
    )
    return ends >= _FEWEST_ENDS * len(written) and 2 * early >= len(written)


def make_block(text: str, span: Span, line: int, level: int = 0, *, is_list: bool = False) -> Block:
    """Return the block that a slice of `text` makes; `level` above 0 makes it a heading."""
    emphasis = find_emphasis(text, span)
    span = trim(text, span)
    content = plain(span.of(text))
    if not re.search(r"\w", content):
        return Block(span, line, Look.EMPTY, content)
    if level:
        inner = trim(text, emphasis.inner) if emphasis.bold or emphasis.italic else span
        return Block(inner, line, Look.HEADING, content, level)
    if emphasis.bold or emphasis.italic:
        look = Look.BOLD if emphasis.bold else Look.ITALIC
        return Block(trim(text, emphasis.inner), line, look, content)
    look = Look.LIST if is_list else Look.PLAIN
    return Block(span, line, look, content, openings=emphasis.openings)


def strip_bullet(text: str, span: Span) -> Span:
    """Return the slice without the dash, bullet or number that opens it."""
    match = match_item(text, span.start, span.end)
    return Span(match.end(), span.end) if match else span


def trim(text: str, span: Span) -> Span:
    """Return the slice without the blanks and tags at its ends."""
    opening = _OPENING.match(text, span.start, span.end)
    start, end = opening.end() if opening else span.start, span.end
    while end > start:
        last = text[end - 1]
        if last.isspace() or last in "\ufeff\u200b\u00ad":
            end -= 1
        elif last == ">" and (tag := _last_tag(text, start, end)) is not None:
            end = tag
        elif last == "}" and (brace := _last_attributes(text, start, end)) is not None:
            end = brace
        elif last == ":" and text[end - 3 : end] == ":::" and end - 3 >= start:
            end -= 3
        else:
            break
    return Span(start, end)


def _last_attributes(text: str, start: int, end: int) -> int | None:
    """Return where the attributes that end at `end` begin (« {#id .class} »), or None without any."""
    begin = text.rfind("{", max(start + 1, end - _LONGEST_ATTRIBUTES), end)
    return begin if begin >= 0 and _ATTRIBUTES.fullmatch(text, begin, end) else None


def _last_tag(text: str, start: int, end: int) -> int | None:
    """Return where the tag that ends at `end` begins, or None when there is no tag."""
    begin = text.rfind("<", max(start, end - _LONGEST_TAG), end)
    return begin if begin >= 0 and _TAG.fullmatch(text, begin, end) else None


def _lines(text: str, start: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the lines from `start` on, and whether each is a piece of a longer line.

    A line of HTML may hold many paragraphs: it is cut at each tag that sets one. A row of a Markdown
    table is cut at its bars, where what is said stands in tables.
    """
    is_talk = _is_said_in_rows(text, start)
    for match in _LINE.finditer(text, start):
        if match.end() == match.start():
            continue
        if is_talk and _ROW.fullmatch(match[0]):
            bars = [bar.start() for bar in _BAR.finditer(text, *match.span())]
            for begin, end in itertools.pairwise([*bars, match.end()]):
                yield begin, begin + 1, True
                yield begin + 1, end, True
            continue
        tags = list(_SET_TAG.finditer(text, *match.span())) if "<" in match[0] else []
        if len(tags) < _FEWEST_TAGS:
            yield *match.span(), False
            continue
        cuts = [tag.end() if tag[0][1] == "/" else tag.start() for tag in tags]
        bounds = sorted({match.start(), *cuts, match.end()})
        for begin, end in itertools.pairwise(bounds):
            yield begin, end, True


def _is_said_in_rows(text: str, start: int) -> bool:
    """Return whether the rows of Markdown tables hold words that somebody says, and not figures."""
    head = text[start : start + _LOOKED_AT]
    rows = [line for line in head.split("\n") if "|" in line and _ROW.fullmatch(line)]
    cells = [cell.split() for row in rows for cell in _BAR.split(row) if re.search(r"\w", cell)]
    words = sum(map(len, cells))
    return any("?" in row for row in rows) or words >= _FEWEST_SAID * max(1, len(cells))


def _close(text: str, run: list[tuple[int, int, int]], level: int = 0) -> list[Block]:
    """Return the block of the lines of `run`, each (start, end, line number), as a list of 0 or 1."""
    if not run:
        return []
    start, end, line = run[0][0], run[-1][1], run[0][2]
    if len(run) == 1 and (heading := _HEADING.match(text, start, end)):
        level = len(heading["marks"])
        start, end = heading.end(), _without_closing_marks(text, heading.end(), end)
    elif len(run) == 1 and (heading := _HTML_HEADING.match(text, start, end)):
        level = int(heading["level"])
    if level and (number := _NUMBER.match(text, start, end)) and number.end() < end:
        start = number.end()
    if level:
        return [make_block(text, Span(start, end), line, level)]
    if _QUOTE.match(text, start, end):
        block = make_block(text, Span(start, end), line)
        is_plain = block.look is Look.PLAIN
        return [Block(block.span, line, Look.QUOTE if is_plain else block.look, block.plain)]
    return [_make_listed(text, Span(start, end), line)]


def _make_listed(text: str, span: Span, line: int) -> Block:
    """Return the block of lines that may begin with a bullet; the span of a list keeps the bullet."""
    bullet = match_item(text, span.start, span.end)
    if bullet is None:
        return make_block(text, span, line)
    block = make_block(text, Span(bullet.end(), span.end), line)
    if block.look is not Look.PLAIN:
        return block
    whole = trim(text, span)
    return Block(whole, line, Look.LIST, block.plain, openings=block.openings)


def _without_closing_marks(text: str, start: int, end: int) -> int:
    """Return the offset at which a heading ends, before the `#` with which some writers close it."""
    kept = len(text[start:end].rstrip())
    marked = len(text[start : start + kept].rstrip("#"))
    if marked < kept and (not marked or text[start + marked - 1].isspace()):
        return start + marked
    return end
