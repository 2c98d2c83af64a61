"""Pieces of text, each written with its style, become a canonical text and its blocks.

It serves the formats that state styles apart from the characters (web pages, PDF, Word). The
canonical text has only the words, with a blank line between paragraphs; each block has its look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.error import CorpusError
from onrecord.reading.block import reason as reasons
from onrecord.reading.block.block import Block, Look
from onrecord.reading.block.emphasis import Opening
from onrecord.reading.format.extract import MOST_LINES
from onrecord.text.mark import match_bullet
from onrecord.text.span import Span

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_WORD = re.compile(r"\w")
_MOST_PIECES = 200_000
_LONGEST_LINKS = 300  # characters; a longer block is taken for prose with many links


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text is set; `reason` is why it is not the interview, "" when it may be."""

    level: int = 0
    bold: bool = False
    italic: bool = False
    is_list: bool = False
    is_quote: bool = False
    is_link: bool = False
    reason: str = ""

    def inside(
        self,
        level: int = 0,
        bold: bool = False,
        italic: bool = False,
        is_list: bool = False,
        is_quote: bool = False,
        is_link: bool = False,
        reason: str = "",
    ) -> Style:
        """Return the style of a piece with these settings inside an element of this style."""
        return Style(
            level or self.level,
            bold or self.bold,
            italic or self.italic,
            is_list or self.is_list,
            is_quote or self.is_quote,
            is_link or self.is_link,
            self.reason or reason,
        )


class Typesetter:
    """Collects text and breaks in order; `finish` returns the canonical text and the blocks.

    Raises
    ------
    CorpusError
        As soon as the text is longer than any talk; `path` is for the message.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._count = 0  # pieces so far
        self._parts: list[str] = []
        self._length = 0
        self._line = 1
        self._pieces: list[tuple[str, Style]] = []
        self._pending = 0  # characters of the pieces
        self._blocks: list[Block] = []

    @property
    def offset(self) -> int:
        """Where in the canonical text the next piece begins, in code points."""
        blank = 2 if self._length else 0
        return self._length + blank + self._pending

    def write(self, text: str, style: Style) -> None:
        """Add a piece to the paragraph; runs of blanks become one blank, as in a browser."""
        text = _BLANKS.sub(" ", text)
        before = self._pieces[-1][0][-1:] if self._pieces else "\n"
        if before.isspace() and before != "\u00a0":
            text = text.lstrip(" ")
        if text:
            self._put(text, style)

    def tab(self, style: Style) -> None:
        """Add a tab inside a line as a wide blank, which sets off what stands before it."""
        if self._pieces and self._pieces[-1][0] != "\n":
            self._put("\u00a0 ", style)

    def _put(self, text: str, style: Style, *, instead: bool = False) -> None:
        """Add a piece, or put it `instead` of the last one."""
        if instead:
            self._pending -= len(self._pieces.pop()[0])
        self._pieces.append((text, style))
        self._pending += len(text)
        self._count += 1
        if self._count > _MOST_PIECES or len(self._blocks) > MOST_LINES:
            raise CorpusError.of("text_too_long", where=self._path, most=MOST_LINES)

    def join(self, *, hyphen: bool) -> None:
        """Join the next line to the paragraph: by a blank, or by removing the `hyphen` of a word."""
        if not self._pieces:
            return
        text, style = self._pieces[-1]
        text = text.rstrip(" ")
        self._put(text[:-1] if hyphen else text + " ", style, instead=True)

    def break_line(self) -> None:
        """End a line inside a paragraph; two in a row end the paragraph."""
        if not self._pieces:
            return
        last, style = self._pieces[-1]
        if last == "\n":
            self.break_block()
            return
        self._put(last.rstrip(" "), style, instead=True)
        self._put("\n", replace(style, bold=False, italic=False, is_link=False))

    def break_block(self) -> None:
        """End a paragraph."""
        pieces, self._pieces, self._pending = self._pieces, [], 0
        while pieces and not pieces[-1][0].strip(" \n"):
            pieces.pop()
        if not pieces:
            return
        pieces[-1] = (pieces[-1][0].rstrip(" \n"), pieces[-1][1])
        if self._length:
            self._append("\n\n")
        start, line = self._length, self._line
        runs: list[tuple[int, int, Style]] = []
        for text, style in pieces:
            begin = self._length
            self._append(text)
            if _WORD.search(text):
                runs.append((begin, self._length, style))
        content = "".join(text for text, _ in pieces)
        self._blocks.append(_make_block(content, start, line, runs))

    def finish(self) -> tuple[str, list[Block]]:
        """Return the canonical text and its blocks, in order."""
        self.break_block()
        return "".join(self._parts), self._blocks

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self._line += text.count("\n")


def _make_block(content: str, start: int, line: int, runs: list[tuple[int, int, Style]]) -> Block:
    span = Span(start, start + len(content))
    words = " ".join(content.replace("\u00ad", "").replace("\u200b", "").split())
    styles = [style for _, _, style in runs]
    if not styles:
        return Block(span, line, Look.EMPTY, words)
    why = styles[0].reason if all(style.reason for style in styles) else ""
    level = styles[0].level
    linked = sum(end - begin for begin, end, style in runs if style.is_link)
    is_links = (
        linked >= 0.85 * sum(end - begin for begin, end, _ in runs) and len(words) < _LONGEST_LINKS
    )
    look = _find_look(content, styles)
    if not why and is_links and look is not Look.HEADING and not words.endswith("?"):
        why = reasons.LINKS
    return Block(
        span,
        line,
        look,
        words,
        level if look is Look.HEADING else 0,
        tuple(_find_openings(content, start, runs)) if look in (Look.PLAIN, Look.LIST) else (),
        why,
    )


def _find_look(content: str, styles: list[Style]) -> Look:
    if styles[0].level:
        return Look.HEADING
    if all(style.bold for style in styles):
        return Look.BOLD
    if all(style.italic for style in styles):
        return Look.ITALIC
    if all(style.is_list for style in styles) or match_bullet(content):
        return Look.LIST
    return Look.QUOTE if all(style.is_quote for style in styles) else Look.PLAIN


def _find_openings(content: str, start: int, runs: list[tuple[int, int, Style]]) -> list[Opening]:
    """Return the emphasised runs that begin a line; neighbouring runs of one kind are joined."""
    openings: list[Opening] = []
    joined: tuple[bool, bool] | None = None
    for begin, end, style in runs:
        kind = (style.bold, style.italic)
        line = content.rfind("\n", 0, begin - start) + 1
        if joined == kind and "\n" not in content[openings[-1].span.end - start : begin - start]:
            openings[-1] = Opening(Span(openings[-1].span.start, end), style.bold)
        elif any(kind) and not _WORD.search(content[line : begin - start]):
            openings.append(Opening(Span(begin, end), style.bold))
            joined = kind
        else:
            joined = None
    return openings
