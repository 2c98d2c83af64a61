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
from onrecord.reading.amendment import read_amendments
from onrecord.reading.block import reason
from onrecord.reading.block.aside import find_asides
from onrecord.reading.block.block import Block, Look, cut_blocks
from onrecord.reading.block.cut import clear_blocks, split_blocks
from onrecord.reading.block.timecode import find_time_codes
from onrecord.reading.correction import Correction, read_correction
from onrecord.reading.format.source import Source
from onrecord.reading.left_out import leave_asides, leave_blocks
from onrecord.reading.media import read_media
from onrecord.reading.page.boilerplate import part_blocks, read_gap
from onrecord.reading.page.byline import read_byline
from onrecord.reading.page.head import cut_heads, read_head
from onrecord.reading.page.metadata import Metadata, read_metadata
from onrecord.reading.pseudonym import hide_names
from onrecord.reading.talk.cast import Cast
from onrecord.reading.talk.closing import list_closing
from onrecord.reading.talk.interviewee import find_known, read_people, weigh_source
from onrecord.reading.talk.layout import Layout, find_layout
from onrecord.reading.talk.lead import may_be_person
from onrecord.reading.talk.monologue import find_monologue
from onrecord.reading.talk.place import spell_label
from onrecord.reading.talk.role import complete_roles, find_roles, mentioned_names
from onrecord.reading.talk.split import cut_at_bylines
from onrecord.reading.talk.turn import Turns, make_turns
from onrecord.text.mark import LINE_ENDS
from onrecord.text.markup import blank_out, plain
from onrecord.text.name import are_near, find_names, is_full_name, is_medium, stands_for
from onrecord.text.span import Span

_STATED = 0.95  # how sure it is who is interviewed where a field of the page states it
_LONG_TITLE = 100  # characters; a heading of this length with a full stop is the lead


def assemble(source: Source) -> Interview:
    """Return the Interview that a source holds.

    Raises
    ------
    CorpusError
        When its metadata is not valid YAML, or a date or a correction in its side file is not valid.
    """
    return understand(source).interview


@dataclass(frozen=True, slots=True)
class Understood:
    """An interview, how its blocks and labels were understood, and the blocks around it with why."""

    interview: Interview
    layout: Layout
    around: tuple[tuple[Block, str], ...]


def understand(source: Source) -> Understood:
    """Return the Interview that a source holds, and how its blocks and labels were understood.

    Raises
    ------
    CorpusError
        As `assemble` does.
    """
    metadata, front_matter = read_metadata(source)
    correction = read_correction(source)
    page = _find_page(source, front_matter, metadata)
    text = page.text
    blocks = cut_heads(text, split_blocks(text, page.blocks, cut_at_bylines))
    blocks, around, notices = part_blocks(text, blocks)
    blocks, head = read_head(text, blocks, metadata)
    blocks, around = _take_in(blocks, around, correction)
    metadata.put("people", correction.guests, source.side_name)
    spelt = [spell_label(text, block) for block in blocks]
    closing = list_closing(spelt, around)
    read_people(metadata, spelt, closing, source.id)
    names = mentioned_names(metadata, spelt)
    layout = _lay_out(text, blocks, metadata, names, correction)
    _put_askers(metadata, layout)
    complete_roles(metadata, layout.blocks)
    cast = _make_cast(text, metadata, layout, closing)
    has_people = bool(metadata.people)
    made = make_turns(text, layout, cast, weigh_source(metadata))
    _drop_silent(metadata, layout, made)
    if metadata.people and not has_people:
        metadata.found_in["people"] = "labels before the answers"
    lead, unclaimed = _part_unclaimed(layout, made, metadata)
    left_out = [*page.left_out, *leave_blocks([*around, *head, *unclaimed])]
    warnings = _warn(source.text, made, cast, left_out, metadata)
    gap, cut = _find_gap(source.text, made, notices)
    interview = replace(
        _name_interview(source, metadata),
        lead=tuple(lead),
        turns=tuple(made.turns),
        gap=gap,
        cut=cut,
        left_out=tuple(sorted(left_out, key=lambda part: part.span.start)),
        warnings=(*metadata.warnings, *made.warnings, *warnings),
        time_codes=page.time_codes,
    )
    return Understood(hide_names(interview, source), layout, tuple(around))


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
    if source.blocks is not None and source.time_codes:
        return _Page(source.text, list(source.blocks), source.time_codes)
    time_codes, slots = find_time_codes(source.text)
    if source.blocks is not None:
        text = blank_out(source.text, slots)
        return _Page(text, clear_blocks(text, source.blocks, slots), tuple(time_codes))
    asides = [aside for aside in find_asides(source.text) if aside[0].start >= front_matter.end]
    left_out = leave_asides(source.text, asides)
    if front_matter.end:
        left_out.insert(0, LeftOut(front_matter, 1, reason.FRONT_MATTER))
    for part in left_out:
        words = plain(part.span.of(source.text)[:1000])
        read_byline(metadata, words, f"line {part.line}, {part.reason}")
    text = blank_out(source.text, [*(span for span, _ in asides), *slots])
    return _Page(text, cut_blocks(text, front_matter.end), tuple(time_codes), tuple(left_out))


