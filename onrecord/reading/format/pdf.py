"""A PDF becomes its text: lines joined into paragraphs, with bold, italics, headings and pages.

Lines at the top or the foot of many pages (running titles, page numbers) are left out with a
reason. A file of scanned pages has no text and is refused: pictures are not read.
"""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.block import reason
from onrecord.reading.format.extract import Extract, is_made_up
from onrecord.reading.format.pdf_column import fit_columns, set_columns
from onrecord.reading.format.pdf_edge import find_running, put_edges
from onrecord.reading.format.pdf_line import Line, read_lines
from onrecord.reading.format.pdf_paragraph import (
    Habit,
    begins_paragraph,
    find_habit,
    join_capitals,
)
from onrecord.reading.format.typeset import Style, Typesetter

_MOST_PAGES = 2_000
_MOST_SECONDS = 8.0  # of this thread's own time
_LARGE = 1.15  # a line whose type is larger than this many times the usual size is a heading
_LONGEST_HEADING = 200  # characters of a line
_FILE = re.compile(r"\.(?:docx?|indd|pdf|odt|qxd)$", re.I)
_HYPHENED = re.compile(r"[a-zà-ÿ]-$")
_IN_TURN = threading.Lock()  # PDFium is not safe to be called by two threads at once


def extract_pdf(content: bytes, path: Path) -> Extract:
    """Return the text of a PDF in blocks.

    Raises
    ------
    CorpusError
        When the file is locked, damaged, too long or without text.
    """
    import pypdfium2  # late: it loads PDFium

    with _IN_TURN:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise CorpusError.of("pdf_locked", where=path) from error
            raise CorpusError.of("pdf_damaged", where=path, found=str(error)[:100]) from error
        try:
            lines = _read_pages(document, path)
            stated = _read_information(document)
        finally:
            document.close()
    if not any(re.search(r"\w", line.text) for line in lines):
        raise CorpusError.of("pdf_pictures", where=path)
    return _set_lines(lines, stated, path)


def _read_pages(document: Any, path: Path) -> list[Line]:
    """Return the lines of all pages; raise CorpusError when the file is long, slow or damaged."""
    import pypdfium2

    if len(document) > _MOST_PAGES:
        raise CorpusError.of("pdf_too_long", where=path, most=_MOST_PAGES, found=len(document))
    deadline = time.thread_time() + _MOST_SECONDS
    lines: list[Line] = []
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:  # of a page that is damaged the others are still read
            continue
        lines += read_lines(page, number + 1, deadline)
        page.close()
        if time.thread_time() > deadline:
            raise CorpusError.of("pdf_slow", where=path, most=f"{_MOST_SECONDS:.0f}")
    return lines


def _set_lines(lines: Sequence[Line], stated: dict[str, object], path: Path) -> Extract:
    """Join lines into paragraphs; return the canonical text, its blocks and where pages begin.

    What stands around a page's text is written after the paragraph that goes on over its end.
    """
    running = find_running(lines)
    around = deque(line for line in lines if line.aside or id(line) in running)
    pages = itertools.groupby(
        (line for line in lines if not (line.aside or id(line) in running)), lambda line: line.page
    )
    body = fit_columns([line for _, page in pages for line in set_columns(put_edges(list(page)))])
    habit = find_habit(body)
    largest = max((line.size for line in body), default=0.0)
    setter, paragraph, page_starts = Typesetter(path), list[Line](), list[int]()
    for line in join_capitals(body, habit):
        if paragraph and begins_paragraph(paragraph, line, habit):
            setter.break_block()
            _write_around(setter, around, line.page)
            paragraph = []
        elif paragraph:
            hyphened = _HYPHENED.search(paragraph[-1].text) is not None
            setter.join(hyphen=hyphened and line.text[:1].islower())
        page_starts += [setter.offset] * (line.page - len(page_starts))
        paragraph.append(line)
        level = _find_level(line, habit, largest)
        for piece in line.pieces:
            setter.write(piece.text, Style(level=level, bold=piece.bold, italic=piece.italic))
    setter.break_block()
    _write_around(setter, around, _MOST_PAGES + 1)
    text, blocks = setter.finish()
    return Extract(text, tuple(blocks), stated, page_starts=tuple(page_starts))


def _find_level(line: Line, habit: Habit, largest: float) -> int:
    """Return the level of a heading, 0 for text."""
    is_large = line.size > _LARGE * habit.size and len(line.text) < _LONGEST_HEADING
    return (1 if line.size == largest else 2) if is_large else 0


def _write_around(setter: Typesetter, around: deque[Line], page: int) -> None:
    """Write what stands around the pages before `page`, each line as a block to be left out."""
    while around and around[0].page < page:
        line = around.popleft()
        why = reason.OUTSIDE if line.aside else reason.RUNNING
        for piece in line.pieces:
            setter.write(piece.text, Style(bold=piece.bold, italic=piece.italic, reason=why))
        setter.break_block()


def _read_information(document: Any) -> dict[str, object]:
    """Return the title in the document's information; the author there is often not who asked."""
    title = document.get_metadata_value("Title").strip()
    looks_like_file = _FILE.search(title) is not None
    return {"title": title} if title and not looks_like_file and not is_made_up(title) else {}
