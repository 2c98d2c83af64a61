"""However many requests fail, so many lines a minute are logged."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from onrecord.door.failure import Failures, FewLines, bound_log


def test_only_so_many_lines_a_minute_are_logged_and_the_rest_is_counted() -> None:
    now = 0.0
    few = FewLines(2, lambda: now)
    records = [logging.LogRecord("x", logging.ERROR, "", 0, "failed: %s", (n,), None) for n in range(6)]
    assert [few.filter(one) for one in records[:5]] == [True, True, False, False, False]
    now = 60.0
    assert few.filter(records[5])
    assert records[5].getMessage() == "3 more lines in the last minute; failed: 5"


def test_a_stream_for_a_session_that_there_is_not_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def stream() -> AsyncIterator[str]:
        yield "data: not found\n\n"
        raise HTTPException(404)

    async def answer(request: Request) -> StreamingResponse:
        return StreamingResponse(stream())

    client = TestClient(Failures(Starlette(routes=[Route("/", answer)])))
    assert client.get("/").text == "data: not found\n\n"
    assert caplog.records == []


@pytest.mark.parametrize("name", ["uvicorn.error", "asyncio"])
def test_the_lines_of_the_servers_below_are_bounded_too(name: str) -> None:
    bound_log()
    filters = logging.getLogger(name).filters
    assert sum(isinstance(one, FewLines) for one in filters) == 1


@pytest.mark.parametrize(
    ("sent", "added"),
    [
        ([], [503, False]),  # the status, and whether more is to come
        ([{"type": "http.response.start", "status": 200}], [False]),
        (
            [
                {"type": "http.response.start", "status": 200},
                {"type": "http.response.body", "body": b"a", "more_body": True},
            ],
            [False],
        ),
        (
            [
                {"type": "http.response.start", "status": 200},
                {"type": "http.response.body", "body": b"a"},
            ],
            [],
        ),
    ],
    ids=["nothing", "the head", "a part", "all"],
)
def test_what_a_server_that_ends_has_begun_to_answer_is_ended_once(
    sent: list[Message], added: list[object]
) -> None:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        for one in sent:
            await send(one)
        raise asyncio.CancelledError

    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    asyncio.run(Failures(answer)({"type": "http"}, None, keep))
    assert messages[: len(sent)] == sent
    told = [one.get("status", one.get("more_body", False)) for one in messages[len(sent) :]]
    assert told == added
