"""Typographic marks: bullets, dashes, ends of sentences, quotation marks.

Several packages look for them, in plain text, web pages, PDFs, subtitles, passages and answers; all
of them use the lists of this module.
"""

from __future__ import annotations

import re

BULLETS = "-*•◦▪+"  # open an item of a list
DASHES = "–—"  # open an item, a line of a dialogue, or an aside inside a sentence
DROPPED = BULLETS.replace("+", "") + DASHES  # removed at the head of a line; not « + », as in « + 3 % »
STOPS = (".", "!", "?", "…")
SENTENCE_ENDS = (*STOPS, "»", "”", '"', ")")  # the stops, and marks that may follow one
LINE_ENDS = (*SENTENCE_ENDS, ":", ";")  # after which a writer may end a line on purpose
OPENING_QUOTES = '«“"'
CLOSING_QUOTES = '»”"'

_NUMBER = r"\d{1,2}[.)]"
_BLANKS = r"[ \t\u00a0]+(?=\S)"
_BULLET = re.compile(rf"[ \t]*[{BULLETS}{DASHES}]{_BLANKS}")
_ITEM = re.compile(rf"[ \t]*(?:[{BULLETS}{DASHES}]|{_NUMBER}){_BLANKS}")
ITEM_LINE = re.compile(rf"\n(?=[ \t]*(?:[{BULLETS}{DASHES}]|{_NUMBER}){_BLANKS})")
"""The end of a line before an item of a list or a line of a dialogue."""
_LIST_LINE = re.compile(rf"\n(?=[ \t]*(?:[{BULLETS}]|{_NUMBER}){_BLANKS})")


def match_bullet(text: str) -> re.Match[str] | None:
    """Return the match of the bullet or dash that opens `text`, with the blanks around it, or None."""
    return _BULLET.match(text)


def is_quotation(words: str) -> bool:
    """Return whether words are all one quotation, as in a headline (« Léa Roux : « Non » »)."""
    return words[:1] in OPENING_QUOTES and words[-1:] in CLOSING_QUOTES if words else False


def match_item(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match of the bullet, dash or number that opens a slice, with its blanks, or None."""
    return _ITEM.match(text, start, end)


def find_list_lines(text: str, start: int, end: int) -> list[int]:
    """Return the offsets of the lines of a slice that begin with a bullet or a number.

    A sentence always ends before such a line. Lines with a dash are left out, since a dash may open an
    aside in a sentence of the line before; so is the first line of the slice.
    """
    return [match.end() for match in _LIST_LINE.finditer(text, start, end)]
