"""Paragraphs of an interview cut into marked and unmarked pieces, for the answer and the interview.

A mark begins and ends exactly at the offsets of its hit or quote. The templates write the HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.answer.hit import Hit
from onrecord.interview import Interview
from onrecord.retrieval.passage import make_anchor
from onrecord.text.change import find_place
from onrecord.text.sentence import find_sentences
from onrecord.text.shown import find_bullet, find_item_lines, show_parts
from onrecord.text.span import Span

_WORTH_FOLDING = 120  # characters of a passage that are far from its quote


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph without markup, inside one hit or none.

    `quoted` is whether it lies in the hit's quote, `opens` whether the hit's passage begins with
    it: its number is put there. `far` is whether it is more than a sentence away from the quote.
    """

    text: str
    hit: Hit | None = None
    quoted: bool = False
    opens: bool = False
    far: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an interview in pieces; `anchor` is its place (« t1p2 »).

    Each item of a list inside a paragraph becomes one more `Paragraph`, with anchor "". `bullet` is
    the sign before an item or a line of dialogue, "" for none.
    """

    anchor: str
    pieces: tuple[Piece, ...]
    bullet: str = ""

    @property
    def is_far(self) -> bool:
        """Whether all of it is far from the quote."""
        return all(piece.far for piece in self.pieces)


def mark_paragraphs(
    interview: Interview, turn: int, hits: Sequence[Hit] = (), near: Span | None = None
) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a turn (0 for the lead) with `hits` of this interview marked.

    Outside `near`, if it is given, pieces are far.
    """
    spans = interview.turns[turn - 1].paragraphs if turn else interview.lead
    return tuple(
        Paragraph(
            anchor="" if line else make_anchor(turn, number),
            pieces=tuple(_cut_pieces(interview, part, hits, near)),
            bullet=find_bullet(interview.show(part)),
        )
        for number, span in enumerate(spans, 1)
        for line, part in enumerate(_cut_lines(interview.text, span))
    )


def mark_span(interview: Interview, span: Span, hits: Sequence[Hit]) -> tuple[Piece, ...]:
    """Return a slice of an interview, such as a question, with `hits` marked."""
    return tuple(_cut_pieces(interview, span, hits))


def quote_paragraphs(interview: Interview, hit: Hit) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a hit's passage, cut at its ends, with its quote marked."""
    whole = mark_paragraphs(interview, hit.turn, (hit,), _find_near(interview.text, hit))
    kept = (
        Paragraph(one.anchor, tuple(piece for piece in one.pieces if piece.hit), one.bullet)
        for one in whole
    )
    return tuple(one for one in kept if one.pieces)


def _find_near(text: str, hit: Hit) -> Span:
    """Return the quote of a hit with a sentence on each side; all of it where little would be left."""
    passage, quote = Span(hit.start, hit.end), hit.quote
    sentences = find_sentences(text, passage)
    inside = [n for n, one in enumerate(sentences) if one.start < quote.end and one.end > quote.start]
    if not inside:
        return passage
    around = sentences[max(0, inside[0] - 1) : inside[-1] + 2]
    near = Span(min(around[0].start, quote.start), max(around[-1].end, quote.end))
    left_out = (passage.end - passage.start) - (near.end - near.start)
    return near if left_out >= _WORTH_FOLDING else passage


def _cut_lines(text: str, span: Span) -> list[Span]:
    """Return a paragraph cut before each item of a list in it."""
    starts = [span.start, *(span.start + at for at in find_item_lines(span.of(text)))]
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], span.end], strict=True)]


def _cut_pieces(
    interview: Interview, span: Span, hits: Sequence[Hit], near: Span | None = None
) -> Iterator[Piece]:
    """Yield the pieces of one paragraph, without those that are empty once markup is removed."""
    inside = [hit for hit in hits if hit.start < span.end and hit.end > span.start]
    edges = {near.start, near.end} if near else set()
    edges |= {e for hit in inside for e in (hit.start, hit.end, hit.quote.start, hit.quote.end)}
    cuts = sorted(edge for edge in edges if span.start < edge < span.end)
    places = [find_place(cut, span.start, interview.changes) for cut in cuts]
    parts = show_parts(interview.show(span), places)
    opened: set[int] = set()
    for start, part in zip([span.start, *cuts], parts, strict=True):
        if not part:
            continue
        hit = next((one for one in inside if one.start <= start < one.end), None)
        if hit is None:
            yield Piece(part)
            continue
        begins = hit.start >= span.start and hit.rank not in opened
        opened.add(hit.rank)
        far = near is not None and not near.start <= start < near.end
        yield Piece(part, hit, hit.quote.start <= start < hit.quote.end, begins, far)
