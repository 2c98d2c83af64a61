"""The format of a file, recognised by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.error import CorpusError

_HEAD = 4096  # bytes at the beginning in which a sign is looked for
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_TIMES = rb"\d{1,2}:\d{2}(?::\d{2})?[,.]\d{3}\s+-->\s+\d{1,2}:\d{2}(?::\d{2})?[,.]\d{3}"
_SRT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\d+\s*\r?\n)?\s*" + _TIMES)
_VTT = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:\s|$)")
_TEI = re.compile(rb"<(?:\w+:)?TEI(?:\.2)?\b")
_OHMS = (b"<ROOT", b"<record", b"ohms")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def sniff_format(content: bytes, path: Path) -> str:
    """Return the kind of a file: a key of `source.EXTRACTORS`, or "text" (plain text and Markdown).

    Raises
    ------
    CorpusError
        When the file is of a kind that is not supported, or its content contradicts its name.
    """
    head, suffix = content[:_HEAD], path.suffix.lower()
    _refuse_other_kinds(head, suffix, path)
    signs = {
        "pdf": b"%PDF-" in head[:1024],
        "odt": head.startswith(b"PK") and _OPEN_DOCUMENT in head[:200],
        "docx": head.startswith(b"PK"),
        "tei": _TEI.search(head) is not None and suffix == ".xml",
        "ohms": suffix == ".xml" and all(mark in head for mark in _OHMS),
        "vtt": _VTT.match(head) is not None,
        "srt": _SRT.match(head) is not None,
        "html": _HTML.match(head) is not None and suffix != ".md",
    }
    by_content = next((kind for kind, holds in signs.items() if holds), "")
    if by_content:
        return by_content
    if suffix == ".xml":
        raise CorpusError.of("xml_other", where=path)
    if suffix == ".json":
        return "json"
    if suffix == ".srt" and re.search(_TIMES, content):
        return "srt"
    return "html" if suffix in (".html", ".htm") else "text"


def _refuse_other_kinds(head: bytes, suffix: str, path: Path) -> None:
    if head.startswith(_OLD_WORD):
        raise CorpusError.of("old_word", where=path)
    if head.startswith(b"{\\rtf"):
        raise CorpusError.of("rich_text", where=path)
    is_known = b"%PDF-" in head[:1024] or head.startswith(b"PK")
    if suffix in (".pdf", ".docx", ".odt") and not is_known:
        raise CorpusError.of("not_pdf" if suffix == ".pdf" else "not_word", where=path)
