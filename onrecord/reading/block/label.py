"""Labels before an answer or a question (« Léa Roux : », « [L.R.] », « Q. », « léa: ») and their kinds.

What may be a label at the head of a line is read here, by its shape; whether it is one, and whose, is
decided over the whole page by `talk`. The words of labels are data, in
`text/lexicon/<language>/labels.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.name import has_medium_word, is_full_name, is_initials, is_name, split_names
from onrecord.text.pattern import one_of
from onrecord.text.span import Span

_LONGEST = 120  # characters from the head of a line that may hold a label
# No mark begins as another does, nor as a name does: to backtrack would try 2 ** 30 ways in vain.
_MARKS = r"(?:[*_\[«\"“]|\\\[|</?[a-zA-Z][^<>\n]{0,200}>|[ \t\u00a0\u200b]){0,30}+"
_DASH = r"(?:[ \t]{0,12}[–—][ \u00a0])?+"  # of a line of talk
_HEAD = re.compile(
    rf"{_DASH}{_MARKS}(?P<name>[^\W\d_](?:[^\n\r\t:|*_\[\]<>«»\"?!]|(?<=\w)_(?=\w)){{0,70}}?)"
    rf"(?:[ \u00a0]?[(\[](?P<note>[^()\[\]\n:]{{1,60}})[)\]](?:\.(?=[ \u00a0][–—-]))?)?"
    rf"(?P<close>(?:[*_\]\\]|</[a-zA-Z]+>|[ \t\u00a0])*)"
    rf"(?P<separator>:(?!//)|[–—-](?=[ \u00a0*_<])|(?<=[ \u00a0])[–—-](?=\S)|\|(?=[ \u00a0])"
    r"|(?=\r?\n)|\Z"
    rf"|(?P<wide>(?<=\t)|(?<=[ \u00a0]{{2}}))(?=\S)"
    rf"|(?<=\*\*[ \u00a0])(?=\S)|(?<=</b>[ \u00a0])(?=\S)|(?<=strong>[ \u00a0])(?=\S))"
)
_RUN = re.compile(
    rf"{_DASH}{_MARKS}[^\W\d_](?:[^\n\t:|*_\[\]<>«»\"?!(–—\- \u00a0]++|(?<=\w)[-_](?=\w)"
    r"|[ \u00a0](?![ \u00a0]))*+"
)  # as far as a name can go without anything that ends it
_NO_END = ("?", "!", "«", "»", '"')  # what neither a name nor the end of a label holds
_STARS = re.compile(r"[ \u00a0]?\*{1,3}")
_TAIL = re.compile(r"(?:[ \u00a0]?:|[*_]{1,3}(?=[\s:]|$)|</[a-zA-Z]+>)*[ \t\u00a0\u200b]*")
_HANDLE = re.compile(r"[a-zà-öø-ÿ][\w.-]{1,24}")
_BARE = re.compile(r"[ \t]{0,12}(?P<name>[A-Z])[ \t]{1,12}(?=[\"“«]?[A-ZÀ-Þ0-9])")
_UPPER = r"[A-ZÀ-Þ][A-ZÀ-Þ’'-]{2,20}"
_STOPPED = re.compile(  # « INÈS. Le jour où … », « I. R. Le jour où … »
    rf"[*_ \t]{{0,12}}(?P<name>{_UPPER}(?:[ \u00a0]{_UPPER}){{0,3}}"
    r"|(?:[A-ZÀ-Þ]\.[ \u00a0-]?){1,3}[A-ZÀ-Þ])\."
    r"[*_]{0,3}[ \u00a0]+(?=[«“\"(…]|[A-ZÀ-Þ0-9])(?![A-ZÀ-Þ]\.)"
)
_NAMED = r"[^\W\d_][^\[\]()\n\t:]{0,60}"
_BOXED = re.compile(
    rf"[*_ \t]{{0,6}}(?:\\?\[(?P<square>{_NAMED})(?:[ \u00a0]\([^()\[\]\n]{{1,40}}\))?\\?\](?!\()"
    rf"|\((?P<round>{_NAMED})\))"
    r"[*_]{0,3}(?:(?:[ \t\u00a0]*:[*_]{0,3}[ \t\u00a0]*|[ \t\u00a0]+)(?=\S)(?![–—-])"
    r"|(?(round)(?P<lone>[ \t\u00a0]*(?=\r?\n|\Z))|(?!)))"
)
_DIGITS = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a block; `span` covers it with its colon and the blank after.

    `is_weak` tells one set off by a dash, or by nothing but its line, from one with a colon;
    `is_handle` one that begins with a small letter; `is_bare` a letter with nothing after it but a
    blank, `is_lone` what stands in round brackets on a line of its own. `is_person` says that the
    number of a part (« Réponse 2 ») is somebody's, and not the question's. `note` is what stands after
    the name in brackets, `role` what stands after it and a comma; `written` is the label as the file
    has it, where `text` was put in order.
    """

    text: str
    span: Span
    is_weak: bool = False
    is_handle: bool = False
    is_bare: bool = False
    is_lone: bool = False
    is_person: bool = False
    note: str = ""
    role: str = ""
    written: str = ""

    @property
    def key(self) -> str:
        """The label as it is compared: folded, without stops, blanks and a question's number."""
        key = fold(self.text).replace(".", "").replace(" ", "").replace("\u00a0", "")
        if self.is_person:
            return key
        return _DIGITS.sub("", key).rstrip("n°#") if is_generic(self.text) else key


