"""The page's language, from the browser's: French, or English."""

from __future__ import annotations

import gradio as gr

from onrecord.wording import LANGUAGES, say

_LABELS = ("ask_label", "ask_placeholder", "ask_button")


def read_language(accepted: str | None) -> str:
    """Return "fr" or "en" for an Accept-Language header.

    Only its first language counts, as in Gradio's own labels: French gives French, any other
    English, and no header French.
    """
    first = (accepted or "").split(",")[0].split(";")[0].strip().lower()
    return "fr" if first in ("", "*") or first.split("-")[0] == "fr" else "en"


def make_labels() -> gr.I18n:
    """Return the labels of Gradio's own fields in both languages; the browser chooses."""
    return gr.I18n(
        **{language: {name: say(name, language) for name in _LABELS} for language in LANGUAGES}
    )
