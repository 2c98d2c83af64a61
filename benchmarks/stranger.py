"""A stranger at the server: odd requests, paths, calls and floods, and somebody who asks meanwhile.

`onrecord serve` runs in a process of its own. A request is right where it is answered, told where it is
refused in words or by the end of its connection, and wrong where the server fails (500), gives a file
of the machine, or does not give others their right answer meanwhile and afterwards.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import math
import random
import time
import urllib.parse
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from benchmarks import server_load
from benchmarks.request import CALL, list_odd_requests, list_paths, mutate_request
from benchmarks.server_load import Server
from benchmarks.site import QUESTION, RIGHT, ROOT, TOLD, WRONG, Site

_AT_ONCE = 200  # requests
_PATIENCE = 12  # seconds: more than a header may take
_LARGEST = 5_000_000  # bytes of an answer that are looked at
_SECRET = b"not-for-strangers"
_MOST_MEMORY = 1_000  # MB of the server after a flood
_LONGEST_LOG = 20  # kB of what it printed
_GIGABYTE = 1_000_000_000
_NAMES = ("trigger_id", "event_id", "session_hash", "fn_index", "data", "request", "batched", "x")
_VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        1,
        -1,
        3,
        10**30,
        1.5,
        math.inf,
        math.nan,
        "",
        " ",
        "\0",
        "é" * 5_000,
        "a" * 200_000,
        "\ud800",
    ),
    *("2019-13-45", "../..", "%s{0}", "<script>alert(1)</script>", "NaN", "Combien ?", "🙂\u202e"),
    *([], ["a"], ["a", 1], [[["a"]]], {}, {"a": 1}, {"__type__": "update"}, ["é" * 1_000] * 50),
    {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
)


def send_odd_requests(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Send requests that are wrong by hand, then right ones that are damaged."""
    made = list_odd_requests()[:count]
    damaged = [mutate_request(chance) for _ in range(count - len(made))]
    yield from _send_all(site, [*made, *damaged])