def read_label(text: str, span: Span) -> Label | None:
    """Return what may be a label at the head of a slice of `text`."""
    end = min(span.end, span.start + _LONGEST)
    if label := _read_stopped(text, span, end):
        return label
    if boxed := _BOXED.match(text, span.start, end):
        name = (boxed["square"] or boxed["round"]).strip()
        is_handle = _HANDLE.fullmatch(name) is not None
        if is_handle or _has_shape(name):
            is_lone = boxed["lone"] is not None
            return Label(name, Span(*boxed.span()), is_weak=True, is_handle=is_handle, is_lone=is_lone)
    run = _RUN.match(text, span.start, end)
    is_prose = run is None or run.end() == end < span.end or text[run.end() : end][:1] in _NO_END
    match = None if is_prose else _HEAD.match(text, span.start, end)
    if match is None:
        return None  # nine lines in ten end here, after two cheap patterns
    is_bold = match["close"].rstrip(" \u00a0")[-1:] in ("*", ">")
    is_set_off = match["separator"] or is_bold or _is_line(text, match.end(), span.end)
    if not is_set_off and (match["wide"] is None or match["name"].endswith((".", ","))):
        return None
    return _make_label(text, span, match)


def _read_stopped(text: str, span: Span, end: int) -> Label | None:
    """Return the label that a stop, or nothing but a blank, sets off from what is said."""
    if short := _short().match(text, span.start, end):
        return Label(short["letter"] or short["part"], Span(*short.span()))
    if (bare := _BARE.match(text, span.start, end)) and bare["name"] in _bare_letters():
        return Label(bare["name"], Span(*bare.span()), is_weak=True, is_bare=True)
    stopped = _STOPPED.match(text, span.start, end)
    return Label(stopped["name"], Span(*stopped.span()), is_weak=True) if stopped else None


def _make_label(text: str, span: Span, match: re.Match[str]) -> Label | None:
    """Return the label that a match reads, where what it names has the shape of a name."""
    name = match["name"].strip(" \u00a0-–—'’.,") if len(match["name"]) > 2 else match["name"]
    name = _keep_stop(match["name"].strip(), name)
    is_boxed = "]" in match["close"] and "[" in text[span.start : match.start("name")]
    is_strong = match["separator"] == ":" or is_boxed
    is_handle = _HANDLE.fullmatch(name) is not None
    has_shape = bool(name) and _has_shape(name)
    role = ""
    if not has_shape and match["separator"] == ":":  # « Léa Roux, maire de Vif : »
        head, _, after = name.partition(",")
        if after and is_full_name(head):
            name, role, has_shape = head, after.strip(), True
    if not has_shape and not is_handle:
        return None
    tail_end = match.end()
    if match["separator"]:
        open_marks = text[span.start : match.start("name")].count("*")
        stars = _STARS.match(text, tail_end, span.end)
        if open_marks > match["close"].count("*") and stars:
            tail_end = stars.end()
    tail = _TAIL.match(text, tail_end, span.end)
    return Label(
        name,
        Span(span.start, tail.end() if tail else tail_end),
        is_weak=not is_strong,
        is_handle=is_handle and not has_shape,
        note=match["note"] or "",
        role=role,
    )


def _has_shape(name: str) -> bool:
    """Say whether a label is a part in the talk, initials, a medium's name, or one name or several."""
    if is_kind(name) or is_initials(name) or has_medium_word(name):
        return True
    return all(is_name(part) or _last_name().fullmatch(part) for part in split_names(name))


def _keep_stop(written: str, name: str) -> str:
    """Return `name` with its last full stop when it is made of initials."""
    return written if is_initials(written) else name


