"""The pieces of text of a PDF's page, as PDFium finds them: their words, place, size and font.

PDFium knows for each character which object of the page draws it; the characters of one object are a
piece. Pieces keep the order of the file. A page that is turned is turned back.
"""

from __future__ import annotations

import ctypes
import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|medi(?:ital)?$", re.I)  # in the names of fonts
_ITALIC = re.compile(r"italic|oblique|cmti|sfti|ital$", re.I)
_BOLD_FLAG, _ITALIC_FLAG = 1 << 18, 1 << 6  # of a font's descriptor
_BOLD_WEIGHT = 600
_LONGEST_NAME = 128  # bytes of the name of a font
_HOP = 16  # characters: a power of two
_FURTHEST = 20_000  # points; further from the corner is no place on a page
_CHANGED = {  # a hyphen at the end of a line has three forms
    **dict.fromkeys((0x02, 0xFFFE, 0xAD), "-"),
    **dict.fromkeys((0x00, 0x0D), None),
    **dict.fromkeys((0x09, 0x0A), " "),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line, of one font; `x` and `end` are its edges and `y` its height, in points.

    `quarter` is by how many quarter turns it is rotated.
    """

    text: str
    size: float
    bold: bool
    italic: bool
    x: float = 0.0
    end: float = 0.0
    y: float = 0.0
    quarter: int = 0


class PieceReader:
    """Reads the pieces of one page of PDFium; its buffers are made once."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw as pdfium  # late: it loads PDFium

        self._pdfium, self._page = pdfium, textpage.raw
        self._count = pdfium.FPDFText_CountChars(self._page)
        self._matrix, self._box = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
        self._x, self._y, self._flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
        self._name = ctypes.create_string_buffer(_LONGEST_NAME)
        self._fonts: dict[tuple[bytes, int], tuple[bool, bool]] = {}

    def read(self, deadline: float) -> Iterator[Piece]:
        """Yield the pieces in the order of the file, until the thread's time reaches `deadline`."""
        start, blank = 0, ""
        while start < self._count and time.thread_time() < deadline:
            drawer = self._drawer(start)
            end = start + 1
            if drawer is not None:  # else PDFium put the character in: the end of a line
                end = self._find_end(start, drawer)
                text = self._text(start, end)
                piece = self._make_piece(start, end, text) if text.strip() else None
                if piece and max(abs(piece.x), abs(piece.end), abs(piece.y)) < _FURTHEST:
                    yield replace(piece, text=blank + text)
                blank = " " if text.isspace() else ""  # some programs draw the blanks alone
            start = end

    def _drawer(self, index: int) -> int | None:
        """Return the address of the object that draws a character, None if PDFium inserted it."""
        drawer = self._pdfium.FPDFText_GetTextObject(self._page, index)
        return ctypes.cast(drawer, ctypes.c_void_p).value

    def _find_end(self, start: int, drawer: int) -> int:
        """Return where the characters of an object end, with the blank that PDFium put after them."""
        last, hop = start, _HOP
        while hop:
            if last + hop < self._count and self._drawer(last + hop) == drawer:
                last += hop
            else:
                hop //= 2
        blank = (
            last + 1 < self._count and self._pdfium.FPDFText_GetUnicode(self._page, last + 1) == 0x20
        )
        return last + 2 if blank and self._drawer(last + 1) is None else last + 1

    def _text(self, start: int, end: int) -> str:
        buffer = (ctypes.c_ushort * (2 * (end - start) + 2))()
        written = self._pdfium.FPDFText_GetText(self._page, start, end - start, buffer)
        content = bytes(buffer)[: 2 * max(0, written - 1)]
        return content.decode("utf-16-le", "replace").translate(_CHANGED)

    def _make_piece(self, start: int, end: int, text: str) -> Piece:
        pdfium, page, matrix, box = self._pdfium, self._page, self._matrix, self._box
        pdfium.FPDFText_GetMatrix(page, start, matrix)
        pdfium.FPDFText_GetCharOrigin(page, start, self._x, self._y)
        pdfium.FPDFText_GetLooseCharBox(page, start + len(text.rstrip()) - 1, box)
        quarter = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
        corner = (box.right, box.top) if quarter < 2 else (box.left, box.bottom)
        size = pdfium.FPDFText_GetFontSize(page, start) * (math.hypot(matrix.c, matrix.d) or 1.0)
        x, y = _turn(self._x.value, self._y.value, quarter)
        far = _turn(*corner, quarter)[0]
        return Piece(text, round(size, 1), *self._read_font(start), x, max(x, far), y, quarter)

    def _read_font(self, index: int) -> tuple[bool, bool]:
        """Return whether the font of a character is bold, and whether it is italic."""
        self._pdfium.FPDFText_GetFontInfo(self._page, index, self._name, _LONGEST_NAME, self._flags)
        key = self._name.value, self._flags.value
        if key not in self._fonts:
            name, flags = key[0].decode("latin-1"), key[1]
            is_heavy = self._pdfium.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT
            self._fonts[key] = (
                is_heavy or bool(flags & _BOLD_FLAG) or _BOLD.search(name) is not None,
                bool(flags & _ITALIC_FLAG) or _ITALIC.search(name) is not None,
            )
        return self._fonts[key]


def _turn(x: float, y: float, quarter: int) -> tuple[float, float]:
    """Return a place on the page, turned so that characters set at `quarter` stand upright."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter]
