"""Where readers' comments begin, which look like answers but are not.

They begin at a heading (« 3 commentaires », « Vos réactions ») or, without one, at the first line
that signs a comment (« Bébert31, le 12/03/2020 à 14:32 »), and go on to the end of the page. The
wordings are data (`page.toml` and `comment_headings.txt` in `text/lexicon/<language>/`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, partial

from onrecord.reading.block.block import Block, holds_question
from onrecord.reading.block.reason import RUNNING
from onrecord.text.fold import fold
from onrecord.text.mark import STOPS
from onrecord.text.pattern import one_of
from onrecord.text.phrase import begins_with
from onrecord.text.pronoun import speaks_of_oneself

_LONGEST_LINE = 120  # characters of a line that heads or signs comments
_BEFORE = 200  # characters of a block that counts as talk, which must come before comments
_LONGEST_NAME = 40  # characters
_one_of = partial(one_of, "page", "comment")  # the words of one list, as a pattern for folded text


def find_comments(blocks: Sequence[Block]) -> int:
    """Return the index of the first block of the comments, or the number of blocks without any.

    A line that could head comments counts only after a block of talk, since menus have such lines; the
    day and time at the top of a printed page sign nothing.
    """
    is_after_talk = False
    for index, block in enumerate(blocks):
        is_short = len(block.plain) <= _LONGEST_LINE and block.reason != RUNNING
        if is_after_talk and is_short:
            folded = fold(block.plain)
            if _heading().fullmatch(folded) or begins_with(block.plain, "comment_headings"):
                return index
            following = blocks[index + 1].plain if index + 1 < len(blocks) else ""
            if _signs(block.plain) or (_says().fullmatch(folded) and _signs(following)):
                return index - 1 if _is_name_line(blocks[index - 1]) else index
        is_talk = holds_question(block) or len(block.plain) >= _BEFORE
        is_after_talk = is_after_talk or (is_talk and not block.reason)
    return len(blocks)


def _signs(text: str) -> bool:
    """Return whether a line states who wrote a comment and when."""
    folded = fold(text)
    if len(text) > _LONGEST_LINE or not _may_sign().search(folded) or _published().search(folded):
        return False
    is_ago = _ago().fullmatch(folded) and not text.endswith(".") and not speaks_of_oneself(text)
    return bool(is_ago) or _signed().fullmatch(folded) is not None


def _is_name_line(block: Block) -> bool:
    return len(block.plain) <= _LONGEST_NAME and not block.plain.endswith((*STOPS, "»", ":"))


@cache
def _heading() -> re.Pattern[str]:
    """Return the pattern of a line that heads comments (« 3 commentaires », « Vos réactions »)."""
    return re.compile(
        rf"(?:{_one_of('before_heading')}|\d+ |\W)*(?:\d+ )?{_one_of('headings')}"
        rf"(?: (?:{_one_of('after_heading')}|\(?\d+\)?))*[\s\W\d]*"
    )


@cache
def _signed() -> re.Pattern[str]:
    """Return the pattern of a line with the writer of a comment, the day and the time of day."""
    ordinal = one_of("dates", "ordinals")
    day = (
        rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}{ordinal}? [a-z]{{3,9}}\.? \d{{4}}|"
        rf"[a-z]{{3,9}} \d{{1,2}}, \d{{4}}|{_one_of('days')})"
    )
    return re.compile(
        rf"(?:{_one_of('by')} )?(?P<who>[^?!:;]{{0,40}}?)[\s,:|•·-]*(?:{_one_of('on')} )?{day},?\s*"
        rf"(?:{_one_of('at')} |- )?\d{{1,2}}\s?[h:]\s?\d{{2}}(?::\d{{2}})?"
        rf"(?: ?{_one_of('half_days')})?\W*{_one_of('after_time')}?\W*{_one_of('report')}?\W*$"
    )


@cache
def _ago() -> re.Pattern[str]:
    """Return the pattern of a line that states how long ago a comment was written."""
    return re.compile(rf".{{0,40}}\b{_one_of('ago')}\W*{_one_of('reply')}?\W*$")


@cache
def _may_sign() -> re.Pattern[str]:
    return re.compile(rf"\d|{_one_of('may_be_ago')}")


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"[^.?!:]{{2,40}} {_one_of('says')}\s?:?$")


@cache
def _published() -> re.Pattern[str]:
    return re.compile(rf"\b{_one_of('published')}")
