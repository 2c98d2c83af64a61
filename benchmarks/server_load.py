"""What strangers cost the server: many askers at once, half-sent files and requests, scripted visits.

    python -m benchmarks.server_load [--only LOAD ...] [--json benchmarks/server_load.json]

`onrecord serve` runs in a process of its own, which may open 1,024 files, as is usual. Of each kind of
load this tells what the clients were told, how long they waited (median, 95th percentile, longest), and
the server's memory and log before and after. A client that gets neither its own answer nor a 503 is
dropped.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.ask_cost import QUESTIONS

CORPUS = "tests/questions/corpus"
FILES_OPEN = 1024
PATIENCE = 120  # seconds that a client waits
HALF_SENT = 100  # files of 4.9 MB, of each all but the last byte
SLICE = 393_216  # bytes of a file that the page sends at once
HALF_HEADERS = 1300  # requests whose header does not end
SCRIPTED = 1000  # visits of which each asks once and does not come back


def main() -> None:
    """Print the figures of each load, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", default=CORPUS)
    parser.add_argument("--json")
    parser.add_argument("--only", nargs="*", choices=LOADS, default=list(LOADS), metavar="LOAD")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    if options.json and Path(options.json).exists():
        figures = json.loads(Path(options.json).read_text("utf-8"))
    for name in options.only:
        with serve(options.corpus) as server:
            before = server.weigh()
            told = asyncio.run(LOADS[name](server))
            after = {"memory_mb": [before, server.weigh()], "log_kb": server.log_kb()}
        figures[name] = {**told, **after}
        print(name, json.dumps(figures[name]), flush=True)  # at once: the whole takes minutes
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


@dataclass(frozen=True)
class Server:
    """The chat in a process of its own, and the file of all that it prints."""

    port: int
    process: int
    log: Path

    def weigh(self) -> int:
        """Return the resident memory of the process, in MB."""
        status = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) // 1000

    def cpu_s(self) -> float:
        """Return the processor time that the process has used, in seconds."""
        fields = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def log_kb(self) -> int:
        """Return the size of the log in kB."""
        return self.log.stat().st_size // 1000


@dataclass(frozen=True)
class Reply:
    """What a client was told: "answered", "busy", or "dropped: " and why; after how many seconds."""

    told: str
    seconds: float
    answer: dict[str, Any]


