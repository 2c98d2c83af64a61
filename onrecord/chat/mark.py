"""Paragraphs with the passages and quotes in them marked: what both the answer and the interview show.

Marks are exact: they begin and end where the hits say. Nothing here is HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.answer.hit import Hit
from onrecord.interview import Interview
from onrecord.retrieval.passage import make_anchor
from onrecord.text.shown import find_bullet, find_item_lines, show_parts
from onrecord.text.span import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph, as shown: of which hit, if any, and whether inside its quote.

    `opens` says that the hit's passage begins here, where its number stands.
    """

    text: str
    hit: Hit | None = None
    quoted: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an interview in pieces; `anchor` is its place, as in « t1p2 ».

    The items of a list in a paragraph follow it without an anchor; `bullet` opens an item, or a
    line of a dialogue.
    """

    anchor: str
    pieces: tuple[Piece, ...]
    bullet: str = ""


def mark_paragraphs(interview: Interview, turn: int, hits: Sequence[Hit] = ()) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a turn (0: the lead) with `hits`, all of this interview, marked."""
    spans = interview.turns[turn - 1].paragraphs if turn else interview.lead
    return tuple(
        Paragraph(
            anchor="" if line else make_anchor(turn, number),
            pieces=tuple(_cut_pieces(interview.text, part, hits)),
            bullet=find_bullet(part.of(interview.text)),
        )
        for number, span in enumerate(spans, 1)
        for line, part in enumerate(_cut_lines(interview.text, span))
    )


def quote_paragraphs(interview: Interview, hit: Hit) -> tuple[Paragraph, ...]:
    """Return the passage of `hit` alone, its quote marked; a paragraph cut by its ends is cut there."""
    whole = mark_paragraphs(interview, hit.turn, (hit,))
    kept = (
        Paragraph(one.anchor, tuple(piece for piece in one.pieces if piece.hit), one.bullet)
        for one in whole
    )
    return tuple(one for one in kept if one.pieces)


def _cut_lines(text: str, span: Span) -> list[Span]:
    """Cut a paragraph before each item of a list in it."""
    starts = [span.start, *(span.start + at for at in find_item_lines(span.of(text)))]
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], span.end], strict=True)]


def _cut_pieces(text: str, span: Span, hits: Sequence[Hit]) -> Iterator[Piece]:
    """Yield the pieces of one paragraph; those that show nothing are left out."""
    inside = [hit for hit in hits if hit.start < span.end and hit.end > span.start]
    edges = {e for hit in inside for e in (hit.start, hit.end, hit.quote.start, hit.quote.end)}
    cuts = sorted(edge for edge in edges if span.start < edge < span.end)
    shown = show_parts(span.of(text), [cut - span.start for cut in cuts])
    opened: set[int] = set()
    for start, part in zip([span.start, *cuts], shown, strict=True):
        if not part:
            continue
        hit = next((one for one in inside if one.start <= start < one.end), None)
        if hit is None:
            yield Piece(part)
            continue
        begins = hit.start >= span.start and hit.rank not in opened
        opened.add(hit.rank)
        yield Piece(part, hit, hit.quote.start <= start < hit.quote.end, begins)
