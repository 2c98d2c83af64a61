"""Who speaks: which labels ask, and which person each label names.

A label asks by its own word (« Question »), by the name of a known interviewer, or by the text
after it: short, or ending in « ? ». Labels themselves are found by `block.label`.
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

_MOST_PEOPLE = 40  # a label is compared with the first 40 people only, to bound the time


def find_asking(
    text: str,
    labels: dict[int, Label],
    blocks: list[Block],
    asking_names: set[str],
    people: list[Person],
) -> set[str]:
    """Return the keys of the labels that ask.

    Parameters
    ----------
    text
        The text of the page.
    labels
        The believed labels, by the index of their block.
    blocks
        The blocks of the page, in order.
    asking_names
        The names of the interviewer and of the medium.
    people
        The interviewees known so far; their labels never ask.
    """
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
    for key, name in written.items():
        if says_answer(name) or any(stands_for(name, person.name) for person in people):
            continue
        is_short = len(lengths) > 1 and 2 * lengths[key] < longest and shares[key] >= 0.3
        if (
            says_question(name)
            or any(stands_for(name, asker) or stands_for_medium(name, asker) for asker in asking_names)
            or (len(written) > 1 and (2 * ends[key] > 1 or is_short))
        ):
            asking.add(key)
    return asking


def resolve(label: str, people: list[Person]) -> Person | None:
    """Return the person whom a label names, or None when it fits nobody or several people.

    The label may be the full name, the initials, the first or the last name.
    """
    matching = [person for person in people if stands_for(label, person.name)]
    return matching[0] if len(matching) == 1 else None


class Cast:
    """The people who answer in an interview: resolves each label to a person, always the same.

    Parameters
    ----------
    people
        The interviewees known beforehand. A person whom only a label names is appended to it.
    names
        The full names that the page mentions, which initials and single names may stand for.
    roles
        The role of each of `names` for which the page states one.
    """

    def __init__(self, people: list[Person], names: list[str], roles: dict[str, str]) -> None:
        self.people = people
        self.unresolved: list[str] = []
        self._names = names
        self._roles = roles
        self._found: dict[str, Person] = {}

    def find(self, label: str) -> Person:
        """Return the person whom a label names; several people become one with a joint name."""
        if label not in self._found:
            self._found[label] = self._resolve_all(label)
        return self._found[label]

    def knows(self, name: str) -> bool:
        """Return whether the page names this person elsewhere."""
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
