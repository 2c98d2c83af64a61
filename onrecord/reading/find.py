"""Which files of a folder are interviews, and whether they are as they were, without reading them."""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path
from typing import NamedTuple

from onrecord.error import CorpusError, EmptyCorpusError
from onrecord.reading.format.source import SIDE_SUFFIX, SUFFIXES
from onrecord.reading.media import KINDS

_SETTLED = 2_000_000_000  # ns after a change, from which on the next one shows in the times of a file


class InterviewFile(NamedTuple):
    """A file of a folder that is an interview, and its id.

    `state` is what the system says of it and its side file: while that stays the same, so does their
    content. It is "" when one has changed so lately that one more change could leave it the same.
    """

    folder: Path
    name: str
    id: str
    state: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.folder / self.name


def find_files(corpus: Path) -> list[Path]:
    """Return the interview files of a folder, sorted by id; errors are those of `find_interviews`."""
    return [one.path for one in find_interviews(corpus)]


def find_interviews(corpus: Path) -> list[InterviewFile]:
    """Return the interview files of a folder and their states, sorted by id.

    Raises
    ------
    CorpusError
        When the folder is missing or cannot be listed, holds no interview, holds two files with one
        id, or one whose name is not UTF-8.
    """
    try:
        if not corpus.is_dir():
            raise CorpusError(f"{corpus}: expected a folder of interviews, found none; create it")
        with os.scandir(corpus) as listed:
            entries = {entry.name: entry for entry in listed}
    except OSError as error:
        raise CorpusError(f"{corpus}: cannot be listed ({error.strerror or error})") from error
    kept = sorted((_stem(name), name) for name in entries if _is_interview(entries[name]))
    for _, name in kept:
        if not _is_utf8(name):
            raise CorpusError(f"{corpus}: {name!a}: expected a name in UTF-8; rename the file")
    for (first, name), (second, other) in itertools.pairwise(kept):
        if first == second:
            raise CorpusError(f"{corpus}: {name} and {other} have one id; rename one")
    if not kept:
        expected = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise EmptyCorpusError(
            f"{corpus}: expected interviews ({expected}), found none; put a file there"
        )
    return [
        InterviewFile(corpus, name, stem, _describe(entries[name], entries.get(stem + SIDE_SUFFIX)))
        for stem, name in kept
    ]


def find_unread(corpus: Path) -> list[Path]:
    """Return the files of a folder that are neither interviews, side files nor recordings, sorted."""
    others = (path for path in corpus.iterdir() if path.is_file() and not path.name.startswith("."))
    known = (*SUFFIXES, SIDE_SUFFIX, *KINDS)
    return sorted(path for path in others if path.suffix.lower() not in known)


def _is_interview(entry: os.DirEntry[str]) -> bool:
    stem = _stem(entry.name)
    if entry.name[len(stem) :].lower() not in SUFFIXES or entry.name == "README.md":
        return False
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _describe(entry: os.DirEntry[str], side: os.DirEntry[str] | None) -> str:
    """Return the state of a file and its side file, if it has one."""
    own = _describe_one(entry)
    if own and side:
        other = _describe_one(side)
        return f"{own} {other}" if other else ""
    return own


def _describe_one(entry: os.DirEntry[str]) -> str:
    try:
        found = entry.stat()
    except OSError:  # removed meanwhile: who reads it tells
        return ""
    changed, written = found.st_ctime_ns, found.st_mtime_ns
    if max(changed, written) > time.time_ns() - _SETTLED:
        return ""
    return f"{found.st_size} {written} {changed} {found.st_ino}"


def _stem(name: str) -> str:
    """Return a name without its suffix, as `Path.stem` does, which is slow with many files."""
    stem, _, suffix = name.rpartition(".")
    return stem if stem and suffix else name


def _is_utf8(name: str) -> bool:
    """Return whether a name can be written in UTF-8; bytes that cannot are surrogates in it."""
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)
