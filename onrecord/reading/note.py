"""Blocks after or between the answers that nobody interviewed said: bylines, footnotes, biographies.

They look like prose. What gives them away: their opening (« Propos recueillis par »), a footnote's
mark that an answer calls, italics at the end of a page whose answers are not in italics, or a
person spoken of by name where they would say « je ».
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.interview import Person
from onrecord.reading.block import Block, Look
from onrecord.reading.credit import find_publication, is_of_medium
from onrecord.reading.metadata import Metadata
from onrecord.reading.question import Layout
from onrecord.reading.reason import BIOGRAPHY, BYLINE, NOTE, PULL_QUOTE
from onrecord.text.date import DATE, parse_date
from onrecord.text.fold import fold
from onrecord.text.name import NAME, stands_for
from onrecord.text.pronoun import addresses, count_first_person

_BYLINE_CUE = re.compile(
    r"(?:propos (?:recueillis|receuillis)|(?:entretien|interview|propos) "
    r"(?:r[ée]alis[ée]|men[ée]|conduit|pr[ée]par[ée])\w*|recueilli\w* )[^.\n]{0,30}?\bpar\b"
    r"|propos d[eu'’ ][^.\n]{3,120}? recueillis par|interview(?:ed)? by|as told to",
    re.I,
)
_MAY_CUE = ("propos", "entretien", "interview", "recueilli", "as told")
_MEETING = re.compile(r"\W*(?:entretien|interview|[ée]change|rencontre)\s+(?:avec|with)\s", re.I)
_EDITOR = re.compile(r"\W*(?:ndlr|note de la r[ée]daction|nota(?: bene)?\b|editor['’]s note)", re.I)
_FOOTNOTE = re.compile(r"\s*(?:\\?\*+|[(\[]\d{1,2}[)\]]|[¹²³⁴⁵])[ \t\u00a0]*(?=[^\W\d_]|[«“\"])")
_CALL = re.compile(r"\w[»”]?[ \u00a0]?(?:(?<!\*)\\?\*(?![*\w])|[(\[]\d{1,2}[)\]]|[¹²³⁴⁵])")
_ABOUT = re.compile(
    rf"\W*(?:{NAME})(?:,[^.!?]{{3,120}},|\s\([^()]{{1,60}}\))?\s+"
    r"(?:est|a [ée]t[ée]|a (?:fond|publi|cr[ée]|rejoint|dirig|travaill)\w+|dirige|travaille|enseigne|"
    r"vit|anime|couvre|suit|pr[ée]side|is|was|has|works|writes|covers|teaches)\b"
)
_QUOTED = re.compile(r"[«“\"]\s*(?P<words>[^«»“”\"]{10,250}?)\s*[»”\"]")
_LONGEST_BYLINE = 300  # characters
_LONGEST_NOTE = 900
_TRAILING = 6  # blocks at the end of a page that may be about its author


def find_notes(
    text: str, blocks: Sequence[Block], layout: Layout, people: Sequence[Person]
) -> dict[int, str]:
    """Return the blocks that are notes, with the reason, by index: those after the first question."""
    first = min(layout.asking | set(layout.labels), default=None)
    if first is None:
        return {}
    notes: dict[int, str] = {}
    calls, quotes = _Calls(text, blocks), _Quotes(blocks)
    trailing_italics = _trailing_italics(blocks, layout)
    for index in range(first, len(blocks)):
        block = blocks[index]
        if index in layout.asking or index in layout.labels or block.look is Look.HEADING:
            continue
        if is_byline(block.plain, people):
            notes[index] = BYLINE
        elif len(block.plain) > _LONGEST_NOTE:
            continue
        elif quotes.has(block.plain):
            notes[index] = PULL_QUOTE
        elif _EDITOR.match(block.plain) or calls.has(index) or index in trailing_italics:
            notes[index] = NOTE
        elif _is_about(block, people, is_trailing=index >= len(blocks) - _TRAILING):
            notes[index] = BIOGRAPHY
    return notes


def find_byline_cues(text: str, start: int, end: int) -> list[int]:
    """Return where wordings such as « Propos recueillis par » begin in a slice of `text`."""
    lowered = text[start:end].lower()
    if not any(word in lowered for word in _MAY_CUE):
        return []  # nearly always, and sooner than the pattern says it
    return [match.start() for match in _BYLINE_CUE.finditer(text, start, end)]


def is_byline(plain_text: str, people: Sequence[Person]) -> bool:
    """Say whether a short text says who asked (« Propos recueillis par … »)."""
    if len(plain_text) > _LONGEST_BYLINE or plain_text.endswith("?"):
        return False
    cues = find_byline_cues(plain_text, 0, len(plain_text))
    if cues and cues[0] < 40:
        return True
    return bool(people and _MEETING.match(plain_text) and _askers(plain_text, people))


def read_byline(metadata: Metadata, plain_text: str, where: str) -> bool:
    """Take who asked, and when, from a text that says so; return whether it does.

    Only its first 300 characters are looked at: a box may go on with other things.
    """
    head = plain_text[:_LONGEST_BYLINE]
    cue = _BYLINE_CUE.search(head)
    meeting = _MEETING.match(head) if metadata.people else None
    if not cue and not (meeting and _askers(head, metadata.people)):
        return False
    rest = head[cue.end() if cue else 0 :]
    date = DATE.search(rest)
    names = _askers(rest[: date.start()] if date else re.split(r"[.\n]", rest)[0], metadata.people)
    metadata.put("author", ", ".join(names), where)
    metadata.put("publication", find_publication(head), where)
    if date:
        metadata.put("date", parse_date(date[0]), where)
    return True


def _askers(plain_text: str, people: Sequence[Person]) -> list[str]:
    """Return the full names in a byline that are not those of the people interviewed."""
    names = [name.rstrip(".'’-") for name in re.findall(NAME, plain_text)]
    names = [re.sub(r"^(?:Entretien|Interview|Propos) ", "", name) for name in names]
    names = [name for name in names if not is_of_medium(name)]
    return [name for name in names if not any(stands_for(name, one.name) for one in people)]


class _Calls:
    """Where answers call a footnote: « Yohan Boniface* », « la loi (1) »."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks
        self._first: dict[str, int] = {}
        for index, block in enumerate(blocks):
            for match in _CALL.finditer(text, block.span.start, block.span.end):
                self._first.setdefault(_mark(match[0]), index)

    def has(self, index: int) -> bool:
        """Say whether a block is a footnote that a block before it calls."""
        block = self._blocks[index]
        is_starred = block.look is Look.ITALIC and self._text[block.span.start - 1] == "*"
        match = _FOOTNOTE.match(self._text, block.span.start - is_starred)
        return match is not None and self._first.get(_mark(match[0]), index) < index