@contextmanager
def serve(corpus: str | Path) -> Iterator[Server]:
    """Serve a corpus with the bundled encoder, with few open files; end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        command = [sys.executable, "-u", "-m", "onrecord", "serve", "--corpus", str(corpus)]
        command += ["--index", str(Path(folder, "index")), "--port", str(port)]
        with log.open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, preexec_fn=_limit_files)  # noqa: PLW1509
            while "Ctrl+C" not in log.read_text("utf-8"):
                if process.poll() is not None:
                    raise SystemExit(log.read_text("utf-8"))
                time.sleep(0.2)
            try:
                yield Server(port, process.pid, log)
            finally:
                os.kill(process.pid, signal.SIGTERM)
                process.wait(30)


async def ask_at_once(server: Server, askers: int) -> dict[str, Any]:
    """Ask from many clients at the same moment; return what they were told, and when."""
    await ask(server, QUESTIONS[0])
    used = server.cpu_s()
    asked = [ask(server, f"{QUESTIONS[n % 8]} {n}") for n in range(askers)]
    replies = await asyncio.gather(*asked)
    times = {
        told: [one.seconds for one in replies if one.told == told] for told in ("answered", "busy")
    }
    return {
        **Counter(one.told for one in replies),
        "answered_s": _spread(times["answered"]),
        "busy_s": _spread(times["busy"]),
        "cpu_s": round(server.cpu_s() - used, 1),
    }


async def send_half_files(server: Server) -> dict[str, Any]:
    """Send nearly all of a file of 4.9 MB from each of many sessions, and never the rest."""
    event = (await list_events(server))["receive"]
    told: Counter[str] = Counter()
    for number in range(HALF_SENT):
        for start in range(0, 4_899_999, SLICE):
            size = min(SLICE, 4_899_999 - start)
            data = {"name": "a.txt", "size": 4_900_000, "start": start, "content": "AAAA" * (size // 3)}
            told[await join(server, event, f"half{number}", data)] += 1
    return dict(told)


async def send_half_headers(server: Server) -> dict[str, Any]:
    """Hold many requests open whose header does not end; return what another client is told."""
    held = []
    for _ in range(HALF_HEADERS):
        try:
            _, writer = await asyncio.wait_for(connect(server), 1)
        except (OSError, TimeoutError):
            continue
        writer.write(b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: a\r\n")
        held.append(writer)
    during = [await ask(server, one) for one in QUESTIONS[:3]]
    for writer in held:
        writer.close()
    seconds = _spread([one.seconds for one in during])
    return {
        "opened": len(held),
        "others": dict(Counter(one.told for one in during)),
        "others_s": seconds,
    }


async def ask_and_leave(server: Server) -> dict[str, Any]:
    """Ask once from each of many sessions, as a script does that names a new one each time."""
    event = (await list_events(server))["ask_1"]
    told: Counter[str] = Counter()
    for start in range(0, SCRIPTED, 20):
        numbers = range(start, start + 20)
        asked = [join(server, event, f"visit{n}", None, QUESTIONS[n % 8]) for n in numbers]
        told.update(await asyncio.gather(*asked))
    return dict(told)


async def ask(server: Server, question: str) -> Reply:
    """Ask as a program does, in two requests."""
    start = time.perf_counter()
    told, answer = await _ask(server, question)
    return Reply(told, time.perf_counter() - start, answer)


async def _ask(server: Server, question: str) -> tuple[str, dict[str, Any]]:
    try:
        body = {"data": [question, 3, None, None, None, None, None, None, None]}
        status, text = await request(server, "POST", "/gradio_api/call/ask", body)
        if status == 503:
            return "busy", {}
        event = json.loads(text)["event_id"]
        status, text = await request(server, "GET", f"/gradio_api/call/ask/{event}")
        if status == 503:
            return "busy", {}
        answer = json.loads(text.rpartition("event: complete\ndata: ")[2])[0]
    except (OSError, ValueError, KeyError, IndexError, TimeoutError) as error:
        return f"dropped: {type(error).__name__}", {}
    return ("answered" if answer["question"] == question else "dropped: another answer"), answer


async def join(
    server: Server, event: dict[str, Any], session: str, event_data: object, *data: object
) -> str:
    """Cause an event of the page in a session, without a browser; return "done" or how it failed."""
    values = [*data, *[None] * (len(event["inputs"]) - len(data))]
    body = {"data": values, "fn_index": event["id"], "session_hash": session, "event_data": event_data}
    body["trigger_id"] = event["targets"][0][0]
    try:
        status, text = await request(server, "POST", "/gradio_api/queue/join", body)
        if status != 200:
            return str(status)
        path = f"/gradio_api/queue/data?session_hash={session}"
        _, text = await request(server, "GET", path)
    except (OSError, ValueError, TimeoutError) as error:
        return f"dropped: {type(error).__name__}"
    return "done" if '"success":true' in text else "failed"


async def list_events(server: Server) -> dict[str, dict[str, Any]]:
    """Return the events of the page, by name."""
    _, text = await request(server, "GET", "/config")
    return {one["api_name"]: one for one in json.loads(text)["dependencies"]}


async def request(server: Server, method: str, path: str, body: object = None) -> tuple[int, str]:
    """Send one request on a connection of its own; return the status and the decoded body."""
    sent = b"" if body is None else json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
    reader, writer = await asyncio.wait_for(connect(server), PATIENCE)
    try:
        writer.write(head.encode() + sent)
        answer = await asyncio.wait_for(reader.read(), PATIENCE)
    finally:
        writer.close()
    first, _, content = answer.partition(b"\r\n\r\n")
    if b"chunked" in first:
        content = b"".join(re.findall(rb"[0-9a-f]+\r\n(.*?)\r\n(?=[0-9a-f]+\r\n)", content, re.S))
    return int(first.split()[1]) if first else 0, content.decode("utf-8", "replace")


async def connect(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection to the server."""
    return await asyncio.open_connection("127.0.0.1", server.port)


def _spread(seconds: list[float]) -> list[float]:
    """Return the median, the 95th percentile and the maximum; nothing of nothing."""
    if not seconds:
        return []
    ordered = sorted(seconds)
    return [
        round(one, 2)
        for one in (statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))], ordered[-1])
    ]


def _limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES_OPEN, FILES_OPEN))


LOADS: dict[str, Callable[[Server], Coroutine[None, None, dict[str, Any]]]] = {
    "askers 200": partial(ask_at_once, askers=200),
    "askers 400": partial(ask_at_once, askers=400),
    "half-sent files": send_half_files,
    "half-sent headers": send_half_headers,
    "scripted visits": ask_and_leave,
}


if __name__ == "__main__":
    main()
