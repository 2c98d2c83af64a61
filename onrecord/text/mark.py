"""Marks of typography that several rooms look for: bullets, dashes, ends of sentences, quotation marks.

One alphabet for text, web pages, PDF, subtitles, passages and what a reader is shown.
"""

from __future__ import annotations

import re

BULLETS = "-*•◦▪+"  # open an item of a list
DASHES = "–—"  # open an item, a line of a dialogue, or an aside inside a sentence
DROPPED = BULLETS.replace("+", "") + DASHES  # at the head of a line; a plus may be a sign: « + 3 % »
STOPS = (".", "!", "?", "…")
SENTENCE_ENDS = (*STOPS, "»", "”", '"', ")")  # with what may close after a stop
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
    """Return the bullet or dash that opens `text`, with the blanks around it, or None."""
    return _BULLET.match(text)


def match_item(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the bullet, dash or number that opens a slice, with the blanks around it, or None."""
    return _ITEM.match(text, start, end)


def find_list_lines(text: str, start: int, end: int) -> list[int]:
    """Return where lines of a slice begin that no sentence reaches into, but for the first line.

    Those with a bullet or a number; a dash may open an aside of the sentence of the line before.
    """
    return [match.end() for match in _LIST_LINE.finditer(text, start, end)]
