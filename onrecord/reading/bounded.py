"""Reading a file that a stranger gives: in a process of its own, in bounded time and memory.

A step beside the others: it reads as `read_interview` does, and ends the process that does not come
back in time. What the file was called is all that a message says of it, never where it lay.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from onrecord.error import CorpusError, OnRecordError
from onrecord.interview import Interview

SECONDS = 30.0
_MEMORY = 4 << 30  # bytes of address space


def read_bounded(name: str, content: bytes, seconds: float = SECONDS) -> Interview:
    """Read an interview from the content of a file that was called `name`.

    Parameters
    ----------
    name
        A name without a folder; without its extension it is the interview's id.
    seconds
        After which the reading is given up.

    Raises
    ------
    CorpusError
        When it cannot be read, or not in time.
    """
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        Path(folder, name).write_bytes(content)
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_read, args=(folder, name, sender), daemon=True)
        process.start()
        sender.close()
        try:
            found = _receive(receiver, name, seconds)
        finally:
            process.kill()
            process.join()
            receiver.close()
    if isinstance(found, Interview):
        return found
    raise found


def _receive(receiver: Connection, name: str, seconds: float) -> Interview | OnRecordError:
    if not receiver.poll(seconds):
        return CorpusError.of("upload_slow", where=name, most=f"{seconds:.0f}")
    try:
        found = receiver.recv()
    except EOFError:  # it was killed, for its memory say
        return CorpusError.of("upload_failed", where=name)
    assert isinstance(found, Interview | OnRecordError)
    return found


def _read(folder: str, name: str, sender: Connection) -> None:
    """Read in the other process, and send the interview or the error back."""
    from onrecord.reading import read_interview  # this module is loaded with the package

    os.chdir(folder)
    _bound_memory()
    try:
        sender.send(read_interview(name))
    except OnRecordError as error:
        sender.send(error)
    except Exception:  # whatever a damaged file does to a library ends here
        sender.send(CorpusError.of("upload_failed", where=name))


def _bound_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
