"""The people of some interviews, by their names and by the words of their roles.

Groups are shared between an archive and its copies: an interview more is one small group more. `person`
looks people up in all groups; nothing here reads a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property

from onrecord.interview import Card, Interview, Person
from onrecord.text.lexicon import load_tables
from onrecord.text.name import is_particle, split_name
from onrecord.text.name_index import NameIndex, fold_flat

SHORTEST_MISSPELT = 6  # letters; a shorter name with an error may be another word


class Group:
    """The people of some interviews.

    `casts` are the speakers of each interview, by its id and then by name; `speakers` those of all, by
    name; `last` is the highest id of an interview in which each of them speaks.
    """

    def __init__(self, interviews: Iterable[Interview | Card]) -> None:
        known = sorted(interviews, key=lambda one: one.id)
        self.casts: dict[str, Mapping[str, Person]] = {
            one.id: {person.name: person for person in one.speakers} for one in known
        }
        self.speakers: dict[str, Person] = {}
        self.last: dict[str, str] = {}
        for interview_id, cast in self.casts.items():
            for name, person in cast.items():
                if name:
                    self.speakers[name] = person
                    self.last[name] = interview_id
        self._listed = dict.fromkeys(person.name for one in known for person in one.people)

    @cached_property
    def names(self) -> NameIndex:
        """An index of the names of the people that the interviews are with."""
        return NameIndex(self._listed)

    @cached_property
    def spoken(self) -> NameIndex:
        """An index of the names of the speakers."""
        same = self._listed.keys() == self.speakers.keys()
        return self.names if same else NameIndex(self.speakers)

    @cached_property
    def last_names(self) -> Mapping[tuple[str, int], Mapping[str, set[str]]]:
        """The speakers by a word of their last name; by first letter and length of the word."""
        found: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(dict)
        for name in self.speakers:
            for part in split_name(name)[1]:
                if len(part) >= SHORTEST_MISSPELT and not is_particle(part):
                    found[part[0], len(part)].setdefault(part, set()).add(name)
        return dict(found)

    @cached_property
    def posts(self) -> Mapping[str, frozenset[str]]:
        """The speakers by the first folded word of a role; « maire et médecin » are two roles."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, person in self.speakers.items():
            for post in _joins().split(fold_flat(person.role)):
                if word := re.match(r"\w+", post):
                    found[word[0]].add(name)
        return {word: frozenset(names) for word, names in found.items()}

    @cached_property
    def role_words(self) -> Mapping[str, frozenset[str]]:
        """The speakers by each folded word of their role."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, person in self.speakers.items():
            for word in re.findall(r"\w+", fold_flat(person.role)):
                found[word].add(name)
        return {word: frozenset(names) for word, names in found.items()}


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(load_tables('naming')['joins'])}) |, ")
