"""The parts of a text that its markup sets apart: figures, comments, boxes, code.

They are found before the text is cut into blocks; questions and speakers are not looked for here.
Each scan goes over the text once, so an opening tag without its end costs no extra time.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.markup import find_delimited, plain
from onrecord.text.pattern import one_of
from onrecord.text.span import Span

_ASIDE_TAGS = frozenset((
    "figure", "figcaption", "aside", "nav", "footer", "script", "style", "iframe", "form", "table",
    "video", "audio", "svg",
))  # fmt: skip
_NEVER_PROSE = frozenset(["script", "style", "svg", "figure", "iframe"])
_ELEMENT = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>]*)>")
_FENCE = re.compile(r"^(```|~~~)[^\n]*$", re.M)
_DIRECTIVE = re.compile(r"^:::[ \t]*(?P<name>[^\n]*)$", re.M)
_LONGEST_BEFORE_LEAD = 200  # characters of text before a box that may still hold the lead


def find_asides(text: str) -> list[tuple[Span, str]]:
    """Return the parts of `text` that its markup sets apart, each with the reason.

    They are figures, comments, embedded frames, boxes (`<div class="… alert …">`, `:::callout`),
    template tags and fenced code, sorted by start, the longest first. They may overlap.
    """
    asides = [(Span(*pair), "markup set apart") for pair in find_delimited(text, "<!--", "-->")]
    for opening, closing in (("{%", "%}"), ("{{", "}}")):
        asides += [(Span(*pair), "template tag") for pair in find_delimited(text, opening, closing)]
    asides += [(span, "code") for span in _find_fences(text)]
    asides += _find_elements(text)
    asides += [(span, "box beside the interview") for span in _find_directives(text)]
    return sorted(asides, key=lambda aside: (aside[0].start, -aside[0].end))


def _find_elements(text: str) -> list[tuple[Span, str]]:
    """Return the HTML elements that their name or class sets apart, each up to its closing tag."""
    open_elements: dict[str, list[tuple[int, str]]] = {}
    found: list[tuple[Span, str]] = []
    for match in _ELEMENT.finditer(text):
        name = match["name"].lower()
        if not match["close"]:
            open_elements.setdefault(name, []).append(
                (match.start(), _element_reason(name, match["rest"]))
            )
        elif open_elements.get(name):
            start, reason = open_elements[name].pop()
            is_most = 2 * (match.end() - start) > len(text) and name not in _NEVER_PROSE
            if reason and not is_most:
                found.append((Span(start, match.end()), reason))
    return found


def _element_reason(name: str, attributes: str) -> str:
    if name in _ASIDE_TAGS:
        return "markup set apart"
    if name in ("div", "section", "p", "ul", "ol") and _box().search(attributes):
        return "box beside the interview"
    return ""


@cache
def _box() -> re.Pattern[str]:
    """Return the pattern of the class of a box beside the text."""
    return re.compile(rf"class=[\"'][^\"'<>]*{one_of('files', 'classes', 'boxes')}", re.I)


def _find_fences(text: str) -> list[Span]:
    """Return the spans of fenced code; an opening fence without a closing one is ignored."""
    fences: list[Span] = []
    opening: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opening is None:
            opening = match
        elif match[1] == opening[1]:
            fences.append(Span(opening.start(), match.end()))
            opening = None
    return fences


def _find_directives(text: str) -> list[Span]:
    """Return the `:::name` boxes, except one at the head of the page, which holds the lead."""
    boxes: list[Span] = []
    opening: re.Match[str] | None = None
    for match in _DIRECTIVE.finditer(text):
        if match["name"].strip():
            opening = match
        elif opening is not None:
            boxes.append(Span(opening.start(), match.end()))
            opening = None
    if boxes and not boxes[0].start:
        return boxes[1:]
    if boxes:
        body = re.sub(
            r"\A\ufeff?---[ \t]*\n(?s:.*?)\n---[ \t]*$", "", text[: boxes[0].start], flags=re.M
        )
        if len(plain(body)) < _LONGEST_BEFORE_LEAD:
            return boxes[1:]
    return boxes
