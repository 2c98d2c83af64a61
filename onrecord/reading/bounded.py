"""Reading an untrusted file in a process of its own, in bounded time and memory.

The process reads as `read_interview` does, and is ended when it takes too long. Messages give the
name of the file, never a path. Run as a module (`python -m`), this file is that process.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from onrecord.error import CorpusError, OnRecordError
from onrecord.interview import Interview
from onrecord.reading.assemble import assemble
from onrecord.reading.format.apart import bound, make_environment
from onrecord.reading.format.source import load_source

SECONDS = 30.0
_MEMORY = 4 << 30  # bytes of address space
_RESULT = Path("..", "result")  # relative to the process's working folder, which holds the file


def read_bounded(name: str, content: bytes, seconds: float = SECONDS) -> Interview:
    """Read an interview from the content of a file.

    Parameters
    ----------
    name
        The name of the file, without a folder; without its extension it is the interview's id.
    content
        The whole file.
    seconds
        The time after which reading is given up.

    Raises
    ------
    CorpusError
        When the file cannot be read, or not in time.
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
        except (OSError, EOFError, pickle.UnpicklingError) as error:  # it ended early, e.g. for memory
            raise CorpusError.of("upload_failed", where=name) from error
    if isinstance(found, OnRecordError):
        raise found
    assert isinstance(found, Interview)
    return found


def _run(folder: Path, name: str, seconds: float) -> None:
    """Read `name` in a process whose working folder is `folder`, which `-P` keeps off `sys.path`."""
    subprocess.run(  # noqa: S603 - our own module, given a name
        [sys.executable, "-P", "-m", __name__, name],
        cwd=folder,
        env=make_environment(),
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
    except Exception:  # a damaged file can make a library raise nearly anything
        return CorpusError.of("upload_failed", where=name)


if __name__ == "__main__":
    bound(_MEMORY)
    _RESULT.write_bytes(pickle.dumps(_read(sys.argv[1])))
