"""How a page is laid out: its blocks cut into what one voice says, their labels, and the part of each.

The steps in order: blocks that hold several things are cut, labels are believed and become voices,
and the parts of all blocks are decided together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.reading.block import reason
from onrecord.reading.block.block import Block, Look
from onrecord.reading.block.cut import split_blocks
from onrecord.reading.block.label import Label, is_generic, read_label, says_sound
from onrecord.reading.talk.belief import find_believed
from onrecord.reading.talk.cast import drop_roles, find_declared, find_keyed, tidy_label
from onrecord.reading.talk.evidence import Stage
from onrecord.reading.talk.habit import find_parts
from onrecord.reading.talk.note import find_beside
from onrecord.reading.talk.part import Part, Parts
from onrecord.reading.talk.split import (
    cut_after_question_lines,
    cut_at_dashes,
    cut_at_endings,
    cut_at_labels,
    cut_at_openings,
    cut_run_in,
    find_inline_labels,
    read_line_labels,
)
from onrecord.reading.talk.trait import read_traits
from onrecord.reading.talk.voice import Known, Voices, find_voices
from onrecord.text.fold import fold
from onrecord.text.mark import is_quotation
from onrecord.text.markup import plain
from onrecord.text.name import is_full_name, stands_for
from onrecord.text.pronoun import addresses
from onrecord.text.span import Span

_STYLED = (Look.HEADING, Look.BOLD, Look.ITALIC, Look.QUOTE)
_FEWEST_ASKED = 3  # blocks that ask before a label
_LABELLED = 3  # questions without a label to each answer with one, where each answer may have one
_COMES_BACK = 2  # times that the number of each person comes back, on average
_LONGEST_LEAD = 2000  # characters of a block that may say what labels stand for
_NEARLY_ALL = 0.8
_MOST_SECTIONS = 50
_LONGEST_SECTION = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a side file says of a page: names by label ("" for none); labels that ask, answer, are
    nobody's, all folded. `force` returns the parts that blocks may play, by index.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    guests: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    force: Callable[[Sequence[Block]], dict[int, tuple[Part, ...]]] | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page, the voices of its labels, and what each block is.

    `beside` are the blocks that are not talk, by their own marks, with the reason; `sections` the
    headings that name who answers what follows.
    """

    blocks: tuple[Block, ...] = ()
    voices: Voices = field(default_factory=Voices)
    parts: Parts = field(default_factory=lambda: Parts((), ()))
    beside: Mapping[int, str] = field(default_factory=dict)
    sections: Mapping[int, str] = field(default_factory=dict)


def find_layout(
    text: str,
    blocks: Sequence[Block],
    known: Known,
    mentioned: Sequence[str],
    told: Told | None = None,
) -> Layout:
    """Return how the page is laid out.

    `mentioned` are the full names at its head; `told` is what the side file says.
    """
    told = told or Told()
    names = [*known.interviewed, *known.speakers, *known.askers, *mentioned]
    kept, labels = _cut(text, list(blocks), names, told)
    asks_otherwise = _asks_by_look(kept, labels) or _asks_before_labels(kept, labels)
    voices = find_voices(
        text, kept, labels, known,
        asks_otherwise=asks_otherwise,
        answers_otherwise=_answers_without(kept, labels),
    )  # fmt: skip
    voices = _put_right(voices, told)
    people = [*known.interviewed, *known.speakers]
    beside = {**find_beside(text, kept, labels, people), **_after_silent(kept, voices)}
    guests = [index for index in labels if voices.answers(index)]
    sections = _find_sections(kept, labels, names)
    stage = Stage(
        voices,
        frozenset(beside),
        frozenset(sections),
        hosts_labelled=any(voices.asks(index) for index in labels),
        guests_labelled=_are_labelled(guests, kept, labels),
        names_people=bool(people),
        forced=told.force(kept) if told.force else {},
    )
    parts = find_parts(read_traits(kept, people), stage)
    return Layout(tuple(kept), voices, parts, beside, sections)


