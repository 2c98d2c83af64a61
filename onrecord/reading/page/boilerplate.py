"""What surrounds an interview on its page: paywall notices, menus, sharing, related articles.

Each block is kept or gets the reason why it is left out. The wordings are data in
`text/lexicon/<language>/` (`paywall.txt`, `paywall_gap.txt`, `boilerplate.txt`,
`around_openings.txt`, `after_headings.txt`, `captions.txt`, `page.toml`), so that extending them
takes no code. Readers' comments are found by `comment`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from onrecord.interview import Gap
from onrecord.reading.block.block import Block, Look, holds_question
from onrecord.reading.block.reason import (
    AFTER_PAYWALL,
    APPENDIX,
    AROUND,
    CAPTION,
    COMMENTS,
    LINKS,
    NO_WORDS,
    PAYWALL,
    RUNNING,
)
from onrecord.reading.page.comment import find_comments
from onrecord.reading.page.running import find_running
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables
from onrecord.text.mark import STOPS
from onrecord.text.pattern import list_pieces, one_of
from onrecord.text.phrase import begins_with, find_phrases, measure_share

_DENSE = 0.2  # least share of its wordings in a notice; an answer that quotes one has less
_LONGEST_NOTICE = 2000  # characters
_LONGEST_PROMOTION = 250  # characters
_LONGEST_ENTRY = 120  # characters of a title in a list of other articles
_LONGEST_LIST = 600  # characters of a list of them that is one block
_SHORTEST_ANSWER = 30  # characters
_PROSE = 200  # characters; the lines of a menu are shorter
_LONGEST_CAPTION = 250  # characters
_LINKED = 0.85  # least share of the letters and digits of a block of links that stand in links
_CUT_MARK = re.compile(r"^(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\))$")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\]\[\n]*)\]\([^)\[\n]*\)")
_HTML_LINK = re.compile(r"<a\b[^<>]*\bhref\b[^<>]*>([^<]*)</a>", re.I)
_IMAGE_DATA = re.compile(r"data:image/[\w+.-]+;base64,")


def part_blocks(
    text: str, blocks: Sequence[Block]
) -> tuple[list[Block], list[tuple[Block, str]], list[Block]]:
    """Separate the blocks that may be the interview from the others.

    With a heading that opens an appendix, the blocks up to the next heading of its level are left
    out. After readers' comments begin, or a paywall notice follows the last question, all blocks
    are left out.

    Returns
    -------
    tuple
        The blocks kept, those left out with the reason, and the paywall notices.
    """
    comments = find_comments(blocks)
    asked = [index for index, block in enumerate(blocks[:comments]) if block.is_question]
    inside = [index for index, block in enumerate(blocks[:comments]) if holds_question(block)]
    before = [index for index in asked if _is_answered(blocks, index)] or inside or _first_prose(blocks)
    parter = _Parter(min(before, default=0), max(before, default=0))
    running = find_running(blocks)
    reasons = [RUNNING if i in running else find_reason(text, one) for i, one in enumerate(blocks)]
    reasons = _join_lists(blocks, reasons)
    for index, (block, why) in enumerate(zip(blocks, reasons, strict=True)):
        parter.take(index, block, COMMENTS if index >= comments else "", why)
    return parter.kept, parter.left_out, parter.notices


def _join_lists(blocks: Sequence[Block], reasons: Sequence[str]) -> list[str]:
    """Return the reasons, with those of lists of which half the entries are around the article."""
    joined = list(reasons)
    start = 0
    for is_list, run in itertools.groupby(blocks, key=lambda block: block.look is Look.LIST):
        end = start + len(list(run))
        around = sum(why == AROUND for why in reasons[start:end])
        if is_list and 2 * around >= end - start:
            joined[start:end] = [why or AROUND for why in reasons[start:end]]
        start = end
    return joined


def _first_prose(blocks: Sequence[Block]) -> list[int]:
    """Return the index of the first long block of a page, as a list of 0 or 1.

    It stands in for the first question on a page without questions.
    """
    return [i for i, block in enumerate(blocks) if len(block.plain) >= _PROSE and not block.reason][:1]


def _is_answered(blocks: Sequence[Block], index: int) -> bool:
    """Return whether an answer follows a question, unlike a headline at the foot of a page."""
    following = blocks[index + 1 : index + 3]
    return any(not block.is_question and len(block.plain) >= _SHORTEST_ANSWER for block in following)


class _Parter:
    """Takes the blocks of a page in order: keeps each, or leaves it out with a reason.

    `first_question` and `last_question` are the indices of the first and last answered question.
    """

    def __init__(self, first_question: int, last_question: int) -> None:
        self.kept: list[Block] = []
        self.left_out: list[tuple[Block, str]] = []
        self.notices: list[Block] = []
        self._first_question = first_question
        self._last_question = last_question
        self._after = ""
        self._appendix: Block | None = None
        self._is_listing = False

    def take(self, index: int, block: Block, known: str, own: str) -> None:
        """Keep a block or leave it out; `known` is a reason found before, `own` the block's, or ""."""
        if self._appendix is not None and _ends_appendix(block, self._appendix):
            self._appendix = None
        if self._appendix is None and not self._after and self.kept and opens_appendix(block):
            self._appendix = block
        self._is_listing = bool(self.kept) and (
            _opens_list(block) or (self._is_listing and _is_entry(block))
        )
        is_beside = self._appendix is not None or self._is_listing
        reason = known or self._after or own or (APPENDIX if is_beside else "")
        if reason == PAYWALL:
            is_at_head = index < self._first_question and not _share_left().search(fold(block.plain))
            if not is_at_head:
                self.notices.append(block)
            is_end = index > self._last_question or (not is_at_head and self._cuts_off(block))
            self._after = AFTER_PAYWALL if is_end else ""
        if not reason:
            self.kept.append(block)
        elif block.look is not Look.EMPTY:
            self.left_out.append((block, reason))

    def _cuts_off(self, notice: Block) -> bool:
        """Return whether a notice ends the interview: it follows a cut sentence and states a share."""
        is_cut = bool(self.kept) and self.kept[-1].plain[-1:].isalnum()
        return is_cut and _share_left().search(fold(notice.plain)) is not None


