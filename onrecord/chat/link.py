"""Links into the page: `?q=…` asks a question, `?interview=…#t1p2` opens an interview at a paragraph.

Browsers do not send the part after `#` to the server: `static/reader.js` scrolls to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Link:
    """What a link into the page asks for: a question, an interview's id, either "" for none."""

    question: str = ""
    interview: str = ""


def read_link(parameters: Mapping[str, str]) -> Link:
    """Return the link that the parameters of the page's address spell; others are ignored."""
    return Link(parameters.get("q", "").strip(), parameters.get("interview", ""))


def link_to_place(interview_id: str, anchor: str) -> str:
    """Return the link, relative to the page, that opens an interview at a paragraph."""
    return f"?{urlencode({'interview': interview_id})}#{anchor}"
