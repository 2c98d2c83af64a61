"""Bytes become text: as UTF-8, else by the byte order mark, else in the most likely encoding.

No byte is replaced: a binary file, or UTF-8 with damaged bytes, is refused with its own message.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from onrecord.error import CorpusError

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf_16_le", "utf_16_be"]
_SAMPLE = 200_000  # bytes from which an encoding is guessed
_UTF8_PAIR = re.compile(rb"[\xc3\xc2\xc5\xe2][\x80-\xbf]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(content: bytes, path: Path) -> str:
    """Return the text of `content`; `path` serves messages only.

    Raises
    ------
    CorpusError
        When it is empty, binary, UTF-8 with damaged bytes, or in an unknown encoding.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _decode_other(content, path, error)
    if "\0" in text:
        text = _decode_marked(content) or ""
    if not text or len(_CONTROL.findall(text, 0, 10_000)) > len(text[:10_000]) // 50:
        raise CorpusError.of("file_binary", where=path)
    if not text.strip("\ufeff \t\r\n"):
        raise CorpusError.of("file_empty", where=path)
    if any("\ud800" <= character <= "\udfff" for character in text[:1000]):
        raise CorpusError.of("file_half_characters", where=path)
    return text


def _decode_marked(content: bytes) -> str | None:
    """Return the text when a byte order mark, or a 0 in every second byte, tells its encoding."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)]
    if not encodings and content[1:2_000:2].count(0) > 0.8 * len(content[1:2_000:2]):
        encodings = ["utf-16-le"]
    if not encodings and content[0:2_000:2].count(0) > 0.8 * len(content[0:2_000:2]):
        encodings = ["utf-16-be"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _decode_other(content: bytes, path: Path, error: UnicodeDecodeError) -> str:
    marked = _decode_marked(content)
    if marked is not None:
        return marked
    if b"\0" in content[:_SAMPLE]:
        raise CorpusError.of("file_binary", where=path) from error
    valid = len(_UTF8_PAIR.findall(content))
    if valid > 3 and valid > sum(byte >= 0x80 for byte in content) // 4:
        line = content.count(b"\n", 0, error.start) + 1
        raise CorpusError.of("file_damaged", where=path, line=line) from error
    from charset_normalizer import from_bytes  # seldom needed

    best = from_bytes(content[:_SAMPLE], cp_isolation=_LIKELY).best()
    encoding = best.encoding if best else "cp1252"
    for name in (encoding, "cp1252", "iso8859_15"):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    raise CorpusError.of("file_encoding", where=path, name=path.name, suffix=path.suffix) from error
