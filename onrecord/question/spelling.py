"""A question spelled as in a text message, or in capitals, as it would be written with care.

For matching only: what was asked is shown as it was asked. The spellings are data
(`lexicon/spellings.toml`). Nothing here corrects a word that it does not know.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables

_WORD = re.compile(r"[\w%]+(?:['’-]\w+)*")
_FEWEST_CAPITALS = 3  # words; fewer may be an abbreviation


def respell(text: str) -> str:
    """Return `text` with text-message spellings written out and « 60 pour cent » as « 60 % ».

    Capitals alone become lower case: they say nothing of what is a name.
    """
    lexicon = load_tables("spellings")
    always, beside = lexicon["always"], lexicon["beside"]
    if text.isupper() and len(text.split()) >= _FEWEST_CAPITALS:
        text = text.lower()
    text = _percent().sub("\u00a0%", text)
    if not any(fold(word) in always for word in _WORD.findall(text)):
        return text

    def write_out(match: re.Match[str]) -> str:
        word = match[0]
        if word.isupper() and len(word) > 1:  # « CB », « PR »
            return word
        return always.get(fold(word)) or beside.get(word.lower()) or word

    return _WORD.sub(write_out, text)


@cache
def _percent() -> re.Pattern[str]:
    """Return the pattern of « pour cent » after a number."""
    spelled = "|".join(load_tables("spellings")["percent"])
    return re.compile(rf"(?<=\d)\s*(?:{spelled})\b", re.I)
