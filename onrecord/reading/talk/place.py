"""The places of a page that can name somebody: title, description, opening blocks, lead, questions.

What each place says is `mention`'s to read, what is made of all of them together `interviewee`'s.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.reading.block.block import Block, Look
from onrecord.reading.block.label import is_kind, read_label
from onrecord.reading.page.metadata import Metadata
from onrecord.text.mark import DASHES, is_quotation
from onrecord.text.markup import plain
from onrecord.text.name import is_full_name, is_organisation
from onrecord.text.pattern import one_of
from onrecord.text.pronoun import addresses
from onrecord.text.span import Span

LONGEST_TEXT = 5000
"""Characters of the head of a page in which a name is looked for."""

_MOST_LEADS = 8  # blocks before the first question in which a name is looked for
_MOST_BEFORE = 20  # blocks in which somebody may be asked who they are
_MOST_ASKED, _FEWEST_ASKED = 30, 2  # questions in which somebody may be called by name
_QUESTION = re.compile(r"[^.!?…]{8,}?\?(?=\s)")


@dataclass(frozen=True, slots=True)
class Page:
    """What of a page can name somebody: title, description, opening blocks, lead, questions.

    `presented` are the answers to the first questions that ask who somebody is, `closing` the foot of
    the page and its captions.
    """

    id: str
    title: str
    description: str
    lines: list[str]
    head: list[str]
    captions: list[str]
    lead: list[str]
    asked: list[str]
    presented: list[str]
    closing: list[str]
    author: str
    is_labelled: bool

    @property
    def is_talk(self) -> bool:
        """Whether the page asks somebody: two questions or more, one of which says « vous »."""
        return len(self.asked) >= _FEWEST_ASKED and any(map(addresses, self.asked))


def make_page(metadata: Metadata, blocks: Sequence[Block], closing: list[str], id_: str) -> Page:
    """Return what of a page can name somebody; `id_` is the file's name."""
    lead = list(itertools.takewhile(lambda block: not _opens_asking(block), blocks[:_MOST_LEADS]))
    asked = itertools.islice((block for block in blocks if _asks(block)), _MOST_ASKED)
    short = [block for block in blocks[:40] if len(block.plain) < 200]
    return Page(
        id=f"{id_} {metadata.url} {metadata.slug}",
        title=metadata.title[:500],
        description=plain(metadata.description[:LONGEST_TEXT]),
        lines=[line[:500] for line in metadata.head],
        head=[block.plain[:1000] for block in blocks[:12] if not _is_labelled(block.plain)],
        captions=[block.plain for block in short],
        lead=[block.plain[:1000] for block in lead if not _is_labelled(block.plain)],
        asked=[block.plain[:1000] for block in asked],
        closing=closing,
        presented=_list_presented(blocks[:_MOST_BEFORE]),
        author=metadata.author,
        is_labelled=any(_is_labelled(block.plain) for block in blocks[:40]),
    )


def _list_presented(blocks: Sequence[Block]) -> list[str]:
    """Return what follows the questions that ask who somebody is, without the label before it."""
    answers = (
        answer.plain[:300]
        for block, answer in itertools.pairwise(blocks)
        if _presents().search(block.plain[-200:]) and not answer.is_question
    )
    labels = ((text, read_label(text, Span(0, len(text)))) for text in answers)
    return [text[label.span.end :] if label else text for text, label in labels]


@cache
def _presents() -> re.Pattern[str]:
    """Return the pattern of a question that asks who somebody is (« Pouvez-vous vous présenter ? »)."""
    return re.compile(rf"\b{one_of('talk', 'presents', 'asks')}\b[^.!?]*\?", re.I)


def spell_label(text: str, block: Block) -> Block:
    """Return a block with a colon after what may be its label, set off by its line or a wide blank.

    So « Léa », and under it « Paul, où étiez-vous ? », names no Léa Paul.
    """
    label = read_label(text, block.span) if block.look is not Look.EMPTY else None
    if label is None or not label.is_weak or label.span.end >= block.span.end:
        return block
    if plain(label.span.of(text)).rstrip()[-1:] in DASHES + "-":
        return block
    return replace(block, plain=f"{label.text} : {plain(text[label.span.end : block.span.end])}")


def _asks(block: Block) -> bool:
    is_set_apart = block.look in (Look.HEADING, Look.BOLD) and len(block.plain) < 250
    return _opens_asking(block) or (is_set_apart and addresses(block.plain))


def _opens_asking(block: Block) -> bool:
    """Return whether a block is a question, or opens with one put to somebody."""
    first = _QUESTION.match(block.plain, 0, 400)
    return block.is_question or (first is not None and addresses(first[0]))


def _is_labelled(text: str) -> bool:
    """Return whether words open with somebody's name and a colon: they are said, and no lead."""
    label = read_label(text, Span(0, len(text)))
    if label is None or label.is_weak or is_quotation(text[label.span.end :]):
        return False
    is_named = is_full_name(label.text) and not is_organisation(label.text)
    return is_named or is_kind(label.text)
