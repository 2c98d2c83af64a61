"""The messages that a library logs while it reads a damaged file are kept, not printed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_MOST = 20


class _Keeper(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__()
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        if len(self._kept) < _MOST:
            self._kept.append(" ".join(record.getMessage().split())[:120])


@contextmanager
def hold_log(name: str) -> Iterator[list[str]]:
    """Yield a list that fills with the first 20 messages, shortened, of the logger `name`."""
    logger = logging.getLogger(name)
    kept: list[str] = []
    keeper, propagates = _Keeper(kept), logger.propagate
    logger.addHandler(keeper)
    logger.propagate = False
    try:
        yield kept
    finally:
        logger.removeHandler(keeper)
        logger.propagate = propagates
