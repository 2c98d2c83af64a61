"""Which files of a folder are interviews."""

from __future__ import annotations

import itertools
from pathlib import Path

from onrecord.error import CorpusError
from onrecord.reading.format.source import SIDE_SUFFIX, SUFFIXES


def find_files(corpus: Path) -> list[Path]:
    """Return the interview files of a folder, sorted by id.

    Raises
    ------
    CorpusError
        When the folder is missing or cannot be listed, holds no interview, holds two files with one
        id, or one whose name is not UTF-8.
    """
    try:
        if not corpus.is_dir():
            raise CorpusError(f"{corpus}: expected a folder of interviews, found none; create it")
        kept = [path for path in corpus.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()]
    except OSError as error:
        raise CorpusError(f"{corpus}: cannot be listed ({error.strerror or error})") from error
    for path in kept:
        if not _is_utf8(path.name):
            raise CorpusError(f"{corpus}: {path.name!a}: expected a name in UTF-8; rename the file")
    files = sorted((path for path in kept if path.name != "README.md"), key=lambda path: path.stem)
    for first, second in itertools.pairwise(files):
        if first.stem == second.stem:
            raise CorpusError(f"{corpus}: {first.name} and {second.name} have one id; rename one")
    if not files:
        expected = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise CorpusError(f"{corpus}: expected interviews ({expected}), found none; put a file there")
    return files


def find_unread(corpus: Path) -> list[Path]:
    """Return the files of a folder whose kind is not read, sorted; side files are not among them."""
    others = (path for path in corpus.iterdir() if path.is_file() and not path.name.startswith("."))
    known = (*SUFFIXES, SIDE_SUFFIX)
    return sorted(path for path in others if path.suffix.lower() not in known)


def _is_utf8(name: str) -> bool:
    """Return whether a name can be written in UTF-8; bytes that cannot are surrogates in it."""
    return not any("\ud800" <= character <= "\udfff" for character in name)
