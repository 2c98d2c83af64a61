"""Names of people as pages write them: their shape, their initials, their variants.

No list of first names is used: a name is recognised by its shape and by what the page says. The words
around names (« Mme », « de », « et ») are data (`lexicon/*/names.toml`).
"""

from __future__ import annotations

import difflib
import enum
import re
from functools import cache, lru_cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.pattern import list_pieces, one_of

_WORD = (
    r"(?:[A-ZÀ-ÖØ-Þ][a-zà-ÿ]?\.(?:-?[A-ZÀ-Þ]\.?)*|[A-ZÀ-ÖØ-Þ][\w’'-]*)"  # a stop ends initials alone
)
_NEXT = r"(?:[A-ZÀ-ÖØ-Þ]\.(?=[ \u00a0-]?[A-ZÀ-Þ])|[A-ZÀ-ÖØ-Þ][\w’'-]*)"
_INITIALS = re.compile(r"[A-ZÀ-Þ](?:[.\- \u00a0]{0,2}[A-ZÀ-Þ]){1,3}\.?")
_PART = re.compile(r"[A-ZÀ-ÖØ-Þ][^A-ZÀ-ÖØ-Þ\s.-]*")
_PARTICLES = frozenset({"van", "von", "ben"})  # in addition to the stop words
_LONGEST = 60


@cache
def name_pattern() -> str:
    """Return the pattern of a name of two to four words, to be put into others; case matters."""
    particle, greeting = one_of("names", "particles"), one_of("names", "greetings")
    return rf"(?!{greeting}\b){_WORD}(?:[ \u00a0](?:{particle}[ \u00a0-]?)*{_NEXT}){{1,3}}"


@cache
def joined_names_pattern() -> str:
    """Return the pattern of one or more joined names (« Léa Roux, Ida Roc et Jo Le Bihan »)."""
    name = name_pattern()
    return rf"{name}(?:(?:,| &| {one_of('names', 'joins')}) {name})*"


def find_names(text: str) -> list[str]:
    """Return the parts of `text` that have the shape of a name of two to four words, in order."""
    names = (_meeting().sub("", name) for name in _names().findall(text))
    return [name for name in names if " " in name or "\u00a0" in name]


def match_opening_name(text: str) -> re.Match[str] | None:
    """Return the match of the name of two to four words that opens `text`, or None."""
    return _names().match(text)


def is_name(text: str) -> bool:
    """Return whether `text` has the shape of a name (« Léa Roux », « L. R. », « FredM »)."""
    name = _strip_title(text)
    if name != text:  # « M. du Tertre »
        name = name[:1].upper() + name[1:]
    return len(name) <= _LONGEST and _shape().fullmatch(name) is not None


def is_full_name(text: str) -> bool:
    """Return whether `text` has the shape of a name of two words or more."""
    return (
        is_name(text)
        and _article().match(text) is None
        and _names().fullmatch(_strip_title(text)) is not None
        and not is_initials(text)
    )


def is_initials(text: str) -> bool:
    """Return whether `text` consists of initials (« L.R. », « JPD »)."""
    return _INITIALS.fullmatch(text) is not None


def split_names(text: str) -> list[str]:
    """Return the names that a text joins: « Léa et Paul » is ["Léa", "Paul"]."""
    return [part for part in _joins().split(text) if part]


class How(enum.Enum):
    """How a written name stands for a full name, the surest way first."""

    FULL = "full"  # all its words, in any order
    LAST = (
        "last"  # its last name, or a part of it, with initials or without: « A. Kerbrat », « Kerbrat »
    )
    FIRST = "first"  # its first name, or the words it begins with
    SHORT = "short"  # initials, or the beginnings of its parts: « FredM » for Frédéric Mazzella


def match_name(written: str, name: str) -> How | None:
    """Return how the name `written` stands for the full name `name`, or None.

    Accents, case, hyphens and a title (« Mme ») make no difference. Callers choose which ways they
    accept.
    """
    label = _strip_title(written.strip())
    words, known = _words(label), _words(name)
    if not words or not known or words[0][0] not in {word[0] for word in known}:
        return None
    if words == known or sorted(words) == sorted(known):
        return How.FULL
    first, last = split_name(name)
    is_joined = len(words) == 1 and len(last) > 1 and _join(words) == _join(last)
    if is_joined or _is_last(last, words) or _is_last(last, _without_initials(words, first)):
        return How.LAST
    if words[: len(first)] == first and known[: len(words)] == words:
        return How.FIRST
    return How.SHORT if _is_abbreviation(label, known) else None


def stands_for(label: str, name: str) -> bool:
    """Return whether `label` can stand for the full `name`, in any of the ways of `How`."""
    return match_name(label, name) is not None


