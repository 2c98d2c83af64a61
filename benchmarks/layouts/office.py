"""Writes a page as Word (.docx) or OpenDocument (.odt)."""

from __future__ import annotations

import io
import random
import zipfile
from xml.sax.saxutils import escape

from benchmarks.layouts.block import Block, Run
from benchmarks.layouts.page import Page
from benchmarks.layouts.trait import Traits

_STYLE = {
    "title": "Title",
    "h2": "Heading 2",
    "h3": "Heading 3",
    "h4": "Heading 4",
    "li": "List Bullet",
}
_OUTLINE = {"title": 1, "h2": 2, "h3": 3, "h4": 4}
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
_WAYS = {"B": 'fo:font-weight="bold"', "I": 'fo:font-style="italic"'}
_WAYS["BI"] = f"{_WAYS['B']} {_WAYS['I']}"
_KIND = "application/vnd.oasis.opendocument.text"


def write_docx(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return a Word document."""
    from docx import Document

    document = Document()
    document.core_properties.author = ""
    table = None
    for block in page.blocks:
        if block.kind == "row":
            table = table or document.add_table(0, 2)
            for cell, runs in zip(table.add_row().cells, block.cells, strict=True):
                _add_runs(cell.paragraphs[0], runs)
            continue
        table = None
        _add_runs(document.add_paragraph(style=_STYLE.get(block.kind)), block.runs)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return _zip({name: archive.read(name) for name in archive.namelist()})


def _zip(parts: dict[str, bytes]) -> bytes:
    """Return an archive without times of day: the same parts give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED if name != "mimetype" else 0
            )
    return stream.getvalue()


def _add_runs(paragraph: object, runs: tuple[Run, ...]) -> None:
    for run in runs:
        added = paragraph.add_run(run.text)  # type: ignore[attr-defined]
        added.bold, added.italic = run.bold or None, run.italic or None


def write_odt(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return an OpenDocument text: the least that an office suite opens."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {way}/>'
        "</style:style>"
        for name, way in _WAYS.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>"
        f"{''.join(map(_odt_block, page.blocks))}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    parts = {"mimetype": _KIND, "content.xml": content, "META-INF/manifest.xml": manifest}
    return _zip({name: text.encode() for name, text in parts.items()})


def _odt_block(block: Block) -> str:
    if block.kind == "row":
        cells = "".join(
            f"<table:table-cell><text:p>{_odt_runs(cell)}</text:p></table:table-cell>"
            for cell in block.cells
        )
        return f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    if level := _OUTLINE.get(block.kind):
        return f'<text:h text:outline-level="{level}">{_odt_runs(block.runs)}</text:h>'
    inner = f"<text:p>{_odt_runs(block.runs)}</text:p>"
    return (
        f"<text:list><text:list-item>{inner}</text:list-item></text:list>"
        if block.kind == "li"
        else inner
    )


def _odt_runs(runs: tuple[Run, ...]) -> str:
    text = ""
    for run in runs:
        inner = escape(run.text).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
        inner = inner.replace("   ", '<text:s text:c="3"/>').replace("  ", '<text:s text:c="2"/>')
        way = "B" * run.bold + "I" * run.italic
        text += f'<text:span text:style-name="{way}">{inner}</text:span>' if way else inner
    return text