def find_reason(text: str, block: Block) -> str:
    """Return the reason why `block` is not the interview, or "" when it may be."""
    if block.reason:
        return block.reason
    if block.look is Look.EMPTY and not _CUT_MARK.match(block.plain):
        return NO_WORDS
    why = PAYWALL if _is_paywall(block) else AROUND if _is_around(text, block) else ""
    why = why or (CAPTION if _is_caption(block) else "")
    is_set_apart = block.look in (Look.HEADING, Look.BOLD) or block.is_question
    if not why and not is_set_apart and _is_linked(text, block):
        return LINKS
    return why


def opens_appendix(block: Block) -> bool:
    """Return whether `block` is a heading that opens an appendix to the interview."""
    if block.look not in (Look.HEADING, Look.BOLD) or block.is_question or len(block.plain) > 150:
        return False
    folded = re.sub(r"^[^\w]+", "", fold(block.plain))
    match = find_phrases("after_headings").match(folded)
    if match is None:
        return False
    return " " in match[0] or not re.search(r"[a-z]", folded[match.end() :].partition(":")[0])


def _opens_list(block: Block) -> bool:
    """Return whether a plain line is the title of an appendix and no more (« Sur le même sujet »)."""
    folded = fold(block.plain[:_LONGEST_ENTRY]).strip(" .:*–—-")
    match = find_phrases("after_headings").fullmatch(folded) if block.look is Look.PLAIN else None
    return match is not None


def _is_entry(block: Block) -> bool:
    """Return whether a block may be an entry of a list of titles: short, and no sentence."""
    if block.look is Look.LIST:
        return len(block.plain) <= _LONGEST_LIST and not block.plain.endswith(STOPS)
    return len(block.plain) <= _LONGEST_ENTRY and block.plain[-1:] not in (*STOPS, ":", ";")


