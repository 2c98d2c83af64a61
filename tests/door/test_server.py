"""A socket that listens says that it is TCP, so that what is sent on its connections does not wait."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from onrecord.door.failure import Failures
from onrecord.door.server import Serving, listen


def test_answers_are_sent_at_once() -> None:
    async def accept() -> int:
        option: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def note(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            option.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listen("127.0.0.1", 0)
        async with await asyncio.start_server(note, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            found = await option
            writer.close()
            await writer.wait_closed()
        return found

    assert asyncio.run(accept()) == 1


def test_a_server_ends_whatever_goes_on_and_prints_no_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def stream() -> AsyncIterator[str]:
        yield "begun"
        await asyncio.sleep(60)

    async def begin(request: Request) -> StreamingResponse:
        return StreamingResponse(stream())

    async def wait(request: Request) -> PlainTextResponse:
        await asyncio.sleep(60)
        return PlainTextResponse("late")

    app = Starlette(routes=[Route("/stream", begin), Route("/wait", wait)])
    serving = Serving(Failures(app), listen("127.0.0.1", 0))
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(httpx.get, serving.address + path, timeout=30) for path in ("stream", "wait")
        ]
        time.sleep(1)
        start = time.monotonic()
        serving.close()
        assert time.monotonic() - start < 5
        streamed, waited = (one.result() for one in asked)
    assert (streamed.status_code, streamed.text) == (200, "begun")
    assert (waited.status_code, waited.json()["detail"][:20]) == (503, "The server is ending")
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


def test_a_port_that_is_taken_or_is_none_raises_and_leaves_no_socket() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", first.getsockname()[1])
    with pytest.raises(OverflowError):
        listen("127.0.0.1", 70_000)