class _Quotes:
    """Which words are said twice: a pull quote repeats between marks what an answer says."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        has_quotes = any(_QUOTED.fullmatch(block.plain) for block in blocks)
        self._said = fold("\n".join(block.plain for block in blocks)) if has_quotes else ""

    def has(self, plain_text: str) -> bool:
        match = _QUOTED.fullmatch(plain_text)
        return match is not None and self._said.count(fold(match["words"]).rstrip(". ")) > 1


def _mark(text: str) -> str:
    found = re.search(r"\*|(?<=[(\[])\d{1,2}|[¹²³⁴⁵]", text)
    return found[0].strip().translate(str.maketrans("¹²³⁴⁵", "12345")) if found else ""


def _trailing_italics(blocks: Sequence[Block], layout: Layout) -> set[int]:
    """Return the blocks in italics that end the page, where the answers are not in italics."""
    trailing: set[int] = set()
    for index in range(len(blocks) - 1, -1, -1):
        if blocks[index].look is not Look.ITALIC or index in layout.asking or index in layout.labels:
            break
        trailing.add(index)
    rest = min(trailing, default=0)
    plain_answers = any(
        block.look in (Look.PLAIN, Look.LIST) and i not in layout.asking
        for i, block in enumerate(blocks[:rest])
    )
    return trailing if plain_answers else set()


def _is_about(block: Block, people: Sequence[Person], *, is_trailing: bool) -> bool:
    """Say whether a block speaks of somebody by name, and not in the first person."""
    text = block.plain
    if _ABOUT.match(text) is None or count_first_person(text) or addresses(text):
        return False
    folded = fold(text[:120])
    return is_trailing or any(folded.startswith(fold(person.name)) for person in people)
