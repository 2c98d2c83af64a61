"""Finds the wordings of a word list in a text: at its head, or as a share of it.

Case and accents do not matter. What a list means is up to the caller.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon

_HEAD = 200  # characters; no wording is longer
_NOT_LETTERS = re.compile(r"^[^\w\[(]+")


def begins_with(text: str, lexicon: str) -> bool:
    """Return whether `text` begins with a wording of the list; marks before it are skipped."""
    return find_phrases(lexicon).match(_NOT_LETTERS.sub("", fold(text[:_HEAD]))) is not None


def measure_share(text: str, lexicon: str, longest: int) -> float:
    """Return the share of `text` (0..1) that is wordings of the list; 0 over `longest` characters."""
    if len(text) > longest:
        return 0.0
    folded = fold(text)
    covered = sum(len(match[0]) for match in find_phrases(lexicon).finditer(folded))
    return covered / max(1, len(folded))


@cache
def find_phrases(lexicon: str) -> re.Pattern[str]:
    """Return the pattern of all wordings of a list, the longest first; match it on folded text."""
    longest_first = sorted(load_lexicon(lexicon), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
