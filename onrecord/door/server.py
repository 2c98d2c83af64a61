"""Serving an application behind the door: in a thread, on a port that was free, until it is closed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.door.connection import Connection, Limits
from onrecord.door.error_page import DrawError, ErrorPages
from onrecord.door.failure import Failures, bound_log
from onrecord.door.header import HeaderRules
from onrecord.door.limit import BodyLimit, BusyLimit, RateLimit
from onrecord.door.route import OpenRoutes

# Connections that asyncio accepts in a row: each takes a file handle at once, and some rounds of them
# pass before the first is counted. Where handles run out, nobody is let in for a second.
_ACCEPTED_AT_ONCE = 32
_QUEUED = 2048  # connections that the system holds until they are accepted
_START, _END = 60.0, 5.0  # seconds that the server has to start and to end


@dataclass(frozen=True, slots=True)
class Rules:
    """What the operator chooses.

    `rate` is how many requests a minute a client may send (0: any), `framed_by` who may frame the page,
    `listed` whether search engines may list it.
    """

    rate: int = 0
    framed_by: tuple[str, ...] = ()
    listed: bool = True


def make_door(
    app: ASGIApp,
    rules: Rules,
    waiting: Callable[[], int],
    most_waiting: int,
    draw_error: DrawError | None = None,
    sounds: Callable[[], Sequence[str]] = tuple,
) -> ASGIApp:
    """Return an application that answers as `app` does, to requests that may pass.

    Parameters
    ----------
    waiting, most_waiting
        Returns how many requests wait; how many may.
    draw_error
        Returns the page of an error; None to tell people of it as programs are told.
    sounds
        Returns the places that recordings may be played from (`header`).
    """
    inner: ASGIApp = BusyLimit(BodyLimit(Failures(app)), waiting, most_waiting)
    if rules.rate:
        inner = RateLimit(inner, rules.rate)
    inner = OpenRoutes(inner)
    told = ErrorPages(inner, draw_error) if draw_error else inner
    http = HeaderRules(told, rules.framed_by, sounds)

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        await (http if scope["type"] == "http" else app)(scope, receive, send)

    return door


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine.

    Raises
    ------
    OSError, OverflowError
        When the port is not free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once (TCP_NODELAY) on connections of sockets that say they are TCP, and on these
    # alone; without it, each answer waits 40 ms for the client to confirm its beginning.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_QUEUED)
    except (OSError, OverflowError):
        listening.close()
        raise
    return listening


class Serving:
    """An application that is served from a thread, on a socket that `listen` returned.

    Raises
    ------
    OSError
        When it does not start.
    """

    def __init__(self, app: ASGIApp, listening: socket.socket) -> None:
        bound_log()
        self._socket = listening
        host, port = listening.getsockname()[:2]
        shown = {"0.0.0.0": "localhost"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
        self.address = f"http://{shown}:{port}/"
        self._server = uvicorn.Server(_configure(app))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        self._wait_until_started()

    def wait(self) -> None:
        """Return when the serving has ended, or raise KeyboardInterrupt."""
        while self._thread.is_alive():
            self._thread.join(1)

    def close(self) -> None:
        """End the serving: what is being answered has some seconds left."""
        self._server.should_exit = True
        self._thread.join(_END)
        self._socket.close()

    def _wait_until_started(self) -> None:
        end = time.monotonic() + _START
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > end:
                raise OSError("the server did not start")
            time.sleep(0.01)
        self._socket.listen(_QUEUED)  # uvicorn has set what is accepted at once here too


def _configure(app: ASGIApp) -> uvicorn.Config:
    connection = partial(Connection, limits=Limits(connections=_count_connections()))
    return uvicorn.Config(
        app,
        http=connection,  # type: ignore[arg-type]
        ws="none",
        loop="asyncio",
        backlog=_ACCEPTED_AT_ONCE,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        log_config=None,
        log_level="error",  # a warning is logged for each wrong request: anybody may send any number
        access_log=False,
        server_header=False,
    )


def _count_connections() -> int:
    """Return how many connections there may be: 3/4 of the files that may be open, 1,500 at most."""
    try:
        import resource  # not on Windows
    except ImportError:
        return Limits.connections
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return min(1500, files * 3 // 4) if files != resource.RLIM_INFINITY else 1500
