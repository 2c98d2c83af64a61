"""The head of a page: its title and its lines of credits, read and removed from the blocks.

A head whose lines follow each other without blank lines is cut first (`cut_at_head_lines`). The
lines themselves are read by `metadata`, `credit` and `byline`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from onrecord.reading.block.block import Block, Look, holds_question
from onrecord.reading.block.cut import split_blocks
from onrecord.reading.block.label import is_kind, read_label
from onrecord.reading.block.reason import BYLINE, HEAD
from onrecord.reading.page.byline import is_byline, read_byline
from onrecord.reading.page.credit import find_day_made, find_publication, is_credit_line
from onrecord.reading.page.metadata import Metadata, read_head_line
from onrecord.text.date import parse_date
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.mark import STOPS, is_quotation
from onrecord.text.markup import plain
from onrecord.text.name import is_full_name, is_initials, is_organisation
from onrecord.text.pattern import one_of
from onrecord.text.span import Span

_MOST_BLOCKS = 10  # blocks at the beginning of a page in which its head is looked for
_MOST_LINES = 12
_LONGEST_LINE = 200  # characters of a line of a head
_LONGEST_HEAD = 400  # characters; a longer block is no line of a head
_LONGEST_TITLE = 160
_PROSE = 120  # characters; a line of credits is seldom as long, and has no full stop


def cut_heads(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, with those at the head of the page that hold credits cut into lines."""
    first = next((i for i, block in enumerate(blocks) if block.is_question), len(blocks))
    count = min(first, _MOST_BLOCKS)
    return [*split_blocks(text, list(blocks[:count]), cut_at_head_lines), *blocks[count:]]


def cut_at_head_lines(text: str, block: Block) -> list[int]:
    """Cut a block that holds title, credits and caption before each line, and after the last.

    The head ends with its last line of credits. All its lines are short, and none begins with a
    small letter as the lines of wrapped prose do.
    """
    if block.look not in (Look.PLAIN, Look.ITALIC):
        return []
    starts = [block.span.start]
    last = 0
    for number in range(_MOST_LINES):
        end = text.find("\n", starts[number], block.span.end)
        line = plain(text[starts[number] : end if end >= 0 else block.span.end][: 2 * _LONGEST_LINE])
        if len(line) > _LONGEST_LINE or line[:1].islower():
            break
        last = number + 1 if is_credit_line(line) else last
        if end < 0:
            break
        starts.append(end + 1)
    return starts[: last + 1] if last else []


def read_head(
    text: str, blocks: list[Block], metadata: Metadata
) -> tuple[list[Block], list[tuple[Block, str]]]:
    """Read the title and the lines of the head into `metadata`.

    A line of credits takes along what stands above it, up to the first words that somebody says:
    below those it is taken alone, and a heading there is no credit.

    Returns
    -------
    tuple
        The other blocks, and those of the head, left out with the reason.
    """
    taken: dict[int, str] = {}
    above, is_said = 0, False
    for index, block in enumerate(blocks[:_MOST_BLOCKS]):
        where = f"line {block.line}"
        is_said = is_said or _is_said(block)
        is_section = is_said and block.look is Look.HEADING
        if block.look is Look.HEADING and block.level == 1 and _is_title(blocks, index):
            metadata.put("title", block.plain, where)
            metadata.heading = metadata.heading or block.plain
            above = index + 1
        elif not is_section and read_head_line(metadata, block, text):
            if not is_said:
                _read_title_above(text, blocks[:index], above, metadata)
                above = index + 1
            taken[index] = HEAD
        elif not is_section and is_byline(block.plain, metadata.people):
            read_byline(metadata, block.plain, where)
            taken[index] = BYLINE
        elif index == above == 0 and _is_bare_title(text, blocks) and not metadata.title:
            metadata.put("title", block.plain, where)
            above = 1
        elif block.is_question or len(block.plain) > _LONGEST_HEAD:
            break
    taken = {**dict.fromkeys(range(above), HEAD), **taken}
    head = [(blocks[index], taken[index]) for index in sorted(taken)]
    metadata.head += [block.plain for block, _ in head]
    rest = [block for index, block in enumerate(blocks) if index not in taken]
    _read_prose(metadata, rest[:3])
    return rest, head


def _is_said(block: Block) -> bool:
    """Return whether a block is prose, or opens with the label of somebody who speaks."""
    if len(block.plain) >= _PROSE and block.plain.endswith(STOPS) and block.look is Look.PLAIN:
        return True
    label = read_label(block.plain, Span(0, len(block.plain)))
    if label is None or label.is_weak or label.is_handle:
        return False
    is_named = is_kind(label.text) or _is_name_of_person(label.text) or holds_question(block)
    return is_named and fold(label.text) not in load_lexicon("not_labels")


def _read_title_above(text: str, above: Sequence[Block], taken: int, metadata: Metadata) -> None:
    """Record the line right above the first credits as the title, when it fits and none is known."""
    if not metadata.title and len(above) > taken and _can_be_title(text, above[-1]):
        metadata.put("title", above[-1].plain, f"line {above[-1].line}")


def _read_prose(metadata: Metadata, blocks: Sequence[Block]) -> None:
    """Record the day and the medium of an interview from a lead that states them."""
    for block in itertools.takewhile(lambda block: not block.is_question, blocks):
        day = find_day_made(block.plain[:5000])
        if day:
            metadata.put("date", parse_date(day), f"line {block.line}")
            start = block.plain.find(day)
            metadata.put(
                "publication", find_publication(block.plain[start:][:200]), f"line {block.line}"
            )


def _is_bare_title(text: str, blocks: Sequence[Block]) -> bool:
    """Return whether a page opens with a title in plain text: a short line without a full stop."""
    if len(blocks) < 2 or not _can_be_title(text, blocks[0]):
        return False
    return _meeting().match(blocks[0].plain) is not None or not _opens_with_speaker(blocks)


@cache
def _meeting() -> re.Pattern[str]:
    return re.compile(one_of("page", "head", "meetings"), re.I)


def _can_be_title(text: str, block: Block) -> bool:
    """Return whether a block may be a title: short, three words or more, without a full stop."""
    if block.voice or block.is_question or len(block.plain) > _LONGEST_TITLE:
        return False
    lines = block.span.of(text).split("\n")
    if any(line.lstrip(" *_")[:1].isupper() for line in lines[1:]):
        return False  # several entries, each on its line, as in the head of a site
    is_prose = block.plain.endswith((".", "…", ":", ",")) or re.search(r"\d{4}-\d{2}", block.plain)
    return not is_prose and block.look in (Look.PLAIN, Look.BOLD) and len(block.plain.split()) > 2


def _opens_with_speaker(blocks: Sequence[Block]) -> bool:
    """Return whether the first block begins with the label of a speaker.

    « Port-Aven : la criée rouvre » looks alike, but its label does not come back on the page.
    """
    label = read_label(blocks[0].plain, Span(0, len(blocks[0].plain)))
    if label is None or is_quotation(blocks[0].plain[label.span.end :]):
        return False
    if is_kind(label.text) or is_initials(label.text) or _is_name_of_person(label.text):
        return True
    labels = (read_label(block.plain, Span(0, len(block.plain))) for block in blocks[1:])
    return Counter(other.key for other in labels if other)[label.key] > 0


def _is_name_of_person(text: str) -> bool:
    return is_full_name(text) and len(text.split()) < 4 and not is_organisation(text)


def _is_title(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a heading may be the page's title: not a question, or alone on its level."""
    return (
        not blocks[index].is_question
        or sum(block.style == blocks[index].style for block in blocks) == 1
    )
