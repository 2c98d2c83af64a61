"""Whatever a request holds, the log of the real server holds nothing of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import INTERVIEW, ROOT
from serving import find_free_port

from onrecord.door.failure import log_failure

ASKED = "Que cache Madame Kerbrat"
NAME = ASKED.replace(" ", "%20")
LARGE = ASKED * (5_000_000 // len(ASKED))
NONE = [*[None] * 6, False]
FILE = {"path": ASKED, "url": f"http://127.0.0.1:9/{ASKED}", "meta": {"_type": "gradio.FileData"}}
WRONG_BODIES = {
    "nothing": {"data": []},
    "too few": {"data": [ASKED]},
    "too many": {"data": [ASKED] * 30},
    "no list": {"data": ASKED},
    "an object": {"data": {"question": ASKED}},
    "a number asked": {"data": [7, ASKED, *NONE]},
    "a list asked": {"data": [[ASKED], 3, *NONE]},
    "an object asked": {"data": [{"question": ASKED}, 3, *NONE]},
    "a file asked": {"data": [FILE, 3, *NONE]},
    "a text for k": {"data": ["Pourquoi ?", ASKED, *NONE]},
    "a large number for k": {"data": [ASKED, 1e30, *NONE]},
    "a text for history": {"data": [ASKED, 3, ASKED, *NONE[1:]]},
    "objects for filters": {"data": [ASKED, 3, None, *[{ASKED: ASKED}] * 5]},
    "lists for filters": {"data": [ASKED, 3, None, *[[ASKED]] * 5]},
    "a text for a date": {"data": [ASKED, 3, *NONE[1:], ASKED]},
    "5 MB": {"data": [LARGE, 3, *NONE]},
    "5 MB alone": {"data": [LARGE]},
    "5 MB for k": {"data": [ASKED, LARGE, *NONE]},
}


@dataclass(frozen=True)
class Server:
    """The chat in a process of its own, and the file of all that it prints."""

    address: str
    log: Path

    def post(self, path: str, body: object) -> str:
        """Send a body, a text unchanged and anything else as JSON; return the final answer."""
        sent = body if isinstance(body, str) else json.dumps(body)
        kind = {"Content-Type": "application/json"}
        address = f"{self.address}/gradio_api/{path}"
        try:
            request = urllib.request.Request(address, sent.encode(), kind)
            with urllib.request.urlopen(request, timeout=60) as response:
                event = json.load(response)["event_id"]
            follow = f"{address}/{event}" if path.startswith("call/") else self._messages
            with urllib.request.urlopen(follow, timeout=60) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError as refused:
            with refused:
                return f"{refused.code} {refused.read().decode()}"

    @property
    def _messages(self) -> str:
        return f"{self.address}/gradio_api/queue/data?session_hash=visit"

    def logged(self, call: Callable[[], str]) -> str:
        """Return what the server logs during a call and half a second after it."""
        before = self.log.stat().st_size
        assert call()
        time.sleep(0.5)
        return self.log.read_bytes()[before:].decode()

    def event(self, name: str) -> dict[str, Any]:
        """Return the event of the page that `/config` lists under a name."""
        with urllib.request.urlopen(f"{self.address}/config", timeout=60) as response:
            found = json.load(response)["dependencies"]
        return dict(next(one for one in found if one["api_name"] == name))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("failing")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "criee.txt").write_text(INTERVIEW, "utf-8")
    port, log = find_free_port(), folder / "log"
    script = [ROOT / "tests" / "serving.py", folder / "corpus", folder / "index", "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        log.open("w") as said,
        subprocess.Popen(
            [sys.executable, "-u", *map(str, script)], env=environment, stdout=said, stderr=said
        ) as process,
    ):
        while "Ctrl+C" not in log.read_text("utf-8"):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)
        yield Server(f"http://127.0.0.1:{port}", log)
        process.terminate()


@pytest.mark.parametrize("name", WRONG_BODIES)
def test_nothing_of_a_wrong_body_is_logged(server: Server, name: str) -> None:
    logged = server.logged(lambda: server.post("call/ask", WRONG_BODIES[name]))
    assert (logged.count(ASKED), len(logged) < 1000) == (0, True)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"call/{NAME}", {"data": [ASKED]}),
        (f"call/v2/{NAME}", {"question": ASKED}),
        ("call/v2/ask", {ASKED: ASKED}),
        ("call/ask", f'{{"data": ["{ASKED}'),
        ("call/passage", {"data": ["criee", [ASKED]]}),
        ("queue/join", {"data": [ASKED], "fn_index": 999, "session_hash": ASKED}),
        (
            "component_server",
            {"data": ASKED, "component_id": 999, "fn_name": ASKED, "session_hash": "-"},
        ),
    ],
    ids=["no name", "no name, v2", "no argument", "no end", "no anchor", "no event", "no component"],
)
def test_nothing_of_a_request_that_leads_nowhere_is_logged(
    server: Server, path: str, body: object
) -> None:
    logged = server.logged(lambda: server.post(path, body))
    assert (logged.count(ASKED), logged.count(NAME)) == (0, 0)


def test_nothing_of_an_event_of_the_page_is_logged(server: Server) -> None:
    keep = server.event("keep")
    data = [None] * len(keep["inputs"])
    event = {"exchange": 0, "format": ASKED, "index": ASKED}
    body = {"data": data, "fn_index": keep["id"], "session_hash": "visit", "event_data": event}
    assert server.logged(lambda: server.post("queue/join", body)) == ""
    assert server.post("queue/join", body).startswith("422 "), "told to who sent it"


def test_what_is_missing_is_told_to_who_asked(server: Server) -> None:
    told = server.post("call/passage", {"data": [ASKED]})
    assert told.startswith('422 {"detail":"anchor: missing; expected 2 values (interview, anchor')


def test_the_log_says_where_the_program_failed(caplog: pytest.LogCaptureFixture) -> None:
    try:
        int(ASKED)
    except ValueError as error:
        log_failure(error)
    assert "a request failed: ValueError at " in caplog.text
    assert "test_failure.py" in caplog.messages[0]
    assert ASKED not in caplog.text
