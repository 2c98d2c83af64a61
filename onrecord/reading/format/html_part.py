"""Which elements of a web page are not the interview, by their name, role, class or id.

Menus, comments, newsletters and the like are recognised. The words are data
(`text/lexicon/<language>/page_parts.toml`). An element that holds the title or most of the page
is kept, whatever its name, unless it is hidden.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.reading.block import reason
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables

_BY_TAG = {
    "nav": reason.MENU,
    "footer": reason.AROUND,
    "aside": reason.AROUND,
    "form": reason.FORM,
    "button": reason.FORM,
    "dialog": reason.AROUND,
    "menu": reason.MENU,
    "figure": reason.CAPTION,
    "figcaption": reason.CAPTION,
}
_BY_ROLE = {
    "navigation": reason.MENU,
    "banner": reason.MENU,
    "complementary": reason.AROUND,
    "contentinfo": reason.AROUND,
    "search": reason.FORM,
    "dialog": reason.AROUND,
    "alertdialog": reason.AROUND,
}
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_NEVER = frozenset(("html", "body", "main", "h1", "p", "strong", "b", "em", "i", "a", "span", "br"))
_HIDDEN = re.compile(r"display:none|visibility:hidden")
_MOST_NAMES = 30


def find_part(node: Any) -> str:
    """Return the reason why an element is not the interview, or "" when it may be."""
    tag, attributes = node.tag, node.attributes
    if tag in _NEVER and tag not in ("p", "span", "a"):
        return ""
    if "hidden" in attributes or _HIDDEN.search((attributes.get("style") or "")[:300].replace(" ", "")):
        return reason.HIDDEN
    if tag in _NEVER and tag != "p":
        return ""
    role = (attributes.get("role") or "").lower()
    why = _BY_TAG.get(tag) or _BY_ROLE.get(role) or _by_name(attributes)
    if not why and tag == "header" and not _holds_title(node) and _is_short(node):
        why = reason.MENU
    if why and why not in (reason.CAPTION, reason.FORM) and _holds_title(node):
        return ""
    if why in (reason.FORM, reason.AROUND, reason.MENU, reason.CAPTION) and _holds_most(node):
        return ""
    return why


def _by_name(attributes: Any) -> str:
    """Return the reason that the class or id of an element gives, or ""."""
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:1000]
    parts = load_page_parts()
    for name in names.split()[:_MOST_NAMES]:
        words = [fold(word) for word in _WORDS.findall(name)]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                why = parts.get("-".join(words[start : start + size]))
                if why:
                    return why
    return ""


def _holds_title(node: Any) -> bool:
    return node.css_first("h1") is not None


def _is_short(node: Any) -> bool:
    return len(node.text(deep=True)) < 1_000


def _holds_most(node: Any) -> bool:
    """Return whether an element holds more than half of the text of its page."""
    own = len(node.text(deep=True))
    if own < 2_000:
        return False
    body = node.parser.body
    return body is not None and 2 * own > len(body.text(deep=True))


@cache
def load_page_parts() -> dict[str, str]:
    """Return the words of `page_parts.toml`, each with the reason for an element of that name."""
    return {word: why for why, words in load_tables("page_parts").items() for word in words}
