"""What lies in files and is read a part at a time: arrays, and objects as JSON lines.

Small archives are read into memory, where nothing that happens to a file later changes an answer; of
large ones the files are mapped. Nothing here decides which, or whether a file is whole: `storage` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

import numpy as np
import orjson
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Rows

T = TypeVar("T")
_MOST_READ = 1024  # objects of a file that are kept once they were read


def load_array(path: Path, *, mapped: bool = False) -> NDArray[Any]:
    """Return the array of a `.npy` file, mapped or read into memory."""
    array = np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False)
    return np.asarray(array)


class Lines(Sequence[T], Generic[T]):
    """Objects, each a line of JSON, that are made when they are asked for.

    Parameters
    ----------
    content
        `(b,)` uint8, the lines in UTF-8, each with its line end.
    starts
        `(n + 1,)` int64: line i is content[starts[i]:starts[i + 1]].
    make
        Returns the object of a line's values.
    """

    def __init__(
        self, content: NDArray[np.uint8], starts: Rows, make: Callable[[dict[str, Any]], T]
    ) -> None:
        self.content = content
        self.starts = starts
        self._make = make
        self._get = lru_cache(_MOST_READ)(self._read)

    @classmethod
    def write(
        cls, objects: Iterable[T], dump: Callable[[T], str], make: Callable[[dict[str, Any]], T]
    ) -> Lines[T]:
        """Return the lines of some objects."""
        return cls.join([(dump(one) + "\n").encode() for one in objects], make)

    @classmethod
    def join(cls, lines: Sequence[bytes], make: Callable[[dict[str, Any]], T]) -> Lines[T]:
        """Return lines as they are, each with its line end."""
        starts = np.cumsum([0, *map(len, lines)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(lines), np.uint8), starts, make)

    @classmethod
    def load(cls, path: Path, make: Callable[[dict[str, Any]], T], *, mapped: bool = False) -> Lines[T]:
        """Return the lines that `save` wrote."""
        starts = load_array(path.with_suffix(".starts.npy"))
        if mapped and path.stat().st_size:
            content = np.asarray(np.memmap(path, np.uint8, "r"))
        else:
            content = np.frombuffer(path.read_bytes(), np.uint8)
        return cls(content, starts, make)

    def save(self, path: Path) -> None:
        """Write the lines to a file, and beside it where each begins."""
        path.write_bytes(self.content.tobytes())
        np.save(path.with_suffix(".starts.npy"), self.starts, allow_pickle=False)

    @property
    def nbytes(self) -> int:
        """The size of the lines, in bytes."""
        return int(self.content.nbytes + self.starts.nbytes)

    def line(self, number: int) -> bytes:
        """Return one line as it is."""
        return self.content[int(self.starts[number]) : int(self.starts[number + 1])].tobytes()

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, number: int) -> T: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[T]: ...
    def __getitem__(self, number: int | slice) -> T | Sequence[T]:
        if isinstance(number, slice):
            return [self._get(one) for one in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self._get(number)

    def _read(self, number: int) -> T:
        return self._make(orjson.loads(self.line(number)))