def _put_right(voices: Voices, told: Told) -> Voices:
    """Return the voices with the sides that a person gives them."""
    written = [(label.key, fold(label.written)) for label in voices.labels.values()]
    hosts, guests, out = (
        {key for key, label in written if label in labels}
        for labels in (told.hosts, told.guests, told.out)
    )
    if not hosts | guests | out:
        return voices
    asking = (voices.asking | hosts) - guests - out
    sure = {**voices.sure, **dict.fromkeys(hosts | guests | out, 0.99)}
    return Voices(voices.labels, asking, (voices.silent | out) - hosts - guests, sure)


def _cut(
    text: str, blocks: list[Block], names: Sequence[str], told: Told
) -> tuple[list[Block], dict[int, Label]]:
    """Return the blocks, each of one voice, and the labels of those that open with one."""
    blocks = split_blocks(text, blocks, cut_at_openings)
    found = {block.span.start: list(read_line_labels(text, block)) for block in blocks}
    opened = [block for block in blocks if found[block.span.start]]
    inline = {block.span.start: find_inline_labels(text, block) for block in opened}
    candidates = [label for labels in found.values() for label in labels]
    candidates += [
        label
        for start, labels in inline.items()
        for label in labels
        if not label.is_handle or found[start][0].is_handle
    ]
    believed = find_believed(candidates, names, sum(block.look is not Look.EMPTY for block in blocks))
    believed |= {label.key for label in candidates if fold(label.text) in told.names}
    for start, labels in inline.items():
        found[start] = sorted([*found[start], *labels], key=lambda label: label.span.start)
    blocks = split_blocks(text, blocks, cut_at_labels(believed, found))
    blocks = split_blocks(text, blocks, cut_at_dashes)
    blocks = split_blocks(text, blocks, cut_at_endings)
    labels_of = _find_labels(text, blocks, believed, told)
    if not labels_of and not _asks_by_look(blocks, {}):
        blocks = split_blocks(text, blocks, cut_after_question_lines)
        blocks = split_blocks(text, blocks, cut_run_in(text, blocks))
    return _hand_on(text, blocks, labels_of)


def _find_labels(
    text: str, blocks: Sequence[Block], believed: set[str], told: Told
) -> dict[int, Label]:
    """Return the labels that are believed, by the index of their block, names put in order."""
    found: dict[int, Label] = {}
    read = [read_label(text, block.span) for block in blocks]
    counts = Counter(
        label.key
        for block, label in zip(blocks, read, strict=True)
        if label and block.look is Look.HEADING
    )
    for index, block in enumerate(blocks):
        if block.voice:
            found[index] = Label(block.voice, Span(block.span.start, block.span.start))
        elif label := read[index]:
            is_title = block.look is Look.HEADING and (
                counts[label.key] < 2 or text[label.span.start] == "("  # to whom it is put
            )
            is_title |= not index and is_quotation(plain(text[label.span.end : block.span.end]))
            is_noise = says_sound(label.text) and label.span.end >= block.span.end
            if label.key in believed and not (is_title or is_noise):
                found[index] = label
    found = _tell_by_number(drop_roles(found))
    lead = [block.plain[:_LONGEST_LEAD] for block in blocks[: min(found, default=0)]]
    declared = {**find_keyed(lead, found.values()), **find_declared(found.values())}
    return {index: _name(label, declared, told) for index, label in found.items()}


def _name(label: Label, declared: Mapping[str, str], told: Told) -> Label:
    """Return a label with whom it names: as the side file says, as the page declares, as written."""
    name = declared.get(fold(label.text), tidy_label(label.text))
    written = next((one for one in (label.text, name) if fold(one) in told.names), label.text)
    return replace(label, text=told.names.get(fold(written)) or name, written=written)


def _tell_by_number(labels: Mapping[int, Label]) -> dict[int, Label]:
    """Return the labels; where « Témoin 1 » and « Témoin 2 » come back, each is a person."""
    written: dict[str, Counter[str]] = {}
    for label in labels.values():
        if is_generic(label.text):
            written.setdefault(label.key, Counter())[fold(label.text)] += 1
    people = {
        key
        for key, counts in written.items()
        if len(counts) > 1 and counts.total() >= _COMES_BACK * len(counts)
    }
    return {
        index: replace(label, is_person=True) if label.key in people else label
        for index, label in labels.items()
    }


