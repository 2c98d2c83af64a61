"""Which blocks ask. A page has its own way of setting questions, found once for the whole page.

The ways: a label, a look (heading level, bold, italics), a dash, a bare paragraph that ends in
« ? » or speaks to somebody. A block set in the page's way asks with or without a question mark,
unless it is a pull quote or a section title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.reading.block.block import Block, Look
from onrecord.reading.block.label import Label
from onrecord.reading.talk.layout import Layout
from onrecord.reading.talk.statement import find_bare_statements, find_statements
from onrecord.text.mark import CLOSING_QUOTES, OPENING_QUOTES
from onrecord.text.pronoun import addresses, count_first_person, invites, speaks_of_oneself

_LONGEST_BARE = 400  # characters
_LONGEST_INVITATION = 250
_LONGEST_LEAD_QUESTION = 250
_STYLED = (Look.HEADING, Look.BOLD, Look.ITALIC, Look.QUOTE)
_BARE = (Look.PLAIN, Look.LIST)
_QUOTED = re.compile(rf"[{OPENING_QUOTES}].*[{CLOSING_QUOTES}][.\s]*$", re.S)
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+\s*$")

Style = tuple[Look, int]


def find_layout(
    blocks: Sequence[Block], labels: dict[int, Label], asking_labels: set[str], *, names_people: bool
) -> Layout:
    """Decide which blocks are questions put to somebody.

    Only where the page `names_people` can headings without « ? » be statements put to them.
    """
    layout = Layout(labels=labels, asking_labels=asking_labels)
    styles = find_question_styles(blocks, layout)
    has_other_way = bool(styles or asking_labels)
    last = max((i for i, block in enumerate(blocks) if block.look is not Look.EMPTY), default=-1)
    asks_by_dash = _dash_asks(blocks)
    for index, block in enumerate(blocks[: last + 1]):
        if index == last and not (block.is_question and layout.asking):
            break  # what ends a page is asked of nobody, but for a question like those before
        if index in labels:
            asks = labels[index].key in asking_labels
        elif block.style in styles:
            asks = _asks_by_style(blocks, index, styles, layout)
        elif asks_by_dash and _is_dashed(block):
            asks = True
        else:
            asks = _asks_bare(blocks, index, has_other_way)
        if asks:
            layout.asking.add(index)
    if not layout.asking and not labels and names_people:
        layout.asking |= find_statements(blocks)
    _take_back_lead(blocks, layout, styles)
    layout.asking |= find_bare_statements(blocks, layout)
    return layout


def find_question_styles(blocks: Sequence[Block], layout: Layout) -> set[Style]:
    """Return the looks, other than plain, that this page gives its questions.

    A look asks when at least half of its blocks end in « ? », or stand right before a labelled
    answer. A look used once is believed only when it ends in « ? ».
    """
    asked_twice = Counter(block.style for block in blocks if block.is_question)
    first = next((index for index, block in enumerate(blocks) if block.is_question), len(blocks))
    total: Counter[Style] = Counter()
    asking: Counter[Style] = Counter()
    for index, block in enumerate(blocks):
        if block.look not in _STYLED or index in layout.labels or _is_pull_quote(block):
            continue
        titles_apart = asked_twice[block.style] > 0
        if titles_apart and _is_title(blocks, index, layout, first):
            continue
        before_answer = layout.answers_by_label(index + 1) and not layout.asking_labels
        total[block.style] += 1
        if block.is_question or before_answer or invites(block.plain):
            asking[block.style] += 1
    likely = {style for style in asking if 2 * asking[style] >= total[style]}
    best = max((asking[style] for style in likely), default=0)
    return {style for style in likely if 4 * asking[style] >= best}


def _asks_by_style(blocks: Sequence[Block], index: int, styles: set[Style], layout: Layout) -> bool:
    """Say whether a block set as the questions are is one: no pull quote, no section title."""
    block = blocks[index]
    if block.is_question or invites(block.plain):
        return True
    if _is_pull_quote(block) or block.plain.isupper():
        return False
    if layout.answers_by_label(index + 1):
        return True
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if following is not None and following.style in styles and following.look is not block.look:
        return False
    if addresses(block.plain):
        return True
    return block.plain.endswith((".", "!", "…", ":", ";"))


def _is_title(blocks: Sequence[Block], index: int, layout: Layout, first: int) -> bool:
    """Say whether a block reads as a section title, or a lead: nothing put to somebody.

    `first` is the first block that ends in « ? ».
    """
    text = blocks[index].plain
    if blocks[index].is_question or invites(text) or addresses(text):
        return False
    return not layout.answers_by_label(index + 1) and (
        index < first or not text.endswith((".", "!", "…"))
    )


def _is_pull_quote(block: Block) -> bool:
    return not block.is_question and _QUOTED.match(block.plain) is not None


def _is_dashed(block: Block) -> bool:
    """Say whether a block is one line of talk after a dash (not a list of several items)."""
    return block.look is Look.LIST and len(block.plain) <= _LONGEST_BARE


def _dash_asks(blocks: Sequence[Block]) -> bool:
    """Say whether a dash opens the questions of this page, and not the answers too."""
    dashed = [index for index, block in enumerate(blocks) if block.look is Look.LIST]
    questions = [index for index in dashed if blocks[index].is_question]
    if len(questions) < 2 or 2 * len(questions) < len(dashed):
        return False
    answered = sum(
        index + 1 < len(blocks) and blocks[index + 1].look is not Look.LIST for index in questions
    )
    return 2 * answered > len(questions)


def _asks_bare(blocks: Sequence[Block], index: int, has_other_way: bool) -> bool:
    """Say whether a plain block is a question: where a page has another way, it must say « vous »."""
    block = blocks[index]
    text = block.plain
    if block.look not in _BARE or len(text) > _LONGEST_BARE or _is_item(blocks, index):
        return False
    if invites(text) and len(text) <= _LONGEST_INVITATION and not text.endswith((":", ",")):
        return not speaks_of_oneself(text) or block.is_question
    if not block.is_question:
        return not has_other_way and _is_put_to_somebody(blocks, index)
    last = _SENTENCE.search(text)
    speaks_to = addresses(last[0] if last else text)
    if has_other_way:
        return speaks_to and not speaks_of_oneself(text)
    return speaks_to or not speaks_of_oneself(text)


def _is_item(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a block is one of several items of a list."""
    if blocks[index].look is not Look.LIST:
        return False
    around = [*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2]]
    return bool(around) and all(block.look is Look.LIST and block.is_question for block in around)


