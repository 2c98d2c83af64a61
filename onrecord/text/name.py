"""Names of people as pages write them: their shape, their initials, their variants.

Nothing here knows a list of first names: a name is told by its shape and by what the page says. The
words around names (« Mme », « de », « et ») are data (`lexicon/names.toml`).
"""

from __future__ import annotations

import difflib
import enum
import re
from functools import cache, lru_cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.pattern import list_pieces, one_of

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'.-]*"
_INITIALS = re.compile(r"[A-ZÀ-Þ](?:[.\- \u00a0]{0,2}[A-ZÀ-Þ]){1,3}\.?")
_PART = re.compile(r"[A-ZÀ-ÖØ-Þ][^A-ZÀ-ÖØ-Þ\s.-]*")
_PARTICLES = frozenset({"van", "von", "ben"})  # beside the stop words
_LONGEST = 60


@cache
def name_pattern() -> str:
    """Return the pattern of a name of two to four words, to stand in another; case matters."""
    particle = one_of("names", "particles")
    return rf"{_WORD}(?:[ \u00a0](?:{particle}[ \u00a0]?)*[A-ZÀ-ÖØ-Þ][\w’'-]*){{1,3}}"


@cache
def joined_names_pattern() -> str:
    """Return the pattern of such a name or of several (« Léa Roux, Ida Roc et Jo Le Bihan »)."""
    name = name_pattern()
    return rf"{name}(?:(?:,| &| {one_of('names', 'joins')}) {name})*"


def find_names(text: str) -> list[str]:
    """Return what in `text` has the shape of a name of two to four words, in order."""
    return _names().findall(text)


def match_opening_name(text: str) -> re.Match[str] | None:
    """Return the name of two to four words with which `text` opens, or None."""
    return _names().match(text)


def is_name(text: str) -> bool:
    """Say whether `text` has the shape of a name (« Léa Roux », « L. R. », « FredM »)."""
    text = _strip_title(text)
    return len(text) <= _LONGEST and _shape().fullmatch(text) is not None


def is_full_name(text: str) -> bool:
    """Say whether `text` has the shape of a name of two words or more."""
    return (
        is_name(text)
        and _article().match(text) is None
        and _names().fullmatch(_strip_title(text)) is not None
        and not is_initials(text)
    )


def is_initials(text: str) -> bool:
    """Say whether `text` is made of initials (« L.R. », « JPD »)."""
    return _INITIALS.fullmatch(text) is not None


def split_names(text: str) -> list[str]:
    """Return the names that « Léa et Paul » joins; one name stays one."""
    return [part for part in _joins().split(text) if part]


class How(enum.Enum):
    """How a written name stands for a full one, the surest first."""

    FULL = "full"  # all its words, in any order
    LAST = "last"  # its last name, or a part of it: « Kerbrat » of Anaïs Kerbrat-Mezière
    FIRST = "first"  # its first name, or the words it begins with
    SHORT = "short"  # initials, or the beginnings of its parts: « FredM » for Frédéric Mazzella


def match_name(written: str, name: str) -> How | None:
    """Return how a name, as it was written, stands for a full name; None where it does not.

    Accents, case, a title before it (« Mme ») and hyphens make no difference. Callers choose which
    ways they accept.
    """
    label = _strip_title(written.strip())
    words, known = _words(label), _words(name)
    if not words or not known or words[0][0] not in {word[0] for word in known}:
        return None
    if words == known or sorted(words) == sorted(known):
        return How.FULL
    first, last = split_name(name)
    if _holds(last, words) and not all(map(is_particle, words)):
        return How.LAST
    if words[: len(first)] == first and known[: len(words)] == words:
        return How.FIRST
    return How.SHORT if _is_abbreviation(label, known) else None


def stands_for(label: str, name: str) -> bool:
    """Say whether `label`, as written, can stand for the full `name`, in whatever way."""
    return match_name(label, name) is not None


@lru_cache(maxsize=4096)
def split_name(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folded words of a first name, and of what comes after it.

    « Anne-Lise Le Bihan » is ("anne", "lise") and ("le", "bihan").
    """
    first, _, last = name.strip().partition(" ")
    return _words(first), _words(last)


def is_particle(word: str) -> bool:
    """Say whether a folded word of a name says nothing alone: « le », « van »."""
    return word in _PARTICLES or word in load_lexicon("stop_words")


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Say whether `part` stands in `words`, one word after the other."""
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))


def stands_for_medium(label: str, publication: str) -> bool:
    """Say whether `label` names a medium: in full, without its article, or by its initials."""
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
    """Say whether a name is a medium's: it has an article, or a word of `lexicon/media_words.txt`."""
    words = fold(text).replace("'", " ").split()
    articles = {article.rstrip("'") for article in load_tables("names")["articles"]}
    has_article = bool(words) and words[0] in articles
    return has_article or any(word in load_lexicon("media_words") for word in words)


def are_near(first: str, second: str) -> bool:
    """Say whether two names may be one, written in two ways (« Godelu », « Goddelu »)."""
    a, b = fold(first), fold(second)
    return a != b and difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.88


def is_one_slip(word: str, other: str) -> bool:
    """Return whether one letter too many, too few, wrong, or swapped with the next parts two words."""
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


def _is_abbreviation(label: str, known: tuple[str, ...]) -> bool:
    """Say whether the capitals of `label` begin the parts of a name, first and last included."""
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
def _shape() -> re.Pattern[str]:
    """Return the pattern of a name of one to five words."""
    particle = one_of("names", "particles")
    return re.compile(rf"{_WORD}(?:[ \u00a0-](?:{particle}[ \u00a0]?)*{_WORD}){{0,4}}")


def _strip_title(text: str) -> str:
    """Return a name without « Mme », « Dr » or the like before it."""
    return _title().sub("", text, count=1)


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"{one_of('names', 'titles')}\.?[ \u00a0]+")


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:,|&|\+|/|\b{one_of('names', 'joins')}\b)\s*")


@cache
def _article() -> re.Pattern[str]:
    """Return the pattern of an article with a capital, which opens no name of a person."""
    kinds = ("articles", "indefinite_articles")
    written = (piece for kind in kinds for piece in list_pieces("names", kind))
    capital = "|".join(piece[0].upper() + piece[1:] for piece in written)
    return re.compile(rf"(?:{capital})\b")
