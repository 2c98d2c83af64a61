"""Requests that are too large, too many or too often are refused at once, in words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from onrecord.door.failure import Failures
from onrecord.door.limit import (
    BodyLimit,
    BusyLimit,
    RateLimit,
    TransferLimit,
    identify_client,
    refuse,
)


async def measure(request: Request) -> PlainTextResponse:
    """Answer with the length of the body."""
    return PlainTextResponse(str(len(await request.body())))


APP = Starlette(routes=[Route("/", measure, methods=["GET", "POST"])])


def in_parts(count: int) -> Iterator[bytes]:
    """Yield a body in parts, so that no header tells its length."""
    yield from [b"a"] * count


def test_a_body_that_is_too_large_is_refused_whether_its_length_is_told_or_not() -> None:
    client = TestClient(BodyLimit(APP, 10))
    assert client.post("/", content=b"a" * 10).text == "10"
    assert client.post("/", content=in_parts(10)).text == "10"
    told = client.post("/", content=b"a" * 11)
    counted = client.post("/", content=in_parts(11))
    assert (told.status_code, counted.status_code) == (413, 413)
    assert told.json() == {"detail": "The request is too large: 10 bytes at most."}
    assert "10 bytes at most" in counted.text


def test_a_body_is_refused_too_where_no_application_of_starlette_reads_it() -> None:
    async def read(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse("read")(scope, receive, send)

    client = TestClient(BodyLimit(Failures(read), 10))
    assert client.post("/", content=in_parts(10)).text == "read"
    refused = client.post("/", content=in_parts(11))
    assert refused.status_code == 413
    assert refused.json() == {"detail": "The request is too large: 10 bytes at most."}


def test_half_characters_of_what_was_sent_are_told_as_question_marks() -> None:
    async def tell(scope: Scope, receive: Receive, send: Send) -> None:
        await refuse(422, "k: expected a whole number, found \ud800")(scope, receive, send)

    told = TestClient(tell).get("/").json()
    assert told == {"detail": "k: expected a whole number, found ?"}


def test_what_would_wait_too_long_is_refused_and_what_is_read_is_not() -> None:
    waiting = 2
    client = TestClient(BusyLimit(APP, lambda: waiting, 3))
    assert client.post("/").status_code == 200
    waiting = 3
    refused = client.post("/")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert refused.json() == {
        "detail": "Too many questions are waiting (3); ask again in a few seconds."
    }
    assert client.get("/").status_code == 200


def test_a_client_may_ask_so_often_and_others_are_not_concerned() -> None:
    now = 0.0
    app = RateLimit(APP, 6, lambda: now)
    one, other = TestClient(app, client=("10.0.0.1", 1)), TestClient(app, client=("10.0.0.2", 1))
    assert [one.post("/").status_code for _ in range(7)] == [200] * 6 + [429]
    assert one.post("/").headers["retry-after"] == "60"
    assert (other.post("/").status_code, one.get("/").status_code) == (200, 200)
    now = 10.0  # one of six a minute
    assert [one.post("/").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("client", "name"),
    [
        (("192.0.2.7", 5), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 5), "2001:db8:1:2::/64"),
        (("2001:db8:1:2:ffff::1", 5), "2001:db8:1:2::/64"),
        (("not an address", 5), "not an address"),
        (None, ""),
    ],
)
def test_a_client_is_an_address_or_a_network(client: tuple[str, int] | None, name: str) -> None:
    scope: Scope = {"type": "http", "client": client}
    assert identify_client(scope) == name


def test_one_client_gets_half_of_the_transfers_and_all_together_no_more_than_there_are() -> None:
    async def try_out() -> list[int]:
        ended, statuses = asyncio.Event(), []

        async def send_file(scope: Scope, receive: Receive, send: Send) -> None:
            await ended.wait()
            await PlainTextResponse("sent")(scope, receive, send)

        async def ask(client: str) -> None:
            async def note(message: Message) -> None:
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            await limit({"type": "http", "client": (client, 1)}, receive, note)

        async def receive() -> Message:
            return {"type": "http.request"}

        limit = TransferLimit(send_file, 4)
        clients = ["192.0.2.1"] * 3 + ["192.0.2.2"] * 2 + ["192.0.2.3"]
        asked = [asyncio.create_task(ask(client)) for client in clients]
        await asyncio.sleep(0)
        ended.set()
        await asyncio.gather(*asked)
        await ask("192.0.2.1")  # what was sent has made room
        return statuses

    assert asyncio.run(try_out()) == [503, 503, 200, 200, 200, 200, 200]
