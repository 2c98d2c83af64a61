"""Hurried spelling is written out: text-message words, capitals alone, « pour cent ».

For matching only: a reader sees the question as it was asked. The spellings are data
(`text/lexicon/*/spellings.toml`); a word that is not listed stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables

_WORD = re.compile(r"[\w%]+(?:['’-]\w+)*")
_FEWEST_CAPITALS = 3  # words in capitals; fewer may be an abbreviation


def respell(text: str) -> str:
    """Return `text` with text-message spellings written out and « 60 pour cent » as « 60 % ».

    Text in capitals alone becomes lower case, since its capitals do not mark names.
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
