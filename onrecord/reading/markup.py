"""Markdown and HTML inside a text: what it looks like without, and the parts that are not prose.

`plain` is for matching and encoding only; it is never shown. `find_asides` returns spans, so that
the caller can leave them out. No block, question or speaker is understood here.
"""

from __future__ import annotations

import re

from onrecord.interview import Span

_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)(?:\{[^}\n]*\})?")
_LINK = re.compile(r"\[([^\]\[\n]*)\]\([^)\n]*\)(?:\{[^}\n]*\})?")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_ATTRIBUTES = re.compile(r"(?<=\S)\{[:.#][^}\n]*\}")
_MARKS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|`+|^\s*(?:#{1,6}|>|[-•◦▪])\s+|\\(?=[^\w\s])", re.M)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_NOT_LINE_END = re.compile(r"[^\n]")
_SPACE = re.compile(r"\s+")

_ASIDE_TAGS = "figure|figcaption|aside|nav|footer|script|style|iframe|form|table|video|audio|svg"
_ASIDE = re.compile(rf"<(?P<tag>{_ASIDE_TAGS})\b[^<>]*>.*?</(?P=tag)\s*>|<!--.*?-->", re.S | re.I)
_BOX_CLASS = r"(?:alert|callout|note|legend|caption|credit|encadre|newsletter|related|share|card|quote)"
_BOX = re.compile(rf"<div\b[^<>]*class=[\"'][^\"'<>]*{_BOX_CLASS}[^<>]*>", re.I)
_DIV = re.compile(r"<(/?)div\b[^<>]*>", re.I)
_TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.S | re.M)


def plain(text: str) -> str:
    """Return `text` without markup, on one line. For matching only: the text is changed."""
    text = _TAG.sub(" ", _LINK.sub(r"\1", _IMAGE.sub(" ", text)))
    text = _MARKS.sub("", _ATTRIBUTES.sub("", text))
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip()


def find_asides(text: str) -> list[tuple[Span, str]]:
    """Return the parts of `text` that markup itself sets apart, with the reason; they may overlap.

    Figures, comments, embedded frames, boxes (`<div class="… alert …">`), template tags and fenced
    code. The spans come sorted.
    """
    asides = [(Span(*match.span()), "markup set apart") for match in _ASIDE.finditer(text)]
    asides += [(Span(*match.span()), "template tag") for match in _TEMPLATE.finditer(text)]
    asides += [(Span(*match.span()), "code") for match in _FENCE.finditer(text)]
    asides += [(span, "box beside the interview") for span in _find_boxes(text)]
    return sorted(asides, key=lambda aside: (aside[0].start, -aside[0].end))


def blank_out(text: str, spans: list[Span]) -> str:
    """Return `text` with the spans turned into spaces, line ends kept: every offset stays true."""
    parts: list[str] = []
    done = 0
    for span in spans:
        if span.end > done:
            start = max(span.start, done)
            parts.append(text[done:start])
            parts.append(_NOT_LINE_END.sub(" ", text[start : span.end]))
            done = span.end
    return "".join([*parts, text[done:]])


def _find_boxes(text: str) -> list[Span]:
    """Return each `<div>` whose class says that it is a box, up to its own `</div>`."""
    boxes: list[Span] = []
    for opening in _BOX.finditer(text):
        if boxes and opening.start() < boxes[-1].end:
            continue
        depth = 0
        for tag in _DIV.finditer(text, opening.start()):
            depth += -1 if tag.group(1) else 1
            if depth == 0:
                boxes.append(Span(opening.start(), tag.end()))
                break
    return boxes
