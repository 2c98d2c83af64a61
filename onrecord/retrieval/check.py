"""Whether the files of a generation are what its manifest says.

A small archive is checked before it is opened. The files of a large one are checked by size then, and
by checksum while it already answers; once one is found damaged, nothing more is answered.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from onrecord.error import StorageError
from onrecord.retrieval.onnx_encoder import count_cores

MEND = "to mend it, run: python -m onrecord build --from-scratch"
Facts = dict[str, Any]
"""The size (`bytes`) and the checksum (`sha256`) of a file."""
_LEAST_URGENT = 19  # of the priorities of Linux, so that questions come first


def check_files(generation: Path, files: Mapping[str, Facts]) -> None:
    """Compare the size and content of files of a generation with its manifest.

    Raises
    ------
    StorageError
        When one is damaged.
    """
    with ThreadPoolExecutor(count_cores()) as pool:
        for _ in pool.map(partial(_check_file, generation), *zip(*files.items(), strict=True)):
            pass


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class LaterCheck:
    """A check of the content of files that goes on in a thread of its own.

    Raises
    ------
    StorageError
        When the size of one is wrong.
    """

    def __init__(self, generation: Path, files: Mapping[str, Facts]) -> None:
        self._damage: StorageError | None = None
        for name, facts in files.items():
            _check_size(generation / name, facts)
        self.thread = threading.Thread(target=self._run, args=(generation, files), daemon=True)
        self.thread.start()

    def raise_damage(self) -> None:
        """Raise the StorageError of a file that was found damaged so far."""
        if self._damage is not None:
            raise StorageError(*self._damage.args)

    def _run(self, generation: Path, files: Mapping[str, Facts]) -> None:
        with suppress(OSError):  # a build has replaced the generation; its mapped files stay whole
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LEAST_URGENT)
            for name, facts in files.items():
                try:
                    _check_file(generation, name, facts)
                except StorageError as error:
                    self._damage = error
                    return


def _check_file(generation: Path, name: str, facts: Facts) -> None:
    path = generation / name
    _check_size(path, facts)
    if hash_file(path) != facts["sha256"]:
        raise StorageError(f"{path}: damaged (wrong checksum); {MEND}")


def _check_size(path: Path, facts: Facts) -> None:
    size = path.stat().st_size
    if size != facts["bytes"]:
        raise StorageError(f"{path}: damaged (expected {facts['bytes']} bytes, found {size}); {MEND}")
