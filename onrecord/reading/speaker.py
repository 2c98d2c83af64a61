"""Labels before an answer or a question (« Léa Roux : », « L.R. : », « Q. : ») and whom they name.

A label is believed when it names somebody known, is a generic one, or comes back: « Résultat : »
once in an answer is prose. Which labels ask and which answer is decided by what they introduce.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.interview import Person
from onrecord.reading.block import Block, Look
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.markup import plain
from onrecord.text.name import (
    is_full_name,
    is_initials,
    is_name,
    split_names,
    stands_for,
    stands_for_medium,
)
from onrecord.text.span import Span

_MOST_LABELS = 500  # of one page; those that come back most
_MOST_PEOPLE = 40  # a label is compared with so many people at most
_LONGEST = 120  # characters from the head of a line that may hold a label
_MARKS = r"(?:[*_\[«\"“]|\\?\[|</?[a-zA-Z][^<>\n]{0,200}>|[ \t\u00a0\u200b])"
_HEAD = re.compile(
    rf"{_MARKS}{{0,8}}(?P<name>[^\W\d_][^\n:*_\[\]<>«»\"?!]{{0,70}}?)"
    rf"(?:[ \u00a0]?\((?P<note>[^()\n:]{{1,60}})\))?"
    rf"(?P<close>(?:[*_\]]|</[a-zA-Z]+>|[ \t\u00a0])*)"
    rf"(?P<separator>:(?!//)|[–—-](?=[ \u00a0*_<])|(?<=[ \u00a0])[–—-](?=\S)|(?=\n)|\Z)"
)
_RUN = re.compile(
    rf"{_MARKS}{{0,8}}[^\W\d_](?:[^\n:*_\[\]<>«»\"?!(–—-]++|(?<=\w)-(?=\w))*+"
)  # as far as a name can go without anything that ends it
_NO_END = frozenset('?!«»"')  # what neither a name nor the end of a label holds
_STARS = re.compile(r"[ \u00a0]?\*{1,3}")
_TAIL = re.compile(r"(?:[ \u00a0]?:|[*_]{1,3}(?=[\s:]|$)|</[a-zA-Z]+>)*[ \t\u00a0\u200b]*")
_GENERIC = re.compile(
    r"(?P<asks>questions?|q|interviewe[u]?r|intervieweuse|journaliste|mod[ée]rat(?:eur|rice)|"
    r"animat(?:eur|rice)|r[ée]dact(?:ion|eur|rice)|host)(?:\s?n?[°#]?\s?\d{1,2})?\.?|"
    r"(?P<answers>r[ée]ponses?|r[ée]p|r|a|answer|interview[ée]e?|invit[ée]e?|guest)"
    r"(?:\s?n?[°#]?\s?\d{1,2})?\.?",
    re.I,
)
_ANSWER_OF = re.compile(
    r"(?:r[ée]ponses?|r[ée]p\.?|answer)\s+(?:de |d['’]|from |of )?(?P<who>\S.*)", re.I
)
_QUESTION_OF = re.compile(r"question\s+(?:de |d['’]|from |of )?(?P<who>[A-ZÀ-Þ].*)", re.I)
_NUMBERED = re.compile(
    r"(?:speaker|intervenante?|locut(?:eur|rice)|orat(?:eur|rice)|voix)\s?\d{1,2}", re.I
)
_SHORT = re.compile(
    r"(?:[*_]{0,3})(?P<name>[QRA])[ \u00a0]?[.)/–-]+[*_]{0,3}[ \t\u00a0]+"
    r"(?=\S)(?![A-ZÀ-Þ][ \u00a0]?[.:])"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a block; `span` covers it with its colon and the blank after.

    `is_weak` tells one set off by a dash, or by nothing but its line, from one with a colon.
    """

    text: str
    span: Span
    is_weak: bool = False

    @property
    def key(self) -> str:
        """The label as it is compared: folded, without its full stops."""
        return fold(self.text).replace(".", "").replace(" ", "")