def _hand_on(
    text: str, blocks: Sequence[Block], labels: Mapping[int, Label]
) -> tuple[list[Block], dict[int, Label]]:
    """Return blocks and labels; a label that is a block of its own becomes that of the next block."""
    kept: list[Block] = []
    found: dict[int, Label] = {}
    waiting: Label | None = None
    for index, block in enumerate(blocks):
        label = labels.get(index)
        following = labels.get(index + 1)
        is_alone = label is not None and not plain(text[label.span.end : block.span.end])
        is_same = following is None or (label is not None and following.key == label.key)
        if is_alone and is_same and index + 1 < len(blocks):
            waiting = label
            continue
        if label is not None:
            found[len(kept)] = label
        elif waiting is not None:
            found[len(kept)] = replace(waiting, span=Span(block.span.start, block.span.start))
        waiting = None
        kept.append(block)
    return kept, found


def _asks_by_look(blocks: Sequence[Block], labels: Mapping[int, Label]) -> bool:
    """Return whether the page has questions that are set apart by their look, without a label."""
    return any(
        block.is_question and block.look in _STYLED and index not in labels and not block.reason
        for index, block in enumerate(blocks)
    )


def _are_labelled(guests: Sequence[int], blocks: Sequence[Block], labels: Mapping[int, Label]) -> bool:
    """Return whether answers have labels, and not the first answer alone."""
    asked = sum(block.is_question and index not in labels for index, block in enumerate(blocks))
    return bool(guests) and (bool(labels.keys() - set(guests)) or _LABELLED * len(guests) >= asked)


def _asks_before_labels(blocks: Sequence[Block], labels: Mapping[int, Label]) -> bool:
    """Return whether blocks without a label ask what those with one answer, all over the page."""
    asked = sum(
        block.is_question and index not in labels and index + 1 in labels
        for index, block in enumerate(blocks)
    )
    return asked >= _FEWEST_ASKED and 3 * asked >= len(labels)


def _answers_without(blocks: Sequence[Block], labels: Mapping[int, Label]) -> bool:
    """Say whether what the blocks with a label ask is answered by blocks without one, nearly always."""
    asked = [index for index in labels if blocks[index].is_question]
    answered = sum(index + 1 < len(blocks) and index + 1 not in labels for index in asked)
    return len(asked) >= _FEWEST_ASKED and answered >= _NEARLY_ALL * len(labels)


def _after_silent(blocks: Sequence[Block], voices: Voices) -> dict[int, str]:
    """Return the blocks under a label that is nobody's, such as a song's, up to the next label."""
    found: dict[int, str] = {}
    is_silent = False
    for index in range(len(blocks)):
        label = voices.labels.get(index)
        if label is not None:
            is_silent = label.key in voices.silent
        if is_silent:
            found[index] = reason.SOUND
        if label is not None and not says_sound(label.text):
            is_silent = False  # the foot of a page (« Entretien – 3 »)
    return found


def _find_sections(
    blocks: Sequence[Block], labels: Mapping[int, Label], names: Sequence[str]
) -> dict[int, str]:
    """Return the headings that are names of people on the page, if they name two or more."""
    found = {}
    full = [name for name in dict.fromkeys(names) if is_full_name(name)]
    for index, block in enumerate(blocks):
        is_set = block.look in (Look.HEADING, Look.BOLD)
        if index in labels or not is_set or block.is_question or addresses(block.plain):
            continue
        name, _, role = block.plain.strip(" .:").partition(",")
        meant = [one for one in full if fold(one) == fold(name.strip())]
        meant = meant or [one for one in full if not role and stands_for(name, one)]
        if len(block.plain) < _LONGEST_SECTION and len(meant) == 1:
            found[index] = meant[0]
    is_sure = len(set(found.values())) > 1 and len(found) <= _MOST_SECTIONS
    return found if is_sure else {}
