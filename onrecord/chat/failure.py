"""What is logged when a request fails: where in the program, and nothing of what was sent.

Gradio prints whole exceptions, and some hold the whole body (« Received inputs »); README promises
that no question is recorded. `page` is made of `DiscreetBlocks`, `server` puts `FailureMiddleware`
before Gradio's routes. Errors that users should read are `OnRecordError`s and do not come here.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MESSAGE = "The program failed on this request; its log says where, and nothing of what was sent."
_FRAMES = 3  # of the traceback that are logged, innermost last
_log = logging.getLogger(__name__)


class DiscreetBlocks(gr.Blocks):
    """Gradio's blocks, which never print the message of an exception."""

    def validate_inputs(self, block_fn: BlockFunction, inputs: list[Any]) -> None:
        """Refuse a body with too few values, with a message that does not repeat it.

        Raises
        ------
        gr.Error
            When the body has fewer values than the event has inputs.
        """
        expected, found = len(block_fn.inputs), len(inputs)
        if found < expected:
            raise gr.Error(f"data: expected {expected} values, found {found}", print_exception=False)

    async def process_api(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        """Answer one request.

        Raises
        ------
        gr.Error
            When the program fails; the message says that, and no more.
        """
        try:
            return await super().process_api(*arguments, **options)
        except gr.Error as error:
            error.print_exception = False
            raise
        except Exception as error:
            log_failure(error)
            raise gr.Error(_MESSAGE, visible=False, print_exception=False) from None


class FailureMiddleware:
    """The same for Gradio's routes: keeps their exceptions from the server, which would log them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, with status 500 when it fails before anything was sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, note)
        except Exception as error:
            log_failure(error)
            if not begun:
                await JSONResponse({"detail": _MESSAGE}, 500)(scope, receive, send)


def log_failure(error: Exception) -> None:
    """Log the type of an exception and where it was raised; its message may hold what was sent."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = " > ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    _log.error("a request failed: %s at %s", type(error).__name__, places)
