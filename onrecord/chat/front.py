"""What the browser gets first: our own document, with the page drawn in it before any script runs.

Gradio's scripts start underneath and take over when their session has begun (`static/start.js`). Of
the document that Gradio serves, its scripts, its styles and its configuration are kept; its title,
its card for social networks and its pictures are not.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.status import HTTP_200_OK
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.chat.language import read_language
from onrecord.chat.template import read_bytes, read_static, render

STYLES = (
    "color.css",
    "first.css",
    "frame.css",
    "talk.css",
    "interview.css",
    "recording.css",
    "library.css",
    "timeline.css",
    "upload.css",
    "report.css",
    "find.css",
    "grid.css",
    "print.css",
)
_SCRIPTS = ("start.js", "memory.js", "history.js", "notice.js")
_CONFIGURATION = re.compile(
    r"<script>window\.gradio_config = .*?</script>\s*<script>window\.gradio_api_info = .*?</script>",
    re.S,
)
_BUNDLE = re.compile(r'<script type="module"[^>]*></script>|<link rel="stylesheet"[^>]*>')
_PICTURES = {"/favicon.ico": ("favicon.svg", "image/svg+xml"), "/card.png": ("card.png", "image/png")}

Draw = Callable[[Request, str], dict[str, str]]


class Front:
    """Answers what a browser asks for first; everything else is passed on.

    Parameters
    ----------
    draw
        Returns the parts of the first screen, for a request and a language: `head`, `talk` and
        `reader` as HTML, and `about`, one sentence in plain text.
    listed
        Whether search engines may list the page.
    """

    def __init__(self, app: ASGIApp, draw: Draw, listed: bool = True) -> None:
        self._app = app
        self._draw = draw
        self._listed = listed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: Response | None = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            answer = await self._answer(Request(scope, receive))
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        path = request.url.path
        if path in _PICTURES:
            name, kind = _PICTURES[path]
            return Response(
                read_bytes(name), media_type=kind, headers={"cache-control": "max-age=86400"}
            )
        if path == "/robots.txt":
            return PlainTextResponse(f"User-agent: *\nDisallow: {'' if self._listed else '/'}\n")
        if path != "/":
            return None
        served = await _fetch(self._app, request)
        made = self._make(served.body.decode("utf-8", "replace"), request) if served.is_page else None
        return _compress(made, request) if made else served.as_response()

    def _make(self, served: str, request: Request) -> str | None:
        """Return our document around Gradio's scripts; None where it serves none that is known."""
        configuration, bundle = _CONFIGURATION.search(served), _BUNDLE.findall(served)
        if not configuration or not bundle:
            return None
        language = read_language(request.headers.get("accept-language"))
        return render(
            "document",
            language,
            address=str(request.base_url),
            configuration=configuration[0],
            bundle=bundle,
            listed=self._listed,
            styles=[read_static(name) for name in STYLES],
            scripts=[read_static(name) for name in _SCRIPTS],
            **self._draw(request, language),
        )


def make_error_page(status: int, accepted: str | None) -> bytes:
    """Return the page that tells a person of an error of HTTP, in the language of the browser."""
    language = read_language(accepted)
    told = "page_absent" if status == 404 else "page_failed"
    return render("error", language, status=status, told=told, style=read_static("color.css")).encode()


@dataclass(frozen=True, slots=True)
class _Served:
    """What an application answers: its status, its headers as they were sent, its body."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether ours can stand in its place: it is neither an error nor another address."""
        return self.status == HTTP_200_OK

    def as_response(self) -> Response:
        """Return it as it was answered."""
        response = Response(self.body, self.status)
        response.raw_headers = self.headers
        return response


async def _fetch(app: ASGIApp, request: Request) -> _Served:
    """Return what an application answers to a request."""
    started: list[Message] = []
    parts: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.append(message)
        parts.append(message.get("body", b""))

    plain = [(name, value) for name, value in request.scope["headers"] if name != b"accept-encoding"]
    await app({**request.scope, "method": "GET", "headers": plain}, request.receive, keep)
    return _Served(started[0]["status"], list(started[0].get("headers", [])), b"".join(parts))


def _compress(text: str, request: Request) -> Response:
    """Return a document, compressed for a browser that takes it so."""
    headers = {"vary": "Accept-Encoding, Accept-Language", "cache-control": "no-cache"}
    body = text.encode()
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, media_type="text/html", headers=headers)
