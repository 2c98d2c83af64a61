"""The people that a question names: in full, by a last name, or by a title.

A last name may have one typing error. A title (« la maire ») names somebody only if exactly one of
the speakers in the scope has it as a role; the forms of a title, French and English, are data
(`text/lexicon/any/professions.toml`). Nothing here searches.
"""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from itertools import chain

from onrecord.interview import Card, Interview, Person
from onrecord.question.group import SHORTEST_MISSPELT, Group
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.name import How, is_one_slip, is_particle
from onrecord.text.name_index import NameIndex, NameMatch, fold_flat
from onrecord.text.word import content_words

_SHORTEST_LAST_NAME = 5  # letters; a shorter one must be written with a capital
_MOST_WORDS = 60  # long words of a question; in a longer one no misspelt name is looked for
_MOST_TITLE_WORDS = 3  # in the longest title
_MARK = "\ue000"  # stands for a name or title in a question; a private character, which no text has


@dataclass(frozen=True, slots=True)
class Naming:
    """The people that a question names.

    `names` are theirs, as the interviews write them. `only` is True when the question asks what they
    say (« selon Léa Roux »): then nobody else is searched. `title` is the folded title that stood
    for a person, or "".
    """

    names: frozenset[str] = frozenset()
    only: bool = False
    title: str = ""


class People:
    """The people of some interviews, ready to be found in questions.

    Who speaks in several has the role that the last of them, by id, gives.
    """

    def __init__(self, interviews: Iterable[Interview | Card]) -> None:
        self._groups: tuple[Group, ...] = (Group(interviews),)

    def change(self, interviews: Iterable[Interview | Card], changed: str) -> People:
        """Return the people of an archive in which one interview was added, replaced or removed.

        Parameters
        ----------
        interviews
            All interviews that the archive has now, or their cards.
        changed
            The id of that interview.
        """
        now = {one.id: one for one in interviews}
        shared = tuple(one for one in self._groups if changed not in one.casts)
        known = set[str]().union(*(one.casts for one in shared))
        people = People(one for name, one in now.items() if name not in known)
        people._groups = (*shared, *(one for one in people._groups if one.casts))
        return people

    @cached_property
    def casts(self) -> Mapping[str, Mapping[str, Person]]:
        """The speakers of each interview, by its id and then by name."""
        first, *others = (one.casts for one in self._groups)
        return ChainMap(first, *others) if others else first

    @property
    def speakers(self) -> frozenset[str]:
        """The names of those who speak."""
        return frozenset[str]().union(*(one.speakers for one in self._groups))

    @cached_property
    def names(self) -> NameIndex:
        """An index of the names of the people that the interviews are with."""
        return NameIndex.join(one.names for one in self._groups)

    def find_named(self, text: str, allowed: Collection[str] | None = None) -> Naming:
        """Return the people that a question names.

        Full and last names are tried first, then last names with a typing error, then titles.

        Parameters
        ----------
        allowed
            The names of the speakers to look for, None for all.
        """
        flat = fold_flat(text)
        found = [one for one in self._find_names(text, flat) if _keep(one.names, allowed)]
        if found:
            names = frozenset[str]().union(*(_keep(one.names, allowed) for one in found))
            return Naming(names, any(_is_asked(flat, one.start, one.end) for one in found))
        misspelt = _keep(self._find_misspelt(text), allowed)
        return Naming(misspelt) if len(misspelt) == 1 else self._find_title(flat, allowed)

    def find_other(self, text: str) -> str:
        """Return who else speaks, if the one person that a question names is one of two; else ""."""
        names = self.find_named(text).names
        others = {
            name
            for cast in self.casts.values()
            if len(cast) == 2 and names <= cast.keys()
            for name in cast.keys() - names
        }
        return others.pop() if len(names) == len(others) == 1 else ""

    def _find_names(self, text: str, flat: str) -> list[NameMatch]:
        """Return the names in a text: full names, and last names that are written as names.

        `flat` is `fold_flat(text)`. A last name is written as one if it has a capital or, in a text
        without capitals, if it is long enough.
        """
        cased = set(fold_flat(" ".join(re.findall(r"[A-ZÀ-Þ][\w’'-]*", text))).split())
        has_capitals = re.search(r"(?<!^)[A-ZÀ-Þ]", text) is not None

        def is_written_as_name(one: NameMatch) -> bool:
            parts = [word for word in flat[one.start : one.end].split() if not is_particle(word)]
            if has_capitals or not cased.isdisjoint(parts):
                return not cased.isdisjoint(parts)
            return max(map(len, parts)) >= _SHORTEST_LAST_NAME

        found = self._index.find(flat)
        return [one for one in found if one.how is How.FULL or is_written_as_name(one)]

    def _find_misspelt(self, text: str) -> frozenset[str]:
        """Return the speakers whose last name stands in a text with one typing error."""
        asked = [word for word in content_words(text) if len(word) >= SHORTEST_MISSPELT]
        found: set[str] = set()
        for word in asked if len(asked) <= _MOST_WORDS else ():
            lengths = (len(word) - 1, len(word), len(word) + 1)
            for group in self._groups:
                near = [group.last_names.get((word[0], length), {}) for length in lengths]
                for part, names in chain.from_iterable(one.items() for one in near):
                    if is_one_slip(word, part):
                        found |= names
        return frozenset(found)

    def _find_title(self, flat: str, allowed: Collection[str] | None) -> Naming:
        """Return the one person whose role is a title in a text (« le ministre », "the mayor")."""
        posts = frozenset[str]().union(*(one.posts for one in self._groups))
        for title, start, end in _find_titles(flat, posts):
            held = _keep(self._find_holders(title), allowed)
            place = _find_place(flat[end:])
            local = self._find_roles(partial(_find_role_word, place)) if place else held
            owned = held & local
            asked = _is_asked(flat, start, end)
            # « que dit le maire du gazole ? »: the fuel is the subject, not the mayor's town
            if len(owned) == 1 or (asked and len(held) == 1):
                return Naming(owned or held, asked and bool(owned), title)
        return Naming()

    def _find_holders(self, title: str) -> frozenset[str]:
        """Return the speakers whose role begins with a title or with another form of it."""
        held: set[str] = set()
        for form in _titles().get(title, {title}):
            first, *rest = re.findall(r"\w+", form)
            held |= self._find_roles(partial(_find_post, first, rest))
        return frozenset(held)

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex.join(one.spoken for one in self._groups)

    def _find_roles(self, find: Callable[[Group], frozenset[str]]) -> frozenset[str]:
        """Return whom a group finds by a role, if no other group gives this person a later role."""
        return frozenset(
            name
            for group in self._groups
            for name in find(group)
            if all(group.last[name] >= one.last.get(name, "") for one in self._groups)
        )