def read_label(text: str, span: Span) -> Label | None:
    """Return what may be a label at the head of a slice of `text`."""
    end = min(span.end, span.start + _LONGEST)
    if short := _SHORT.match(text, span.start, end):
        return Label(short["name"], Span(*short.span()))
    run = _RUN.match(text, span.start, end)
    if run is None or (run.end() == end < span.end):
        return None
    if run.end() < end and text[run.end()] in _NO_END:
        return None  # prose, nine times in ten: told here for little
    match = _HEAD.match(text, span.start, end)
    if match is None or (not match["separator"] and not _is_line(text, match.end(), span.end)):
        return None
    name = match["name"].strip(" \u00a0-–—'’.,") if len(match["name"]) > 2 else match["name"]
    name = _keep_stop(match["name"].strip(), name)
    if not (is_kind(name) or all(is_name(part) for part in split_names(name))) or not name:
        return None
    tail_end = match.end()
    if match["separator"]:
        open_marks = text[span.start : match.start("name")].count("*")
        closed = match["close"].count("*")
        stars = _STARS.match(text, tail_end, span.end)
        if open_marks > closed and stars:
            tail_end = stars.end()
    tail = _TAIL.match(text, tail_end, span.end)
    return Label(name, Span(span.start, tail.end() if tail else tail_end), match["separator"] != ":")


def _keep_stop(written: str, name: str) -> str:
    """Return `name` with its last full stop when it is made of initials."""
    return written if is_initials(written) else name


def _is_line(text: str, position: int, end: int) -> bool:
    return position >= end or text[position] == "\n"


def is_kind(name: str) -> bool:
    """Say whether a label says a part in the talk (« Question », « Réponse Léa », « Speaker 1 »)."""
    return any(p.fullmatch(name) for p in (_GENERIC, _ANSWER_OF, _QUESTION_OF, _NUMBERED))


def find_believed(labels: Iterable[Label], known: Iterable[str]) -> set[str]:
    """Return the keys of the labels that are labels indeed, `known` being names the page gives."""
    found = list(labels)
    counts = Counter(label.key for label in found)
    strong = Counter(label.key for label in found if not label.is_weak)
    written = {label.key: label.text for label in found}
    names = list(known)
    believed = set()
    written = {key: written[key] for key, _ in counts.most_common(_MOST_LABELS)}
    for key, text in written.items():
        if fold(text) in load_lexicon("not_labels"):
            continue
        is_known = any(stands_for(part, name) for part in split_names(text) for name in names)
        repeated = counts[key] > 1 and (strong[key] > 1 or is_full_name(text) or "et" in text.split())
        if (strong[key] and (is_kind(text) or is_known)) or repeated or (is_known and counts[key] > 1):
            believed.add(key)
    weak = {key for key in believed if not strong[key]}
    for key, text in written.items():
        parts = split_names(text)
        all_known = all(any(stands_for(part, name) for name in names) for part in parts)
        if weak and len(parts) > 1 and all_known:
            believed.add(key)  # « Inès et Aude - » once, among « Inès - » and « Aude - »
    if len(believed) > 1:
        believed |= {key for key, text in written.items() if strong[key] and is_full_name(text)}
    return believed


def find_labels(text: str, blocks: list[Block], believed: set[str]) -> dict[int, Label]:
    """Return the labels that are believed, by the index of their block."""
    found: dict[int, Label] = {}
    read = [read_label(text, block.span) for block in blocks]
    counts = Counter(label.key for label in read if label)
    repeated = {key for key, count in counts.items() if count > 1}
    for index, block in enumerate(blocks):
        if block.voice:
            found[index] = Label(block.voice, Span(block.span.start, block.span.start))
        elif label := read[index]:
            is_once = label.key not in repeated
            is_title = block.look is Look.HEADING and (label.is_weak or is_once)
            if label.key in believed and not is_title:
                found[index] = label
    return found


def is_generic(label: str) -> bool:
    """Say whether a label only says that one asks or answers, without naming anybody."""
    return _GENERIC.fullmatch(label) is not None


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
        if _says_answer(shown) or any(stands_for(shown, person.name) for person in people):
            continue
        is_short = len(lengths) > 1 and 2 * lengths[key] < longest and shares[key] >= 0.3
        if (
            says_question(shown)
            or any(stands_for(shown, name) or stands_for_medium(shown, name) for name in asking_names)
            or (len(written) > 1 and (2 * ends[key] > 1 or is_short))
        ):
            asking.add(key)
    return asking


def _says_answer(label: str) -> bool:
    match = _GENERIC.fullmatch(label)
    return bool(match and match["answers"]) or _ANSWER_OF.fullmatch(label) is not None


def says_question(label: str) -> bool:
    """Say whether a label says by its word that it asks."""
    match = _GENERIC.fullmatch(label)
    return bool(match and match["asks"]) or (
        _QUESTION_OF.fullmatch(label) is not None and not _GENERIC.fullmatch(label)
    )


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
        match = _ANSWER_OF.fullmatch(label)
        people = [self._resolve(part) for part in split_names(match["who"] if match else label)]
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
