"""Who speaks: whom each label names, and who answers where no label says it.

A label names one of the people that the page gives, in full, in short or by initials that the page
declares; else it is itself a name. Nobody is named where nothing says who.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from onrecord.interview import Person
from onrecord.reading.block.label import (
    Label,
    is_generic,
    is_numbered,
    says_person,
    says_question,
    strip_answer_of,
)
from onrecord.reading.talk.belief import introduces
from onrecord.text.fold import fold
from onrecord.text.name import is_full_name, is_initials, is_name, split_names, stands_for
from onrecord.text.pronoun import addresses

_ALONE = 0.95  # how sure a label that names nobody is the one interviewee's, where it alone answers
_MOST_INITIALS = 2  # letters of what is read as initials before a comma: « ROUX, Léa » is a name
_SHORTEST_PART = 3  # letters of a name with which a handle may begin
_LONGEST_SHORT = 4  # characters of a short form that a label may declare
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_LAST_FIRST = re.compile(r"(?P<last>[^,]+),\s*(?P<first>[^,]+)")
_HANDLE_END = re.compile(r"[\d_.-]+$")


class Cast:
    """Who speaks in an interview: resolves labels to people, and keeps those found on the way.

    `people` are the interviewees known beforehand; `names` are full names that the page mentions,
    so that initials find their name, and `beside` those at its foot, where no other is meant.
    """

    def __init__(
        self, people: list[Person], names: list[str], roles: dict[str, str], beside: Sequence[str] = ()
    ) -> None:
        self.people = people
        self.unresolved: list[str] = []
        self._names = names
        self._beside = beside
        self._roles = roles
        self._found: dict[str, tuple[Person, float]] = {}

    def find(self, label: str) -> Person:
        """Return the person, or the people jointly, that a label names."""
        return self.weigh(label)[0]

    def weigh(self, label: str) -> tuple[Person, float]:
        """Return the person that a label names, and how sure that is (0..1)."""
        if label not in self._found:
            self._found[label] = self._resolve_all(label)
        return self._found[label]

    def name_alone(self, label: str, sure: float) -> None:
        """Take a label that names nobody (« Speaker 2 ») for the one person who is interviewed.

        The same holds for one that begins as their name does (« adam3us » for Adam Back). Call this
        only where that label alone answers; `sure` is how sure the page names that person.
        """
        if resolve(label, self.people) is not None:
            return
        is_like = any(fold(label).startswith(part) for part in _long_parts(self.people[0].name))
        if is_numbered(label) or says_person(label) or is_like:
            self._found[label] = self.people[0], _ALONE * sure

    def knows(self, name: str) -> bool:
        """Return whether the page names this person elsewhere."""
        known = [*self._names, *(person.name for person in self.people)]
        return any(stands_for(name, other) for other in known)

    def _resolve_all(self, label: str) -> tuple[Person, float]:
        written = tidy_label(strip_answer_of(label))
        if is_numbered(label) or is_generic(label):
            return Person(label), 0.9
        found = [self._resolve(part) for part in split_names(written)]
        if len(found) == 1:
            return found[0]
        return Person(" et ".join(one.name for one, _ in found)), min(sure for _, sure in found)

    def _resolve(self, label: str) -> tuple[Person, float]:
        if label.isupper() and not is_initials(label) and not re.search(r"[\d_]", label):
            label = label.title()
        known = resolve(label, self.people)
        if known is not None:
            return known, 0.99
        short = _HANDLE_END.sub("", label) or label
        written = [name for name in self._names if stands_for(short, name)]
        written = written or [name for name in self._beside if stands_for(short, name)]
        longer = [name for name in written if not fold(name).startswith(fold(label))]
        written = longer or written  # « Octave du Tertre », and not « DU TERTRE », of the label itself
        if is_initials(label):  # « LKL Je » is a label before words
            written = [name for name in written if name.partition(" ")[0] != label]
        names = _shortest(written)
        if len(set(map(fold, names))) == 1:
            name = names[0].title() if names[0].isupper() else names[0]
            person, sure = Person(name, self._roles.get(names[0], "")), 0.95
        else:
            person, sure = Person(label, self._roles.get(label, "")), 0.97
            if not is_full_name(label):
                self.unresolved.append(label)
                sure = 0.85
        self.people.append(person)
        return person, sure


def _long_parts(name: str) -> list[str]:
    """Return the folded words of a name with three letters or more."""
    return [part for part in fold(name).split() if len(part) >= _SHORTEST_PART]


def _shortest(names: list[str]) -> list[str]:
    """Return the one name that all the others hold (« Léa Roux » of « About Léa Roux »), or all."""
    short = min(names, key=len, default="")
    is_one = " " in short and all(fold(short) in fold(name) for name in names)
    return [short] if is_one else names


def resolve(label: str, people: Iterable[Person]) -> Person | None:
    """Return the one person that a label names: in full, by initials, first or last name."""
    for written in dict.fromkeys((label, _HANDLE_END.sub("", label))):
        matching = [person for person in people if written and stands_for(written, person.name)]
        if len(matching) == 1:
            return matching[0]
    return None


def tidy_label(label: str) -> str:
    """Return a label without what stands in brackets after it, the first name first.

    « LOUVAT, Paul (Externe) » is « Paul Louvat »; « Inès, Paul » are two people.
    """
    written = _BRACKETS.sub("", label).strip() or label
    match = _LAST_FIRST.fullmatch(written)
    if match is None or not match["last"].isupper():
        return written
    if is_initials(match["last"]) and (
        len(match["last"]) <= _MOST_INITIALS or match["first"].isupper()
    ):
        return written
    return f"{match['first'].strip()} {match['last'].title()}"


def drop_roles(labels: Mapping[int, Label]) -> dict[int, Label]:
    """Return the labels without the roles that stand with a name the first time.

    « LÉA ROUX, MAIRE DE VIF » is « LÉA ROUX » where that comes back alone, or in short, and « Maire de
    Vif » does not. A name before a comma that comes later opens a sentence: it is no label.
    """
    alone = {label.key for label in labels.values()}
    kept: dict[int, Label] = {}
    said: dict[str, str] = {}
    for index, label in sorted(labels.items()):
        if label.role and (introduces(label.text, said.values()) or addresses(label.role)):
            continue
        head, _, after = label.text.partition(",")
        short, rest = replace(label, text=head), replace(label, text=after.strip())
        has_role = bool(after) and is_full_name(head) and {short.key, rest.key} & alone == {short.key}
        kept[index] = short if has_role else label
        said.setdefault(kept[index].key, kept[index].text)
    return kept


def find_declared(labels: Iterable[Label]) -> dict[str, str]:
    """Return the short forms that labels declare of a full name (« Adam Levin (AL) »), folded."""
    declared: dict[str, str] = {}
    for label in labels:
        if not (label.note and is_name(label.note) and is_full_name(label.text)):
            continue
        if len(label.note) <= _LONGEST_SHORT or stands_for(label.note, label.text):
            declared.setdefault(fold(label.note), label.text)
    return declared


def find_keyed(texts: Iterable[str], labels: Iterable[Label]) -> dict[str, str]:
    """Return what a lead says that short labels stand for (« E : enquêtrice ; J : Jean »), folded."""
    short = {label.text for label in labels if len(label.text) <= _LONGEST_SHORT}
    keyed: dict[str, str] = {}
    for text, label in itertools.product(texts, sorted(short)):
        who = re.search(rf"(?:^|[;,.(:]\s*){re.escape(label)}\s?[:=]\s?([^;,.:()]{{2,60}})", text)
        name = who[1].strip() if who else ""
        if name and name != label and (is_name(name) or says_question(name) or says_person(name)):
            keyed.setdefault(fold(label), name)
    return keyed


def is_nobody(label: Label) -> bool:
    """Return whether a label neither names a person nor says that one speaks (« Réponse »)."""
    return is_generic(label.text) and not (label.is_person or says_person(label.text))
