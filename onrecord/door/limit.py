"""How much one request may hold, how many may wait, and how often one client may ask.

Each limit is answered at once, with a sentence that says what to do. They count requests that change
something (POST), and recordings: pages, scripts and answers that are waited for are not counted.
"""

from __future__ import annotations

import ipaddress
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 700_000  # bytes: a slice of a visitor's file (`static/upload.js`) is 524,288 in base64
_DRAINED = 20_000_000  # bytes of a refused body that are received, and thrown away
_CLIENTS = 10_000  # clients whose requests are counted; the one that asked longest ago is forgotten
MOST_SENT = 64  # recordings that are sent at the same time
_SECONDS_OF_BUSY = 10  # after which a client may well try again


class BodyLimit:
    """Refuses a body of more than `LARGEST_BODY` bytes, whether or not it states its length."""

    def __init__(self, app: ASGIApp, most: int = LARGEST_BODY) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with status 413 when its body is too large."""
        told = f"The request is too large: {self._most:,} bytes at most."
        length = Headers(scope=scope).get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most:
            await _drain(receive)
            await refuse(413, told)(scope, receive, send)
            return
        received, more = 0, True

        async def count() -> Message:
            nonlocal received, more
            message = await receive()
            received, more = received + len(message.get("body", b"")), message.get("more_body", False)
            if received > self._most:
                raise TooLargeError(413, told)
            return message

        try:
            await self._app(scope, count, send)
        except TooLargeError:
            if more:
                await _drain(receive)
            await refuse(413, told)(scope, receive, send)


class TooLargeError(HTTPException):
    """A body turned out to be too large; an application that knows no other way answers with it."""


class BusyLimit:
    """Refuses what would have to wait behind too many others.

    Parameters
    ----------
    waiting
        Returns how many requests wait.
    most
        How many may wait.
    """

    def __init__(self, app: ASGIApp, waiting: Callable[[], int], most: int) -> None:
        self._app = app
        self._waiting = waiting
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with status 503 when too many wait."""
        if scope["method"] == "POST" and self._waiting() >= self._most:
            told = f"Too many questions are waiting ({self._most}); ask again in a few seconds."
            await refuse(503, told, _SECONDS_OF_BUSY)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class RateLimit:
    """Refuses a client that asks too often: at most `most` requests at once, and as many a minute.

    A client is an IPv4 address or a network of 64 bits of IPv6, as the server or a proxy that it trusts
    tells it.
    """

    def __init__(self, app: ASGIApp, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._most = most
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = (
            OrderedDict()
        )  # requests left, at which time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with status 429 when its client has asked too often."""
        if scope["method"] == "POST" and not self._take(identify_client(scope)):
            told = f"Too many requests from your address: {self._most} a minute at most."
            await refuse(429, told, 60)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _take(self, client: str) -> bool:
        """Take one of the client's requests; return whether there was one left."""
        now = self._clock()
        left, then = self._left.pop(client, (float(self._most), now))
        left = min(self._most, left + (now - then) * self._most / 60)
        allowed = left >= 1
        self._left[client] = (left - allowed, now)
        if len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return allowed


class TransferLimit:
    """Refuses to send one file more while so many are being sent; one client gets half of them."""

    def __init__(self, app: ASGIApp, most: int = MOST_SENT) -> None:
        self._app = app
        self._most = most
        self._sent: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with status 503 when too many files are being sent."""
        client = identify_client(scope)
        if self._sent.total() >= self._most or 2 * self._sent[client] >= self._most:
            told = f"Too many recordings are being sent ({self._most}); ask again in a few seconds."
            await refuse(503, told, _SECONDS_OF_BUSY)(scope, receive, send)
            return
        self._sent[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._sent[client] -= 1
            self._sent += Counter()  # forgets who is sent nothing


async def _drain(receive: Receive) -> None:
    """Let a body that is refused arrive, unless it is huge: who still sends does not read an answer."""
    received = 0
    while received <= _DRAINED:
        message = await receive()
        received += len(message.get("body", b""))
        if not message.get("more_body", False):
            return


def identify_client(scope: Scope) -> str:
    """Return who sent a request: an IPv4 address, or the network of an IPv6 address; "" if unknown."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))


def refuse(status: int, told: str, seconds: int = 0) -> JSONResponse:
    """Return an answer that says why a request is refused, and in how many seconds to try again."""
    headers = {"Retry-After": str(seconds)} if seconds else None
    printable = told.encode("utf-8", "replace").decode()  # what was sent may hold half characters
    return JSONResponse({"detail": printable}, status, headers)
