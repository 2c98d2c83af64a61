"""The parts of a text that its markup sets apart: figures, comments, boxes, code.

They are found before the text is cut into blocks; questions and speakers are not looked for here.
Each scan goes over the text once, so an opening tag without its end costs no extra time.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.reading.block.reason import NOTE
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
_DIRECTIVE = re.compile(r"^:{3,}[ \t]*(?P<name>[^\n]*)$", re.M)
_LINK_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\[\n^][^\]\[\n]*\]:[ \t]*<?(?:[a-z][a-z0-9+.-]*:|[./#])[^\s<>]*>?"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.M,
)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\[\n]+\]:[^\n]*(?:\n(?:[ \t]+\S[^\n]*))*", re.M)
_ADMONITION = re.compile(
    r"^(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w -]{0,40}(?:\"[^\"\n]*\")?[ \t]*\n"
    r"(?:(?: {4}|\t)[^\n]*\n?|[ \t]*\n(?= {4}|\t))+",
    re.M,
)
_LONGEST_BEFORE_LEAD = 200  # characters of text before a box that may still hold the lead


def find_asides(text: str) -> list[tuple[Span, str]]:
    """Return the parts of `text` that its markup sets apart, each with the reason.

    They are figures, comments, embedded frames, boxes (`<div class="… alert …">`, `:::callout`),
    `!!! note`, template tags and fenced code, sorted by start, the longest first. They may overlap.
    """
    asides = [(Span(*pair), "markup set apart") for pair in find_delimited(text, "<!--", "-->")]
    for opening, closing in (("{%", "%}"), ("{{", "}}")):
        asides += [(Span(*pair), "template tag") for pair in find_delimited(text, opening, closing)]
    asides += [(span, "code") for span in _find_fences(text)]
    asides += _find_elements(text)
    asides += _find_directives(text)
    asides += _find_definitions(text)
    admonitions = _ADMONITION.finditer(text) if "!!!" in text or "???" in text else ()
    asides += [(Span(*match.span()), "box beside the interview") for match in admonitions]
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


def _find_directives(text: str) -> list[tuple[Span, str]]:
    """Return the `:::name` boxes; of other directives only the marks.

    A box at the very head of the page holds the lead. One that holds most of the page, or whose class
    is no box's (`::: {.entry-content}`), is how the page is set: only its marks are set apart.
    """
    found: list[tuple[Span, str]] = []
    open_ones: list[tuple[re.Match[str], bool]] = []
    is_first = True
    for match in _DIRECTIVE.finditer(text):
        name = match["name"].strip(" :")
        if name:
            is_box = _box_class().search(name) is not None or not name.startswith("{")
            open_ones.append((match, is_box and not (is_first and _is_at_head(text, match.start()))))
            is_first = False
        elif open_ones:
            opening, is_box = open_ones.pop()
            if is_box and 2 * (match.end() - opening.start()) < len(text):
                found.append((Span(opening.start(), match.end()), "box beside the interview"))
            elif opening["name"].strip().startswith("{"):
                found += [(Span(*one.span()), "markup set apart") for one in (opening, match)]
    return found


def _is_at_head(text: str, start: int) -> bool:
    """Return whether hardly any words stand before an offset, front matter aside."""
    body = re.sub(r"\A\ufeff?---[ \t]*\n(?s:.*?)\n---[ \t]*$", "", text[:start], flags=re.M)
    return len(plain(body)) < _LONGEST_BEFORE_LEAD


def _find_definitions(text: str) -> list[tuple[Span, str]]:
    """Return the lines that define links (`[name]: address "title"`) and footnotes (`[^1]: …`)."""
    if "]:" not in text:
        return []
    links = [(Span(*match.span()), "markup set apart") for match in _LINK_DEFINITION.finditer(text)]
    return links + [(Span(*match.span()), NOTE) for match in _FOOTNOTE.finditer(text)]


@cache
def _box_class() -> re.Pattern[str]:
    """Return the pattern of the class of a box, as one of the words of a directive's attributes."""
    return re.compile(one_of("files", "classes", "boxes"), re.I)
