"""Serving the page on this machine, without a request to any other.

Gradio's telemetry, update checks, sharing, history in the browser and monitoring are off. `front`
sends the document, with its styles, so that the browser fetches nothing elsewhere. What
comes from the network passes `door` first.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.types import ASGIApp

from onrecord.archive import Archive
from onrecord.chat.archives import Archives, Keeping
from onrecord.chat.begin_events import BeginEvents
from onrecord.chat.call import Calls, tell_wrong_body
from onrecord.chat.endpoint import make_endpoints
from onrecord.chat.events import Events
from onrecord.chat.failure import DiscreetBlocks
from onrecord.chat.feedback import Feedback
from onrecord.chat.front import Front, make_error_page
from onrecord.chat.language import make_labels
from onrecord.chat.page import AT_ONCE, MOST_WAITING, make_page
from onrecord.chat.plain import PlainCalls
from onrecord.chat.recording import Recordings
from onrecord.door.server import Rules, Serving, listen, make_door
from onrecord.error import OnRecordError
from onrecord.privacy import quiet_matplotlib, stop_reports

_SESSIONS = 500  # visits that are remembered; the one used longest ago is forgotten
_TIDY = 10  # seconds
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "Consolas", "monospace")


def serve(
    archive: Archive,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    keeping: Keeping | None = None,
    feedback: Path | None = None,
    rules: Rules | None = None,
    wait: bool = True,
) -> Serving:
    """Serve the page of an archive at `http://host:port`, until interrupted.

    Parameters
    ----------
    keeping
        Where to keep interviews that visitors add, for everybody; None to keep each in its session.
    feedback
        A file to which visitors' judgements of answers are added; None to ask for no judgement.
    rules
        How often a client may ask, and which sites may show the page in a frame.
    wait
        False to return at once; `close()` then ends the serving.

    Raises
    ------
    OnRecordError
        When the port is not free, or the file of judgements cannot be written.
    """
    stop_reports()
    quiet_matplotlib()
    judgements = Feedback(feedback) if feedback else None
    try:
        listening = listen(host, port)
    except (OSError, OverflowError) as error:
        found = f"expected a free port of this machine, found {error or 'none'}"
        raise OnRecordError(f"{host}:{port}: {found}; name another with --port") from error
    door = _open_door(Archives(archive, keeping), judgements, rules or Rules())
    serving = Serving(door, listening)
    if wait:
        print(f"On the Record: {serving.address} (Ctrl+C to stop)", flush=True)
        try:
            serving.wait()
        except KeyboardInterrupt:
            serving.close()
    return serving


def _open_door(archives: Archives, judgements: Feedback | None, rules: Rules) -> ASGIApp:
    """Return the page and its endpoints, to requests that may pass."""
    events = Events(archives, judgements)
    begin_events = BeginEvents(archives, events)
    page = make_page(archives, events, begin_events)
    endpoints = make_endpoints(archives)
    calls = Calls(_mount(page, archives), endpoints, page.fns)
    plain = PlainCalls(calls, endpoints, AT_ONCE)
    recordings = Recordings(plain, archives)
    front = Front(recordings, begin_events.draw, rules.listed)

    def count_waiting() -> int:
        return page.count_waiting() + plain.count_waiting()

    sounds = recordings.list_places
    return make_door(front, rules, count_waiting, MOST_WAITING, make_error_page, sounds)


def _mount(page: DiscreetBlocks, archives: Archives) -> FastAPI:
    """Return the page as an application, which tidies up while it runs."""

    @asynccontextmanager
    async def tidying(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(_tidy(page, archives))
        yield
        task.cancel()

    page.state_session_capacity = _SESSIONS
    app: FastAPI = gr.mount_gradio_app(
        FastAPI(openapi_url=None, lifespan=tidying),
        page,
        "/",
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size="1b",  # the routes that would take one are closed
        pwa=False,
        ssr_mode=False,
        mcp_server=False,
        footer_links=[],
        i18n=make_labels(),
        theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
        app_kwargs={"exception_handlers": {RequestValidationError: tell_wrong_body}},
    )
    return app


async def _tidy(page: DiscreetBlocks, archives: Archives) -> None:
    """Forget what no visitor came back for, again and again."""
    while True:
        await asyncio.sleep(_TIDY)
        archives.expire()
        page.forget_unread()
