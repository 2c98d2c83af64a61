"""Renders exact text for a reader: the same words, without Markdown and HTML markup.

A slice of an interview may contain `**`, a link's address or `<p>`. A reader should not see them, and
a highlight must still begin and end where the quote does. Nothing is escaped here: templates do that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.text.mark import DROPPED, ITEM_LINE
from onrecord.text.markup import plain

_HOLD = 0x100000  # Unicode's last private plane: texts do not use it, and `plain` does not change it
_KEPT = "\u00a0\u202f\u200c\u200d"  # no-break spaces and joiners, which `plain` would remove
_HELD = {ord(character): chr(_HOLD + number) for number, character in enumerate(_KEPT)}
_RELEASED = {_HOLD + number: character for number, character in enumerate(_KEPT)}
_FIRST_CUT = _HOLD + 0x100
_CUT = re.compile(f"([{chr(_FIRST_CUT)}-{chr(_HOLD + 0xFFFD)}])")
_PRIVATE = re.compile(f"[{chr(_HOLD)}-{chr(_HOLD + 0xFFFF)}]")
_BULLET = re.compile(rf"\s*([{DROPPED}])[ \t]+\S")
_DRAWN = {"*": "•", "-": "–"}


def show(text: str) -> str:
    """Return `text` without markup, on one line; its words and no-break spaces stay."""
    return show_parts(text, [])[0]


def show_parts(text: str, cuts: Sequence[int]) -> list[str]:
    """Return what a reader sees of `text`, cut into parts.

    Parameters
    ----------
    cuts
        Where to cut: rising offsets into `text`, in code points.

    Returns
    -------
    list[str]
        One part more than there are cuts; joined, they are `show(text)`. Markup that a cut divides,
        such as a link, is removed all the same.
    """
    if _PRIVATE.search(text):
        return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    held = pieces[0] + "".join(chr(_FIRST_CUT + i) + piece for i, piece in enumerate(pieces[1:]))
    parts = [""] * len(pieces)
    number = 0
    for piece in _CUT.split(plain(held.translate(_HELD))):
        if _CUT.fullmatch(piece):
            number = ord(piece) - _FIRST_CUT + 1
        else:
            parts[number] += piece.translate(_RELEASED)
    return parts


def shorten(text: str, longest: int) -> str:
    """Return `text` on one line of at most `longest` characters, ending in « … » if it was cut."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def find_bullet(text: str) -> str:
    """Return the bullet or dash that `show` removes from the start of `text`, to be drawn; else ""."""
    match = _BULLET.match(text)
    return _DRAWN.get(match[1], match[1]) if match else ""


def find_item_lines(text: str) -> list[int]:
    """Return the offsets of the lines of `text`, but the first, that are items of a list."""
    return [match.end() for match in ITEM_LINE.finditer(text)]


def escape_markdown(text: str) -> str:
    """Return `text` on one line, escaped so that Markdown renders it unchanged."""
    one_line = re.sub(r"[ \t\r\n]+", " ", text).strip()  # a no-break space stays
    return re.sub(r"([\\`*_\[\]<>#|~$])", r"\\\1", one_line)
