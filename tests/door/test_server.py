"""A socket that listens says that it is TCP, so that what is sent on its connections does not wait."""

from __future__ import annotations

import asyncio
import socket

import pytest

from onrecord.door.server import listen


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


def test_a_port_that_is_taken_or_is_none_raises_and_leaves_no_socket() -> None:
    with listen("127.0.0.1", 0) as first, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", first.getsockname()[1])
    with pytest.raises(OverflowError):
        listen("127.0.0.1", 70_000)
