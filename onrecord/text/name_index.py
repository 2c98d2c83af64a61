"""Finds the names of known people in texts: in full, or by their last name.

`match_name` in `name.py` compares one written name with one full name. Here many names are looked up
at once, by their first word, so that a question takes no longer with ten thousand names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.text.fold import fold
from onrecord.text.name import How, is_particle, split_name

_WORD = re.compile(r"[^\W_]+'?")
_SHORTEST = 3  # letters of a last name that may stand alone
_Ways = dict[tuple[str, ...], dict[str, How]]  # the names that some words may stand for, and how


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place where a text names somebody.

    `names` are the full names that may be meant, as the index received them. `start` and `end` are code
    points into the folded text, end exclusive.
    """

    start: int
    end: int
    names: frozenset[str]
    how: How


class NameIndex:
    """An index of full names, to find them in texts."""

    def __init__(self, names: Iterable[str]) -> None:
        ways: dict[str, _Ways] = {}
        for name in dict.fromkeys(names):
            for words, how in _ways_to_name(name):
                ways.setdefault(words[0], {}).setdefault(words, {}).setdefault(name, how)
        self._layers: tuple[dict[str, _Ways], ...] = (ways,)

    @classmethod
    def join(cls, indexes: Iterable[NameIndex]) -> NameIndex:
        """Return an index of the names of several, which it shares."""
        joined = cls(())
        joined._layers = tuple(layer for one in indexes for layer in one._layers)
        return joined

    def find(self, folded: str) -> list[NameMatch]:
        """Return the names found in a folded text, in order; the longest name at each place.

        A full name hides other people with the same last name: « Rose Riou » is not Paul Riou.
        """
        words = list(_WORD.finditer(folded))
        found: list[NameMatch] = []
        place = 0
        while place < len(words):
            taken = self._find_at(words, place)
            if taken is None:
                place += 1
                continue
            count, names, how = taken
            start, end = words[place].start(), words[place + count - 1].end()
            found.append(NameMatch(start, end, names, how))
            place += count
        return found

    def _find_at(
        self, words: list[re.Match[str]], place: int
    ) -> tuple[int, frozenset[str], How] | None:
        """Return how many words from `place` on are a name, whose it may be, and how; or None."""
        ways = self._ways_from(words[place][0])
        for way in sorted(ways, key=len, reverse=True):
            following = words[place : place + len(way)]
            if tuple(word[0] for word in following) == way:
                people = ways[way]
                surest = min(people.values(), key=list(How).index)
                return len(way), frozenset(n for n, how in people.items() if how is surest), surest
        return None

    def _ways_from(self, word: str) -> _Ways:
        """Return the ways to name somebody that begin with a word."""
        found = [layer[word] for layer in self._layers if word in layer]
        if len(found) == 1:
            return found[0]
        joined: _Ways = {}
        for ways in found:
            for words, names in ways.items():
                joined[words] = joined.get(words, {}) | names
        return joined


def _ways_to_name(name: str) -> list[tuple[tuple[str, ...], How]]:
    """Return the words that may stand for a full name in a text, each with its `How`.

    A first name alone is left out: « Paul » in a question may be anybody.
    """
    first, last = split_name(name)
    ways = [((*first, *last), How.FULL)] if first or last else []
    for start in range(len(last)):
        for end in range(start + 1, len(last) + 1):
            words = last[start:end]
            if len(words) > 1 or len(words[0]) >= _SHORTEST:
                ways.append((words, How.LAST))
    return [(words, how) for words, how in ways if not all(map(is_particle, words))]


def fold_flat(text: str) -> str:
    """Return `text` folded, each run of blanks and hyphens replaced by one blank."""
    return re.sub(r"[\s-]+", " ", fold(text)).strip()