def try_paths(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Ask for files of the machine, by every way to write a path upwards."""
    secret = site.corpus.parent / "secret.txt"
    secret.write_bytes(_SECRET)
    targets = ("etc/passwd", "proc/self/environ", str(secret), "onrecord/door/route.py")
    paths = list_paths(targets)
    chosen = chance.sample(paths, min(count, len(paths)))
    head = "GET {} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    yield from _send_all(site, [head.format(path).encode() for path in chosen])


def call_endpoints(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Call the endpoints in three ways, with values of any kind."""
    with server_load.serve(site.corpus) as server:
        events = asyncio.run(server_load.list_events(server))
        for number in range(count):
            name = chance.choice(("ask", "search", "find", "grid", "interviews", "passage"))
            values = [chance.choice((*_VALUES, QUESTION)) for _ in range(chance.randint(0, 10))]
            path, body = f"/gradio_api/call/{name}", {"data": values}
            if number % 3 == 1:
                path, body = f"/gradio_api/call/v2/{name}", dict(zip(CALL, values, strict=False))
            elif number % 3 == 2:
                path = "/gradio_api/queue/join"
                body |= {"fn_index": events[name]["id"], "session_hash": f"call{number}"}
                body["event_data"] = chance.choice(_VALUES)
                body |= {chance.choice(_NAMES): chance.choice(_VALUES)} if chance.random() < 0.5 else {}
            outcome = asyncio.run(_call(server, path, body))
            if outcome == WRONG:
                print(f"answered wrongly: {path} {json.dumps(body)[:200]}")
            yield outcome
        yield _ask(server, site)


def flood(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Flood the server in several ways, one server each, while somebody asks."""
    for name, send in list(_FLOODS.items())[:count]:
        with server_load.serve(site.corpus) as server:
            answered = asyncio.run(_ask_during(server, send(server)))
            heavy = server.weigh() > _MOST_MEMORY or server.log_kb() > _LONGEST_LOG
            print(f"{name}: {', '.join(answered)}; {server.weigh()} MB, log {server.log_kb()} kB")
            if heavy or not {RIGHT, "busy"}.issuperset(answered) or _ask(server, site) == WRONG:
                yield WRONG
            else:
                yield TOLD if "busy" in answered else RIGHT


def _send_all(site: Site, requests: list[bytes]) -> Iterator[str]:
    """Send requests, many at a time, to one server; yield the outcome of each and of who asks then."""
    with server_load.serve(site.corpus) as server:
        for start in range(0, len(requests), _AT_ONCE):
            sent = requests[start : start + _AT_ONCE]
            for request, outcome in zip(sent, asyncio.run(_send(server, sent)), strict=True):
                if outcome == WRONG:
                    print(f"answered wrongly: {request[:200]!r}")
                yield outcome
            yield _ask(server, site)


async def _send(server: Server, requests: list[bytes]) -> list[str]:
    return await asyncio.gather(*(_judge(server, one) for one in requests))


async def _judge(server: Server, request: bytes) -> str:
    """Send bytes, and judge what comes back until the server closes or the client gives up."""
    answer = b""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        with contextlib.closing(writer):
            async with asyncio.timeout(_PATIENCE):
                writer.write(request)
                while len(answer) < _LARGEST and (part := await reader.read(65_536)):
                    answer += part
    except (OSError, TimeoutError):
        pass  # what came until then is judged
    status = answer[9:12]
    if any(one in answer for one in (_SECRET, b"root:x:", b"HOME=", b"class OpenRoutes")):
        return WRONG
    if status.startswith(b"5") and status != b"503":
        return WRONG
    return RIGHT if status[:1] in (b"2", b"3") else TOLD


async def _call(server: Server, path: str, body: dict[str, Any]) -> str:
    """Call once; a call that is taken has an outcome, with a sentence where it is no answer."""
    status, text = await server_load.request(server, "POST", path, body)
    if status != 200:
        return TOLD if status in (404, 413, 422, 503) and "detail" in text else WRONG
    event = json.loads(text)["event_id"]
    session = body.get("session_hash")
    named = urllib.parse.quote(str(session), errors="surrogatepass")
    outcome = f"/gradio_api/queue/data?session_hash={named}" if session else f"{path}/{event}"
    _, text = await server_load.request(server, "GET", outcome)
    if "event: complete" in text or '"success":true' in text:
        return RIGHT
    is_told = '"error": null' not in text and "The program failed" not in text and "error" in text
    return TOLD if is_told else WRONG


def _ask(server: Server, site: Site) -> str:
    """Ask as anybody does, again where the server is busy; right, or wrong."""
    for _ in range(5):
        reply = asyncio.run(server_load.ask(server, QUESTION))
        if reply.answer == json.loads(json.dumps(site.expected)):
            return RIGHT
        if reply.told != "busy":
            break
        time.sleep(5)
    print(f"somebody who asks is told: {reply.told}")
    return WRONG


async def _ask_during(server: Server, flooding: Coroutine[Any, Any, Any]) -> list[str]:
    """Ask again and again until a flood has passed; return what was told."""
    task = asyncio.create_task(flooding)
    told = []
    while not task.done():
        reply = await server_load.ask(server, QUESTION)
        told.append({"answered": RIGHT}.get(reply.told, reply.told))
        await asyncio.sleep(1)
    await task
    return told


async def _upload_gigabytes(server: Server) -> None:
    """Send a gigabyte to each of several addresses, its length told or not, until it is refused."""
    addresses = ("/gradio_api/upload", "/gradio_api/call/ask", "/gradio_api/queue/join", "/upload")
    lengths = (f"Content-Length: {_GIGABYTE}", "Transfer-Encoding: chunked")
    await asyncio.gather(*(_pour(server, one, length) for one in addresses for length in lengths))


async def _pour(server: Server, address: str, length: str) -> None:
    part = b"a" * 1_000_000
    chunk = part if "Length" in length else b"%x\r\n%s\r\n" % (len(part), part)
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        with contextlib.closing(writer):
            writer.write(f"POST {address} HTTP/1.1\r\nHost: a\r\n{length}\r\n\r\n".encode())
            for _ in range(_GIGABYTE // len(part)):
                writer.write(chunk)
                await writer.drain()
        raise RuntimeError(f"{address} takes a gigabyte")
    except OSError:
        return


async def _hold(server: Server, opening: bytes, count: int = 900) -> None:
    """Hold many connections open after their first bytes, for half a minute."""
    held = []
    for _ in range(count):
        try:
            held.append((await asyncio.wait_for(server_load.connect(server), 1))[1])
        except (OSError, TimeoutError):
            continue
        held[-1].write(opening)
    await asyncio.sleep(30)
    for writer in held:
        writer.close()


async def _never_fetch(server: Server) -> None:
    """Cause events of the page in thousands of sessions, and fetch no outcome."""
    event = (await server_load.list_events(server))["greet"]
    body = {"data": [None] * len(event["inputs"]), "fn_index": event["id"], "event_data": None}
    for start in range(0, 2_000, 100):
        bodies = [body | {"session_hash": f"greet{number}"} for number in range(start, start + 100)]
        posts = [server_load.request(server, "POST", "/gradio_api/queue/join", one) for one in bodies]
        await asyncio.gather(*posts, return_exceptions=True)


async def _bring_interviews(server: Server) -> None:
    """Bring an interview in each of 64 scripted sessions; one more visitor can do so afterwards."""
    events = await server_load.list_events(server)
    content = next((ROOT / "tests/questions/corpus").glob("*.md")).read_bytes()
    sent = {"name": "a.md", "size": len(content), "start": 0}
    sent["content"] = base64.b64encode(content).decode()
    for number in range(65):
        session = f"bring{number}"
        for name, data in (("greet", None), ("receive", sent), ("read", None), ("accept", None)):
            told = await server_load.join(server, events[name], session, data)
        if told != "done":
            raise RuntimeError(f"an interview of visit {number}: {told}")


_FLOODS: dict[str, Callable[[Server], Coroutine[Any, Any, Any]]] = {
    "gigabytes": _upload_gigabytes,
    "half-sent headers": server_load.send_half_headers,
    "half-sent bodies": lambda server: _hold(
        server,
        b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: a\r\nContent-Length: 600000\r\n\r\n"
        + b"a" * 100_000,
    ),
    "heartbeats": lambda server: _hold(
        server, b"GET /gradio_api/heartbeat/a HTTP/1.1\r\nHost: a\r\n\r\n"
    ),
    "half-sent files": server_load.send_half_files,
    "interviews brought": _bring_interviews,
    "never fetched": _never_fetch,
    "askers": lambda server: server_load.ask_at_once(server, 400),
    "visits": server_load.ask_and_leave,
}
