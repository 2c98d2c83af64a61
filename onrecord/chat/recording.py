"""The recording of an interview: how the page plays it, and the file that is sent when it does.

A file is found by the id of its interview, never by a path; it is sent in the ranges that a browser
asks for. What lies elsewhere is fetched by the visitor's browser, once its host was named and pressed:
this server never fetches it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.answer.citation import format_time
from onrecord.archive import Archive
from onrecord.chat.archives import Archives
from onrecord.door.limit import TransferLimit, refuse
from onrecord.interview import Interview
from onrecord.reading.media import find_file, find_host, find_kind
from onrecord.retrieval.passage import list_turns, make_anchor

_ADDRESS = "/media"
_MOST_HOSTS = 50  # that the rules for browsers name: a longer header would not pass every proxy
_HEADERS = {"cache-control": "no-cache", "cross-origin-resource-policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording on the page: its address, its host if it lies elsewhere, whether it has a picture."""

    address: str
    host: str
    is_video: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is said: in seconds from the start of the recording, and as it is shown."""

    second: float

    @property
    def shown(self) -> str:
        """« 12:41 »."""
        return format_time(self.second)


def view_recording(interview: Interview) -> Recording | None:
    """Return how the page plays the recording of an interview; None where there is none."""
    if not interview.media:
        return None
    kind, host = find_kind(interview.media), find_host(interview.media)
    address = interview.media if host else f".{_ADDRESS}?{urlencode({'interview': interview.id})}"
    return Recording(address, host, kind is not None and kind.is_video)


def find_moments(interview: Interview) -> dict[str, Moment]:
    """Return when paragraphs (« t1p2 ») and questions (« t1 ») are said, where a new time is known."""
    if not interview.media:
        return {}
    starts: dict[str, int] = {}
    for turn in list_turns(interview):
        if turn.asked:
            starts[f"t{turn.number}"] = turn.asked.start
        for number, span in enumerate(turn.paragraphs, 1):
            starts[make_anchor(turn.number, number)] = span.start
    moments: dict[str, Moment] = {}
    last = None
    for anchor, start in starts.items():
        second = interview.time_at(start)
        if second is not None and second != last:
            moments[anchor] = Moment(second)
        last = second
    return moments


class Recordings:
    """Sends the recordings of the shared archive; every other request is passed on."""

    def __init__(self, app: ASGIApp, archives: Archives) -> None:
        self._app = app
        self._archives = archives
        self._limited = TransferLimit(self._send)
        self._known: tuple[Archive, Sequence[str]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_wanted = scope["type"] == "http" and scope["path"].rstrip("/") == _ADDRESS
        is_read = is_wanted and scope["method"] in ("GET", "HEAD")
        await (self._limited if is_read else self._app)(scope, receive, send)

    def list_places(self) -> Sequence[str]:
        """Return where recordings lie, as browsers are told it; `https:` for many hosts."""
        archive = self._archives.shared
        if self._known is None or self._known[0] is not archive:
            media = [one.media for one in archive.index.cards if one.media]
            hosts = sorted({f"https://{host}" for host in map(find_host, media) if host})
            own = ["'self'"] if any(not find_host(one) for one in media) else []
            self._known = archive, [*own, *(hosts if len(hosts) <= _MOST_HOSTS else ["https:"])]
        return self._known[1]

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = Request(scope).query_params.get("interview", "")
        answer = await asyncio.to_thread(self._answer, wanted)
        await answer(scope, receive, send)

    def _answer(self, interview_id: str) -> Response:
        """Return the file of an interview's recording, as it lies there now; an error without one."""
        archive = self._archives.shared
        interview = archive.interviews.get(interview_id)
        path = _find(archive.folder, interview) if interview else None
        if interview is None or path is None:
            return refuse(404, "This interview has no recording here.")
        kind = find_kind(interview.media)
        assert kind is not None
        return FileResponse(path, media_type=kind.type, headers=_HEADERS)


def _find(folder: Path | None, interview: Interview) -> Path | None:
    return find_file(folder, interview.media) if folder else None
