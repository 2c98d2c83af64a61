"""The page's language, French or English, chosen from the browser's."""

from __future__ import annotations

import gradio as gr

from onrecord.wording import LANGUAGES, say

_LABELS = ("ask_label", "ask_placeholder", "ask_button")


def read_language(accepted: str | None) -> str:
    """Return the page's language, "fr" or "en", for an Accept-Language header.

    Only the first language of the header counts, as it does for Gradio's own labels: French, "*" or
    no header gives "fr", any other language "en".
    """
    first = (accepted or "").split(",")[0].split(";")[0].strip().lower()
    return "fr" if first in ("", "*") or first.split("-")[0] == "fr" else "en"


def make_labels() -> gr.I18n:
    """Return the labels of Gradio's fields in both languages; Gradio takes the browser's."""
    return gr.I18n(
        **{language: {name: say(name, language) for name in _LABELS} for language in LANGUAGES}
    )
