"""What programs call over HTTP: the same answers as in the page, as JSON.

`/ask` takes the arguments of `Archive.ask` and returns `Answer.to_dict()`. An error that is safe to
show is sent as its sentence; nothing else of the program is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from onrecord.archive import Archive
from onrecord.error import OnRecordError

Ask = Callable[..., dict[str, Any]]


def make_ask(archive: Archive) -> Ask:
    """Return the function behind `/ask`: typed, as `gr.api` reads the types."""

    def ask(
        question: str,
        k: int = 3,
        history: list[str] | None = None,
        interview: str | None = None,
        speaker: str | None = None,
        publication: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> dict[str, Any]:
        """Answer a question with the interviews' own words: verdict, hits with citations, facts."""
        try:
            answer = archive.ask(
                question, k, history or (), interview, speaker, publication, since, until
            )
        except OnRecordError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer.to_dict()

    return ask
