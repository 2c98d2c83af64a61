"""Who speaks: which labels ask, and whom each label names.

Which labels ask and which answer is decided by what they introduce.
"""

from __future__ import annotations

from onrecord.interview import Person
from onrecord.reading.block.block import Block
from onrecord.reading.block.label import Label, says_answer, says_question, strip_answer_of
from onrecord.text.fold import fold
from onrecord.text.markup import plain
from onrecord.text.name import (
    is_full_name,
    is_initials,
    split_names,
    stands_for,
    stands_for_medium,
)

_MOST_PEOPLE = 40  # a label is compared with so many people at most


def find_asking(
    text: str,
    labels: dict[int, Label],
    blocks: list[Block],
    asking_names: set[str],
    people: list[Person],
) -> set[str]:
    """Return the keys of the labels that ask: by their word, by name, or by what they introduce."""
    introduced: dict[str, list[str]] = {}
    written = {label.key: label.text for label in labels.values()}
    for index, label in labels.items():
        rest = plain(text[label.span.end : blocks[index].span.end])
        introduced.setdefault(label.key, []).append(rest)
    shares = {
        key: sum("?" in rest[-200:] for rest in rests) / len(rests) for key, rests in introduced.items()
    }
    ends = {
        key: sum(rest.rstrip("» ").endswith("?") for rest in rests) / len(rests)
        for key, rests in introduced.items()
    }
    lengths = {key: sum(map(len, rests)) / len(rests) for key, rests in introduced.items()}
    longest = max(lengths.values(), default=0)
    asking = set()
    for key, shown in written.items():
        if says_answer(shown) or any(stands_for(shown, person.name) for person in people):
            continue
        is_short = len(lengths) > 1 and 2 * lengths[key] < longest and shares[key] >= 0.3
        if (
            says_question(shown)
            or any(stands_for(shown, name) or stands_for_medium(shown, name) for name in asking_names)
            or (len(written) > 1 and (2 * ends[key] > 1 or is_short))
        ):
            asking.add(key)
    return asking


def resolve(label: str, people: list[Person]) -> Person | None:
    """Return the one person that a label names: in full, by initials, first or last name."""
    matching = [person for person in people if stands_for(label, person.name)]
    return matching[0] if len(matching) == 1 else None


class Cast:
    """Who speaks in an interview: resolves labels to people, and keeps those found on the way.

    `people` are the interviewees known beforehand; `names` are full names that the page mentions,
    so that initials find their name.
    """

    def __init__(self, people: list[Person], names: list[str], roles: dict[str, str]) -> None:
        self.people = people
        self.unresolved: list[str] = []
        self._names = names
        self._roles = roles
        self._found: dict[str, Person] = {}

    def find(self, label: str) -> Person:
        """Return the person, or the people jointly, that a label names."""
        if label not in self._found:
            self._found[label] = self._resolve_all(label)
        return self._found[label]

    def knows(self, name: str) -> bool:
        """Say whether the page names this person elsewhere."""
        known = [*self._names, *(person.name for person in self.people[:_MOST_PEOPLE])]
        return any(stands_for(name, other) for other in known)

    def _resolve_all(self, label: str) -> Person:
        people = [self._resolve(part) for part in split_names(strip_answer_of(label))]
        if len(people) == 1:
            return people[0]
        return Person(" et ".join(person.name for person in people))

    def _resolve(self, label: str) -> Person:
        if label.isupper() and not is_initials(label):
            label = label.title()
        known = resolve(label, self.people[:_MOST_PEOPLE])
        if known is not None:
            return known
        names = [name for name in self._names if stands_for(label, name)]
        if len(set(map(fold, names))) == 1:
            name = names[0].title() if names[0].isupper() else names[0]
            person = Person(name, self._roles.get(names[0], ""))
        else:
            person = Person(label, self._roles.get(label, ""))
            if not is_full_name(label):
                self.unresolved.append(label)
        self.people.append(person)
        return person
