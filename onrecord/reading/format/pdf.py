"""A PDF becomes its text: lines are joined into paragraphs, with bold, italics and headings.

Lines at the top or the foot of many pages (running titles, page numbers) are left out with a
reason. A file of scanned pages has no text and is refused: pictures are not read.
"""

from __future__ import annotations

import io
import itertools
import re
import statistics
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.block import reason
from onrecord.reading.format.extract import Extract, is_made_up
from onrecord.reading.format.log import hold_log
from onrecord.reading.format.typeset import Style, Typesetter
from onrecord.text.mark import LINE_ENDS, match_bullet
from onrecord.text.pattern import one_of

_MOST_PAGES = 2_000
_MOST_SECONDS = 8.0
_LARGE = 1.15  # a line whose type is larger than this many times the usual size is a heading
_FILE = re.compile(r"\.(?:docx?|indd|pdf|odt|qxd)$", re.I)
_LONGEST_FOLIO = 100  # characters
_HYPHENED = re.compile(r"[a-zà-ÿ]-$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line: its size in points; bold and italic follow from the font's name."""

    text: str
    size: float
    bold: bool
    italic: bool


@dataclass(slots=True)
class Line:
    """A line of a page; `y` is its height in points from the foot, `page` counts from 0."""

    y: float
    pieces: list[Piece]
    page: int

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def kind(self) -> tuple[bool, bool, float]:
        """Whether all of the line is bold, whether all is italic, and its largest size."""
        pieces = [piece for piece in self.pieces if piece.text.strip()]
        return (
            all(piece.bold for piece in pieces),
            all(piece.italic for piece in pieces),
            max((piece.size for piece in pieces), default=0.0),
        )


def extract_pdf(content: bytes, path: Path) -> Extract:
    """Return the text of a PDF in blocks.

    Raises
    ------
    CorpusError
        When the file is locked, damaged, too long or without text.
    """
    import pypdf  # late: a tenth of a second

    try:
        with hold_log("pypdf"):
            reader = pypdf.PdfReader(io.BytesIO(content))
            lines = _read_pages(reader, path)
            stated = _read_information(reader)
    except CorpusError:
        raise
    except Exception as error:  # pypdf raises nearly any error on a damaged file
        kind = type(error).__name__
        raise CorpusError.of("pdf_damaged", where=path, found=f"{kind}: {str(error)[:100]}") from error
    if not any(re.search(r"\w", line.text) for line in lines):
        raise CorpusError.of("pdf_pictures", where=path)
    text, blocks = _set_lines(lines)
    return Extract(text, tuple(blocks), stated)


def _read_pages(reader: Any, path: Path) -> list[Line]:
    """Return the lines of all pages; raise CorpusError when the file is locked, long or slow."""
    deadline = time.monotonic() + _MOST_SECONDS
    if reader.is_encrypted and not reader.decrypt(""):
        raise CorpusError.of("pdf_locked", where=path)
    if len(reader.pages) > _MOST_PAGES:
        raise CorpusError.of("pdf_too_long", where=path, most=_MOST_PAGES, found=len(reader.pages))
    pages = (_read_page(page, number, deadline, path) for number, page in enumerate(reader.pages))
    return [line for page in pages for line in page]


def _read_page(page: Any, number: int, deadline: float, path: Path) -> list[Line]:
    lines: list[Line] = []

    def visit(text: str, matrix: list[float], place: list[float], font: Any, size: float) -> None:
        if time.monotonic() > deadline:
            raise CorpusError.of("pdf_slow", where=path, most=f"{_MOST_SECONDS:.0f}")
        name = str((font or {}).get("/BaseFont", "")).lower() if isinstance(font, dict) else ""
        scale = abs(place[3] * matrix[3]) or abs(place[0] * matrix[0]) or 1.0
        bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "demi"))
        italic = "italic" in name or "oblique" in name
        y = place[5] * (matrix[3] or 1.0) + matrix[5]
        for index, part in enumerate(text.split("\n")):
            if index or not lines:
                lines.append(Line(y, [], number))
            if part:
                if not lines[-1].pieces:
                    lines[-1].y = y
                lines[-1].pieces.append(Piece(part, size * scale, bold, italic))

    page.extract_text(visitor_text=visit)
    return [line for line in lines if line.text]


def _set_lines(lines: list[Line]) -> tuple[str, list[Any]]:
    """Join lines into paragraphs; return the canonical text and its blocks.

    A paragraph begins where the type changes, after a gap or a bullet, or after a short last line.
    """
    usual = statistics.median(line.kind[2] for line in lines)
    largest = max(line.kind[2] for line in lines)
    width = (
        max(statistics.quantiles([len(line.text) for line in lines], n=10)[-1], 20)
        if len(lines) > 1
        else 80
    )
    gap = _usual_gap(lines)
    running = _find_running(lines)
    setter = Typesetter()
    previous: Line | None = None
    for line in lines:
        is_running = id(line) in running
        if previous is None or is_running or _begins_paragraph(previous, line, width, gap):
            setter.break_block()
        else:
            setter.join(hyphen=_HYPHENED.search(previous.text) is not None and line.text[:1].islower())
        is_large = line.kind[2] > _LARGE * usual and len(line.text) < 200
        level = (1 if line.kind[2] == largest else 2) if is_large else 0
        for piece in line.pieces:
            why = reason.RUNNING if is_running else ""
            setter.write(
                piece.text, Style(level=level, bold=piece.bold, italic=piece.italic, reason=why)
            )
        if is_running:
            setter.break_block()
        else:
            previous = line
    return setter.finish()


def _begins_paragraph(previous: Line, line: Line, width: float, gap: float) -> bool:
    if line.kind != previous.kind and (
        line.kind[0] != previous.kind[0] or line.kind[2] != previous.kind[2]
    ):
        return True
    if match_bullet(line.text):
        return True
    ended = previous.text.endswith(LINE_ENDS)
    if line.page == previous.page and previous.y - line.y > 1.35 * gap > 0:
        return True
    return ended and len(previous.text) < 0.8 * width


def _usual_gap(lines: list[Line]) -> float:
    gaps = [a.y - b.y for a, b in itertools.pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 100]
    return statistics.median(gaps) if gaps else 0.0


def _find_running(lines: list[Line]) -> set[int]:
    """Return the `id()` of each line at an edge of a page that is a number or on many pages."""
    edges: list[Line] = []
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    for page in pages.values():
        edges += {id(line): line for line in [*page[:2], *page[-2:]]}.values()
    counts = Counter(re.sub(r"\d+", "0", line.text) for line in edges)
    often = max(3, len(pages) // 2)
    return {
        id(line)
        for line in edges
        if _page_number().fullmatch(line.text)
        or _is_folio(line.text)
        or counts[re.sub(r"\d+", "0", line.text)] >= often
    }


def _is_folio(text: str) -> bool:
    """Say whether a line at an edge of a page is its foot: a title or a day, and the page's number."""
    is_short = len(text) <= _LONGEST_FOLIO and not text.endswith(LINE_ENDS)
    return is_short and _folio().search(text) is not None


def _read_information(reader: Any) -> dict[str, object]:
    """Return the title in the document's information; the author there is often not who asked."""
    title = str((reader.metadata or {}).get("/Title") or "").strip()
    looks_like_file = _FILE.search(title) is not None
    return {"title": title} if title and not looks_like_file and not is_made_up(title) else {}


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
