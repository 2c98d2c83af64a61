"""What visitors leave in memory for a while: bounded in all, and forgotten when nobody comes for it.

A session remembers a `Kept`, which is empty once its value is forgotten; so a session that stays idle,
or never comes back, holds nothing but that. Where there is too much, what was used longest ago goes
first: many visits of a script cannot take the place from a visitor who is at work.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A place on a shelf: `value` is None once it is forgotten; `used` is when it was used last."""

    __slots__ = ("used", "value", "weight")

    def __init__(self, value: T, weight: int, used: float) -> None:
        self.value: T | None = value
        self.weight = weight
        self.used = used


class Shelf(Generic[T]):
    """Values of visitors, the one used longest ago first.

    Parameters
    ----------
    most
        The weight of all values together, in the unit of `keep`.
    seconds
        For how long a value is kept that is not used.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Kept[T], None] = OrderedDict()
        self._weight = 0

    def keep(self, value: T, weight: int = 1) -> Kept[T]:
        """Keep a value, and forget others that are in its way."""
        kept = Kept(value, weight, self._clock())
        with self._lock:
            self._kept[kept] = None
            self._weight += weight
            while self._weight > self._most and len(self._kept) > 1:
                self._forget(next(iter(self._kept)))
        return kept

    def take(self, kept: Kept[T] | None) -> T | None:
        """Return a value that is still kept, for as long again; None for one that is forgotten."""
        if kept is None:
            return None
        self.expire()
        with self._lock:
            if kept in self._kept:
                kept.used = self._clock()
                self._kept.move_to_end(kept)
            return kept.value

    def drop(self, kept: Kept[T] | None) -> None:
        """Forget a value."""
        with self._lock:
            if kept is not None and kept in self._kept:
                self._forget(kept)

    def expire(self) -> None:
        """Forget what was not used for so long."""
        end = self._clock() - self._seconds
        with self._lock:
            while self._kept and (oldest := next(iter(self._kept))).used <= end:
                self._forget(oldest)

    @property
    def weight(self) -> int:
        """The weight of all that is kept."""
        return self._weight

    def _forget(self, kept: Kept[T]) -> None:
        del self._kept[kept]
        self._weight -= kept.weight
        kept.value = None
