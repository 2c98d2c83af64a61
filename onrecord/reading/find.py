"""Which files of a folder are interviews."""

from __future__ import annotations

import itertools
from pathlib import Path

from onrecord.error import CorpusError
from onrecord.reading.format.source import SUFFIXES


def find_files(corpus: Path) -> list[Path]:
    """Return the interview files of a folder, sorted by id.

    Raises
    ------
    CorpusError
        When the folder is missing, holds no interview, or holds two files with one id.
    """
    if not corpus.is_dir():
        raise CorpusError(f"{corpus}: expected a folder of interviews, found none; create it")
    kept = [path for path in corpus.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()]
    files = sorted((path for path in kept if path.name != "README.md"), key=lambda path: path.stem)
    for first, second in itertools.pairwise(files):
        if first.stem == second.stem:
            raise CorpusError(f"{corpus}: {first.name} and {second.name} have one id; rename one")
    if not files:
        expected = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise CorpusError(f"{corpus}: expected interviews ({expected}), found none; put a file there")
    return files
