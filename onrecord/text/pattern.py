"""Builds regular expressions from the wordings of the lexicon, so that code holds no words.

The code says where in a pattern a wording stands; the tables (`lexicon/<language>/*.toml`) list the
wordings, which are used for all languages together. They are written in lower case with their accents,
and match text with or without accents.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from onrecord.text.lexicon import load_tables

_NOTHING = "(?!)"  # matches nowhere
_LOOSE = re.compile(r"\\.|\[[^\]]*\]|œ|[à-öø-ÿ]|'")  # escapes and brackets match too, and are kept


@cache
def one_of(lexicon: str, *names: str) -> str:
    """Return a group whose alternatives are the wordings of a list: `(?:avec|with)`.

    Parameters
    ----------
    lexicon
        The name of a file of tables, without its suffix.
    names
        The keys that lead through its tables to the list.

    Returns
    -------
    str
        A pattern that matches the text as written and folded text alike. If no language has the
        list, it matches nowhere.
    """
    pieces = list_pieces(lexicon, *names)
    return f"(?:{'|'.join(pieces)})" if pieces else _NOTHING


def list_pieces(lexicon: str, *names: str) -> list[str]:
    """Return the wordings of a list as patterns, in order; see `one_of`."""
    found = load_tables(lexicon)
    for name in names:
        found = found.get(name, {})
    return [_loosen(piece) for piece in found]


def _loosen(piece: str) -> str:
    """Return a pattern that matches `piece` with or without its accents, with either apostrophe."""
    return _LOOSE.sub(_loosen_one, piece)


def _loosen_one(match: re.Match[str]) -> str:
    written = match[0]
    if len(written) > 1:
        return written
    if written in "œ'":
        return "(?:œ|oe)" if written == "œ" else "['’]"
    base = unicodedata.normalize("NFD", written)[0]
    return f"[{written}{base}]" if base != written else written
