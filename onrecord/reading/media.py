"""The recording of an interview: what its side file says under `media`, checked.

It is a file beside the interview, or an address elsewhere. A file is told by its name and its first
bytes, and lies in the folder of the interview: no path and no link leads out of it. Nothing here
plays or sends one; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from onrecord.error import CorpusError
from onrecord.reading.format.source import Source

FIELD = "media"
_HEAD = 12  # bytes at the beginning of a file that tell its kind
_ADDRESS = re.compile(
    r"https://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?/[!-~]{0,2000}", re.I
)
_UNSAFE = re.compile(r"[\"'<>\\^`{|}]")
_MPEG = re.compile(rb"ID3|\xff[\xe0-\xff]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of recording: its type on the web, and whether the first bytes of a file are its own."""

    type: str
    fits: Callable[[bytes], bool]

    @property
    def is_video(self) -> bool:
        """Whether it may have a picture."""
        return self.type.startswith("video/")


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_ogg(head: bytes) -> bool:
    return head.startswith(b"OggS")


KINDS = {
    ".mp3": Kind("audio/mpeg", lambda head: _MPEG.match(head) is not None),
    ".m4a": Kind("audio/mp4", _is_mp4),
    ".mp4": Kind("video/mp4", _is_mp4),
    ".ogg": Kind("audio/ogg", _is_ogg),
    ".oga": Kind("audio/ogg", _is_ogg),
    ".opus": Kind("audio/ogg", _is_ogg),
    ".wav": Kind("audio/wav", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE"),
    ".webm": Kind("video/webm", lambda head: head.startswith(b"\x1a\x45\xdf\xa3")),
    ".flac": Kind("audio/flac", lambda head: head.startswith(b"fLaC")),
}
"""The kinds of recordings, by the suffix of their names."""


def read_media(source: Source) -> str:
    """Return the recording that a side file names: a file's name or an address; "" for none.

    Raises
    ------
    CorpusError
        When it is neither a media file in the folder of the interview nor an https address, or when
        the file is a visitor's, beside which nothing lies.
    """
    stated = source.side.get(FIELD)
    if stated is None:
        return ""
    named = stated.strip() if isinstance(stated, str) else ""
    error = ""
    if source.folder is None:
        error = "media_added"
    elif "://" in named:
        error = "" if find_host(named) else "media_address"
    else:
        error = _find_fault(source.folder, named)
    if error:
        kinds = ", ".join(KINDS)
        raise CorpusError.of(error, where=source.side_name, found=repr(stated)[:80], kinds=kinds)
    return named


def find_host(media: str) -> str:
    """Return the host of a recording that lies elsewhere, "" for a file or what is no address."""
    if not _ADDRESS.fullmatch(media) or _UNSAFE.search(media):
        return ""
    return urlsplit(media).netloc.lower()


def find_kind(media: str) -> Kind | None:
    """Return the kind of a recording by the name of its file or address; None for an unknown one."""
    path = urlsplit(media).path if find_host(media) else media
    return KINDS.get(PurePosixPath(path).suffix.lower())


def find_file(folder: Path, media: str) -> Path | None:
    """Return where the file of a recording lies, links followed; None if it is not in `folder` now."""
    if not media or find_host(media) or _find_fault(folder, media):
        return None
    return (folder / media).resolve()


def _find_fault(folder: Path, named: str) -> str:
    """Return the name of the error that a file's name is, "" for a media file that lies in `folder`."""
    if not named or "\0" in named:
        return "media_absent"
    root = folder.resolve()
    try:
        path = (root / named).resolve()
        if not path.is_relative_to(root):
            return "media_outside"
        if not path.is_file():
            return "media_absent"
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself, a name that is too long
        return "media_absent"
    kind = find_kind(named)
    return "" if kind and kind.fits(head) else "media_kind"