def _take_in(
    blocks: list[Block], around: list[tuple[Block, str]], correction: Correction
) -> tuple[list[Block], list[tuple[Block, str]]]:
    """Return the blocks with those that the side file takes back in, and what is still left out."""
    taken = [replace(block, reason="") for block, _ in around if correction.takes_in(block)]
    if not taken:
        return blocks, around
    rest = [(block, why) for block, why in around if not correction.takes_in(block)]
    return sorted([*blocks, *taken], key=lambda block: block.span.start), rest


def _lay_out(
    text: str,
    blocks: list[Block],
    metadata: Metadata,
    names: Sequence[str],
    correction: Correction,
) -> Layout:
    """Return the layout of the page; where nobody asks, the person it names may speak alone.

    A correction that names no label of the page is a warning of `metadata`.
    """
    layout = find_layout(text, blocks, find_known(metadata), names, correction.tell())
    metadata.warnings += correction.warn(layout)
    if layout.parts.has_questions or layout.voices.labels:
        return layout
    return replace(layout, parts=find_monologue(layout.blocks, metadata.people, layout.parts))


def _make_cast(text: str, metadata: Metadata, layout: Layout, closing: Sequence[str]) -> Cast:
    """Return who may speak, with the names that labels, what stands after them and the foot mention.

    « Léa    Paul, où étiez-vous ? » mentions Léa and Paul, not « Léa Paul ».
    """
    labels = layout.voices.labels
    blocks = [
        replace(one, plain=plain(text[labels[index].span.end : one.span.end]))
        if index in labels
        else one
        for index, one in enumerate(layout.blocks)
    ]
    written = [label.text for label in labels.values() if is_full_name(label.text)]
    names = [*mentioned_names(metadata, blocks), *dict.fromkeys(written)]
    beside = dict.fromkeys(name for one in closing for name in find_names(one) if may_be_person(name))
    return Cast(metadata.people, names, find_roles(names, metadata, layout.blocks), list(beside))


def _put_askers(metadata: Metadata, layout: Layout) -> None:
    """Record who asks according to the labels: a medium, or a person by full name.

    Who asks is not interviewed, whatever list of speakers names them.
    """
    voices = layout.voices
    labels = [label.text for index, label in voices.labels.items() if voices.asks(index)]
    for label in dict.fromkeys(labels):
        if is_medium(label):
            metadata.put("publication", label, "label before the questions")
        elif is_full_name(label):
            metadata.put("author", label, "label before the questions")
    guests = [
        one for one in metadata.people if not any(stands_for(label, one.name) for label in labels)
    ]
    if guests:
        metadata.people[:] = guests


def _drop_silent(metadata: Metadata, layout: Layout, made: Turns) -> None:
    """Drop people whom only the lead names, if labels say who answers and no label is theirs."""
    is_labelled = any(layout.voices.answers(index) for index in layout.voices.labels)
    spoken = " / ".join(dict.fromkeys(turn.speaker.name for turn in made.turns))
    if is_labelled and weigh_source(metadata) < _STATED:
        metadata.people[:] = [one for one in metadata.people if one.name in spoken] or metadata.people


def _part_unclaimed(
    layout: Layout, made: Turns, metadata: Metadata
) -> tuple[list[Span], list[tuple[Block, str]]]:
    """Return the lead, which is prose before the first turn, and the other blocks outside turns."""
    lead: list[Span] = []
    left_out: list[tuple[Block, str]] = []
    for index, why in made.unclaimed.items():
        block = layout.blocks[index]
        if why == reason.BYLINE:
            read_byline(metadata, block.plain, f"line {block.line}")
        is_title = block.look is Look.HEADING and len(block.plain) < _LONG_TITLE
        is_prose = block.plain.endswith(LINE_ENDS) and not is_title
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
    """Return the Interview with its text, pages, corrected words and metadata, without turns."""
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
        page_starts=source.page_starts,
        changes=read_amendments(source),
        media=read_media(source),
    )


def _find_gap(text: str, made: Turns, notices: Sequence[Block]) -> tuple[Gap | None, bool]:
    """Return what is missing, if anything, and whether the last answer is cut inside a sentence."""
    cut = bool(made.turns) and not _ends_sentence(text, made.turns[-1].paragraphs[-1])
    gap = read_gap(notices, cut=cut)
    return gap or (Gap("the last sentence has no end") if cut else None), cut


def _ends_sentence(text: str, span: Span) -> bool:
    return plain(span.of(text)[-2000:]).endswith(LINE_ENDS)
