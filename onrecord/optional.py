"""Libraries that only some formats need: imported when a file needs one, named when it is absent."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from onrecord.error import CorpusError

_PACKAGES = {
    "selectolax": "selectolax",
    "pypdf": "pypdf",
    "docx": "python-docx",
    "srt": "srt",
    "webvtt": "webvtt-py",
}


def require(module: str, path: Path) -> ModuleType:
    """Return a library's module.

    Raises
    ------
    CorpusError
        When it is not installed; the message names the command that installs it.
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = _PACKAGES[module.partition(".")[0]]
        raise CorpusError.of(
            "not_installed", where=path, kind=path.suffix or "?", package=package
        ) from error
