"""A stranger's requests to the real server: what is closed, what is forged, what is wrong."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import INTERVIEW, ROOT
from serving import serving

NONE = [*[None] * 6, False]
QUESTION = "Pourquoi avoir fermé la criée ?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "criee.txt").write_text(INTERVIEW, "utf-8")
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(ROOT / "tests" / "serving.py", folder / "corpus", folder / "index") as address:
        yield address


def request(
    address: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], str]:
    """Send a request, JSON unless the body is bytes; return status, headers in lower case and body."""
    content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    kind = {"Content-Type": "application/json", **(headers or {})}
    sent = urllib.request.Request(address + path, content, kind)  # type: ignore[arg-type]
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            found = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, found, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, dict(refused.headers), refused.read().decode()


@pytest.mark.parametrize(
    "path",
    [
        "gradio_api/file=/etc/hostname",
        "file=/etc/hostname",
        "gradio_api/file/etc/hostname",
        "gradio_api/proxy=http://127.0.0.1:9/",
        "gradio_api/upload_progress?upload_id=a",
        "gradio_api/stream/a/b/1/playlist.m3u8",
        "gradio_api/deep_link?session_hash=a",
        "gradio_api/token",
        "gradio_api/dev/reload",
        "gradio_api/vibe-code",
        "gradio_api/startup-events",
        "login_check",
        "monitoring/summary",
        "docs",
        "openapi.json",
        "nothing",
    ],
)
def test_what_the_page_does_not_need_is_closed(address: str, path: str) -> None:
    status, _, told = request(address, path)
    assert (status, told) == (404, '{"detail":"Not found."}')


@pytest.mark.parametrize(
    "path",
    ["upload", "component_server", "process_recording", "run/ask", "api/ask", "vibe-edit"],
)
def test_nothing_is_taken_that_the_page_does_not_send(address: str, path: str) -> None:
    assert request(address, f"gradio_api/{path}", {"data": []})[0] == 404
    assert request(address, path, {"data": []})[0] == 404


def test_an_upload_of_the_frameworks_leaves_no_file(address: str) -> None:
    head = b'Content-Disposition: form-data; name="files"; filename="a.txt"'
    body = b"--x\r\n" + head + b"\r\n\r\nmots\r\n--x--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    assert request(address, "gradio_api/upload", body, kind)[0] == 404


def test_a_body_that_is_too_large_is_refused_in_words(address: str) -> None:
    status, _, told = request(address, "gradio_api/call/ask", {"data": ["a" * 5_000_000, 3, *NONE]})
    assert (status, told) == (413, '{"detail":"The request is too large: 700,000 bytes at most."}')


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Gradio-Server", "Forwarded"])
def test_the_page_names_no_host_that_a_stranger_names(address: str, name: str) -> None:
    value = "host=evil.example" if name == "Forwarded" else "http://evil.example"
    status, _, page = request(address, "", None, {name: value})
    assert (status, "evil.example" in page) == (200, False)
    assert "evil.example" not in request(address, "config", None, {name: value})[2]


@pytest.mark.parametrize("path", ["", "config", "theme.css", "gradio_api/upload"])
def test_browsers_are_told_what_a_page_may_do(address: str, path: str) -> None:
    _, headers, _ = request(address, path)
    found = {name.lower(): value for name, value in headers.items()}
    rules = found["content-security-policy"].split("; ")
    assert {"default-src 'self'", "object-src 'none'", "frame-ancestors 'self'"} <= set(rules)
    names = ("x-content-type-options", "referrer-policy", "x-frame-options")
    assert [found[name] for name in names] == ["nosniff", "same-origin", "SAMEORIGIN"]
    assert "server" not in found


WRONG: dict[str, tuple[object, int, str]] = {
    "a number asked": ({"data": [7, 3, *NONE]}, 422, "question: expected a text, found 7"),
    "nothing asked": ({"data": []}, 422, "question: missing; expected 9 values (question, k, "),
    "too many": ({"data": [QUESTION, 3, *NONE, 1]}, 422, "data: expected a list of 9 values (question"),
    "no list": ({"data": QUESTION}, 422, "data: expected a list of 9 values (question, k, history, "),
    "no data": ({}, 422, "found null"),
    "a large number for k": ({"data": [QUESTION, 1e30, *NONE]}, 422, "k: expected a whole number"),
    "a truth for k": ({"data": [QUESTION, True, *NONE]}, 422, "k: expected a whole number, found true"),
    "a text for history": (
        {"data": [QUESTION, 3, "Et ?", *NONE[1:]]},
        422,
        'history: expected a list of texts or null, found \\"Et ?\\"',
    ),
    "numbers for history": ({"data": [QUESTION, 3, [1], *NONE[1:]]}, 422, "history: expected a list"),
    "a list for a date": (
        {"data": [QUESTION, 3, *NONE[1:], [1]]},
        422,
        "until: expected a text or null",
    ),
    "another list": ([QUESTION], 422, "expected an object in JSON, found"),
    "no JSON": (b'{"data": [', 422, "expected an object in JSON, found another body"),
    "deep JSON": (b"[" * 100_000, 422, "expected an object in JSON, found another body"),
    "a session without end": (
        {"data": [QUESTION, 3, *NONE], "session_hash": "a" * 61},
        422,
        "session_hash: expected a text of 1 to 60 characters",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_call_is_told_by_the_name_of_its_argument(address: str, name: str) -> None:
    body, status, told = WRONG[name]
    found, _, text = request(address, "gradio_api/call/ask", body)
    assert (found, told in text) == (status, True), text


@pytest.mark.parametrize(
    ("path", "body", "status", "told"),
    [
        ("call/v2/ask", {}, 422, "question: missing; expected 9 values"),
        (
            "call/v2/ask",
            {"question": QUESTION, "q": 1},
            422,
            "q: no such argument; there are question, k",
        ),
        (
            "call/v2/ask",
            {"question": QUESTION, "k": "3"},
            422,
            'k: expected a whole number, found \\"3\\"',
        ),
        ("call/v2/passage", {"interview": "criee"}, 422, "anchor: missing; expected 2 values"),
        ("call/interviews", {"data": [1]}, 422, "data: expected a list of no value, found 1 values"),
        (
            "call/answer",
            {"data": []},
            404,
            "No such endpoint; there are ask, search, find, grid, interviews, passage.",
        ),
        (
            "queue/join",
            {"data": [], "session_hash": "a", "fn_index": 999},
            422,
            "fn_index: expected an",
        ),
        (
            "queue/join",
            {"data": 7, "session_hash": "a", "fn_index": 0},
            422,
            "data: expected a list of",
        ),
        ("queue/join", {"data": [], "fn_index": 0}, 422, "session_hash: expected a text of 1 to 60"),
        (
            "queue/join",
            {"data": [], "session_hash": "\ud800", "fn_index": 0},
            422,
            "session_hash: expected a text of 1 to 60 characters that can be printed",
        ),
        ("cancel", b'{"data": [NaN, 1e999]}', 422, "session_hash: Field required"),
        ("cancel", b"[", 422, "JSON decode error"),
        (
            "cancel",
            {"session_hash": "a", "event_id": float("nan")},
            422,
            "fn_index: Field required",
        ),
        (
            "queue/join",
            {"data": [None], "session_hash": "a", "fn_index": 5, "trigger_id": float("inf")},
            422,
            "trigger_id: Input should be a finite number",
        ),
        (
            "queue/join",
            {"data": [None], "session_hash": "a", "fn_index": 5, "batched": "\ud800"},
            422,
            "batched: Input should be a valid string",
        ),
    ],
)
def test_so_is_every_other_way_to_call(
    address: str, path: str, body: object, status: int, told: str
) -> None:
    found, _, text = request(address, f"gradio_api/{path}", body)
    assert (found, told in text) == (status, True), text


def test_a_right_call_by_name_is_answered(address: str) -> None:
    _, _, text = request(address, "gradio_api/call/v2/ask", {"question": QUESTION, "k": 1})
    event = json.loads(text)["event_id"]
    _, _, answer = request(address, f"gradio_api/call/v2/ask/{event}")
    assert '"question": "Pourquoi avoir ferm' in answer


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([7, 3], "question: expected a text, found 7"),
        (["Combien ?", "\ud800"], "k: expected a whole number, found "),
    ],
)
def test_a_wrong_type_that_comes_by_the_pages_way_is_told_too(
    address: str, values: list[object], expected: str
) -> None:
    events: list[dict[str, Any]] = json.loads(request(address, "config")[2])["dependencies"]
    number = next(one["id"] for one in events if one["api_name"] == "ask")
    body = {"data": [*values, *NONE], "fn_index": number, "session_hash": "stranger"}
    assert request(address, "gradio_api/queue/join", body)[0] == 200
    _, _, told = request(address, "gradio_api/queue/data?session_hash=stranger")
    assert expected in told


@pytest.mark.parametrize(
    ("event", "sent", "told"),
    [
        ("cite", None, "event_data: expected an object"),
        ("bound", 7, "event_data: expected an object"),
        ("cite", {"exchange": "x", "rank": 1}, "exchange: expected a whole number from 0"),
        ("cite", {"exchange": 1, "rank": True}, "rank: expected a whole number"),
        ("cite", {"exchange": 1}, "rank: expected a whole number from 0 to 1000000000, found nothing"),
        ("keep", {"format": "exe", "exchange": 0, "rank": 0}, "format: expected one of md"),
        ("note", {"interview": [], "anchor": "t1p1"}, "interview: expected a text, found []"),
        ("open", {"interview": {"a": 1}}, "interview: expected a text"),
        ("remove", {}, "interview: expected a text, found nothing"),
        ("ask_example", {"question": 3}, "question: expected a text"),
        ("find_words", {}, "words: expected a text, found nothing"),
        ("open_place", {"words": "a", "interview": "b", "rank": -1}, "rank: expected a whole number"),
        ("judge", {"exchange": -1, "judge": "like"}, "exchange: expected a whole number"),
        ("receive", {"name": "a.txt", "size": 1e300, "start": 0, "content": ""}, "size: expected"),
        ("receive", {"name": "a.txt", "size": 9, "start": "NaN", "content": ""}, "start: expected"),
    ],
)
def test_what_is_sent_along_with_a_click_is_told_by_its_name(
    address: str, event: str, sent: object, told: str
) -> None:
    events: list[dict[str, Any]] = json.loads(request(address, "config")[2])["dependencies"]
    number = next(one["id"] for one in events if one["api_name"] == event)
    body = {"data": [None, None], "fn_index": number, "session_hash": "click", "event_data": sent}
    status, _, text = request(address, "gradio_api/queue/join", body)
    assert status == 422
    assert told in text


def test_a_body_that_grows_too_large_is_told_so_too(address: str) -> None:
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    head = b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(head + (b"10000\r\n" + b"a" * 65_536 + b"\r\n") * 12 + b"0\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 413"


def test_half_sent_requests_do_not_shut_the_door(address: str) -> None:
    port = int(address.rstrip("/").rsplit(":", 1)[1])
    held = []
    for _ in range(1700):  # more than there may be connections
        held.append(socket.create_connection(("127.0.0.1", port), timeout=20))
        held[-1].sendall(b"POST /gradio_api/call/ask HTTP/1.1\r\nHost: a\r\n")
    assert request(address, "config")[0] == 200
    assert held[0].recv(12) == b"HTTP/1.1 503"
    for client in held:
        client.close()


def test_a_rate_is_kept_where_the_operator_sets_one(folder: Path) -> None:
    script = ROOT / "tests" / "serving.py"
    options = ["--rate", "3", "--framed-by", "https://example.org"]
    with serving(script, folder / "corpus", folder / "index", *options) as address:
        body = {"data": [QUESTION, 1, *NONE]}
        asked = [request(address, "gradio_api/call/ask", body) for _ in range(4)]
        assert [status for status, _, _ in asked] == [200, 200, 200, 429]
        assert "Too many requests from your address: 3 a minute at most." in asked[3][2]
        headers = request(address, "")[1]
        rules = headers["content-security-policy"]
        assert rules.endswith("frame-ancestors 'self' https://example.org")
        assert "x-frame-options" not in headers
