"""The steps of reading, in order: a Source becomes an Interview.

Each step is a small rule in its own file; this one only passes what one hands to the next, and
keeps the account of what is left out.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Sequence

from onrecord.interview import Gap, Interview, LeftOut, TimeCode
from onrecord.reading.block import reason
from onrecord.reading.block.aside import find_asides
from onrecord.reading.block.block import Block, Look, cut_blocks
from onrecord.reading.block.cut import split_blocks
from onrecord.reading.block.label import find_believed, find_labels
from onrecord.reading.block.timecode import find_time_codes
from onrecord.reading.format.source import Source
from onrecord.reading.page.boilerplate import part_blocks, read_gap
from onrecord.reading.page.byline import read_byline
from onrecord.reading.page.head import cut_heads, read_head
from onrecord.reading.page.metadata import Metadata, read_metadata
from onrecord.reading.talk.asking import find_layout, find_question_styles
from onrecord.reading.talk.cast import Cast, find_asking
from onrecord.reading.talk.interviewee import read_people
from onrecord.reading.talk.layout import Layout
from onrecord.reading.talk.note import find_notes
from onrecord.reading.talk.role import complete_roles, find_roles, mentioned_names
from onrecord.reading.talk.split import (
    cut_after_question_lines,
    cut_at_bylines,
    cut_at_dashes,
    cut_at_labels,
    cut_at_openings,
    read_line_labels,
)
from onrecord.reading.talk.turn import Turns, make_turns
from onrecord.text.mark import LINE_ENDS
from onrecord.text.markup import blank_out, plain
from onrecord.text.name import are_near, is_full_name, is_medium
from onrecord.text.span import Span

_LONG_TITLE = 100  # characters; a heading as long, with a full stop, is a lead


def assemble(source: Source) -> Interview:
    """Return the Interview that a source holds.

    Raises
    ------
    CorpusError
        When its metadata is not understood.
    """
    metadata, front_matter = read_metadata(source)
    account = _Account(source.text)
    if front_matter.end:
        account.leave(front_matter, reason.FRONT_MATTER, 1)
    text, time_codes, blocks = _find_blocks(source, front_matter, account, metadata)
    blocks = cut_heads(text, split_blocks(text, blocks, cut_at_bylines))
    kept, others, notices = part_blocks(text, blocks)
    account.leave_blocks(others)
    kept = read_head(text, kept, metadata, account.leave_block)
    read_people(metadata, kept)
    kept, layout = _lay_out(text, kept, metadata)
    complete_roles(metadata, kept)
    kept, layout = _leave_notes(text, kept, layout, metadata, account)
    names = mentioned_names(metadata, kept)
    cast = Cast(metadata.people, names, find_roles(names, metadata, kept))
    before = len(metadata.people)
    made = make_turns(text, kept, layout, cast)
    if metadata.people and not before:
        metadata.found_in["people"] = "labels before the answers"
    lead = _part_unclaimed(kept, made, metadata, account)
    warnings = [*metadata.warnings, *made.warnings, *_warn(made, cast, account, metadata)]
    return _finish(source, metadata, made, lead, notices, account, warnings, time_codes)


class _Account:
    """What is left out of an interview, with the reason and the line."""

    def __init__(self, text: str) -> None:
        self.parts: list[LeftOut] = []
        self._text = text

    def leave(self, span: Span, why: str, line: int) -> None:
        self.parts.append(LeftOut(span, line, why))

    def leave_block(self, block: Block, why: str) -> None:
        if block.span.end > block.span.start:
            self.leave(block.span, why, block.line)

    def leave_blocks(self, blocks: Iterable[tuple[Block, str]]) -> None:
        for block, why in blocks:
            self.leave_block(block, why)

    def leave_asides(self, asides: Sequence[tuple[Span, str]]) -> None:
        """Keep the outermost asides that hold words."""
        end, line, counted = 0, 1, 0
        for span, why in asides:
            if span.end <= end:
                continue
            end = span.end
            if re.search(r"\w", plain(span.of(self._text))):
                line += self._text.count("\n", counted, span.start)
                counted = span.start
                self.leave(span, why, line)


def _find_blocks(
    source: Source, front_matter: Span, account: _Account, metadata: Metadata
) -> tuple[str, tuple[TimeCode, ...], list[Block]]:
    """Return the text without its asides, time codes and blocks; bylines in asides are read.

    The text has blanks where asides and time codes stand: every offset in it is true of the source.
    """
    if source.blocks is not None:
        return source.text, source.time_codes, list(source.blocks)
    time_codes, slots = find_time_codes(source.text)
    asides = [aside for aside in find_asides(source.text) if aside[0].start >= front_matter.end]
    account.leave_asides(asides)
    for part in account.parts:
        read_byline(
            metadata, plain(part.span.of(source.text)[:1000]), f"line {part.line}, {part.reason}"
        )
    blank = blank_out(source.text, [*(span for span, _ in asides), *slots])
    return blank, tuple(time_codes), cut_blocks(blank, front_matter.end)


def _lay_out(text: str, blocks: list[Block], metadata: Metadata) -> tuple[list[Block], Layout]:
    """Cut blocks that hold more than one part, and decide which ask."""
    blocks = split_blocks(text, blocks, cut_at_openings)
    found = {block.span.start: list(read_line_labels(text, block)) for block in blocks}
    candidates = [label for labels in found.values() for label in labels]
    askers = [name for name in (metadata.author, metadata.publication) if name]
    names = [person.name for person in metadata.people]
    believed = find_believed(candidates, [*names, *askers, *mentioned_names(metadata, blocks)])
    blocks = split_blocks(text, blocks, cut_at_labels(believed, found))
    blocks = split_blocks(text, blocks, cut_at_dashes)
    labels = find_labels(text, blocks, believed)
    asking = find_asking(text, labels, blocks, set(askers), metadata.people)
    if not labels and not find_question_styles(blocks, Layout()):
        blocks = split_blocks(text, blocks, cut_after_question_lines)
    _put_asker(metadata, [labels[i].text for i in labels if labels[i].key in asking])
    return blocks, find_layout(blocks, labels, asking, names_people=bool(names))


def _put_asker(metadata: Metadata, labels: Sequence[str]) -> None:
    """Keep who asks by label: a person, or the medium when the label has the words of one."""
    for label in dict.fromkeys(labels):
        if is_medium(label):
            metadata.put("publication", label, "label before the questions")
        elif is_full_name(label):
            metadata.put("author", label, "label before the questions")


def _leave_notes(
    text: str, blocks: list[Block], layout: Layout, metadata: Metadata, account: _Account
) -> tuple[list[Block], Layout]:
    """Leave out bylines, footnotes and biographies; read what a byline says."""
    notes = find_notes(text, blocks, layout, metadata.people)
    for index, why in notes.items():
        block = blocks[index]
        account.leave(block.span, why, block.line)
        if why == reason.BYLINE:
            read_byline(metadata, block.plain, f"line {block.line}")
    kept = [index for index in range(len(blocks)) if index not in notes]
    moved = {old: new for new, old in enumerate(kept)}
    return [blocks[index] for index in kept], Layout(
        asking={moved[index] for index in layout.asking},
        labels={moved[index]: label for index, label in layout.labels.items()},
        asking_labels=layout.asking_labels,
    )


def _part_unclaimed(
    blocks: Sequence[Block], made: Turns, metadata: Metadata, account: _Account
) -> list[Span]:
    """Return the lead, prose before the first turn; the other blocks that no turn took are left out."""
    lead: list[Span] = []
    for index, why in made.unclaimed.items():
        block = blocks[index]
        is_prose = block.plain.endswith(LINE_ENDS) and (
            block.look is not Look.HEADING or len(block.plain) >= _LONG_TITLE
        )
        if not why and is_prose:
            lead.append(block.span)
            continue
        account.leave(block.span, why or _reason_before(block, metadata), block.line)
    return lead


def _reason_before(block: Block, metadata: Metadata) -> str:
    """Return why a block before the first turn is neither lead nor answer."""
    if any(person.name in block.plain for person in metadata.people):
        return reason.IDENTITY
    return reason.TITLE if block.look in (Look.HEADING, Look.BOLD) else reason.UNCLAIMED


def _warn(made: Turns, cast: Cast, account: _Account, metadata: Metadata) -> list[str]:
    """Return what a person should look at: labels, names and text that were not understood."""
    warnings = [f"the label {label!r} is nobody's full name" for label in cast.unresolved[:20]]
    names = list(dict.fromkeys(turn.speaker.name for turn in made.turns))[:60]
    warnings += [
        f"two speakers with near-equal names: {first} and {second}"
        for first, second in itertools.combinations(names, 2)
        if are_near(first, second)
    ]
    warnings += [
        f"line {part.line}: {reason.UNCLAIMED}: {plain(part.span.of(account._text)[:300])[:80]}"
        for part in account.parts
        if part.reason == reason.UNCLAIMED
    ][:20]
    if not made.turns:
        warnings.append("no answer was found: nothing of this file can be searched")
    if not metadata.people:
        warnings.append("nobody interviewed is named")
    return warnings


def _finish(
    source: Source,
    metadata: Metadata,
    made: Turns,
    lead: list[Span],
    notices: Sequence[Block],
    account: _Account,
    warnings: list[str],
    time_codes: tuple[TimeCode, ...],
) -> Interview:
    """Return the Interview, whether it is cut decided."""
    turns = made.turns
    cut = bool(turns) and not _ends_sentence(source.text, turns[-1].paragraphs[-1])
    gap = read_gap(notices, cut=cut) or (Gap("the last sentence has no end") if cut else None)
    return Interview(
        id=source.id,
        text=source.text,
        sha256=hashlib.sha256(source.text.encode()).hexdigest(),
        fingerprint=source.fingerprint,
        title=metadata.title,
        publication=metadata.publication,
        author=metadata.author,
        date=metadata.date,
        url=metadata.url,
        people=tuple(metadata.people),
        lead=tuple(lead),
        turns=tuple(turns),
        gap=gap,
        cut=cut,
        left_out=tuple(sorted(account.parts, key=lambda part: part.span.start)),
        warnings=tuple(warnings),
        found_in=dict(metadata.found_in),
        time_codes=time_codes,
    )


def _ends_sentence(text: str, span: Span) -> bool:
    return plain(span.of(text)[-2000:]).endswith(LINE_ENDS)
