"""Which blocks ask. Each page sets its questions in its own way, found once for the whole page.

Four ways are known: a label, a look (heading level, bold, italics), a dash, and a plain paragraph
that ends in « ? » or addresses somebody. A block set in the page's way is a question with or
without a question mark, unless it is a pull quote or a section title. Who asks is not decided here.
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
    """Return the layout of a page: which blocks are questions, and the labels before them.

    Parameters
    ----------
    blocks
        The blocks of the page, in order.
    labels
        The believed labels, by the index of their block.
    asking_labels
        The keys of the labels that ask.
    names_people
        Whether the page names the interviewees. Only then are headings without « ? » read as
        statements put to them.
    """
    layout = Layout(labels=labels, asking_labels=asking_labels)
    styles = find_question_styles(blocks, layout)
    has_other_way = bool(styles or asking_labels)
    last = max((i for i, block in enumerate(blocks) if block.look is not Look.EMPTY), default=-1)
    asks_by_dash = _dash_asks(blocks)
    for index, block in enumerate(blocks[: last + 1]):
        if index == last and not (block.is_question and layout.asking):
            break  # the last block has no answer: it asks only when it ends in « ? » after others
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
    """Return the styles, other than plain, in which this page sets its questions.

    A style asks when at least half of its blocks end in « ? », invite somebody to speak or stand
    right before a labelled answer, and when these blocks are at least a quarter of those of the
    style that asks most. Section titles and pull quotes are not counted.
    """
    asked = Counter(block.style for block in blocks if block.is_question)
    first = next((index for index, block in enumerate(blocks) if block.is_question), len(blocks))
    total: Counter[Style] = Counter()
    asking: Counter[Style] = Counter()
    for index, block in enumerate(blocks):
        if block.look not in _STYLED or index in layout.labels or _is_pull_quote(block):
            continue
        if asked[block.style] and _is_title(blocks, index, layout, first):
            continue
        before_answer = layout.answers_by_label(index + 1) and not layout.asking_labels
        total[block.style] += 1
        if block.is_question or before_answer or invites(block.plain):
            asking[block.style] += 1
    likely = {style for style in asking if 2 * asking[style] >= total[style]}
    best = max((asking[style] for style in likely), default=0)
    return {style for style in likely if 4 * asking[style] >= best}


def _asks_by_style(blocks: Sequence[Block], index: int, styles: set[Style], layout: Layout) -> bool:
    """Return whether a block in a style of the questions asks, rather than quotes or titles."""
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
    """Return whether a block reads as a section title or a part of the lead.

    `first` is the index of the first block that ends in « ? ».
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
    """Return whether a block opens with a dash or bullet and is short enough for a question."""
    return block.look is Look.LIST and len(block.plain) <= _LONGEST_BARE


def _dash_asks(blocks: Sequence[Block]) -> bool:
    """Return whether a dash opens the questions of this page, but not its answers."""
    dashed = [index for index, block in enumerate(blocks) if block.look is Look.LIST]
    questions = [index for index in dashed if blocks[index].is_question]
    if len(questions) < 2 or 2 * len(questions) < len(dashed):
        return False
    answered = sum(
        index + 1 < len(blocks) and blocks[index + 1].look is not Look.LIST for index in questions
    )
    return 2 * answered > len(questions)


def _asks_bare(blocks: Sequence[Block], index: int, has_other_way: bool) -> bool:
    """Return whether a plain block asks. On a page with another way, it must address somebody."""
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
    """Return whether a block is an item of a list whose neighbouring items all end in « ? »."""
    if blocks[index].look is not Look.LIST:
        return False
    around = [*blocks[max(0, index - 1) : index], *blocks[index + 1 : index + 2]]
    return bool(around) and all(block.look is Look.LIST and block.is_question for block in around)


def _is_put_to_somebody(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a plain paragraph is a statement put to the interviewee.

    Such a paragraph addresses somebody, is not in the first person, and stands between two longer
    paragraphs, of which the second is in the first person. A plain question must stand nearby.
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
    """Remove from the questions those that belong to the lead.

    A lead may be set as the questions are, or end in « ? ». It is recognised by the question that
    follows it at once, without an answer between, and by its style, its wording or its length.
    """
    while layout.asking:
        index = min(layout.asking)
        block = blocks[index]
        if index in layout.labels or index + 1 not in layout.asking:
            return
        following = blocks[index + 1]
        other_way = block.style != following.style and following.style in styles
        narrates = not block.is_question and not addresses(block.plain) and not invites(block.plain)
        if not (other_way or narrates or len(block.plain) > _LONGEST_LEAD_QUESTION):
            return
        layout.asking.discard(index)