def _find_role_word(word: str, group: Group) -> frozenset[str]:
    """Return the speakers of a group whose role has a folded word."""
    return group.role_words.get(word, frozenset())


def _find_post(first: str, rest: Sequence[str], group: Group) -> frozenset[str]:
    """Return the speakers of a group with a role that begins with a word and has some others."""
    named = group.posts.get(first, frozenset())
    return named.intersection(*(_find_role_word(word, group) for word in rest))


def _keep(names: frozenset[str], allowed: Collection[str] | None) -> frozenset[str]:
    return names if allowed is None else names & frozenset(allowed)


def _find_titles(flat: str, posts: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the titles after an article, the longest at each place, with start and end (exclusive).

    `posts` are words with which roles begin; any of them is a title too.
    """
    for article in _articles().finditer(flat):
        words = list(re.finditer(r"[\w']+", flat[article.end() : article.end() + 80]))
        for count in range(min(len(words), _MOST_TITLE_WORDS), 0, -1):
            title = flat[article.end() : article.end() + words[count - 1].end()]
            if words[0].start() == 0 and (title in _titles() or (count == 1 and title in posts)):
                yield title, article.end(), article.end() + len(title)
                break


def _find_place(after: str) -> str:
    """Return the word that completes a title (« culture » in « de la Culture »), or "".

    `after` is the folded text that follows the title.
    """
    following = _links().match(after)
    return "" if following is None or is_particle(following[1]) else following[1]


def _is_asked(flat: str, start: int, end: int) -> bool:
    """Return whether a text asks what the person named at `start` to `end` (exclusive) says."""
    marked = flat[:start] + _MARK + flat[end:]
    return any(pattern.search(marked) for pattern in _asking())


@cache
def _asking() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of `naming.toml` that ask what a person says; _MARK is the person."""
    lexicon = load_tables("naming")
    saying = "|".join(sorted(load_lexicon("saying_verbs")))
    who = rf"(?:(?:{'|'.join(lexicon['addresses'])})?(?:[\w'-]+ )?){_MARK}(?!\w)"
    return tuple(
        re.compile(rf"(?<!\w){one.replace('{who}', who).replace('{saying}', f'(?:{saying})')}")
        for one in lexicon["asks"]
    )


@cache
def _articles() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(load_tables('naming')['articles'])})")


@cache
def _links() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(load_tables('naming')['links'])})(\w+)")


@cache
def _titles() -> dict[str, frozenset[str]]:
    """Return the forms of each title, itself and its translations, with which a role may begin."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in load_tables("professions")["professions"]:
        masculine, feminine = fold_flat(row["masculine"]), fold_flat(row["feminine"])
        english = {fold_flat(one) for one in row["english"]}
        also = {fold_flat(one) for one in row.get("also", ())}
        for title in (masculine, *english, *also):
            found[title] |= {masculine, feminine, *english}
        found[feminine] |= {feminine, *english} if feminine != masculine else set()
    return {title: frozenset(forms) for title, forms in found.items()}
