"""Labels before an answer or a question (« Léa Roux : », « L.R. : », « Q. : »).

A label is believed when it names somebody known, is a generic one, or comes back: « Résultat : »
once in an answer is prose. Whom a label names is decided later. The words of labels are data
(`lexicon/labels.toml`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from onrecord.reading.block.block import Block, Look
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.name import is_full_name, is_initials, is_name, split_names, stands_for
from onrecord.text.pattern import one_of
from onrecord.text.span import Span

_MOST_LABELS = 500  # of one page; those that come back most
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
    if short := _short().match(text, span.start, end):
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
    return any(p.fullmatch(name) for p in (_generic(), _answer_of(), _question_of(), _numbered()))


def find_believed(labels: Iterable[Label], known: Iterable[str]) -> set[str]:
    """Return the keys of the labels that are labels indeed, `known` being names the page gives."""
    found = list(labels)
    counts = Counter(label.key for label in found)
    strong = Counter(label.key for label in found if not label.is_weak)
    written = {label.key: label.text for label in found}
    names = list(known)
    joins = set(load_tables("names")["joins"])
    believed = set()
    written = {key: written[key] for key, _ in counts.most_common(_MOST_LABELS)}
    for key, text in written.items():
        if fold(text) in load_lexicon("not_labels"):
            continue
        is_known = any(stands_for(part, name) for part in split_names(text) for name in names)
        repeated = counts[key] > 1 and (
            strong[key] > 1 or is_full_name(text) or joins & set(text.split())
        )
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


def strip_answer_of(label: str) -> str:
    """Return whom « Réponse de Léa » names; another label as it is."""
    match = _answer_of().fullmatch(label)
    return match["who"] if match else label


def is_generic(label: str) -> bool:
    """Say whether a label only says that one asks or answers, without naming anybody."""
    return _generic().fullmatch(label) is not None


def says_answer(label: str) -> bool:
    """Say whether a label says by its word that it answers."""
    match = _generic().fullmatch(label)
    return bool(match and match["answers"]) or _answer_of().fullmatch(label) is not None


def says_question(label: str) -> bool:
    """Say whether a label says by its word that it asks."""
    match = _generic().fullmatch(label)
    return bool(match and match["asks"]) or (
        _question_of().fullmatch(label) is not None and not _generic().fullmatch(label)
    )


@cache
def _generic() -> re.Pattern[str]:
    """Return the pattern of a label that says a part in the talk alone, with a number or without."""
    number = r"(?:\s?n?[°#]?\s?\d{1,2})?\.?"
    asks, answers = one_of("labels", "asks"), one_of("labels", "answers")
    return re.compile(rf"(?P<asks>{asks}){number}|(?P<answers>{answers}){number}", re.I)


@cache
def _answer_of() -> re.Pattern[str]:
    of = one_of("labels", "of")
    return re.compile(rf"{one_of('labels', 'answer_of')}\s+{of}?(?P<who>\S.*)", re.I)


@cache
def _question_of() -> re.Pattern[str]:
    of = one_of("labels", "of")
    return re.compile(rf"{one_of('labels', 'question_of')}\s+{of}?(?P<who>[A-ZÀ-Þ].*)", re.I)


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"{one_of('labels', 'numbered')}\s?\d{{1,2}}", re.I)


@cache
def _short() -> re.Pattern[str]:
    """Return the pattern of a letter and a stop before what is asked or answered (« Q. Comment … »)."""
    return re.compile(
        rf"(?:[*_]{{0,3}})(?P<name>{one_of('labels', 'letters')})[ \u00a0]?[.)/–-]+[*_]{{0,3}}"
        r"[ \t\u00a0]+(?=\S)(?![A-ZÀ-Þ][ \u00a0]?[.:])"
    )
