"""What is open: the page, what it loads, its events, and the endpoints of programs.

Everything else that the framework serves is closed: uploads to disk, files of this machine, proxies,
recordings, monitoring, remote functions of components. docs/serving.md lists the same, with what each
gives.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.door.limit import refuse

_GET = frozenset({"GET", "HEAD", "OPTIONS"})
_POST = frozenset({"POST", "OPTIONS"})
_LONGEST = 255  # characters of a path; file systems refuse longer names with an error
# Patterns of whole paths, without a `/` at the end.
OPEN = (
    (_GET, ""),  # the page
    (_GET, r"/(?:assets|static|svelte)/.+"),  # its scripts, styles and pictures, all of the framework
    (_GET, r"(?:/gradio_api)?/theme\.css"),
    (_GET, r"/(?:favicon\.ico|card\.png|robots\.txt)"),
    (_GET, r"/media"),  # the recording of an interview, the file that its side file names
    (_GET, r"/gradio_api/app_id"),  # whether the server is there again
    (_GET, r"/config"),  # what the page is made of
    (_GET, r"/gradio_api/(?:info|openapi\.json)"),  # what the endpoints take
    (
        _POST,
        r"/(?:ask|search|find|grid|interviews|passage)",
    ),  # a question of a program, answered at once
    (_POST, r"/gradio_api/queue/join"),  # an event of the page, or a call of `gradio_client`
    (_GET, r"/gradio_api/queue/data"),  # its outcome
    (_POST, r"/gradio_api/(?:cancel|reset)"),  # an event that is stopped
    (_GET, r"/gradio_api/heartbeat/[\w-]{1,64}"),  # told apart when a visit ends
    (_POST, r"/gradio_api/call/(?:v2/)?\w{1,64}"),  # a call of a program
    (_GET, r"/gradio_api/call/(?:v2/)?\w{1,64}/\w{1,64}"),  # its outcome
)


class OpenRoutes:
    """Answers 404 to everything that is not in `OPEN`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = [(methods, re.compile(pattern)) for methods, pattern in OPEN]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        if not self._is_open(scope["method"], scope["path"]):
            await refuse(404, "Not found.")(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_open(self, method: str, path: str) -> bool:
        path = path.removesuffix("/")
        if len(path) > _LONGEST:
            return False
        return any(method in methods and one.fullmatch(path) for methods, one in self._open)
