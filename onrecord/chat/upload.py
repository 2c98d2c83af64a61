"""Files that a visitor brings: how they arrive, and what a session remembers of them.

A file arrives in slices, is read, and waits with its report to be accepted. All of it is immutable and
stays in memory: on the shelves of `archives`, which keep it for a while and bound it. `upload_events`
calls these functions; `archives` adds an accepted file to an archive.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from onrecord.archive import Archive
from onrecord.chat.shelf import Kept
from onrecord.error import CorpusError
from onrecord.interview import Interview
from onrecord.reading.bounded import review_bounded
from onrecord.reading.format.source import SIDE_SUFFIX, SUFFIXES
from onrecord.reading.review import Review
from onrecord.retrieval.passage import cut_passages

LARGEST = 5_000_000  # bytes of a file
MOST_UPLOADS = 10  # of a session
LONGEST_SIDE = 50_000  # characters of a side file
MOST_PASSAGES = 400  # of an uploaded interview: about a minute of encoding on two cores
_LONGEST_NAME = 60  # characters, at most 240 bytes of UTF-8: file systems allow 255
_RESERVED = frozenset({"readme"})  # corpus/README.md is not read as an interview


@dataclass(frozen=True, slots=True)
class Arriving:
    """A file that is arriving: the visitor's name of it, its size in bytes, the bytes so far."""

    name: str
    size: int
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that was read and waits to be accepted.

    `name` is that of `clean_name`, `passages` the number of them that it would add to the index. `side`
    is the side file with which it was read, "" for none; `steps` are those before each correction, and
    `before` is how it was read before the last one.
    """

    name: str
    content: bytes
    review: Review
    passages: int
    side: str = ""
    steps: tuple[str, ...] = ()
    before: Interview | None = None

    @property
    def interview(self) -> Interview:
        """The interview as it was read."""
        return self.review.interview

    @property
    def side_name(self) -> str:
        """The name of the file's side file."""
        return PurePosixPath(self.name).with_suffix(SIDE_SUFFIX).name


@dataclass(frozen=True, slots=True)
class Uploads:
    """The archive that a session asks, and the files that it brought.

    `archive` is None for the shared one. `own` pairs the ids of accepted interviews with the names of
    their files. `told` is the outcome of the last step in words, "" when there is none to report;
    `failed` is whether it is an error, `added` the id of the interview just accepted.
    """

    archive: Kept[Archive] | None = None
    own: tuple[tuple[str, str], ...] = ()
    arriving: Kept[Arriving] | None = None
    offer: Kept[Offer] | None = None
    told: str = ""
    failed: bool = False
    added: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the accepted interviews that the session brought."""
        return frozenset(interview_id for interview_id, _ in self.own)


def receive(arriving: Arriving | None, name: str, size: int, start: int, content: str) -> Arriving:
    """Return what has arrived of a file, with one more slice of it.

    Parameters
    ----------
    arriving
        What has arrived before; None before the first slice.
    name, size
        The visitor's name of the file, and its size in bytes.
    start
        The byte at which the slice begins; 0 begins a new file.
    content
        The slice in base64.

    Raises
    ------
    CorpusError
        When the file is too large or of a kind that cannot be read, or when the slice does not follow
        the one before.
    """
    if start == 0 or arriving is None:
        clean_name(name, ())
        _check_size(name, size)
        arriving = Arriving(name, size)
    if start != len(arriving.content) or (name, size) != (arriving.name, arriving.size):
        raise CorpusError.of("upload_broken")
    try:
        received = arriving.content + base64.b64decode(content, validate=True)
    except ValueError as error:
        raise CorpusError.of("upload_broken") from error
    if len(received) > size:
        raise CorpusError.of("upload_broken")
    return replace(arriving, content=received)


def read_offer(arriving: Arriving | None, taken: Collection[str], side: str = "") -> Offer:
    """Read the file that has arrived.

    Parameters
    ----------
    arriving
        None when it was forgotten, or never came.
    taken
        The ids of the interviews at hand; the new one gets another.
    side
        Its side file, where it was put right before.

    Raises
    ------
    CorpusError
        When the file did not arrive whole, cannot be read in time, has no answer or too many
        passages.
    """
    if arriving is None or len(arriving.content) != arriving.size:
        raise CorpusError.of("upload_broken")
    if len(side) > LONGEST_SIDE:
        raise CorpusError.of("correction_long", where=arriving.name[:_LONGEST_NAME], most=LONGEST_SIDE)
    return read_file(clean_name(arriving.name, taken), arriving.content, side)


def read_file(name: str, content: bytes, side: str) -> Offer:
    """Read a file with its side file, "" for none, in bounded time and memory.

    Raises
    ------
    CorpusError
        When it cannot be read in time, has no answer or too many passages.
    """
    review = review_bounded(name, content, side)
    passages = sum(1 for passage in cut_passages(review.interview) if passage.turn)
    if not passages:
        raise CorpusError.of("upload_no_answer", where=name)
    if passages > MOST_PASSAGES:
        raise CorpusError.of("upload_too_long", where=name, most=MOST_PASSAGES, found=passages)
    return Offer(name, content, review, passages, side)


def clean_name(name: str, taken: Collection[str]) -> str:
    """Return a safe name for a visitor's file: no folder; letters, digits, `_`, blanks, dots, dashes.

    Parameters
    ----------
    taken
        Names without extension that are in use: a number is added to the name if it is one of them.

    Raises
    ------
    CorpusError
        When the extension is not one that can be read.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    suffix = PurePosixPath(last).suffix.lower()
    if suffix not in SUFFIXES:
        raise CorpusError.of("upload_kind", where=last[:_LONGEST_NAME], kinds=", ".join(SUFFIXES))
    kept = re.sub(r"[^\w .-]+", "-", last[: -len(suffix)])
    stem = kept[:_LONGEST_NAME].strip(" .-") or "interview"
    others = {one.casefold() for one in taken} | _RESERVED
    number, free = 1, stem
    while free.casefold() in others:
        number += 1
        free = f"{stem}-{number}"
    return free + suffix


def _check_size(name: str, size: int) -> None:
    if size > LARGEST:
        raise CorpusError.of("upload_too_large", where=name[:_LONGEST_NAME], most=LARGEST // 1_000_000)
