"""How much work a function does, without a wall clock, so that a busy machine changes nothing.

Calls are counted exactly. The work inside one call (a regular expression that backtracks) cannot be
counted: it is measured in processor seconds of this thread, and compared only with the same work on
a text of another size.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from types import FrameType

_CALLS = ("call", "c_call")


def count_calls(work: Callable[[], object]) -> int:
    """Return how many calls of Python and C functions `work` makes."""
    count = 0

    def add(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in _CALLS

    before, collects = sys.getprofile(), gc.isenabled()
    gc.disable()  # a collection calls what others have registered for it
    sys.setprofile(add)
    try:
        work()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return count


def measure_processor(work: Callable[[], object]) -> float:
    """Return the processor seconds that `work` takes: the lowest of three measurements."""
    return min(_measure_once(work) for _ in range(3))


def find_excess(make: Callable[[int], Callable[[], object]], size: int) -> list[str]:
    """Return which costs grow faster than the text when it is four times as long; empty if none do.

    Parameters
    ----------
    make
        Returns the work on a text of about the given number of characters; it is run once before
        it is measured.
    size
        The characters of the shorter text.
    """
    short, long = make(size), make(4 * size)
    for work in (short, long):
        work()
    calls = count_calls(short), count_calls(long)
    seconds = measure_processor(short), measure_processor(long)
    excess = [] if calls[1] <= 5 * calls[0] else [f"calls: {calls[0]}, then {calls[1]}"]
    if seconds[1] > 9 * seconds[0] + 0.02:
        excess.append(f"seconds of the processor: {seconds[0]:.4f}, then {seconds[1]:.4f}")
    return excess


def _measure_once(work: Callable[[], object]) -> float:
    start = time.thread_time()
    work()
    return time.thread_time() - start
