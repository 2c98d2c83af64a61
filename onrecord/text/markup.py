"""Removes Markdown and HTML from a text.

What `plain` returns is matched and encoded, never shown. Every function takes time in proportion to
the text, also when a mark is opened and never closed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from onrecord.text.mark import DROPPED
from onrecord.text.span import Span

_IMAGE = re.compile(r"!\[[^\]\[\n]*\]\([^)\[\n]*\)(?:\{[^}{\n]*\})?")
_LINK = re.compile(r"\[([^\]\[\n]*)\](?:\([^)\[\n]*\)(?:\{[^}{\n]*\})?|\[[^\]\[\n]*\])")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|"
    r"strike|strong|sub|sup|time|tt|u|var|wbr)(?=[\s/>])[^<>]*>",
    re.I,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ATTRIBUTES = re.compile(r"(?<=\S)[ \t]?\{[:.#][^}{\n]*\}")
_MARKS = re.compile(
    rf"\*+|(?<!\w)_+|_+(?!\w)|`+|^[ \t]*(?:#{{1,6}}|>|[{DROPPED}])[ \t]+|\\(?=[^\w\s])"
    r"|^[ \t]*[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{3})?[\])]?[ \t]*(?=[^\d\s:])",
    re.M,
)
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_NOT_LINE_END = re.compile(r"[^\n]")
_ENTITY = re.compile(r"&(?:#\d{1,5}|#[xX][0-9a-fA-F]{1,4}|[a-zA-Z][a-zA-Z0-9]{1,30});")


def plain(text: str) -> str:
    """Return `text` without markup, on one line: changed, so for matching only.

    A tag that may stand inside a word (`<b>L</b>es`) is removed; any other becomes a blank. An entity
    (`&nbsp;`) becomes its character, as it does in Markdown.
    """
    if "<!--" in text:
        text = blank_out(text, [Span(*pair) for pair in find_delimited(text, "<!--", "-->")])
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(" ", text))
    if "<" in text:
        text = _TAG.sub(" ", _INLINE_TAG.sub("", text))
    if "{" in text:
        text = _ATTRIBUTES.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return " ".join(_INVISIBLE.sub("", _MARKS.sub("", text)).split())


def find_delimited(text: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part of `text` from an `opening` to the next `closing`, inclusive."""
    start = text.find(opening)
    while start >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            return
        yield start, end + len(closing)
        start = text.find(opening, end + len(closing))


def blank_out(text: str, spans: list[Span]) -> str:
    """Return `text` with the spans replaced by spaces; line ends stay, and so do all offsets."""
    parts: list[str] = []
    done = 0
    for span in sorted(spans):
        if span.end > done:
            start = max(span.start, done)
            parts.append(text[done:start])
            parts.append(_NOT_LINE_END.sub(" ", text[start : span.end]))
            done = span.end
    return "".join([*parts, text[done:]])
