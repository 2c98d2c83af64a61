"""One connection: how long a request may take to arrive, and how many connections there may be.

uvicorn closes a connection that is idle between two requests, and bounds the size of a header. It
waits for ever for the end of a header, of a body, and for a client that does not read; this adds those
limits. Where there are too many connections, the one that has waited longest for its request makes
room, so that half-sent requests cannot shut the door to those that are sent at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True)
class Limits:
    """The limits of connections, in seconds but for `connections`, which is how many there may be.

    `header` and `body` are for the whole of each, `unread` for an answer that its client does not read.
    `surplus` is in bytes: of a body that goes on after its request was answered.
    """

    connections: int = 512
    header: float = 10
    body: float = 60
    unread: float = 30
    surplus: int = 1_000_000


class Wait(Enum):
    """What a connection waits for from its client."""

    HEADER = "the end of a header"
    BODY = "the end of a body"
    NEXT = "the next request"
    NOTHING = "nothing: the program is at work"


class Connection(H11Protocol):
    """uvicorn's connection, with limits."""

    def __init__(self, *arguments: Any, limits: Limits, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._limits = limits
        self._wait = Wait.NOTHING
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._surplus = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, and make room where there are too many others."""
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > self._limits.connections:
            others = [
                one for one in self.connections if isinstance(one, Connection) and one is not self
            ]
            waiting = [one for one in others if one._wait is not Wait.NOTHING]
            oldest = min(waiting, key=lambda one: one._since, default=self)
            oldest._end(503, "Too many connections; try again in a few seconds.")

    def connection_lost(self, exc: Exception | None) -> None:
        """End, without a timer left."""
        self._wait_for(Wait.NOTHING)
        self._stop_unread()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client sent; a request that does not end runs against the clock.

        What goes on after its answer is thrown away, and so much of it closes the connection.
        """
        answered = self.cycle is not None and self.cycle.response_complete
        is_surplus = answered and self.conn.their_state is h11.SEND_BODY
        self._surplus = self._surplus + len(data) if is_surplus else 0
        if self._surplus > self._limits.surplus:
            self.transport.abort()
            return
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Wait for a client that does not read, for so long."""
        super().pause_writing()
        self._unread = self.loop.call_later(self._limits.unread, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        self._stop_unread()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is idle between two requests."""
        self._wait_for(Wait.NOTHING)
        super().timeout_keep_alive_handler()

    def _watch(self) -> None:
        """Set the clock for what the client has to send now, unless it runs already."""
        if self.transport.is_closing():
            self._wait_for(Wait.NOTHING)
        elif self.conn.their_state is h11.SEND_BODY:
            self._wait_for(Wait.BODY)
        elif self.conn.their_state is not h11.IDLE:
            self._wait_for(Wait.NOTHING)
        elif self.timeout_keep_alive_task is not None:
            self._wait_for(Wait.NEXT)
        else:
            self._wait_for(Wait.HEADER)

    def _wait_for(self, wait: Wait) -> None:
        if wait is self._wait:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._wait, self._since = wait, self.loop.time()
        seconds = {Wait.HEADER: self._limits.header, Wait.BODY: self._limits.body}.get(wait)
        if seconds is not None:
            told = f"The request did not arrive within {seconds:g} seconds."
            self._timer = self.loop.call_later(seconds, self._end, 408, told)

    def _end(self, status: int, told: str) -> None:
        """Close the connection; say why, unless an answer was begun."""
        begun = self.cycle is not None and self.cycle.response_started
        if not begun or self._wait is Wait.HEADER:
            phrase = "Request Timeout" if status == 408 else "Service Unavailable"
            head = f"HTTP/1.1 {status} {phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
            head += f"Content-Length: {len(told)}\r\nConnection: close\r\n\r\n"
            self.transport.write((head + told).encode())
        self._wait_for(Wait.NOTHING)
        self.transport.close()

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
