"""Files made to harm whoever reads them: bombs, deep nesting, patterns that take square time.

Each is small, or packed to be small, as a stranger would send it; `reading_fuzz` and `faults` read them
all.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
 Id="r" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_TYPES = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default
 Extension="xml" ContentType="application/xml"/><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
 PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_SAID = "<w:p><w:r><w:t>Pourquoi ? Parce que oui.</w:t></w:r></w:p>"


def make_harmful() -> Iterator[tuple[str, bytes]]:
    """Yield files made to harm: their names and contents."""
    yield from _make_archives()
    yield from _make_markup()
    yield from _make_metadata()
    yield from _make_captions()
    yield (
        "marks.txt",
        b"".join(mark * 60 + b"\n\n" for mark in (b"[", b"\\[", b"*", b"_", b"<b>", b"(")),
    )
    yield "stars.md", b"**" * 1_000_000 + b" a"
    yield "links.md", b"[a](" * 500_000
    yield "dots.txt", b"." * 1_000_000 + b"a"
    yield "blanks.txt", b"a" + b" \n" * 1_000_000 + b"b"
    yield "spaces.txt", b"a" + b" " * 2_000_000 + b"b?"
    yield "letters.txt", b"a\n\n" * 300_000
    yield "answers.txt", b"Pourquoi ?\n\nParce que.\n\n" * 40_000
    yield "labels.txt", b"Q : Pourquoi ?\nR : Parce que.\n" * 40_000
    yield "names.txt", "".join(f"Ida{i} Roc{i} : oui, {i}.\n\n" for i in range(40_000)).encode()
    yield "nul.txt", b"\0" * 100
    yield "empty.md", b""


def _make_archives() -> Iterator[tuple[str, bytes]]:
    """Yield Word and OpenDocument files, and a PDF without a word."""
    yield "bomb.docx", _pack({"word/document.xml": b"<w:p>" * 40_000_000})
    yield "other.docx", _pack({"hello.txt": b"hello"})
    spanned = f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>{_SAID}</w:tc></w:tr>'
    yield "span.docx", _word(f"<w:tbl>{spanned * 200}</w:tbl>")
    cell = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    yield "cells.docx", _word(f"<w:tbl><w:tr>{cell * 100_000}</w:tr></w:tbl>{_SAID}")
    yield "tables.docx", _word("<w:tbl><w:tr><w:tc>" * 3_000 + _SAID + "</w:tc></w:tr></w:tbl>" * 3_000)
    yield "runs.docx", _word(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * 100_000}</w:p>")
    yield "media.docx", _word(_SAID, {f"word/media/{n}.png": b"\0" * 100_000_000 for n in range(4)})
    line = b"<text:p><text:span>a</text:span></text:p>"
    opened = b'<office xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:text>'
    yield "lines.odt", _pack({"content.xml": opened + line * 100_000 + b"</text:text></office>"})
    yield "bomb.odt", _pack({"content.xml": b"<text:p>" * 40_000_000})
    yield (
        "scan.pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n",
    )
    yield (
        "pages.pdf",  # whose pages are the pages themselves
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>endobj\ntrailer<</Root 1 0 R>>\n",
    )


def _make_markup() -> Iterator[tuple[str, bytes]]:
    """Yield pages and transcripts whose elements are too deep, too many, or stand for others."""
    yield "deep.html", b"<html><body>" + b"<div>" * 200_000 + b"x"
    yield "formatted.html", b"<html><body>" + b"".join(b"<b id=%d>" % i for i in range(50_000)) + b"x"
    yield "wide.html", b"<html><body>" + b"<p>Oui ?</p>" * 100_000
    yield "attributes.html", b"<html><body><p " + b"a=b " * 500_000 + b">Pourquoi ?</p><p>Oui.</p>"
    yield "unclosed.md", b"<figure><div class='note'>" * 100_000
    yield "comments.md", b"<!-- {% {{ " * 200_000
    yield "deep.xml", b"<TEI>" * 200_000
    entities = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    yield "laughs.xml", b'<!DOCTYPE t [<!ENTITY a "ha">' + entities + b"]><TEI><u>&j;</u></TEI>"
    yield "file.xml", b'<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><TEI><u>&a;</u></TEI>'
    yield "deep.json", b"[" * 1_000_000
    yield "segments.json", b'{"segments": [' + b'{"text": "a"},' * 100_000 + b'{"text": "b"}]}'


def _make_metadata() -> Iterator[tuple[str, bytes]]:
    """Yield front matter in which a few lines stand for many."""
    said = b"---\nBonjour ?\n\nOui.\n"
    yield "yaml.md", b"---\na: " + b"[" * 5_000 + b"\n---\nx"
    pairs = b"".join(b"%c: &%c [*%c,*%c]\n" % (98 + n, 98 + n, 97 + n, 97 + n) for n in range(24))
    yield "aliases.md", b"---\na: &a [x,x]\n" + pairs + said
    yield "merged.md", b"---\na: &a {x: 1}\nb: {<<: [" + b"*a," * 5_000 + b"*a]}\n" + said
    yield "keys.md", b"---\n" + b"".join(b"k%d: 1\n" % n for n in range(60_000)) + said
    yield "long.md", b"---\ntitle: " + b"a" * 900_000 + b"\n" + said
    yield "number.md", b"---\ndate: " + b"9" * 200_000 + b"\n" + said


def _make_captions() -> Iterator[tuple[str, bytes]]:
    """Yield subtitles with more lines, or fewer, than anybody speaks."""
    first = b"1\n00:00:01,000 --> 00:00:02,000\nBonjour ?"
    yield "lines.srt", first + b"\n" * 1_000_000
    yield (
        "captions.srt",
        b"".join(b"%d\n00:00:01,000 --> 00:00:02,000\na\n\n" % n for n in range(40_000)),
    )
    yield "lines.vtt", b"WEBVTT\n\n" + b"\n" * 1_000_000
    yield "voices.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v " * 500_000


def _word(body: str, parts: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file with this body, and with other parts."""
    document = f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'.encode()
    known = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATED, "word/document.xml": document}
    return _pack({**known, **(parts or {})})


def _pack(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
