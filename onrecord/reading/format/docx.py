"""A Word file becomes its text, in blocks that keep bold, italics, headings and lists.

Its archive is checked before it is opened, since a few kilobytes can unpack to gigabytes. Margin
comments, footnotes, headers and footers are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.format.extract import Extract, is_made_up
from onrecord.reading.format.typeset import Style, Typesetter
from onrecord.text.lexicon import load_tables
from onrecord.text.pattern import one_of

_LARGEST = 60_000_000  # bytes of XML once unpacked
_LARGEST_MEDIA = 200_000_000  # bytes of all other parts, which the library unpacks too
_LARGEST_DOCUMENT = 25_000_000  # bytes of its main part, as the archive states them
_DOCUMENT = "word/document.xml"


def extract_docx(content: bytes, path: Path) -> Extract:
    """Return the text of a Word file in blocks.

    Raises
    ------
    CorpusError
        When the file is not a Word file, is locked with a password, too large once unpacked,
        damaged, or without words.
    """
    import docx  # late: a tenth of a second
    from lxml import etree

    check_archive(content, path, _DOCUMENT)
    try:
        document = docx.Document(io.BytesIO(content))
        setter = Typesetter(path)
        _set_items(document, setter, {}, depth=0)
        stated = _read_properties(document)
    except CorpusError:
        raise
    except etree.LxmlError as error:
        raise CorpusError.of("word_damaged", where=path, found=f"XML: {str(error)[:100]}") from error
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError, OSError,
            zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError,
            docx.exceptions.PythonDocxError) as error:  # fmt: skip
        raise CorpusError.of("word_damaged", where=path, found=str(error)[:100]) from error
    text, blocks = setter.finish()
    if not re.search(r"\w", text):
        raise CorpusError.of("word_empty", where=path)
    return Extract(text, tuple(blocks), stated)


def check_archive(content: bytes, path: Path, document: str) -> None:
    """Refuse an archive without the part `document`, locked, or too large once unpacked.

    Raises
    ------
    CorpusError
        In each of these cases, and when the archive is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename: entry for entry in entries}
            if document not in names:
                raise CorpusError.of("word_other_archive", where=path)
            if any(entry.flag_bits & 1 for entry in entries):
                raise CorpusError.of("word_locked", where=path)
            is_xml = [entry.filename.endswith((".xml", ".rels")) for entry in entries]
            sizes = [_unpacked_size(archive, entry) for entry in entries]
            total = sum(size for size, is_one in zip(sizes, is_xml, strict=True) if is_one)
    except CorpusError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError,
            RuntimeError) as error:  # fmt: skip
        raise CorpusError.of("word_damaged", where=path, found=f"zip: {str(error)[:100]}") from error
    is_large = total > _LARGEST or names[document].file_size > _LARGEST_DOCUMENT
    if is_large or sum(sizes) > _LARGEST_MEDIA:
        raise CorpusError.of("word_too_large", where=path, most=_LARGEST // 1_000_000)


def _unpacked_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """Return the number of bytes to which an entry unpacks, counted up to the limit.

    The size that the archive states is not trusted.
    """
    size = 0
    with archive.open(entry) as stream:
        while size <= _LARGEST_MEDIA and (chunk := stream.read(1_000_000)):
            size += len(chunk)
    return size


def _set_items(container: Any, setter: Typesetter, styles: dict[str, _Look | None], depth: int) -> None:
    """Write the paragraphs and the cells of tables to the typesetter, in order.

    `styles` is a cache that `_style_of` fills.
    """
    for item in container.iter_inner_content():
        if hasattr(item, "rows"):
            if depth < 5:
                for cell in _cells(item):
                    _set_items(cell, setter, styles, depth + 1)
        else:
            _set_paragraph(item, setter, styles)


def _cells(table: Any) -> Iterator[Any]:
    """Yield the cells of a table, each once, in order.

    `table.rows[i].cells` of the library repeats a merged cell for each column that it claims to
    span, which may be a billion.
    """
    from docx.table import _Cell

    for row in table._tbl.tr_lst:
        for cell in row.tc_lst:
            yield _Cell(cell, table)


def _set_paragraph(paragraph: Any, setter: Typesetter, styles: dict[str, _Look | None]) -> None:
    style = _look_of(paragraph, paragraph._p.style, styles)
    name = style.name if style is not None else ""
    heading = _heading().match(name)
    level = int(heading[1] or 1) if heading else 0
    is_list = _holds(name, "lists") or (
        paragraph._p.pPr is not None and paragraph._p.pPr.numPr is not None
    )
    base = Style(
        level=min(level, 6),
        is_list=is_list,
        is_quote=_holds(name, "quotes"),
    )
    for item in paragraph.iter_inner_content():
        is_link = hasattr(item, "runs")
        for run in item.runs if is_link else [item]:
            looks = (_look_of_run(run), _look_of(run, run._r.style, styles), style)
            bold = _first(look.bold for look in looks if look is not None)
            italic = _first(look.italic for look in looks if look is not None)
            kind = base.inside(bold=bold, italic=italic, is_link=is_link)
            for index, line in enumerate(_text_of(run).split("\n")):
                if index:
                    setter.break_line()
                for place, words in enumerate(line.split("\t")):
                    if place:
                        setter.tab(kind)
                    setter.write(words, kind)
    setter.break_block()


@dataclass(frozen=True, slots=True)
class _Look:
    """The look that a style, or a run by itself, gives its letters; None where it sets nothing."""

    name: str
    bold: bool | None
    italic: bool | None


def _look_of(item: Any, style_id: str | None, styles: dict[str, _Look | None]) -> _Look | None:
    """Return the look of the style of a paragraph or run; a look-up is slow, so `styles` caches it."""
    key = f"{type(item).__name__} {style_id}"
    if key not in styles:
        style = item.style
        font = style.font if style is not None else None
        styles[key] = _Look(style.name or "", font.bold, font.italic) if font is not None else None
    return styles[key]


def _look_of_run(run: Any) -> _Look | None:
    """Return the settings of a run's own, None if it has none."""
    return _Look("", run.bold, run.italic) if run._r.rPr is not None else None


def _first(settings: Iterator[bool | None]) -> bool:
    """Return the first setting that is not None: the run's own, its style's, its paragraph's."""
    return bool(next((one for one in settings if one is not None), False))


def _text_of(run: Any) -> str:
    """Return the text of a run; the library's own property searches it by XPath, which is slow."""
    return "".join(str(child) for child in run._r if child.tag in _texts())


@cache
def _texts() -> frozenset[str]:
    """Return the tags that are text in a run, breaks and tabs included."""
    from docx.oxml.ns import qn

    names = ("br", "cr", "noBreakHyphen", "ptab", "t", "tab")
    return frozenset(qn(f"w:{name}") for name in names)


def _read_properties(document: Any) -> dict[str, object]:
    """Return the title in the properties; the author there is often not who asked."""
    title = (document.core_properties.title or "").strip()
    return {"title": title} if title and not is_made_up(title) else {}


@cache
def _heading() -> re.Pattern[str]:
    """Return the pattern of the name of a heading's style, with its level (« Titre 2 »)."""
    return re.compile(rf"{one_of('files', 'styles', 'headings')}\s*(\d?)", re.I)


def _holds(style: str, words: str) -> bool:
    """Return whether the name of a style contains a word of a list in `files.toml`."""
    return any(word in style.lower() for word in load_tables("files")["styles"][words])
