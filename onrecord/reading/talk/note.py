"""Blocks among the answers that no interviewee said: bylines, footnotes, pull quotes, biographies.

They look like prose. They are recognised by their opening (« Propos recueillis par »), by a mark
that an answer refers to, by words that an answer says too, by italics at the end of a page whose
answers are not in italics, or by a person spoken of by name. The wordings come from
`text/lexicon/<language>/talk.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.interview import Person
from onrecord.reading.block.block import Block, Look
from onrecord.reading.block.label import Label, says_sound
from onrecord.reading.block.reason import BIOGRAPHY, BYLINE, NOTE, PULL_QUOTE, SOUND
from onrecord.reading.page.byline import is_byline
from onrecord.reading.page.credit import is_credit_line
from onrecord.reading.talk.introduction import about_pattern, told_pattern
from onrecord.text.fold import fold
from onrecord.text.mark import CLOSING_QUOTES, OPENING_QUOTES
from onrecord.text.pattern import one_of
from onrecord.text.pronoun import addresses, count_first_person

_FOOTNOTE = re.compile(r"\s*(?:\\?\*+|[(\[]\d{1,2}[)\]]|[¹²³⁴⁵])[ \t\u00a0]*(?=[^\W\d_]|[«“\"])")
_CALL = re.compile(r"\w[»”]?[ \u00a0]?(?:(?<!\*)\\?\*(?![*\w])|[(\[]\d{1,2}[)\]]|[¹²³⁴⁵])")
_QUOTED = re.compile(
    rf"[{OPENING_QUOTES}]\s*(?P<words>[^{OPENING_QUOTES}{CLOSING_QUOTES}]{{10,250}}?)\s*[{CLOSING_QUOTES}]"
)
_NUMBERED = re.compile(r"\s*(?:\\?[(\[]\d{1,2}[)\]]|[¹²³⁴⁵])[ \t\u00a0]+(?=[^\W\d_])")
_SOUND = re.compile(r"[\[(][^\[\]()]{1,40}[\])]\.?")
_LONGEST_NOTE = 900  # characters
_TRAILING = 6  # blocks at the end of a page that may be about its author


def find_beside(
    text: str, blocks: Sequence[Block], labels: Mapping[int, Label], people: Sequence[str]
) -> dict[int, str]:
    """Return the blocks whose own marks show that they are not talk, with the reason."""
    beside: dict[int, str] = {}
    calls, quotes = _Calls(text, blocks), _Quotes(blocks)
    trailing = _trailing_italics(blocks, labels) | _trailing_notes(text, blocks, labels)
    for index, block in enumerate(blocks):
        if index in labels or block.look is Look.HEADING:
            continue
        if _SOUND.fullmatch(block.plain) and says_sound(block.plain.strip("[( .…)]")):
            beside[index] = SOUND
        elif is_byline(block.plain, [Person(name) for name in people]) or is_credit_line(block.plain):
            beside[index] = BYLINE
        elif len(block.plain) > _LONGEST_NOTE:
            continue
        elif quotes.has(block.plain):
            beside[index] = PULL_QUOTE
        elif _editor().match(block.plain) or calls.has(index) or index in trailing:
            beside[index] = NOTE
        elif _is_about(block, people, is_trailing=index >= len(blocks) - _TRAILING):
            beside[index] = BIOGRAPHY
    return beside


class _Calls:
    """The marks in the answers that refer to a footnote: « Yohan Boniface* », « la loi (1) »."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._blocks = blocks
        self._first: dict[str, int] = {}
        for index, block in enumerate(blocks):
            for match in _CALL.finditer(text, block.span.start, block.span.end):
                if not _closes(text, match.end(), block.span.start):
                    self._first.setdefault(_mark(match[0]), index)

    def has(self, index: int) -> bool:
        """Return whether a block is a footnote to which an earlier block refers."""
        block = self._blocks[index]
        if block.is_question:
            return False
        is_starred = block.look is Look.ITALIC and self._text[block.span.start - 1] == "*"
        match = _FOOTNOTE.match(self._text, block.span.start - is_starred)
        return match is not None and self._first.get(_mark(match[0]), index) < index


class _Quotes:
    """The words of a page, in which a pull quote stands twice: in its block and in an answer."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        has_quotes = any(_QUOTED.fullmatch(block.plain) for block in blocks)
        self._said = fold("\n".join(block.plain for block in blocks)) if has_quotes else ""

    def has(self, plain_text: str) -> bool:
        """Return whether the text is quoted words that the page says elsewhere too."""
        match = _QUOTED.fullmatch(plain_text)
        return match is not None and self._said.count(fold(match["words"]).rstrip(". ")) > 1


def _closes(text: str, end: int, start: int) -> bool:
    """Return whether the star that ends at `end` closes what another opened on its line: italics."""
    line = text[max(start, text.rfind("\n", start, end) + 1) : end]
    return line.endswith("*") and not line.endswith("\\*") and line.count("*") % 2 == 0


def _mark(text: str) -> str:
    found = re.search(r"\*|(?<=[(\[])\d{1,2}|[¹²³⁴⁵]", text)
    return found[0].strip().translate(str.maketrans("¹²³⁴⁵", "12345")) if found else ""


def _trailing_italics(blocks: Sequence[Block], labels: Mapping[int, Label]) -> set[int]:
    """Return the blocks in italics that end the page, where the answers are not in italics.

    A question in italics is not one of them, even without an answer.
    """
    trailing: set[int] = set()
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.look is not Look.ITALIC or index in labels or block.is_question:
            break
        trailing.add(index)
    rest = min(trailing, default=0)
    plain_answers = any(block.look in (Look.PLAIN, Look.LIST) for block in blocks[:rest])
    return trailing if plain_answers else set()


def _trailing_notes(text: str, blocks: Sequence[Block], labels: Mapping[int, Label]) -> set[int]:
    """Return the numbered blocks that end the page, where nothing before them is numbered so."""
    numbered = {index for index, block in enumerate(blocks) if _NUMBERED.match(text, block.span.start)}
    trailing: set[int] = set()
    for index in range(len(blocks) - 1, 0, -1):
        if index not in numbered or index in labels or blocks[index].is_question:
            break
        trailing.add(index)
    return trailing if numbered == trailing else set()


def _is_about(block: Block, people: Sequence[str], *, is_trailing: bool) -> bool:
    """Return whether a block speaks of somebody by name, and not in the first person."""
    text = block.plain
    if count_first_person(text) or addresses(text):
        return False
    if is_trailing and told_pattern().match(text):
        return True
    if about_pattern().match(text) is None:
        return False
    folded = fold(text[:120])
    return is_trailing or any(folded.startswith(fold(name)) for name in people)


@cache
def _editor() -> re.Pattern[str]:
    return re.compile(rf"\W*{one_of('talk', 'notes', 'editor')}", re.I)
