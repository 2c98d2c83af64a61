"""The page behind nginx, set up as docs/serving.md says: answers pass, limits agree."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import INTERVIEW, ROOT
from serving import find_free_port, serving

from onrecord.door.limit import LARGEST_BODY

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx")
PAGE = (ROOT / "docs" / "serving.md").read_text("utf-8")
AROUND = """
pid {folder}/pid;
error_log {folder}/log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_buffer_size 1m;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {block}
}}
"""
ASKED = ["Pourquoi avoir fermé la criée ?", 1, *[None] * 6, False]


def configure(folder: Path, port: int, upstream: str) -> str:
    """Return nginx's configuration with the block of the page, on plain HTTP and other ports."""
    (block,) = re.findall(r"```nginx\n(.*?)```", PAGE, flags=re.S)
    block = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    block = block.replace("http://127.0.0.1:7860", upstream.rstrip("/"))
    block = re.sub(r"(client_\w+_timeout) 10s", r"\1 1s", block)  # a test does not wait so long
    return AROUND.format(folder=folder, block=block)


@contextmanager
def proxying(folder: Path, upstream: str) -> Iterator[str]:
    """Run nginx in front of a server; yield its address."""
    port = find_free_port()
    settings = folder / "nginx.conf"
    settings.write_text(configure(folder, port, upstream), "utf-8")
    command = [str(NGINX), "-p", str(folder), "-e", f"{folder}/log", "-c", str(settings)]
    with subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("proxy")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "criee.txt").write_text(INTERVIEW, "utf-8")
    script = ROOT / "tests" / "serving.py"
    with (
        serving(script, folder / "corpus", folder / "index", "--rate", "60") as upstream,
        proxying(folder, upstream) as address,
    ):
        yield address


def request(address: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Send a request; return the status and the body."""
    kind = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    sent = urllib.request.Request(address + path, body, kind)
    try:
        with urllib.request.urlopen(sent, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def connect(address: str) -> socket.socket:
    """Return a connection to the proxy."""
    return socket.create_connection(("127.0.0.1", int(address.rsplit(":")[2].strip("/"))), timeout=20)


def test_questions_are_answered_through_the_proxy(address: str) -> None:
    _, told = request(address, "gradio_api/call/ask", json.dumps({"data": ASKED}).encode())
    _, answer = request(address, f"gradio_api/call/ask/{json.loads(told)['event_id']}")
    assert f'"question": {json.dumps(ASKED[0])}' in answer


def test_what_comes_bit_by_bit_is_not_held_back(address: str) -> None:
    with connect(address) as client:
        client.sendall(b"GET /gradio_api/heartbeat/visit HTTP/1.1\r\nHost: a\r\n\r\n")
        got = b""
        while b"ALIVE" not in got:
            part = client.recv(4096)
            assert part, got
            got += part


@pytest.mark.parametrize(("size", "status"), [(LARGEST_BODY, 422), (LARGEST_BODY + 1, 413)])
def test_both_take_bodies_of_the_same_size(address: str, size: int, status: int) -> None:
    assert request(address, "gradio_api/call/ask", b"x" * size)[0] == status


def test_an_address_may_hold_the_longest_question(address: str) -> None:
    assert request(address, f"?q={'%C3%A9' * 10_000}")[0] == 200


def test_a_client_cannot_pass_for_others(address: str) -> None:
    body = json.dumps({"data": ASKED}).encode()
    statuses = [
        request(address, "gradio_api/call/ask", body, X_Forwarded_For=f"192.0.2.{number}")[0]
        for number in range(70)
    ]
    assert statuses[-1] == 429


def test_no_forged_host_comes_through(address: str) -> None:
    forged = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "evil.example"}
    status, page = request(address, "config", None, **forged)
    assert (status, "evil.example" in page) == (200, False)


def test_a_half_sent_request_does_not_last(address: str) -> None:
    for half in (
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\na",
    ):
        with connect(address) as client:
            client.sendall(half)
            assert b"200 OK" not in client.recv(4096)  # it was closed, with 408 or without a word
