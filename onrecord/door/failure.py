"""What is logged when a request fails: where in the program, and nothing of what was sent.

README promises that no question is recorded, and a stranger can cause as many failures as they like:
so neither a message nor a body is logged, and only so many lines a minute. Errors that users should
read are `OnRecordError`s and do not come here.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.door.limit import TooLargeError

MESSAGE = "The program failed on this request; its log says where, and nothing of what was sent."
_ENDING = "The server is ending; ask again in a moment."
_FRAMES = 3  # of the traceback that are logged, innermost last
_LINES = 60  # a minute
_log = logging.getLogger(__name__)


class Failures:
    """Keeps an application's exceptions from the server, which would log them whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with status 500 when it fails before anything was sent."""
        begun = ended = False

        async def note(message: Message) -> None:
            nonlocal begun, ended
            begun = True
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, note)
        except ClientDisconnect:
            return
        except TooLargeError:
            raise
        except asyncio.CancelledError:  # the server ends, and has waited long enough
            if not begun:
                await JSONResponse({"detail": _ENDING}, 503)(scope, receive, send)
            elif not ended:
                await send({"type": "http.response.body"})
        except Exception as error:
            if isinstance(error.__cause__, HTTPException):
                return  # a stream for an unknown session: it has said so itself
            log_failure(error)
            if not begun:
                await JSONResponse({"detail": MESSAGE}, 500)(scope, receive, send)


def log_failure(error: Exception) -> None:
    """Log the type of an exception and where it was raised; its message may hold what was sent."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    _log.error("a request failed: %s at %s", type(error).__name__, places)


def bound_log() -> None:
    """Let `log_failure`, and the servers below, log so many lines a minute each, and no more."""
    for log in (_log, logging.getLogger("uvicorn.error"), logging.getLogger("asyncio")):
        if not any(isinstance(one, FewLines) for one in log.filters):
            log.addFilter(FewLines())


class FewLines(logging.Filter):
    """Lets through so many lines a minute; the next minute begins with how many were left out."""

    def __init__(self, most: int = _LINES, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._most = most
        self._clock = clock
        self._since = clock()
        self._lines = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is logged."""
        now = self._clock()
        if now - self._since >= 60:
            left_out = self._lines - self._most
            if left_out > 0:
                record.msg = f"{left_out} more lines in the last minute; {record.msg}"
            self._since, self._lines = now, 0
        self._lines += 1
        return self._lines <= self._most
