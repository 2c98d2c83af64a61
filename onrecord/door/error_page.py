"""Errors as people read them: a browser that opens an address gets a page, a program JSON."""

from __future__ import annotations

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DrawError = Callable[[int, str | None], bytes]
"""Returns the page of an error, for its status and the browser's Accept-Language."""


class ErrorPages:
    """Answers as an application does, but with a page of `draw` where a browser would show an error."""

    def __init__(self, app: ASGIApp, draw: DrawError) -> None:
        self._app = app
        self._draw = draw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        if scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
            await self._app(scope, receive, send)
            return
        failed = 0

        async def watch(message: Message) -> None:
            nonlocal failed
            if message["type"] == "http.response.start" and message["status"] >= 400:
                failed = message["status"]
            if not failed:
                await send(message)

        await self._app(scope, receive, watch)
        if failed:
            page = self._draw(failed, headers.get("accept-language"))
            await Response(page, failed, media_type="text/html")(scope, receive, send)