@lru_cache(maxsize=4096)
def split_name(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded words of the first name, and those of the rest of the name.

    « Anne-Lise Le Bihan » is ("anne", "lise") and ("le", "bihan").
    """
    first, _, last = name.strip().partition(" ")
    return _words(first), _words(last)


def is_particle(word: str) -> bool:
    """Return whether a folded word of a name identifies nobody alone: « le », « van »."""
    return word in _PARTICLES or word in load_lexicon("stop_words")


def opens_with_small_word(name: str) -> bool:
    """Return whether what has the shape of a name opens as a sentence may (« À Die »)."""
    return fold(name.split(maxsplit=1)[0]) in load_lexicon("stop_words")


def _is_last(last: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return bool(words) and _holds(last, words) and not all(map(is_particle, words))


def _without_initials(words: tuple[str, ...], first: tuple[str, ...]) -> tuple[str, ...]:
    """Return words without the initials of a first name that they open with, or () where none are."""
    count = 0
    while count < min(len(words), len(first)) and words[count] == first[count][0]:
        count += 1
    return words[count:] if count else ()


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Return whether `words` contain `part`, one word after the other."""
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


def stands_for_medium(label: str, publication: str) -> bool:
    """Return whether `label` names `publication`: in full, without its article, or by its initials."""
    words = fold(publication).replace("'", " ").replace("-", " ").split()
    if not words:
        return False
    names = {" ".join(words), " ".join(words[1:]) if len(words) > 1 else ""}
    long_words = [word for word in words if word not in load_tables("names")["small_words"]]
    initials = {"".join(word[0] for word in some) for some in (words, long_words, long_words[1:])}
    folded = " ".join(fold(label).replace("'", " ").replace("-", " ").split())
    is_short = is_initials(label) and len(re.sub(r"\W", "", label)) > 1
    return folded in names or (is_short and re.sub(r"[^a-z]", "", folded) in initials)


def is_medium(text: str) -> bool:
    """Return whether a name is a medium's: it has an article, or a word of `media_words.txt`."""
    words = fold(text).replace("'", " ").split()
    articles = {article.rstrip("'") for article in load_tables("names")["articles"]}
    return bool(words) and (words[0] in articles or has_medium_word(text))


def has_medium_word(text: str) -> bool:
    """Return whether a name has a word of `media_words.txt` (« La Gazette des rives »)."""
    words = fold(text).replace("'", " ").replace("-", " ").split()
    is_written = text[:1].isupper() and len(text) <= _LONGEST
    return is_written and any(word in load_lexicon("media_words") for word in words)


def is_organisation(text: str) -> bool:
    """Return whether a name has a word of `organisation_words.txt` (« Centre des métiers »)."""
    words = fold(text).replace("'", " ").replace("-", " ").split()
    return any(word in load_lexicon("organisation_words") for word in words)


def are_near(first: str, second: str) -> bool:
    """Return whether two names may be two spellings of one (« Godelu », « Goddelu »)."""
    a, b = fold(first), fold(second)
    return a != b and difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.88


def is_one_slip(word: str, other: str) -> bool:
    """Return whether two words differ by one letter: added, missing, wrong or swapped with the next."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    short, long = sorted((word, other), key=len)
    start = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    rest_short, rest_long = short[start:], long[start:]
    if len(short) < len(long):
        return rest_short == rest_long[1:]
    swapped = rest_short[1::-1] + rest_short[2:]
    return rest_short[1:] == rest_long[1:] or swapped == rest_long


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+'?", fold(text)))


def _join(words: tuple[str, ...]) -> str:
    """Return folded words without anything between them (« legoff » of Le Goff)."""
    return "".join(words).replace("'", "")


def _is_abbreviation(label: str, known: tuple[str, ...]) -> bool:
    """Return whether each part of `label` begins a word of a name, the first and last word included."""
    parts = [fold(part).rstrip("'") for part in _PART.findall(label)]
    if len(parts) < 2 or (" " in label.strip() and not is_initials(label)):
        return False
    position = 0
    for part in parts:
        while position < len(known) and not known[position].startswith(part):
            position += 1
        if position == len(known):
            return False
        position += 1
    return known[0].startswith(parts[0]) and known[-1].startswith(parts[-1])


@cache
def _names() -> re.Pattern[str]:
    return re.compile(name_pattern())


@cache
def _meeting() -> re.Pattern[str]:
    """Return the pattern of the words of a title that are no part of the name after them."""
    words = "|".join(sorted(load_lexicon("interview_words"), key=len, reverse=True))
    words = f"{words}|{one_of('names', 'tellings')}"
    return re.compile(rf"^(?i:{words})\s+(?:(?i:{one_of('names', 'particles')})[ \u00a0]?)+", re.I)


@cache
def _shape() -> re.Pattern[str]:
    """Return the pattern of a name of one to five words."""
    particle = one_of("names", "particles")
    return re.compile(rf"{_WORD}(?:[ \u00a0-](?:{particle}[ \u00a0-]?)*{_WORD}){{0,4}}")


def _strip_title(text: str) -> str:
    """Return a name without its title (« Mme », « Dr »); « M. B. » are initials."""
    return text if is_initials(text) else _title().sub("", text, count=1)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"{one_of('names', 'titles')}\.?[ \u00a0]+")


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:,|&|\+|/|\b{one_of('names', 'joins')}\b)\s*")


@cache
def _article() -> re.Pattern[str]:
    """Return the pattern of an article with a capital; no name of a person opens with one."""
    kinds = ("articles", "indefinite_articles")
    written = (piece for kind in kinds for piece in list_pieces("names", kind))
    capital = "|".join(piece[0].upper() + piece[1:] for piece in written)
    return re.compile(rf"(?:{capital})\b")
