"""Serving the page on this machine, without a request to any other.

Gradio's telemetry, update checks, sharing, history in the browser and monitoring are off. Styles
(`static/`) are sent with the page, so that the browser fetches no font and no script elsewhere.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware

from onrecord.archive import Archive
from onrecord.chat.archives import Archives, Keeping
from onrecord.chat.failure import FailureMiddleware
from onrecord.chat.feedback import Feedback
from onrecord.chat.language import make_labels
from onrecord.chat.page import make_page
from onrecord.chat.template import read_static, render
from onrecord.error import OnRecordError
from onrecord.privacy import quiet_matplotlib, stop_reports

LARGEST_FILE = "5mb"
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "Consolas", "monospace")
_STYLES = (
    "color.css",
    "frame.css",
    "talk.css",
    "interview.css",
    "library.css",
    "timeline.css",
    "upload.css",
    "print.css",
)


def serve(
    archive: Archive,
    host: str = "127.0.0.1",
    port: int = 7860,
    *,
    keeping: Keeping | None = None,
    feedback: Path | None = None,
    wait: bool = True,
) -> gr.Blocks:
    """Serve the page of an archive at `http://host:port`, until interrupted.

    Parameters
    ----------
    keeping
        Where to keep interviews that visitors add, for everybody; None to keep each in its session.
    feedback
        A file to which visitors' judgements of answers are added; None to ask for no judgement.
    wait
        False to return at once; `close()` of the page then ends the serving.

    Returns
    -------
    gr.Blocks
        The page that is served.

    Raises
    ------
    OnRecordError
        When the port is not free, or the file of judgements cannot be written.
    """
    stop_reports()
    quiet_matplotlib()
    judgements = Feedback(feedback) if feedback else None
    try:
        _try_port(host, port)
        page = make_page(Archives(archive, keeping), judgements)
        _launch(page, host, port)
    except (OSError, OverflowError) as error:
        found = f"expected a free port of this machine, found {error or 'none'}"
        raise OnRecordError(f"{host}:{port}: {found}; name another with --port") from error
    if wait:
        print(f"On the Record: {page.local_url} (Ctrl+C to stop)", flush=True)
        page.block_thread()
    return page


def _try_port(host: str, port: int) -> None:
    """Raise OSError or OverflowError when the port is not free: sooner and clearer than Gradio does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _launch(page: gr.Blocks, host: str, port: int) -> None:
    styles = [read_static(name) for name in _STYLES]
    with _local_addresses_direct():
        page.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            run_history=False,
            enable_monitoring=False,
            max_file_size=LARGEST_FILE,
            pwa=False,
            ssr_mode=False,
            mcp_server=False,
            app_kwargs={"middleware": [Middleware(FailureMiddleware)]},
            footer_links=[],
            i18n=make_labels(),
            theme=gr.themes.Base(font=_SANS, font_mono=_MONO),
            head=render("document_head", "fr", styles=styles),
        )


@contextmanager
def _local_addresses_direct() -> Iterator[None]:
    """Except this machine from any proxy of the environment: Gradio calls its own page as it starts."""
    names = ("NO_PROXY", "no_proxy")
    before = {name: os.environ.get(name) for name in names}
    for name in names:
        os.environ[name] = ",".join(filter(None, (before[name], "127.0.0.1,localhost")))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