def read_gap(notices: Sequence[Block], *, cut: bool) -> Gap | None:
    """Return what is missing according to the paywall notices, or None.

    « S'abonner · Se connecter » stands at the foot of complete pages too: a notice with no more
    than such words counts only when the last sentence is `cut`.
    """
    for notice in notices:
        if match := _share_left().search(fold(notice.plain)):
            share = next(int(group) for group in match.groups() if group)
            return Gap("paywall", share / 100)
    says_so = any(find_phrases("paywall_gap").search(fold(notice.plain)) for notice in notices)
    marked = any(_CUT_MARK.match(notice.plain) for notice in notices)
    return Gap("paywall") if marked or says_so or (cut and notices) else None


def _ends_appendix(block: Block, appendix: Block) -> bool:
    if appendix.look is Look.HEADING:
        return block.look is Look.HEADING and block.level <= appendix.level
    return block.look in (Look.HEADING, Look.BOLD) and block.is_question


def _is_paywall(block: Block) -> bool:
    if len(block.plain) > _LONGEST_NOTICE:
        return False
    folded = fold(block.plain)
    if _prompt().match(folded) or _CUT_MARK.match(block.plain):
        return True
    if measure_share(block.plain, "paywall", _LONGEST_NOTICE) >= _DENSE:
        return True
    return (
        "%" in folded
        and len(folded) < _LONGEST_PROMOTION
        and _share_left().search(folded) is not None
        and any(fold(word) in folded for word in load_tables("page")["paywall"]["about"])
    )


def _is_around(text: str, block: Block) -> bool:
    """Return whether a block is a menu, a promotion, or a list of links to share or to read."""
    lines = [line.strip() for line in block.span.of(text)[:_LONGEST_NOTICE].split("\n")]
    if len(lines) > 2 and measure_share(lines[0], "boilerplate", _LONGEST_PROMOTION) > 0.6:
        return not any(line.endswith((".", "?", "…")) for line in lines)
    if measure_share(block.plain, "boilerplate", _LONGEST_NOTICE) >= _DENSE:
        return True
    is_short = len(block.plain) <= _LONGEST_PROMOTION and not block.is_question
    return is_short and begins_with(block.plain, "around_openings")


def _is_caption(block: Block) -> bool:
    if len(block.plain) > _LONGEST_CAPTION or block.is_question:
        return False
    is_credited = "©" in block.plain and not block.plain.endswith((".", "!", "…"))
    return is_credited or begins_with(block.plain, "captions")


def _is_linked(text: str, block: Block) -> bool:
    """Return whether a block consists of links or of an image's data, with hardly a word beside."""
    if block.span.end - block.span.start > 20_000:
        return False
    raw = _with_tags(text, block)
    if len(block.plain) > 1000 and _IMAGE_DATA.search(raw) and block.plain.count(" ") < 5:
        return True
    if "](" not in raw and "<" not in raw:
        return False
    links = [match[1] for match in (*_MARKDOWN_LINK.finditer(raw), *_HTML_LINK.finditer(raw))]
    linked = sum(character.isalnum() for link in links for character in link)
    total = sum(map(str.isalnum, block.plain))
    return total > 0 and linked >= _LINKED * total and (total < 300 or len(links) > 2)


def _with_tags(text: str, block: Block) -> str:
    """Return the text of a block with the tags right before and after it, which its span leaves out."""
    start, end = block.span.start, block.span.end
    opening = text.rfind("<", max(0, start - 2_000), start) if text[start - 1 : start] == ">" else -1
    closing = text.find(">", end, end + 20) if text[end : end + 1] == "<" else -1
    return text[opening if opening >= 0 else start : closing + 1 if closing >= 0 else end]


@cache
def _share_left() -> re.Pattern[str]:
    """Return the pattern of the share left to read, in percent.

    It has a group for each wording; the one that matched holds the share.
    """
    shares = "|".join(list_pieces("page", "paywall", "shares"))
    return re.compile(shares.replace("{share}", r"(\d{1,2})\s*%"))


@cache
def _prompt() -> re.Pattern[str]:
    return re.compile(rf"^[\[(…. ]*{one_of('page', 'paywall', 'prompts')}[\])…. >»]*$")
