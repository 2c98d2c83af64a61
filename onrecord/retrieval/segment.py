"""A segment: the share of an index that belongs to some interviews, and that never changes.

An index is a few segments. One interview more is one small segment more; one interview less is hidden
in its segment. Segments are shared between an archive and its copies, and between one build and the
next. `build` makes segments, `index` searches several, `storage` writes and reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.interview import Card, Interview
from onrecord.retrieval.check import LaterCheck
from onrecord.retrieval.embedding import Floats, Rows
from onrecord.retrieval.lexical import Mask, WordTable, join_word_tables, make_word_table
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import (
    PieceTable,
    count_passages_with,
    join_piece_tables,
    take_passages,
)
from onrecord.retrieval.rows import dump_row, make_interview, make_passage_row
from onrecord.retrieval.stored import Lines
from onrecord.retrieval.vectors import VectorIndex

_GROWTH = 4  # a segment is at least so many times as large as the one after it
_LEAD = -1  # in `Segment.speakers`, a passage of a lead


@dataclass(frozen=True, slots=True)
class Part:
    """One interview, encoded: row i of `vectors` and `pieces`, and `texts[i]`, are of passage i."""

    interview: Interview
    passages: Sequence[Passage]
    texts: Sequence[str]
    vectors: Floats
    pieces: PieceTable


@dataclass(frozen=True, eq=False)
class Segment:
    """Some interviews in the order of their ids, with n passages, in the order of the interviews.

    Attributes
    ----------
    name
        Of its folder in the index; "" for one that is not on disk.
    cards, interviews
        By number.
    passages
        By row.
    starts
        `(i + 1,)` int64: interview i has the rows starts[i]:starts[i + 1].
    speakers
        `(n,)` int16: which speaker of the card says a passage, from 0; -1 in a lead.
    vectors, words, pieces
        By row.
    counts
        `(c,)` int32: how many passages contain each word piece, by its id.
    hidden
        The ids of interviews that are left out: they were removed, or stand in another segment anew.
    check
        Of its files, if they are mapped.
    """

    name: str
    cards: Sequence[Card]
    interviews: Lines[Interview]
    passages: Lines[Passage]
    starts: Rows
    speakers: NDArray[np.int16]
    vectors: VectorIndex
    words: WordTable
    pieces: PieceTable
    counts: NDArray[np.int32]
    hidden: frozenset[str] = frozenset()
    check: LaterCheck | None = None

    def __len__(self) -> int:
        return len(self.speakers)

    @property
    def nbytes(self) -> int:
        """The memory of what it holds, in bytes."""
        parts = (self.interviews, self.passages, self.vectors, self.words, self.pieces)
        arrays = (self.starts, self.speakers, self.counts)
        return sum(one.nbytes for one in parts) + sum(one.nbytes for one in arrays)

    @cached_property
    def kept(self) -> Mask | None:
        """`(n,)`, which passages are not hidden; None where none is."""
        if not self.hidden:
            return None
        return self.spread([one.id not in self.hidden for one in self.cards])

    @cached_property
    def shown(self) -> int:
        """How many passages are not hidden."""
        return len(self) if self.kept is None else int(self.kept.sum())

    def spread(self, flags: Sequence[bool]) -> Mask:
        """Return a flag for each passage `(n,)`, of one for each interview."""
        mask: Mask = np.repeat(np.asarray(flags, dtype=bool), np.diff(self.starts))
        return mask

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the interviews that are not hidden."""
        return frozenset(one.id for one in self.cards) - self.hidden

    def allow(
        self, interviews: frozenset[str], speakers: frozenset[str] | None, *, leads: bool = False
    ) -> Mask:
        """Return which passages are said in these interviews, by these speakers if any are given.

        Parameters
        ----------
        leads
            Whether the passages of leads are meant, not what is said.

        Raises
        ------
        StorageError
            When a file of the segment was found damaged.
        """
        if self.check is not None:
            self.check.raise_damage()
        mask: Mask = (self.speakers == _LEAD) == leads
        wanted = interviews & self.ids
        if len(wanted) < len(self.cards):
            mask &= self.spread([one.id in wanted for one in self.cards])
        if speakers is not None:
            known = [person.name in speakers for card in self.cards for person in card.speakers]
            firsts = np.cumsum([0, *(len(card.speakers) for card in self.cards)])[:-1]
            places = np.repeat(firsts, np.diff(self.starts)) + self.speakers
            mask[mask] = np.asarray([*known, False])[places[mask]]
        return mask

    def hide(self, interviews: frozenset[str]) -> Segment:
        """Return the segment with these interviews hidden too."""
        mine = self.hidden | (interviews & {one.id for one in self.cards})
        return self if mine == self.hidden else replace(self, hidden=mine)

    def count_hidden_pieces(self) -> NDArray[np.int32]:
        """Return how many hidden passages contain each word piece, by its id."""
        tables = [
            take_passages(self.pieces, int(self.starts[number]), int(self.starts[number + 1]))
            for number, one in enumerate(self.cards)
            if one.id in self.hidden
        ]
        return count_passages_with(join_piece_tables(tables)) if tables else np.zeros(0, np.int32)


