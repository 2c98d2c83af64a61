"""Regular expressions whose words are data: pieces of a lexicon's tables, put into a pattern's slots.

The code says where a wording stands; the tables (`lexicon/<language>/*.toml`) say which wordings
there are, for all languages together. Pieces are written in lower case, with their accents; they match
text that lacks the accents too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from onrecord.text.lexicon import load_tables

_NOTHING = "(?!)"  # matches nowhere
_LOOSE = re.compile(r"\\.|\[[^\]]*\]|œ|[à-öø-ÿ]|'")  # what is escaped or in brackets stays as written


@cache
def one_of(lexicon: str, *names: str) -> str:
    """Return the wordings of a list as the alternatives of a group: `(?:avec|with)`.

    Parameters
    ----------
    lexicon
        The name of a lexicon of tables; `names` lead through its tables to the list.

    Returns
    -------
    str
        A pattern that matches the text as written and folded text alike; where no language has the
        list, one that matches nowhere.
    """
    pieces = list_pieces(lexicon, *names)
    return f"(?:{'|'.join(pieces)})" if pieces else _NOTHING


def list_pieces(lexicon: str, *names: str) -> list[str]:
    """Return the wordings of a list of a lexicon's tables, each a pattern, in order."""
    found = load_tables(lexicon)
    for name in names:
        found = found.get(name, {})
    return [_loosen(piece) for piece in found]


def _loosen(piece: str) -> str:
    """Return a piece that matches with and without its accents, with either apostrophe."""
    return _LOOSE.sub(_loosen_one, piece)


def _loosen_one(match: re.Match[str]) -> str:
    written = match[0]
    if len(written) > 1:
        return written
    if written in "œ'":
        return "(?:œ|oe)" if written == "œ" else "['’]"
    base = unicodedata.normalize("NFD", written)[0]
    return f"[{written}{base}]" if base != written else written
