"""Where a file or a folder goes: none that is there is written over, and none is left half done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from onrecord.error import AnswerError


def check_free(path: str | Path, suffixes: Iterable[str]) -> Path:
    """Return the place of a file to be written.

    Raises
    ------
    AnswerError
        When its suffix is none of `suffixes`, a file is there, or its folder is not.
    """
    place = Path(path)
    if place.suffix.lower() not in suffixes:
        raise AnswerError(f"{place}: expected a name that ends in one of {', '.join(suffixes)}")
    return _check_new(place)


def check_folder(path: str | Path) -> Path:
    """Return the place of a folder to be written.

    Raises
    ------
    AnswerError
        When something is there, or the folder around it is not.
    """
    return _check_new(Path(path))


def _check_new(place: Path) -> Path:
    if place.exists():
        raise AnswerError(f"{place}: is there already; name another, or remove it")
    if not place.parent.is_dir():
        raise AnswerError(f"{place}: expected a folder to write into, found none at {place.parent}")
    return place


def write_whole(place: Path, write: Callable[[Path], None]) -> None:
    """Write a file or a folder under another name, then put it in its place.

    Raises
    ------
    AnswerError
        When it cannot be written.
    """
    unfinished = place.with_name(f"{place.name}.{os.getpid()}.new")
    try:
        write(unfinished)
        unfinished.replace(place)
    except OSError as error:
        raise AnswerError(f"{place}: cannot be written ({error.strerror or error})") from error
    finally:
        if unfinished.is_dir():
            shutil.rmtree(unfinished, ignore_errors=True)
        else:
            unfinished.unlink(missing_ok=True)
