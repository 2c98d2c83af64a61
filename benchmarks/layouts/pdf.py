"""Writes a page as PDF: standard fonts, lines broken by hand, on one of several kinds of sheet.

A sheet has one column or two, parts its paragraphs by gaps or by indents, and may have hyphens at the
ends of lines, running titles, or a file that goes across its columns line by line.
"""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.layouts.block import Block
from benchmarks.layouts.page import Page
from benchmarks.layouts.pdf_file import escape, write_pages
from benchmarks.layouts.trait import Traits

_SIZES = {"title": 18, "h2": 15, "h3": 13, "h4": 12}
_BODY = 11
_PAGE = (595, 842)  # points
_TOP, _BOTTOM = 780, 70
_LEFT, _RIGHT = 56, 539
_LEADING = 1.25


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page is set: `width` in characters of a line, `gap` and `indent` in ems of the text."""

    columns: int = 1
    width: int = 84
    gap: float = 1.0
    indent: float = 0.0
    hyphens: bool = False
    heads: bool = False
    across: bool = False


SHEETS = {
    "gaps": Sheet(),
    "indents": Sheet(gap=0.0, indent=1.5),
    "narrow_gaps": Sheet(gap=0.4, heads=True),
    "two_columns": Sheet(columns=2, width=40, gap=0.5),
    "two_columns_indents": Sheet(columns=2, width=40, gap=0.0, indent=1.0, hyphens=True, heads=True),
    "across_columns": Sheet(columns=2, width=40, across=True),
}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line where it stands: its column, its height, what is drawn there."""

    column: int
    height: float
    drawn: str


def write_pdf(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return a PDF, its pages numbered at the foot."""
    sheet = SHEETS[traits.get("sheet", "gaps")]
    sheets = [
        sorted(lines, key=lambda line: -line.height) if sheet.across else lines
        for lines in _set_blocks(page.blocks, sheet)
    ]
    contents = []
    for number, lines in enumerate(sheets, 1):
        around = [f"1 0 0 1 290 40 Tm /F1 9 Tf ({number}) Tj"]
        if sheet.heads:
            around.append(f"1 0 0 1 {_LEFT} 810 Tm {_show([('F3', page.title or 'Interview')], 9)}")
        contents.append(" ".join(["BT", *(line.drawn for line in lines), *around, "ET"]))
    return write_pages([content.encode("cp1252", "replace") for content in contents], *_PAGE)


def _set_blocks(blocks: tuple[Block, ...], sheet: Sheet) -> list[list[_Line]]:
    """Return the lines of each sheet; what is wider than a column stands in it all the same."""
    sheets: list[list[_Line]] = [[]]
    column, height = 0, float(_TOP)
    step = (_RIGHT - _LEFT) / sheet.columns
    for block in blocks:
        size = _SIZES.get(block.kind, _BODY)
        height -= 0 if block.tight else size * (sheet.gap if size == _BODY else max(sheet.gap, 0.8))
        indent = sheet.indent if size == _BODY and not block.tight else 0.0
        for number, line in enumerate(_break_lines(block, sheet.width * _BODY // size, sheet.hyphens)):
            if height < _BOTTOM:
                column, height = column + 1, float(_TOP)
                if column == sheet.columns:
                    column = 0
                    sheets.append([])
            left = _LEFT + column * step + (indent * size if number == 0 else 0.0)
            drawn = f"1 0 0 1 {left:.1f} {height:.2f} Tm {_show(line, size)}"
            sheets[-1].append(_Line(column, height, drawn))
            height -= _LEADING * size
    return sheets


def _break_lines(block: Block, width: int, hyphens: bool) -> Iterator[list[tuple[str, str]]]:
    """Yield lines as (font, text) pieces; a run keeps its font where it is broken."""
    heading = block.kind in _SIZES
    fonts = [
        "F2" if heading or run.bold else "F3" if run.italic else "F1"
        for run in block.runs
        for _ in run.text
    ]
    text = block.text.replace("\t", " ")
    start = 0
    for part in text.split("\n"):
        for line in _wrap(part, width, hyphens) or [""]:
            words = line.removesuffix("\u00ad")
            start = text.index(words, start)
            pieces: list[tuple[str, str]] = []
            for offset, character in enumerate(words, start):
                font = fonts[offset]
                if pieces and pieces[-1][0] == font:
                    pieces[-1] = (font, pieces[-1][1] + character)
                else:
                    pieces.append((font, character))
            start += len(words)
            if words != line:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + "-")
            yield pieces


def _wrap(text: str, width: int, hyphens: bool) -> list[str]:
    """Return the lines of a paragraph; with `hyphens`, a long word fills a line and ends in U+00AD."""
    lines: list[str] = []
    rest = text.strip()
    while hyphens and len(rest) > width:
        end = rest.rfind(" ", 0, width + 1)
        after = rest[end + 1 :].split(" ", 1)[0]
        cut = width - end - 2
        if (
            end > 0
            and len(after) > 9
            and after.isalpha()
            and after.islower()
            and 4 <= cut < len(after) - 3
        ):
            lines.append(rest[: end + 1 + cut] + "\u00ad")
            rest = rest[end + 1 + cut :]
        else:
            end = end if end > 0 else width
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
    return [*lines, *textwrap.wrap(rest, width, break_on_hyphens=False)]


def _show(line: list[tuple[str, str]], size: int) -> str:
    return " ".join(f"/{font} {size} Tf ({escape(text)}) Tj" for font, text in line)