def _is_put_to_somebody(blocks: Sequence[Block], index: int) -> bool:
    """Say whether a bare paragraph is a statement put to the interviewee.

    It speaks to somebody, not of oneself, and stands between longer paragraphs, the next in the
    first person. Believed only on a page that has bare questions too.
    """
    if not 0 < index < len(blocks) - 1:
        return False
    text, before, after = blocks[index].plain, blocks[index - 1].plain, blocks[index + 1]
    if not addresses(text) or speaks_of_oneself(text) or len(text) > _LONGEST_INVITATION:
        return False
    if after.look not in _BARE or after.is_question or min(len(before), len(after.plain)) < len(text):
        return False
    return count_first_person(after.plain) > 0 and any(
        block.look in _BARE and block.is_question for block in blocks[max(0, index - 12) : index + 12]
    )


def _take_back_lead(blocks: Sequence[Block], layout: Layout, styles: set[Style]) -> None:
    """Take out of the questions what stands before the first one and belongs to the lead.

    A lead may be set as the questions are, or end in « ? »: it is long, and a question follows at
    once in place of an answer.
    """
    while layout.asking:
        index = min(layout.asking)
        block = blocks[index]
        if index in layout.labels or index + 1 not in layout.asking:
            return
        following = blocks[index + 1]
        other_way = block.style != following.style and following.style in styles
        told = not block.is_question and not addresses(block.plain) and not invites(block.plain)
        if not (other_way or told or len(block.plain) > _LONGEST_LEAD_QUESTION):
            return
        layout.asking.discard(index)