def make_segment(parts: Sequence[Part]) -> Segment:
    """Return a segment of encoded interviews, in the order of their ids; at least one."""
    parts = sorted(parts, key=lambda part: part.interview.id)
    passages = [passage for part in parts for passage in part.passages]
    cards = [part.interview.card for part in parts]
    pieces = join_piece_tables([part.pieces for part in parts])
    return Segment(
        name="",
        cards=tuple(cards),
        interviews=Lines.write((part.interview for part in parts), dump_row, make_interview),
        passages=Lines.write(passages, dump_row, make_passage_row),
        starts=np.cumsum([0, *(len(part.passages) for part in parts)], dtype=np.int64),
        speakers=np.asarray(
            [
                number
                for card, part in zip(cards, parts, strict=True)
                for number in _number_speakers(card, part.passages)
            ],
            np.int16,
        ),
        vectors=VectorIndex.make(np.concatenate([part.vectors for part in parts])),
        words=make_word_table(text for part in parts for text in part.texts),
        pieces=pieces,
        counts=count_passages_with(pieces),
    )


def _number_speakers(card: Card, passages: Sequence[Passage]) -> list[int]:
    """Return for each passage of an interview which of its speakers says it."""
    numbers = {person.name: number for number, person in enumerate(card.speakers)}
    return [numbers[one.speaker] if one.turn else _LEAD for one in passages]


def settle(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return the same interviews in few segments, each several times as large as the one after it.

    A segment without any interview left is dropped, and one of which more than half is hidden is
    written anew. So each passage is copied a few times at most, however often something is added.
    """
    kept: list[Segment] = []
    for one in segments:
        if len(one.hidden) == len(one.cards):
            continue
        kept.append(merge_segments([one]) if 2 * one.shown < len(one) else one)
        while len(kept) > 1 and kept[-2].shown < _GROWTH * kept[-1].shown:
            last = kept.pop()
            kept[-1] = merge_segments([kept[-1], last])
    return tuple(kept)


def merge_segments(segments: Sequence[Segment]) -> Segment:
    """Return one segment of all interviews that are not hidden in these."""
    places = sorted(
        (one.id, which, number)
        for which, segment in enumerate(segments)
        for number, one in enumerate(segment.cards)
        if one.id not in segment.hidden
    )
    chosen = [(segments[which], number) for _, which, number in places]
    spans = [(one, int(one.starts[number]), int(one.starts[number + 1])) for one, number in chosen]
    starts = np.cumsum([0, *(end - start for _, start, end in spans)], dtype=np.int64)
    pieces = join_piece_tables([take_passages(one.pieces, *span) for one, *span in spans])
    return Segment(
        name="",
        cards=tuple(one.cards[number] for one, number in chosen),
        interviews=Lines.join([one.interviews.line(number) for one, number in chosen], make_interview),
        passages=Lines.join(
            [one.passages.line(row) for one, *span in spans for row in range(*span)], make_passage_row
        ),
        starts=starts,
        speakers=_join(spans, lambda one: one.speakers),
        vectors=VectorIndex.make(_join(spans, lambda one: one.vectors.vectors)),
        words=join_word_tables([one.words for one in segments], _renumber(segments, spans, starts)),
        pieces=pieces,
        counts=count_passages_with(pieces),
    )


_Spans = Sequence[tuple[Segment, int, int]]


def _join(spans: _Spans, array_of: Callable[[Segment], NDArray[Any]]) -> NDArray[Any]:
    """Return the rows of an array of each segment, one span after the other."""
    return np.concatenate([array_of(one)[start:end] for one, start, end in spans])


def _renumber(segments: Sequence[Segment], spans: _Spans, starts: Rows) -> list[Rows]:
    """Return for each segment the new row of each of its passages, -1 for one that is left out."""
    new = {id(one): np.full(len(one), -1, np.int64) for one in segments}
    for (one, start, end), first in zip(spans, starts.tolist(), strict=False):
        new[id(one)][start:end] = np.arange(first, first + end - start)
    return [new[id(one)] for one in segments]
