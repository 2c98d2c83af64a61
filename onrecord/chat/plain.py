"""The endpoints as one request each: `POST /ask` takes the arguments as JSON and answers with JSON.

It is the same function as behind Gradio's calls, which take two requests; what is wrong is told with
status 422, by the name of the argument. So many are answered at once; the rest waits in order, and
`door` refuses more than may wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.chat.call import Endpoint, check_call, read_object
from onrecord.chat.description import make_openapi
from onrecord.door.limit import refuse
from onrecord.error import OnRecordError

_OPENAPI = "/gradio_api/openapi.json"


class PlainCalls:
    """Answers `POST /<name>` for each endpoint, and says what the endpoints are as OpenAPI.

    Parameters
    ----------
    endpoints
        The functions that programs call, by name; they raise an OnRecordError that is sent.
    at_once
        How many are answered at the same time.
    """

    def __init__(self, app: ASGIApp, endpoints: Mapping[str, Endpoint], at_once: int) -> None:
        self._app = app
        self._endpoints = endpoints
        self._limit = asyncio.Semaphore(at_once)
        self._waiting = 0

    def count_waiting(self) -> int:
        """Return how many requests wait to be answered."""
        return self._waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: Response | None = None
        if scope["type"] == "http":
            path, request = scope["path"].removesuffix("/"), Request(scope, receive)
            if scope["method"] == "POST" and path[1:] in self._endpoints:
                answer = await self._answer(self._endpoints[path[1:]], request)
            elif scope["method"] in ("GET", "HEAD") and path == _OPENAPI:
                answer = JSONResponse(make_openapi(self._endpoints, str(request.base_url)))
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, endpoint: Endpoint, request: Request) -> Response:
        body = await request.body()
        try:
            sent = read_object(body or b"{}")
            check_call(endpoint, sent, named=True)
            return await self._run(partial(endpoint, **sent))
        except OnRecordError as error:
            return refuse(422, str(error))

    async def _run(self, call: Callable[[], object]) -> Response:
        self._waiting += 1
        try:
            await self._limit.acquire()
        finally:
            self._waiting -= 1
        try:
            return JSONResponse(await asyncio.to_thread(call))
        finally:
            self._limit.release()
