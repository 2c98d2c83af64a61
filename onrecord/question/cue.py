"""What in a question tells whether it leans on the one before it.

The cues are data (`text/lexicon/*/follow_ups.toml`): each is looked for in the folded question, without
its courtesy and without set phrases. What they add up to, `follow_up` decides. Nothing here searches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import find_languages, load_lexicon, load_tables
from onrecord.text.word import content_words

_NAME = re.compile(r"(?<!^)(?<![.?!:] )\b[A-ZÀ-Þ]\w+")  # no word that only opens a sentence
_ANY_NAME = "xx"  # stands for it: « l'Ifremer » has the shape of an infinitive with « l' »
_MARKS = ' ?!.,:;…«»"'
_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues found in a question.

    Attributes
    ----------
    points
        A word stands for something said before: « cela », « les » with a verb, « leur », « c'est ».
    goes_on
        It opens with « et », "and", "what about".
    names
        It names somebody or something, with a capital.
    has_clause
        It has a verb, as far as its small words show.
    asks
        It holds a word that asks.
    marked
        It holds a question mark.
    own
        How many of its words carry meaning.
    """

    points: bool
    goes_on: bool
    names: bool
    has_clause: bool
    asks: bool
    marked: bool
    own: int


def find_cues(text: str) -> Cues:
    """Find the cues of a question, spelled with care."""
    whole = _strip_courtesy(" ".join(fold(_NAME.sub(_ANY_NAME, text)).split()))
    bare = _pattern("aside").sub(" ", whole).strip()
    goes_on = match_opening(bare) is not None
    before_name, *names = re.split(rf"\b{_ANY_NAME}\b", bare)
    return Cues(
        points=_points_back(bare, bare if goes_on else before_name),
        goes_on=goes_on,
        names=names != [],
        has_clause=_pattern("clause").search(whole) is not None,
        asks=_pattern("question").match(bare) is not None,
        marked="?" in text,
        own=sum(not _pattern("empty").fullmatch(word) for word in content_words(whole)),
    )


def match_opening(text: str) -> re.Match[str] | None:
    """Match what a follow-up opens with: « et », « mais », with the blanks and commas after it."""
    return _pattern("opening").match(text)


def asks_of_other(text: str) -> bool:
    """Return whether a question is « et elle ? » or the like, and nothing else."""
    return _pattern("other").fullmatch(fold(text)) is not None


def _points_back(bare: str, before_name: str) -> bool:
    """Return whether a word stands for something said before.

    A pronoun counts where no name stands before it, which it may stand for.
    """
    return any(
        _pattern(cues).search(part) is not None
        for cues, part in (("beside_name", bare), ("before_name", before_name))
    )


def _strip_courtesy(folded: str) -> str:
    """Return a folded question without greetings and requests before it, and marks around it."""
    rest = folded.strip(_MARKS)
    while (found := _pattern("courtesy").match(rest)) is not None:
        rest = rest[found.end() :].lstrip(_MARKS)
    return rest


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a list of `follow_ups.toml` as one pattern, of all languages together.

    The slots of a language's entries are filled with the words of that language.
    """
    filled = [
        _fill(entry, one.name)
        for one in find_languages()
        for entry in load_tables("follow_ups", one.name).get(name, [])
    ]
    return re.compile("|".join(filled), re.I)


def _fill(entry: str, language: str) -> str:
    """Return an entry as a group, its slots filled."""
    slots = _slots(language)

    def fill_slot(slot: re.Match[str]) -> str:
        return f"(?:{'|'.join(_fill(word, language) for word in slots[slot[1]])})"

    return f"(?:{_SLOT.sub(fill_slot, entry)})"


@cache
def _slots(language: str) -> dict[str, list[str]]:
    """Return what each slot of a language's entries stands for."""
    stop_words = "|".join(map(re.escape, sorted(load_lexicon("stop_words", language))))
    own: dict[str, list[str]] = load_tables("follow_ups", language).get("slot", {})
    return own | {"content": [rf"(?!(?:{stop_words})\b)[a-z0-9]{{2,}}"]}
