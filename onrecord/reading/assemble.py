"""The steps of reading, in order: a Source becomes an Interview.

Each step has its own file. This one passes the result of each to the next, and collects what they
leave out and the warnings.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.interview import Gap, Interview, LeftOut, TimeCode
from onrecord.reading.block import reason
from onrecord.reading.block.aside import find_asides
from onrecord.reading.block.block import Block, Look, cut_blocks
from onrecord.reading.block.cut import split_blocks
from onrecord.reading.block.label import find_believed, find_labels
from onrecord.reading.block.timecode import find_time_codes
from onrecord.reading.format.source import Source
from onrecord.reading.left_out import leave_asides, leave_blocks
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

_LONG_TITLE = 100  # characters; a heading of this length with a full stop is the lead


def assemble(source: Source) -> Interview:
    """Return the Interview that a source holds.

    Raises
    ------
    CorpusError
        When its metadata is not valid YAML, or the date of its side file is not a date.
    """
    metadata, front_matter = read_metadata(source)
    page = _find_page(source, front_matter, metadata)
    text = page.text
    blocks = cut_heads(text, split_blocks(text, page.blocks, cut_at_bylines))
    blocks, around, notices = part_blocks(text, blocks)
    blocks, head = read_head(text, blocks, metadata)
    read_people(metadata, blocks)
    blocks, layout = _lay_out(text, blocks, metadata)
    complete_roles(metadata, blocks)
    blocks, layout, notes = _part_notes(text, blocks, layout, metadata)
    names = mentioned_names(metadata, blocks)
    cast = Cast(metadata.people, names, find_roles(names, metadata, blocks))
    has_people = bool(metadata.people)
    made = make_turns(text, blocks, layout, cast)
    if metadata.people and not has_people:
        metadata.found_in["people"] = "labels before the answers"
    lead, unclaimed = _part_unclaimed(blocks, made, metadata)
    left_out = [*page.left_out, *leave_blocks([*around, *head, *notes, *unclaimed])]
    warnings = _warn(source.text, made, cast, left_out, metadata)
    gap, cut = _find_gap(source.text, made, notices)
    return replace(
        _name_interview(source, metadata),
        lead=tuple(lead),
        turns=tuple(made.turns),
        gap=gap,
        cut=cut,
        left_out=tuple(sorted(left_out, key=lambda part: part.span.start)),
        warnings=(*metadata.warnings, *made.warnings, *warnings),
        time_codes=page.time_codes,
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """The text of a source without its asides and time codes, its blocks, and what was taken out.

    The text has blanks where asides and time codes stood, so that its offsets are those of the
    source.
    """

    text: str
    blocks: list[Block]
    time_codes: tuple[TimeCode, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def _find_page(source: Source, front_matter: Span, metadata: Metadata) -> _Page:
    """Return the blocks of a source, and its text without asides; read the bylines in these."""
    if source.blocks is not None:
        return _Page(source.text, list(source.blocks), source.time_codes)
    time_codes, slots = find_time_codes(source.text)
    asides = [aside for aside in find_asides(source.text) if aside[0].start >= front_matter.end]
    left_out = leave_asides(source.text, asides)
    if front_matter.end:
        left_out.insert(0, LeftOut(front_matter, 1, reason.FRONT_MATTER))
    for part in left_out:
        words = plain(part.span.of(source.text)[:1000])
        read_byline(metadata, words, f"line {part.line}, {part.reason}")
    text = blank_out(source.text, [*(span for span, _ in asides), *slots])
    return _Page(text, cut_blocks(text, front_matter.end), tuple(time_codes), tuple(left_out))


def _lay_out(text: str, blocks: list[Block], metadata: Metadata) -> tuple[list[Block], Layout]:
    """Cut the blocks that hold several parts of the talk, and decide which ask."""
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
    """Record who asks according to the labels: a medium, or a person by full name."""
    for label in dict.fromkeys(labels):
        if is_medium(label):
            metadata.put("publication", label, "label before the questions")
        elif is_full_name(label):
            metadata.put("author", label, "label before the questions")


def _part_notes(
    text: str, blocks: list[Block], layout: Layout, metadata: Metadata
) -> tuple[list[Block], Layout, list[tuple[Block, str]]]:
    """Separate bylines, footnotes and biographies from the talk; read what a byline states.

    Returns
    -------
    tuple
        The other blocks, their layout, and the notes with the reason.
    """
    notes = find_notes(text, blocks, layout, metadata.people)
    for index, why in notes.items():
        if why == reason.BYLINE:
            read_byline(metadata, blocks[index].plain, f"line {blocks[index].line}")
    kept = [index for index in range(len(blocks)) if index not in notes]
    moved = {old: new for new, old in enumerate(kept)}
    moved_layout = Layout(
        asking={moved[index] for index in layout.asking},
        labels={moved[index]: label for index, label in layout.labels.items()},
        asking_labels=layout.asking_labels,
    )
    left_out = [(blocks[index], why) for index, why in notes.items()]
    return [blocks[index] for index in kept], moved_layout, left_out


def _part_unclaimed(
    blocks: Sequence[Block], made: Turns, metadata: Metadata
) -> tuple[list[Span], list[tuple[Block, str]]]:
    """Return the lead, which is prose before the first turn, and the other blocks outside turns."""
    lead: list[Span] = []
    left_out: list[tuple[Block, str]] = []
    for index, why in made.unclaimed.items():
        block = blocks[index]
        is_prose = block.plain.endswith(LINE_ENDS) and (
            block.look is not Look.HEADING or len(block.plain) >= _LONG_TITLE
        )
        if not why and is_prose:
            lead.append(block.span)
        else:
            left_out.append((block, why or _reason_before(block, metadata)))
    return lead, left_out


def _reason_before(block: Block, metadata: Metadata) -> str:
    """Return the reason why a block before the first turn is left out."""
    if any(person.name in block.plain for person in metadata.people):
        return reason.IDENTITY
    return reason.TITLE if block.look in (Look.HEADING, Look.BOLD) else reason.UNCLAIMED


def _warn(
    text: str, made: Turns, cast: Cast, left_out: Sequence[LeftOut], metadata: Metadata
) -> list[str]:
    """Return the warnings about labels, names and text that no rule understood."""
    warnings = [f"the label {label!r} is nobody's full name" for label in cast.unresolved[:20]]
    names = list(dict.fromkeys(turn.speaker.name for turn in made.turns))[:60]
    warnings += [
        f"two speakers with near-equal names: {first} and {second}"
        for first, second in itertools.combinations(names, 2)
        if are_near(first, second)
    ]
    warnings += [
        f"line {part.line}: {reason.UNCLAIMED}: {plain(part.span.of(text)[:300])[:80]}"
        for part in left_out
        if part.reason == reason.UNCLAIMED
    ][:20]
    if not made.turns:
        warnings.append("no answer was found: nothing of this file can be searched")
    if not metadata.people:
        warnings.append("nobody interviewed is named")
    return warnings


def _name_interview(source: Source, metadata: Metadata) -> Interview:
    """Return the Interview with its text and metadata, still without turns."""
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
        found_in=dict(metadata.found_in),
    )


def _find_gap(text: str, made: Turns, notices: Sequence[Block]) -> tuple[Gap | None, bool]:
    """Return what is missing, if anything, and whether the last answer is cut inside a sentence."""
    cut = bool(made.turns) and not _ends_sentence(text, made.turns[-1].paragraphs[-1])
    gap = read_gap(notices, cut=cut)
    return gap or (Gap("the last sentence has no end") if cut else None), cut


def _ends_sentence(text: str, span: Span) -> bool:
    return plain(span.of(text)[-2000:]).endswith(LINE_ENDS)
