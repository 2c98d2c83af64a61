"""A call that takes a while, followed from the page: what it tells on its way, then what it returns."""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

_Told = TypeVar("_Told")
_Shown = TypeVar("_Shown")
_Result = TypeVar("_Result")


def follow(
    call: Callable[[Callable[[_Told], None]], _Result],
    show: Callable[[_Told], _Shown],
    patience: float = 0,
) -> Generator[_Shown, None, _Result]:
    """Run `call` in a thread; yield what it tells as shown, return its result, raise what it raises.

    Parameters
    ----------
    call
        Called with a function, by which it tells how far it is.
    show
        Makes of what was told what the page shows.
    patience
        Seconds in which a call that is done needs to tell nothing: a quick result comes alone.
    """
    told: queue.SimpleQueue[_Told | None] = queue.SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(call, told.put)
        is_quick = patience > 0 and bool(wait((future,), patience).done)
        future.add_done_callback(lambda _: told.put(None))
        while not is_quick and (one := told.get()) is not None:
            yield show(one)
    return future.result()
