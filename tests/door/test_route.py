"""What is open is what docs/serving.md lists, and nothing else."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from onrecord.door.route import OPEN, OpenRoutes

PAGE = (ROOT / "docs" / "serving.md").read_text("utf-8")


def answer(request: Request) -> PlainTextResponse:
    """Answer every request."""
    return PlainTextResponse("answered")


METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]
APP = OpenRoutes(Starlette(routes=[Route("/{path:path}", answer, methods=METHODS)]))


def listed() -> list[tuple[str, str]]:
    """Return the routes of the page's table, as (method, path)."""
    table = PAGE.partition("| address | gives |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?/.*?`) \|", table, flags=re.M)
    names = [name for row in rows for name in re.findall(r"`(.*?)`", row)]
    return [("POST", name.split()[1]) if " " in name else ("GET", name) for name in names]


def test_every_pattern_is_listed_and_all_that_is_listed_is_open() -> None:
    client = TestClient(APP)
    closed = [one for one in listed() if client.request(*one).status_code != 200]
    assert closed == []
    unlisted = [
        pattern
        for methods, pattern in OPEN
        if not any(
            re.fullmatch(pattern, path.rstrip("/")) and method in methods for method, path in listed()
        )
    ]
    assert unlisted == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("GET", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/queue/data"),
        ("PUT", "/config"),
        ("DELETE", "/gradio_api/call/ask"),
        ("GET", "/assets"),
        ("GET", "/gradio_api/call/ask/a/b"),
        ("GET", "/gradio_api/heartbeat/a/b"),
        ("GET", "/gradio_api//file=/etc/hostname"),
        ("GET", "/gradio_api/%66ile=/etc/hostname"),
    ],
)
def test_the_rest_is_closed(method: str, path: str) -> None:
    assert TestClient(APP).request(method, path).status_code == 404


def test_a_path_may_end_with_a_slash() -> None:
    assert TestClient(APP).get("/config/").status_code == 200


def test_a_path_longer_than_a_file_may_be_named_is_closed() -> None:
    assert TestClient(APP).get("/static/" + "a" * 247).status_code == 200
    assert TestClient(APP).get("/static/" + "a" * 248).status_code == 404
