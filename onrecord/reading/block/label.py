"""Labels before an answer or a question (« Léa Roux : », « L.R. : », « Q. : »).

A label is believed when it names somebody known, is generic (« Question »), or comes back on the
page: « Résultat : » once in an answer is prose. Whom a label names is decided by `talk.cast`. The
words of generic labels come from `text/lexicon/<language>/labels.toml`.
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

_MOST_LABELS = 500  # distinct labels of one page that are looked at, the most frequent first
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
)  # the longest text that can be a name, up to a character that ends it
_NO_END = frozenset('?!«»"')  # characters that stand neither in a name nor right after a label's
_STARS = re.compile(r"[ \u00a0]?\*{1,3}")
_TAIL = re.compile(r"(?:[ \u00a0]?:|[*_]{1,3}(?=[\s:]|$)|</[a-zA-Z]+>)*[ \t\u00a0\u200b]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a block.

    `span` covers the label, its colon and the blank after it. `is_weak` is true when a dash or the
    end of its line sets it off in place of a colon.
    """

    text: str
    span: Span
    is_weak: bool = False

    @property
    def key(self) -> str:
        """The form in which labels are compared: folded, without full stops and blanks."""
        return fold(self.text).replace(".", "").replace(" ", "")


def read_label(text: str, span: Span) -> Label | None:
    """Return the label that a slice of `text` may open with, or None."""
    end = min(span.end, span.start + _LONGEST)
    if short := _short().match(text, span.start, end):
        return Label(short["name"], Span(*short.span()))
    run = _RUN.match(text, span.start, end)
    if run is None or (run.end() == end < span.end):
        return None
    if run.end() < end and text[run.end()] in _NO_END:
        return None  # prose, nine times in ten: this test is cheaper than the pattern below
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
    """Return whether a label states a part in the talk (« Question », « Réponse Léa »)."""
    return any(p.fullmatch(name) for p in (_generic(), _answer_of(), _question_of(), _numbered()))


def find_believed(labels: Iterable[Label], known: Iterable[str]) -> set[str]:
    """Return the keys of the labels that are believed.

    Parameters
    ----------
    labels
        What may be labels, in the order of the page.
    known
        Names that the page gives: interviewees, interviewer, medium, people mentioned.
    """
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
    """Return the believed labels, by the index of their block; a block's `voice` is a label too."""
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
    """Return the name in « Réponse de Léa »; any other label is returned unchanged."""
    match = _answer_of().fullmatch(label)
    return match["who"] if match else label


def is_generic(label: str) -> bool:
    """Return whether a label states only that somebody asks or answers, without a name."""
    return _generic().fullmatch(label) is not None


def says_answer(label: str) -> bool:
    """Return whether the words of a label state that it answers."""
    match = _generic().fullmatch(label)
    return bool(match and match["answers"]) or _answer_of().fullmatch(label) is not None


def says_question(label: str) -> bool:
    """Return whether the words of a label state that it asks."""
    match = _generic().fullmatch(label)
    return bool(match and match["asks"]) or (
        _question_of().fullmatch(label) is not None and not _generic().fullmatch(label)
    )


@cache
def _generic() -> re.Pattern[str]:
    """Return the pattern of a label without a name (« Question », « R 3 »), numbered or not."""
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
    """Return the pattern of a letter and a stop before a question or an answer (« Q. Comment … »)."""
    return re.compile(
        rf"(?:[*_]{{0,3}})(?P<name>{one_of('labels', 'letters')})[ \u00a0]?[.)/–-]+[*_]{{0,3}}"
        r"[ \t\u00a0]+(?=\S)(?![A-ZÀ-Þ][ \u00a0]?[.:])"
    )