def _is_line(text: str, position: int, end: int) -> bool:
    return position >= end or text[position] in "\r\n"


def is_kind(name: str) -> bool:
    """Return whether a label says a part in the talk (« Question », « Réponse Léa », « Speaker 1 »)."""
    return any(p.fullmatch(name) for p in (_generic(), _answer_of(), _question_of(), _numbered()))


def strip_answer_of(label: str) -> str:
    """Return « Léa » of « Réponse de Léa »; any other label unchanged."""
    match = _answer_of().fullmatch(label)
    return match["who"] if match else label


def is_generic(label: str) -> bool:
    """Return whether a label only says that one asks or answers, without naming anybody."""
    return _generic().fullmatch(label) is not None


def is_numbered(label: str) -> bool:
    """Return whether a label numbers a voice that has no name, as programs do (« SPEAKER_01 »)."""
    return _numbered().fullmatch(label) is not None


def says_person(label: str) -> bool:
    """Return whether a label that names nobody still says that somebody speaks (« Interviewée »)."""
    return _person().fullmatch(label) is not None


def says_answer(label: str) -> bool:
    """Return whether a label says by its word that it answers."""
    match = _generic().fullmatch(label)
    return bool(match and match["answers"]) or _answer_of().fullmatch(label) is not None


def says_question(label: str) -> bool:
    """Return whether a label says by its word that it asks."""
    match = _generic().fullmatch(label)
    return bool(match and match["asks"]) or (
        _question_of().fullmatch(label) is not None and not _generic().fullmatch(label)
    )


def says_sound(label: str) -> bool:
    """Return whether a label says that nobody speaks (« Musique », « Break »)."""
    return _sound().fullmatch(label) is not None


@cache
def _last_name() -> re.Pattern[str]:
    """Return the pattern of a last name after its particle (« du Tertre », "van der Meer")."""
    particle, word = one_of("names", "particles"), r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
    return re.compile(
        rf"{particle}[ \u00a0-]?(?:(?i:{particle})[ \u00a0-]?){{0,2}}{word}(?:[ \u00a0]{word})?"
    )


@cache
def _generic() -> re.Pattern[str]:
    """Return the pattern of a label that says a part in the talk alone, with a number or without."""
    number = r"(?:\s?n?[°#]?\s?\d{1,3})?\.?"
    asks, answers = one_of("labels", "asks"), one_of("labels", "answers")
    return re.compile(rf"(?P<asks>{asks}){number}|(?P<answers>{answers}){number}", re.I)


@cache
def _person() -> re.Pattern[str]:
    return re.compile(rf"{one_of('labels', 'persons')}(?:\s?\d{{1,2}})?", re.I)


@cache
def _sound() -> re.Pattern[str]:
    return re.compile(one_of("labels", "sounds"), re.I)


@cache
def _answer_of() -> re.Pattern[str]:
    of = one_of("labels", "of")
    return re.compile(rf"{one_of('labels', 'answer_of')}\s+{of}?(?P<who>[^\W\d].*)", re.I)


@cache
def _question_of() -> re.Pattern[str]:
    of = one_of("labels", "of")
    return re.compile(rf"{one_of('labels', 'question_of')}\s+{of}?(?P<who>[A-ZÀ-Þ].*)", re.I)


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"{one_of('labels', 'numbered')}[ \u00a0_]?(?:\d{{1,2}}|[A-Z])", re.I)


@cache
def _bare_letters() -> frozenset[str]:
    """Return the letters that stand for who asks and who answers, without a stop."""
    letters = one_of("labels", "letters").removeprefix("(?:").removesuffix(")")
    return frozenset(letters.split("|"))


@cache
def _short() -> re.Pattern[str]:
    """Return the pattern of a part before what is asked or answered, set off by a stop or a bracket.

    It is a letter (« Q. Comment … »), or a word with its number (« Question 2) Comment … »).
    """
    words = f"{one_of('labels', 'asks')}|{one_of('labels', 'answers')}"
    return re.compile(
        rf"[*_]{{0,3}}(?:(?P<letter>{one_of('labels', 'letters')})[ \u00a0]?[.)/–-]+(?:[ \u00a0]?:)?"
        rf"[*_]{{0,3}}[ \t\u00a0]+|(?P<part>(?i:{words})[ \u00a0]?n?[°#]?[ \u00a0]?\d{{1,3}})"
        r"[ \u00a0]?[.)–-]+[*_]{0,3}[ \t\u00a0]*)(?=\S)(?![A-ZÀ-Þ][ \u00a0]?[.:])"
    )
