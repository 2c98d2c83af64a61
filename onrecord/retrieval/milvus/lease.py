"""A lease with a time limit: who holds it builds, alone among all who share an engine.

It is a row of a collection. Its holder renews it in a thread; once it is not renewed, or its process
has ended, another may take it. Milvus does not compare and write in one step: who writes waits, and
reads whether it still holds the lease, before it builds and again before it puts in service what it
built.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from onrecord.error import StorageError
from onrecord.retrieval.milvus.engine import Engine, Field

_LEASE = "onrecord_lease"
_FIELDS = (
    Field("key", "INT64"),
    Field("owner", "VARCHAR", 512),
    Field("until", "INT64"),  # seconds since 1970
    Field("point", "FLOAT_VECTOR", 2, "FLAT"),  # Milvus wants a vector in every collection
)
_LASTS = 60.0  # seconds; clocks of those who share an engine may differ by half of it
_SETTLES = 0.5  # seconds in which another's writing is seen
_PAUSE = 0.5  # seconds between two looks at a lease that another holds


class Lease:
    """The lease of an engine, as this builder sees it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._me = f"{os.uname().nodename}/{os.getpid()}/{threading.get_ident()}/{time.time_ns()}"
        self._ended = threading.Event()

    def check(self) -> None:
        """Raise a StorageError when another builder has taken the lease."""
        owner, _ = self._read()
        if owner != self._me:
            raise StorageError(f"{self._engine.where}: another build has taken over; it goes on, wait")

    def take(self) -> bool:
        """Take the lease if nobody holds it; return whether this builder holds it then."""
        if _LEASE not in self._engine.list_collections():
            self._engine.create(_LEASE, _FIELDS)
        self._engine.load(_LEASE)
        owner, until = self._read()
        if owner and until > time.time() and not _has_ended(owner):
            return False
        self._write(time.time() + _LASTS)
        time.sleep(_SETTLES)
        return self._read()[0] == self._me

    def renew_until_ended(self) -> None:
        """Renew the lease again and again, until `stop_renewing`."""
        while not self._ended.wait(_LASTS / 4):
            with suppress(StorageError):  # an engine that is away for a moment
                if self._read()[0] != self._me:
                    return
                self._write(time.time() + _LASTS)

    def stop_renewing(self) -> None:
        """Let `renew_until_ended` return."""
        self._ended.set()

    def give_back(self) -> None:
        """Let another take the lease at once."""
        with suppress(StorageError):  # it ends by itself
            if self._read()[0] == self._me:
                self._write(0)

    def _read(self) -> tuple[str, float]:
        """Return who holds the lease, or held it last, and until when."""
        rows = self._engine.take(_LEASE, "key == 0", ("owner", "until"), newest=True)
        return (str(rows[0]["owner"]), float(rows[0]["until"])) if rows else ("", 0.0)

    def _write(self, until: float) -> None:
        row = {"key": 0, "owner": self._me, "until": int(until), "point": [0.0, 0.0]}
        self._engine.put(_LEASE, row)


@contextmanager
def hold_lease(engine: Engine, timeout: float = 600.0) -> Iterator[Lease]:
    """Hold the lease of an engine; wait at most `timeout` seconds for another build to end.

    Raises
    ------
    StorageError
        When another build does not end in time.
    """
    lease = Lease(engine)
    end = time.monotonic() + timeout
    while not lease.take():
        if time.monotonic() > end:
            raise StorageError(
                f"{engine.where}: another build has run for {timeout:.0f} s; wait for it"
            )
        time.sleep(_PAUSE)
    renewing = threading.Thread(target=lease.renew_until_ended, daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        lease.stop_renewing()
        renewing.join()
        lease.give_back()


def _has_ended(owner: str) -> bool:
    """Return whether the holder of a lease was a process of this machine that has ended."""
    machine, process, *_ = owner.split("/")
    if machine != os.uname().nodename:
        return False
    try:
        os.kill(int(process), 0)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return False
