"""Reading an untrusted file in a process of its own, in bounded time and memory.

The process reads as `read_interview` does, with the side file that it is given, and is ended when it
takes too long. Messages give the name of the file, never a path. Run as a module (`python -m`), this
file is that process.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from onrecord.error import CorpusError, OnRecordError
from onrecord.interview import Interview
from onrecord.reading.assemble import understand
from onrecord.reading.format.apart import bound, make_environment
from onrecord.reading.format.source import SIDE_SUFFIX, load_source
from onrecord.reading.review import Review, make_review

SECONDS = 30.0
_MEMORY = 4 << 30  # bytes of address space
_RESULT = Path("..", "result")  # relative to the process's working folder, which holds the file


def read_bounded(name: str, content: bytes, side: str = "", seconds: float = SECONDS) -> Interview:
    """Read an interview from the content of a file; as `review_bounded`, which says more of it."""
    return review_bounded(name, content, side, seconds).interview


def review_bounded(name: str, content: bytes, side: str = "", seconds: float = SECONDS) -> Review:
    """Read an interview from the content of a file, and what a person can put right of it.

    Parameters
    ----------
    name
        The name of the file, without a folder; without its extension it is the interview's id.
    content
        The whole file.
    side
        The text of its side file, "" for none.
    seconds
        The time after which reading is given up.

    Raises
    ------
    CorpusError
        When the file cannot be read, or not in time, or when the side file is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        own = Path(folder, "file")
        own.mkdir()
        (own / name).write_bytes(content)
        if side:
            (own / name).with_suffix(SIDE_SUFFIX).write_text(side, "utf-8")
        try:
            _run(own, name, seconds)
            found = pickle.loads((own / _RESULT).read_bytes())  # noqa: S301 - of our own process
        except subprocess.TimeoutExpired as error:
            raise CorpusError.of("upload_slow", where=name, most=f"{seconds:.0f}") from error
        except (OSError, EOFError, pickle.UnpicklingError) as error:  # it ended early, e.g. for memory
            raise CorpusError.of("upload_failed", where=name) from error
    if isinstance(found, OnRecordError):
        raise found
    assert isinstance(found, Review)
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


def _read(name: str) -> Review | OnRecordError:
    try:
        return make_review(understand(replace(load_source(Path(name)), folder=None)))
    except OnRecordError as error:
        return error
    except Exception:  # a damaged file can make a library raise nearly anything
        return CorpusError.of("upload_failed", where=name)


if __name__ == "__main__":
    bound(_MEMORY)
    _RESULT.write_bytes(pickle.dumps(_read(sys.argv[1])))
