"""Gradio's events, made to keep what was sent out of the log and to say what was wrong with it.

Gradio prints whole exceptions, and some hold the whole body (« Received inputs »); README promises
that no question is recorded. `page` is made of `DiscreetBlocks`; Gradio's routes are behind
`door.failure`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import gradio as gr
from gradio.block_function import BlockFunction

from onrecord.chat.call import Endpoint
from onrecord.chat.description import describe_gradio
from onrecord.door.failure import MESSAGE, log_failure

_UNREAD = 60  # seconds that an outcome waits to be fetched
_MOST_UNREAD = 256  # outcomes that wait to be fetched


class DiscreetBlocks(gr.Blocks):
    """Gradio's blocks, which print no message of an exception and forget what nobody fetches.

    Parameters
    ----------
    endpoints
        The functions that programs call, by name: what `get_api_info` describes.
    """

    def __init__(self, endpoints: Mapping[str, Endpoint] | None = None, **options: Any) -> None:
        self._endpoints = endpoints or {}
        super().__init__(**options)
        self._unread: dict[tuple[str, str], float] = {}  # outcomes, by session and event: since when

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

    def get_api_info(self, all_endpoints: bool = False, page: str | None = None) -> Any:
        """Return what programs may call, each argument and each answer described."""
        return describe_gradio({**super().get_api_info(all_endpoints, page)}, self._endpoints)

    def count_waiting(self) -> int:
        """Return how many events wait to be answered."""
        return len(self._queue)

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
            raise gr.Error(MESSAGE, visible=False, print_exception=False) from None
        finally:
            if options.get("session_hash") == options.get("event_id"):
                self._forget_session(str(options.get("session_hash")))

    def forget_unread(self) -> None:
        """Forget outcomes that nobody fetches: those of a minute ago, the oldest of too many."""
        queue, now = self._queue, time.monotonic()
        waiting = queue.pending_event_ids_session
        finished = [
            (session, event)
            for session, events in waiting.items()
            for event in events
            if event not in queue.event_ids_to_events
        ]
        self._unread = {one: self._unread.get(one, now) for one in finished}
        too_many = finished[: max(0, len(finished) - _MOST_UNREAD)]
        late = [one for one, since in self._unread.items() if now - since > _UNREAD]
        for session in {session for session, _ in (*too_many, *late)}:
            waiting.pop(session, None)
            queue.pending_messages_per_session.pop(session, None)

    def _forget_session(self, session: str) -> None:
        """Forget what is remembered of a call without a session: there is no next one."""
        self.state_holder.session_data.pop(session, None)
        self.state_holder.time_last_used.pop(session, None)
