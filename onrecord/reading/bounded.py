"""Reading a file that a stranger gives: in a process of its own, in bounded time and memory.

A step beside the others: it reads as `read_interview` does, and ends the process that does not come
back in time. What the file was called is all that a message says of it, never where it lay. Run as
a module, this is that process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from onrecord.error import CorpusError, OnRecordError
from onrecord.interview import Interview
from onrecord.reading.assemble import assemble
from onrecord.reading.format.source import load_source

SECONDS = 30.0
_MEMORY = 4 << 30  # bytes of address space
_RESULT = Path("..", "result")  # beside the folder of the file, which is the process's own


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
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        own = Path(folder, "file")
        own.mkdir()
        (own / name).write_bytes(content)
        try:
            _run(own, name, seconds)
            found = pickle.loads((own / _RESULT).read_bytes())  # noqa: S301 - of our own process
        except subprocess.TimeoutExpired as error:
            raise CorpusError.of("upload_slow", where=name, most=f"{seconds:.0f}") from error
        except (OSError, EOFError, pickle.UnpicklingError) as error:  # it was ended, for its memory say
            raise CorpusError.of("upload_failed", where=name) from error
    if isinstance(found, OnRecordError):
        raise found
    assert isinstance(found, Interview)
    return found


def _run(folder: Path, name: str, seconds: float) -> None:
    """Read `name` in a process whose working folder is `folder`, which is not on its path."""
    root = str(Path(__file__).parents[2])
    places = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    subprocess.run(  # noqa: S603 - our own module, given a name
        [sys.executable, "-P", "-m", __name__, name],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": places},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
    )


def _read(name: str) -> Interview | OnRecordError:
    try:
        return assemble(load_source(Path(name)))
    except OnRecordError as error:
        return error
    except Exception:  # whatever a damaged file does to a library ends here
        return CorpusError.of("upload_failed", where=name)


def _bound_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _bound_memory()
    _RESULT.write_bytes(pickle.dumps(_read(sys.argv[1])))
