"""Reading: a file becomes an Interview.

The steps, one file each: `source` (bytes to text), `markup` (what is not prose), `block` (text to
blocks), `metadata`, `boilerplate`, `speaker`, `turn` (blocks to turns), `report` (what was
understood, for a person). Nothing here searches, encodes or writes.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from onrecord.error import CorpusError
from onrecord.interview import Gap, Interview, LeftOut, Span
from onrecord.reading.block import Block, Look, cut_blocks
from onrecord.reading.boilerplate import PAYWALL, find_reason, opens_appendix, read_gap
from onrecord.reading.markup import blank_out, find_asides, plain
from onrecord.reading.metadata import Metadata, read_head_line, read_metadata, read_people
from onrecord.reading.source import SUFFIXES, Source, load_source
from onrecord.reading.turn import find_layout, make_turns

__all__ = ["find_files", "plain", "read_interview"]

_SENTENCE_ENDS = (".", "!", "?", "…", "»", "”", '"', ")", ":", ";")


def find_files(corpus: Path) -> list[Path]:
    """Return the interview files of a folder, sorted by id.

    Raises
    ------
    CorpusError
        When the folder is missing, holds no interview, or holds two files with one id.
    """
    if not corpus.is_dir():
        raise CorpusError(f"{corpus}: expected a folder of interviews, found none; create it")
    kept = [path for path in corpus.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()]
    files = sorted((path for path in kept if path.name != "README.md"), key=lambda path: path.stem)
    for first, second in zip(files, files[1:], strict=False):
        if first.stem == second.stem:
            raise CorpusError(f"{corpus}: {first.name} and {second.name} have one id; rename one")
    if not files:
        expected = " or ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise CorpusError(f"{corpus}: expected interviews ({expected}), found none; put a file there")
    return files


def read_interview(path: str | Path) -> Interview:
    """Read one interview file, with its side file where there is one.

    Parameters
    ----------
    path
        A `.txt` or `.md` file in UTF-8, at most 50 MB.

    Returns
    -------
    Interview
        Its `text` is the file, unchanged; every span is an exact slice of it.

    Raises
    ------
    CorpusError
        When the file is missing, empty, binary, not UTF-8, or its metadata is not understood.
    """
    source = load_source(Path(path))
    metadata, front_matter = read_metadata(source)
    asides = find_asides(source.text)
    blocks = cut_blocks(blank_out(source.text, [span for span, _ in asides]), front_matter.end)
    kept, left_out, notices = _leave_out(blocks)
    left_out += _report_asides(source.text, asides)
    kept, head = _read_head(kept, metadata)
    left_out += [_left(block, "head of the page, read as metadata") for block in head]
    read_people(metadata, kept)
    layout = find_layout(source.text, kept, metadata)
    turns, unclaimed, warnings = make_turns(source.text, kept, layout, metadata.people)
    lead, aside = _split_lead(kept, unclaimed, min(layout.asking, default=None))
    left_out += [_left(block, "heading, caption or pull quote") for block in aside]
    cut = bool(turns) and not _ends_sentence(source.text, turns[-1].paragraphs[-1])
    gap = read_gap(notices) or (Gap("the last sentence has no end") if cut else None)
    if front_matter.end:
        left_out.append(LeftOut(front_matter, 1, "front matter, read as metadata"))
    if not turns:
        warnings.append("no answer was found: nothing of this file can be searched")
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
        left_out=tuple(sorted(left_out, key=lambda part: part.span.start)),
        warnings=tuple(warnings),
        found_in=dict(metadata.found_in),
    )


def _leave_out(blocks: list[Block]) -> tuple[list[Block], list[LeftOut], list[Block]]:
    """Part the blocks into what may be the interview and what is not; the paywall notices apart.

    A heading that opens an appendix takes along what follows, up to the next heading of its level;
    a paywall notice after the last question takes along all that follows.
    """
    last_question = max((i for i, block in enumerate(blocks) if block.plain.endswith("?")), default=0)
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    notices: list[Block] = []
    after = ""
    appendix: Block | None = None
    for index, block in enumerate(blocks):
        if appendix is not None and block.look is Look.HEADING and block.level <= appendix.level:
            appendix = None
        if appendix is None and not after and kept and opens_appendix(block):
            appendix = block
        reason = after or find_reason(block)
        reason = reason or ("appendix beside the interview" if appendix is not None else "")
        if reason == PAYWALL:
            notices.append(block)
            after = "after the paywall notice" if index > last_question else ""
        if reason and block.look is not Look.EMPTY:
            left_out.append(_left(block, reason))
        elif not reason:
            kept.append(block)
    return kept, left_out, notices


def _report_asides(text: str, asides: list[tuple[Span, str]]) -> list[LeftOut]:
    """Return the outermost asides that hold words."""
    parts: list[LeftOut] = []
    for span, reason in asides:
        inside = bool(parts) and span.end <= parts[-1].span.end
        if not inside and re.search(r"\w", plain(span.of(text))):
            parts.append(LeftOut(span, text.count("\n", 0, span.start) + 1, reason))
    return parts


def _read_head(blocks: list[Block], metadata: Metadata) -> tuple[list[Block], list[Block]]:
    """Take the title and the head lines; return the blocks that remain and those taken."""
    head: list[int] = []
    for index, block in enumerate(blocks[:8]):
        if block.look is Look.HEADING and block.level == 1 and not metadata.title:
            metadata.put("title", block.plain, f"line {block.line}")
            head = list(range(index + 1))
        elif read_head_line(metadata, block):
            head = list(range(index + 1))
        elif block.plain.endswith("?") or len(block.plain) > 400:
            break
    return blocks[len(head) :], [blocks[index] for index in head]


def _split_lead(
    blocks: list[Block], unclaimed: list[int], first_question: int | None
) -> tuple[list[Span], list[Block]]:
    """Part the blocks that no turn took into the lead (prose before the questions) and the rest."""
    lead: list[Span] = []
    aside: list[Block] = []
    for index in unclaimed:
        block = blocks[index]
        before = first_question is None or index < first_question
        if before and block.look is not Look.HEADING and block.plain.endswith(_SENTENCE_ENDS):
            lead.append(block.span)
        else:
            aside.append(block)
    return lead, aside


def _ends_sentence(text: str, span: Span) -> bool:
    return plain(span.of(text)).endswith(_SENTENCE_ENDS)


def _left(block: Block, reason: str) -> LeftOut:
    return LeftOut(block.span, block.line, reason)
