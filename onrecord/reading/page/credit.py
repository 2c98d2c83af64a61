"""Credits: lines that state who wrote or asked, for which medium, and when.

An example is « Par Ida Roc, Le Fil, 3 mai 2020 ». The functions return what a line states;
`metadata` decides what is recorded. The wordings are data (`page.toml` and `media_words.txt` in
`text/lexicon/<language>/`).
"""

from __future__ import annotations

import re
from functools import cache, partial

from onrecord.text.date import date_pattern, find_date
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.mark import STOPS
from onrecord.text.name import find_names, is_medium, is_organisation, joined_names_pattern
from onrecord.text.pattern import one_of

_SEPARATOR = re.compile(r"\s*[•|·]\s*|\s+[–—-]\s+|,\s+|\.\s+")
_LONGEST = 200  # characters of a line of credits
_LONGEST_BEFORE_DATE = 60  # characters
_MOST_WORDS = 7  # of the name of a medium
_one_of = partial(one_of, "page", "credit")  # the words of one list, as a pattern


@cache
def published_pattern() -> re.Pattern[str]:
    """Return the pattern of the words before the day of publication (« Publié le »)."""
    return re.compile(_one_of("published"), re.I)


def find_authors(line: str) -> list[str]:
    """Return the names of the people who wrote or asked, as a line states it (« Par Ida Roc »)."""
    match = _by().search(line)
    names = find_names(match["names"]) if match else []
    return [name for name in names if not is_of_medium(name) and not is_organisation(name)]


def find_publication(line: str) -> str:
    """Return the medium that a line of credits names, or "" when it is unsure.

    It is sure in « pour la revue X » and « pour Le X », and for a part of the line that begins with
    an article or has a word of `media_words.txt`. Since « Le Havre, 3 mars » could be a town, an
    article and one other word count only right after somebody's name.
    """
    cued = _for().search(line)
    if cued and (cued["kind"] or is_of_medium(cued["name"]) or is_medium(cued["name"])):
        return cued["name"].strip()
    after_author = False
    for part in (one.strip(' *_()«»“”"') for one in _SEPARATOR.split(line[:_LONGEST])):
        if _is_medium_name(part, after_author=after_author):
            return part
        after_author = bool(find_authors(part)) or (after_author and find_date(part) is None)
    return ""


def find_day_made(text: str) -> str:
    """Return the day of the interview, verbatim, where prose states it, or ""."""
    match = _made().search(text)
    return match["date"] if match else ""


def is_of_medium(name: str) -> bool:
    """Return whether a name begins as a medium's does, with an article or a word of the media."""
    first = fold(name).split()[0] if name.split() else ""
    return _article().match(name) is not None or first in load_lexicon("media_words")


def is_credit_line(line: str) -> bool:
    """Return whether a plain line states who wrote or when, and is not a line of prose."""
    if not line or len(line) > _LONGEST or line.endswith((*STOPS, ",")):
        return False
    date, by = find_date(line), _by().search(line)
    if by and re.match(r"\W*$|.*[•|·–—-]\s*$", line[: by.start("names")].partition(by[0][:3])[0]):
        return True
    if date is None:
        return False
    if published_pattern().match(line):
        return True
    before, after = line[: date.start()], line[date.end() :]
    ends = _time_of_day().fullmatch(after) is not None
    is_parted = re.match(r"\s*[•|·–—-]", after) is not None
    opens = _before_date().fullmatch(before) is not None
    return opens and len(before) <= _LONGEST_BEFORE_DATE and (ends or is_parted)


def _is_medium_name(part: str, *, after_author: bool) -> bool:
    words = part.replace("’", "'").replace("'", "' ").split()
    if not 0 < len(words) <= _MOST_WORDS or not part[0].isupper() or find_date(part):
        return False
    if re.search(r"[:?!]", part) or find_authors(part) or published_pattern().match(part):
        return False
    has_word = any(fold(word) in load_lexicon("media_words") for word in words)
    return has_word or (_article().match(part) is not None and len(words) >= (2 if after_author else 3))


@cache
def _by() -> re.Pattern[str]:
    """Return the pattern of the people who wrote or asked (« Par Ida Roc et Jo Le Bihan »)."""
    return re.compile(
        rf"(?:^|[•|·–—-]\s*|\b)(?i:{_one_of('by')})\s*:?\s*(?P<names>{joined_names_pattern()})"
    )


@cache
def _for() -> re.Pattern[str]:
    """Return the pattern of the medium after « pour » (« pour la revue X »)."""
    return re.compile(
        rf"\b{_one_of('for')}\s+(?:{one_of('names', 'articles')}\s?(?P<kind>{_one_of('kinds')})\s+)?"
        r"[«“\"]?\s?(?P<name>[A-ZÀ-ÖØ-Þ][^,;.•|()«»“”\"\d–—:]{1,60}?)\s?[»”\"]?"
        rf"(?=\s*(?:[,;.•|()–—]|{_one_of('before_date')}?\s*\d|$))"
    )


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"{one_of('names', 'articles')}\b", re.I)


@cache
def _made() -> re.Pattern[str]:
    """Return the pattern of prose that states the day of an interview (« réalisé le 3 mai 2020 »)."""
    return re.compile(
        rf"(?:^|[.!?…]\s+|\b{_one_of('talks')}\s+(?:{_one_of('were')} )?)"
        rf"{_one_of('made')}\w*\b[^.!?…]{{0,60}}?\b{_one_of('made_on')}\s+(?P<date>{date_pattern()})",
        re.I,
    )


@cache
def _time_of_day() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_one_of('at')}\s)?(?:\d{{1,2}}\s?[h:]\s?\d{{0,2}})?\W*")


@cache
def _before_date() -> re.Pattern[str]:
    """Return the pattern of the whole text before the date in a line of credits."""
    opens = _one_of("opens")
    return re.compile(rf"(?:(?i:{opens}) |.*[,•|·–—-]\s*(?:{opens} )?)?")
