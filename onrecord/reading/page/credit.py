"""Lines that say who wrote or asked, for which medium, and when (« Par …, Le Fil, 3 mai 2020 »).

What a line says is handed back; what is kept of it, and which place is the surest, is `metadata`'s.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.date import date_pattern, find_date
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.name import NAME, is_medium

PUBLISHED = re.compile(r"publi[ée]e?s?\b|mis en ligne|mis à jour|paru\b|posted|published|updated", re.I)
_BY = re.compile(
    r"(?:^|[•|·–—-]\s*|\b)(?i:propos (?:recueillis|receuillis)(?: et [\w ]{3,30})? par|recueillis? par|"
    r"(?:entretien|interview|propos) (?:r[ée]alis[ée]e?|men[ée]e?|conduite?|pr[ée]par[ée]e?)s? par|"
    r"interviewed by|interview by|par|by)\s*:?\s*"
    rf"(?P<names>{NAME}(?:(?:,| et| and| &) {NAME})*)"
)
_SEPARATOR = re.compile(r"\s*[•|·]\s*|\s+[–—-]\s+|,\s+|\.\s+")
_FOR = re.compile(
    r"\b(?:pour|dans|for|in)\s+(?:(?:la|le|the|l['’])\s?"
    r"(?P<kind>revue|magazine|journal|site|hebdomadaire|mensuel|quotidien|podcast|blog)\s+)?"
    r"[«“\"]?\s?(?P<name>[A-ZÀ-ÖØ-Þ][^,;.•|()«»“”\"\d–—:]{1,60}?)\s?[»”\"]?"
    r"(?=\s*(?:[,;.•|()–—]|(?:le|on|en|du)?\s*\d|$))"
)
_ARTICLE = re.compile(r"(?:Le|La|Les|L['’]|The)\b", re.I)
_LONGEST = 200  # characters of a line of credits
_LONGEST_BEFORE_DATE = 60
_MOST_WORDS = 7  # of the name of a medium


def find_authors(line: str) -> list[str]:
    """Return the people whom a line says to have written or asked (« Par Ida Roc »)."""
    match = _BY.search(line)
    names = re.findall(NAME, match["names"]) if match else []
    return [name for name in names if not is_of_medium(name)]


def find_publication(line: str) -> str:
    """Return the medium that a line of credits names, or "" when none is sure.

    Sure are « pour la revue X », « pour Le X », and a part of the line that begins with an article
    or has a word of `lexicon/media_words.txt`. « Le Havre, 3 mars » could be a town: two words
    with an article are believed only right after somebody's name.
    """
    cued = _FOR.search(line)
    if cued and (cued["kind"] or is_of_medium(cued["name"]) or is_medium(cued["name"])):
        return cued["name"].strip()
    after_author = False
    for part in (one.strip(' *_()«»“”"') for one in _SEPARATOR.split(line[:_LONGEST])):
        if _is_medium_name(part, after_author=after_author):
            return part
        after_author = bool(find_authors(part)) or (after_author and find_date(part) is None)
    return ""


def find_day_made(text: str) -> str:
    """Return the day on which prose says that the interview was made, as it writes it, or ""."""
    match = _made().search(text)
    return match["date"] if match else ""


def is_of_medium(name: str) -> bool:
    """Say whether what has the shape of a name opens as a medium's does (« Les Cahiers »)."""
    first = fold(name).split()[0] if name.split() else ""
    return _ARTICLE.match(name) is not None or first in load_lexicon("media_words")


def is_credit_line(line: str) -> bool:
    """Say whether a plain line says who wrote, for whom or when, and is no prose."""
    if not line or len(line) > _LONGEST or line.endswith((".", "!", "?", "…", ",")):
        return False
    date, by = find_date(line), _BY.search(line)
    if by and re.match(r"\W*$|.*[•|·–—-]\s*$", line[: by.start("names")].partition(by[0][:3])[0]):
        return True
    if date is None:
        return False
    if PUBLISHED.match(line):
        return True
    before, after = line[: date.start()], line[date.end() :]
    ends = re.fullmatch(r"\W*(?:(?:à|at)\s)?(?:\d{1,2}\s?[h:]\s?\d{0,2})?\W*", after) is not None
    is_parted = re.match(r"\s*[•|·–—-]", after) is not None
    opens = re.fullmatch(r"(?:[Ll]e |.*[,•|·–—-]\s*(?:le )?)?", before) is not None
    return opens and len(before) <= _LONGEST_BEFORE_DATE and (ends or is_parted)


def _is_medium_name(part: str, *, after_author: bool) -> bool:
    words = part.replace("’", "'").replace("'", "' ").split()
    if not 0 < len(words) <= _MOST_WORDS or not part[0].isupper() or find_date(part):
        return False
    if re.search(r"[:?!]", part) or find_authors(part) or PUBLISHED.match(part):
        return False
    has_word = any(fold(word) in load_lexicon("media_words") for word in words)
    return has_word or (_ARTICLE.match(part) is not None and len(words) >= (2 if after_author else 3))


@cache
def _made() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[.!?…]\s+|\b(?:entretien|interview|propos|conversation|échange)\s+(?:a été |ont été )?)"
        r"(?:réalis|men|recueill|condui|enregistr|conduct|record)\w*\b[^.!?…]{0,60}?(?:\ble|\bon)\s+"
        rf"(?P<date>{date_pattern()})",
        re.I,
    )
