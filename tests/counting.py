"""How much work something is, without a wall clock: a busy machine changes none of it.

Calls are counted exactly. What happens inside one call (a regular expression that goes back and
forth) cannot be counted; it is measured in seconds of the processor that this thread alone used, and
only ever compared with the same work on a text of another size.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType

_CALLS = ("call", "c_call")


def count_calls(work: Callable[[], object]) -> int:
    """Return how many functions, of Python or of C, `work` calls."""
    count = 0

    def add(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in _CALLS

    before = sys.getprofile()
    sys.setprofile(add)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def measure_processor(work: Callable[[], object]) -> float:
    """Return the fewest seconds of the processor that `work` takes, of three times."""
    return min(_measure_once(work) for _ in range(3))


def find_excess(make: Callable[[int], Callable[[], object]], size: int) -> list[str]:
    """Return what grows faster than the text when it is four times as long; nothing as it should be.

    Parameters
    ----------
    make
        Returns the work on a text of about so many characters; it is done once before it is counted.
    size
        Characters of the shorter text.
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
