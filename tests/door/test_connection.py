"""A connection whose client is slow is closed; of too many, the one that waits makes room."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Thread
from typing import Any

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from onrecord.door.connection import Connection, Limits

SOON = 0.3  # seconds: the limits of these tests
WHOLE = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
HALF_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the length of the body; "/large" with 50 MB, "/held" when the client is gone.

    "/early" is answered before its body is there.
    """
    if scope["type"] != "http":
        return
    is_early = scope["path"] == "/early"
    length, message = 0, {"type": "http.disconnect"} if is_early else await receive()
    while message["type"] == "http.request":
        length += len(message.get("body", b""))
        if not message.get("more_body"):
            break
        message = await receive()
    if scope["path"] == "/held":
        await receive()
    body = b"a" * 50_000_000 if scope["path"] == "/large" else str(length).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(limits: Limits) -> Iterator[int]:
    """Serve the application under these limits; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(
            application,
            http=partial(Connection, limits=limits),  # type: ignore[arg-type]
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        yield int(listening.getsockname()[1])
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(Limits(header=SOON, body=SOON, unread=SOON)) as port:
        yield port


@pytest.fixture
def narrow() -> Iterator[int]:
    with served(Limits(connections=3)) as port:
        yield port


def send(port: int, content: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=20)
    client.sendall(content)
    return client


def read(client: socket.socket) -> str:
    """Return all that the server sends until it closes the connection; close it too."""
    with client:
        return b"".join(iter(partial(client.recv, 65_536), b"")).decode()


@pytest.mark.parametrize(
    "half", [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", HALF_BODY], ids=["nothing", "header", "body"]
)
def test_a_request_that_does_not_end_is_answered_408_and_closed(port: int, half: bytes) -> None:
    told = read(send(port, half))
    assert told.startswith("HTTP/1.1 408 Request Timeout\r\n")
    assert told.endswith("\r\n\r\nThe request did not arrive within 0.3 seconds.")


def test_a_second_request_that_does_not_end_is_closed_too(port: int) -> None:
    client = send(port, WHOLE)
    assert client.recv(4096).startswith(b"HTTP/1.1 200")
    client.sendall(b"GET / HTTP")
    assert "HTTP/1.1 408 Request Timeout\r\n" in read(client)


def test_a_header_that_trickles_does_not_gain_time(port: int) -> None:
    client = send(port, b"GET / HTTP/1.1\r\n")
    with pytest.raises(OSError), client:
        for _ in range(1000):
            client.sendall(b"X: 1\r\n")
            asyncio.run(asyncio.sleep(SOON / 10))


def test_a_body_that_goes_on_after_its_answer_is_cut_off() -> None:
    large = b"POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 900000000\r\n\r\n"
    with served(Limits(surplus=100_000)) as port, send(port, large) as client:
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
        with pytest.raises(OSError):
            for _ in range(900):
                client.sendall(b"a" * 1_000_000)


def test_a_small_body_that_comes_after_its_answer_is_passed_over() -> None:
    small = b"POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"
    with served(Limits(surplus=100_000)) as port, send(port, small) as client:
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
        client.sendall(b"late" + WHOLE.replace(b"Host", b"Connection: close\r\nHost"))
        assert "HTTP/1.1 200" in read(client)


def test_a_client_that_does_not_read_is_left(port: int) -> None:
    client = send(port, WHOLE.replace(b"/ ", b"/large ", 1))
    others = [read(send(port, WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")))]
    asyncio.run(asyncio.sleep(3 * SOON))
    with client:
        received = 0
        try:
            while chunk := client.recv(1 << 20):
                received += len(chunk)
        except ConnectionResetError:
            pass
    assert received < 50_000_000
    assert others[0].endswith("\r\n\r\n0")


def test_where_there_are_too_many_the_one_that_waits_longest_makes_room(narrow: int) -> None:
    first, second, third = (send(narrow, HALF_BODY) for _ in range(3))
    asyncio.run(asyncio.sleep(SOON))  # so that they are read before there are too many
    fourth = send(narrow, HALF_BODY)
    assert read(first).startswith("HTTP/1.1 503 Service Unavailable\r\n")
    for client in (second, third, fourth):
        client.sendall(b" sent!")
        assert read(client).endswith("\r\n\r\n10")


def test_where_all_are_being_answered_a_new_one_is_told_so(narrow: int) -> None:
    held = [send(narrow, WHOLE.replace(b"/ ", b"/held ", 1)) for _ in range(3)]
    asyncio.run(asyncio.sleep(SOON))
    told: Any = read(send(narrow, b""))
    assert told.endswith("Too many connections; try again in a few seconds.")
    for client in held:
        client.close()
    asyncio.run(asyncio.sleep(SOON))
