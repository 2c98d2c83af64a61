"""An OpenDocument text becomes its text, in blocks that keep bold, italics, headings and lists.

Its archive is checked as Word's is. Notes, annotations and what a reviewer deleted are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.format.docx import check_archive
from onrecord.reading.format.extract import Extract, is_made_up
from onrecord.reading.format.typeset import Style, Typesetter
from onrecord.reading.format.xml import find_all, find_first, name_of, parse_xml

_CONTENT = "content.xml"
_NEVER = frozenset(
    ("note", "annotation", "tracked-changes", "forms", "sequence-decls", "image", "object")
)
_HEAVY = ("bold", "600", "700", "800", "900")
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class _Set:
    """How a named style sets text."""

    bold: bool
    italic: bool


def extract_odt(content: bytes, path: Path) -> Extract:
    """Return the text of an OpenDocument file in blocks.

    Raises
    ------
    CorpusError
        When it is locked, damaged, too large once unpacked, or without words.
    """
    check_archive(content, path, _CONTENT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            root = parse_xml(archive.read(_CONTENT), path)
            meta = parse_xml(archive.read("meta.xml"), path) if "meta.xml" in names else None
            sheets = parse_xml(archive.read("styles.xml"), path) if "styles.xml" in names else None
    except (zipfile.BadZipFile, zlib.error, OSError, KeyError, RuntimeError) as error:
        raise CorpusError.of("word_damaged", where=path, found=str(error)[:100]) from error
    styles = {**(_read_styles(sheets) if sheets is not None else {}), **_read_styles(root)}
    setter = Typesetter(path)
    body = find_first(root, "text")
    if body is not None:
        _set(body, Style(), setter, styles, 0)
    text, blocks = setter.finish()
    if not re.search(r"\w", text):
        raise CorpusError.of("word_empty", where=path)
    title = find_first(meta, "title") if meta is not None else None
    stated = (title.text or "").strip() if title is not None else ""
    return Extract(text, tuple(blocks), {"title": stated} if stated and not is_made_up(stated) else {})


def _read_styles(root: Any) -> dict[str, _Set]:
    """Return how each named style sets text, by itself or by the style that it inherits from."""
    found: dict[str, tuple[str, Any]] = {}
    for node in find_all(root, "style"):
        name, parent = _attribute(node, "name"), _attribute(node, "parent-style-name")
        found[name] = (parent, find_first(node, "text-properties"))
    styles = {}
    for name in found:
        bold = italic = None
        at, seen = name, 0
        while at in found and seen < 20:
            parent, properties = found[at]
            if properties is not None:
                bold = bold or _attribute(properties, "font-weight")
                italic = italic or _attribute(properties, "font-style")
            at, seen = parent, seen + 1
        styles[name] = _Set(bold in _HEAVY, italic in ("italic", "oblique"))
    return styles


def _set(node: Any, style: Style, setter: Typesetter, styles: dict[str, _Set], depth: int) -> None:
    """Write the words under an element to the typesetter, in order."""
    name = name_of(node)
    if name in _NEVER or depth > _DEEPEST or not isinstance(node.tag, str):
        return
    is_block = name in ("p", "h")
    if is_block:
        setter.break_block()
    known = styles.get(_attribute(node, "style-name"), _Set(False, False))
    level = int(_attribute(node, "outline-level") or 1) if name == "h" else 0
    inner = style.inside(
        level=min(level, 6), bold=known.bold, italic=known.italic,
        is_list=name == "list-item", is_link=name == "a",
    )  # fmt: skip
    if name == "line-break":
        setter.break_line()
    elif name == "tab":
        setter.tab(style)
    elif name == "s":
        setter.write(" ", style)
    if is_block or name in ("span", "a"):
        setter.write(node.text or "", inner)
    for child in node:
        _set(child, inner, setter, styles, depth + 1)
        if is_block or name in ("span", "a"):
            setter.write(child.tail or "", inner)
    if is_block:
        setter.break_block()


def _attribute(node: Any, name: str) -> str:
    """Return an attribute by its name without the namespace."""
    return next(
        (str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), ""
    )
