"""Writes a page as PDF: two standard fonts, lines broken by hand, several pages."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator

from benchmarks.layouts.block import Block
from benchmarks.layouts.page import Page
from benchmarks.layouts.trait import Traits

_SIZES = {"title": 18, "h2": 15, "h3": 13, "h4": 12}
_WIDTH = 84  # characters of a line at 11 points
_TOP, _BOTTOM = 780, 70


def write_pdf(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return a PDF, its pages numbered at the foot."""
    sheets: list[list[str]] = [[]]
    height = _TOP
    for block in page.blocks:
        size = _SIZES.get(block.kind, 11)
        height -= 0 if block.tight else size
        for line in _break_lines(block, _WIDTH * 11 // size):
            if height < _BOTTOM:
                sheets.append([])
                height = _TOP
            sheets[-1].append(f"1 0 0 1 56 {height} Tm {_show(line, size)}")
            height -= round(1.25 * size)
    for number, sheet in enumerate(sheets, 1):
        sheet.append(f"1 0 0 1 290 40 Tm /F1 9 Tf ({number}) Tj")
    return _assemble([" ".join(["BT", *sheet, "ET"]) for sheet in sheets])


def _break_lines(block: Block, width: int) -> Iterator[list[tuple[str, str]]]:
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
        for line in textwrap.wrap(part, width, break_on_hyphens=False) or [""]:
            start = text.index(line, start)
            pieces: list[tuple[str, str]] = []
            for offset, character in enumerate(line, start):
                font = fonts[offset]
                if pieces and pieces[-1][0] == font:
                    pieces[-1] = (font, pieces[-1][1] + character)
                else:
                    pieces.append((font, character))
            start += len(line)
            yield pieces


def _show(line: list[tuple[str, str]], size: int) -> str:
    shown = []
    for font, text in line:
        safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"/{font} {size} Tf ({safe}) Tj")
    return " ".join(shown)


def _assemble(contents: list[str]) -> bytes:
    fonts = "".join(f"/F{number} {number + 2} 0 R" for number in (1, 2, 3))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [
        f"<</Type/Font/Subtype/Type1/BaseFont/{base}/Encoding/WinAnsiEncoding>>".encode()
        for base in ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
    ]
    kids = []
    for content in contents:
        stream = content.encode("cp1252", "replace")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<<{fonts}>>>>"
            f"/Contents {len(objects) + 2} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    pdf, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(pdf))
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer
