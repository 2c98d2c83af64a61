"""A PDF is read in a process of its own, in bounded time and memory.

The library that reads it is written in C: what a hostile file does to it stays in its process, and
the program goes on. In a process that is already bounded, no other is started. Run as a module
(`python -m`), this file is that process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

from onrecord.error import CorpusError, OnRecordError
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.pdf import extract_pdf

_SECONDS = 15  # of processor time: more than `pdf` allows itself, which looks at the time between pages
_LONGEST = 60.0  # seconds of a clock, for a machine that does much else
_MEMORY = 2 << 30  # bytes of address space
_BOUNDED = "ONRECORD_BOUNDED"  # in the environment of a process that is bounded already


def extract_pdf_apart(content: bytes, path: Path) -> Extract:
    """Return the text of a PDF in blocks.

    Raises
    ------
    CorpusError
        When the file is locked, damaged, too long or without text, or needs too much time or memory.
    ImportError
        When the library that reads it is not installed or does not load.
    """
    if _BOUNDED in os.environ:
        return extract_pdf(content, path)
    try:
        done = subprocess.run(  # noqa: S603 - our own module, given a path for its messages
            [sys.executable, "-P", "-m", __name__, str(path)],
            env=make_environment(),
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST,
            check=False,
        )
        found = pickle.loads(done.stdout)  # noqa: S301 - of our own process
    except (OSError, subprocess.TimeoutExpired, EOFError, pickle.UnpicklingError) as error:
        raise CorpusError.of("pdf_heavy", where=path) from error
    if isinstance(found, Exception):
        raise found
    assert isinstance(found, Extract)
    return found


def make_environment() -> dict[str, str]:
    """Return the environment of a process of ours that is bounded, and finds this package."""
    root = str(Path(__file__).parents[3])
    places = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": places, _BOUNDED: "1"}


def bound(memory: int, seconds: int | None = None) -> None:
    """Bound the address space (bytes) and the own time of this process, where the system can."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _extract(path: Path) -> Extract | OnRecordError | ImportError:
    try:
        return extract_pdf(sys.stdin.buffer.read(), path)
    except (OnRecordError, ImportError) as error:  # anything else ends the process without a result
        return error


if __name__ == "__main__":
    bound(_MEMORY, _SECONDS)
    sys.stdout.buffer.write(pickle.dumps(_extract(Path(sys.argv[1]))))
