"""The format of a file, told by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.error import CorpusError

_HEAD = 4096  # bytes that are looked at
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_TIMES = rb"\d{1,2}:\d{2}(?::\d{2})?[,.]\d{3}\s+-->\s+\d{1,2}:\d{2}(?::\d{2})?[,.]\d{3}"
_SRT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\d+\s*\r?\n)?\s*" + _TIMES)
_VTT = re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT(?:\s|$)")
_OLD_WORD = b"\xd0\xcf\x11\xe0"


def sniff_format(content: bytes, path: Path) -> str:
    """Return "html", "pdf", "docx", "srt", "vtt" or "text" (plain text and Markdown).

    Raises
    ------
    CorpusError
        When the file is of a kind that is not read, or is not what its name says.
    """
    head, suffix = content[:_HEAD], path.suffix.lower()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK"):
        return "docx"
    if head.startswith(_OLD_WORD):
        raise CorpusError(f"{path}: found an old Word file (.doc); save it as .docx")
    if head.startswith(b"{\\rtf"):
        raise CorpusError(f"{path}: found a rich text file (.rtf); save it as .docx")
    if suffix in (".pdf", ".docx"):
        expected = "a PDF file (%PDF-)" if suffix == ".pdf" else "a Word file (a zip archive)"
        raise CorpusError(f"{path}: expected {expected}, found other content; export it anew")
    if _VTT.match(head):
        return "vtt"
    if _SRT.match(head):
        return "srt"
    if _HTML.match(head) and suffix != ".md":
        return "html"
    if suffix in (".srt", ".vtt"):
        times = re.search(_TIMES, content)
        return suffix[1:] if times or (suffix == ".vtt" and head[:9].startswith(b"WEBVTT")) else "text"
    return "html" if suffix in (".html", ".htm") else "text"
