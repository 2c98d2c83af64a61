"""Labels before an answer or a question (« Léa Roux : », « L.R. : », « Q. : ») and whom they name.

A label is believed when it names somebody known, is a generic one, or comes back: « Résultat : »
once in an answer is prose. Which labels ask and which answer is decided by what they introduce.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from onrecord.interview import Person, Span
from onrecord.reading.block import Block
from onrecord.reading.metadata import NAME
from onrecord.word import fold

_INITIALS = r"[A-ZÀ-Þ](?:[.\- ]{0,2}[A-ZÀ-Þ]){1,3}\.?"
_GENERIC = r"(?i:questions?|q|r[ée]ponses?|r|a|answer|interviewer|journaliste|modérat(?:eur|rice))\.?"
_LABEL = re.compile(
    rf"(?P<marks>[*_]{{0,3}})(?P<label>{NAME}|{_INITIALS}|{_GENERIC}|[A-ZÀ-Þ][\w’'-]{{2,20}})"
    r"\s?[*_]{0,3}\s?:\s?[*_]{0,3}(?=\s)[ \t\u00a0]*"
)
_ASKING = re.compile(r"(?i:questions?|q|interviewer|journaliste|modérat(?:eur|rice))\.?$")
_ANSWERING = re.compile(r"(?i:r[ée]ponses?|r|a|answer)\.?$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a block; `span` covers it with its colon and the blank after."""

    text: str
    span: Span


def find_labels(text: str, blocks: list[Block], people: list[Person]) -> dict[int, Label]:
    """Return the labels, by the index of their block."""
    found: dict[int, Label] = {}
    for index, block in enumerate(blocks):
        match = _LABEL.match(text, block.span.start, block.span.end)
        if match:
            found[index] = Label(match["label"].strip(), Span(*match.span()))
    counts = Counter(fold(label.text) for label in found.values())
    return {
        index: label
        for index, label in found.items()
        if counts[fold(label.text)] > 1 or is_generic(label.text) or resolve(label.text, people)
    }


def is_generic(label: str) -> bool:
    """Say whether a label only says that one asks or answers."""
    return bool(_ASKING.match(label) or _ANSWERING.match(label))


def find_asking(labels: dict[int, Label], blocks: list[Block], asking_names: set[str]) -> set[str]:
    """Return the folded labels that ask: by their word, by name, or by what they introduce."""
    texts: dict[str, list[str]] = {}
    for index, label in labels.items():
        texts.setdefault(fold(label.text), []).append(blocks[index].plain)
    asking = set()
    for label_text, introduced in texts.items():
        questions = sum(text.endswith("?") for text in introduced)
        named = any(label_text == name or resolve_name(label_text, name) for name in asking_names)
        if (
            _ASKING.match(label_text)
            or named
            or (not _ANSWERING.match(label_text) and len(texts) > 1 and 2 * questions > len(introduced))
        ):
            asking.add(label_text)
    return asking


def resolve(label: str, people: list[Person]) -> Person | None:
    """Return the one person that a label names: in full, by initials, first or last name."""
    matching = [person for person in people if resolve_name(fold(label), fold(person.name))]
    return matching[0] if len(matching) == 1 else None


def resolve_name(label: str, name: str) -> bool:
    """Say whether the folded `label` can stand for the folded `name`."""
    if label == name:
        return True
    parts = re.split(r"[\s-]+", name)
    letters = re.sub(r"[^a-z]", "", label)
    if re.fullmatch(r"[a-z](?:[.\- ]{0,2}[a-z]){1,3}\.?", label):
        initials = "".join(part[0] for part in parts if part)
        words = name.split()
        return letters in {initials, "".join(word[0] for word in words)}
    return label in {parts[0], parts[-1], name.split(maxsplit=1)[0], name.rsplit(maxsplit=1)[-1]}
