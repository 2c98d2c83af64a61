"""The index of an archive: several segments, searched as one.

Rows are counted through all interviews in the order of their ids, whichever segments they lie in, so
that the answers do not depend on when an interview was added. `build` makes an index, `storage` writes
and reads it, `search` asks it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from onrecord.interview import Card, Interview
from onrecord.retrieval.embedding import Floats, Rows
from onrecord.retrieval.lexical import Mask, search_words
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import PieceTable, gather_passages
from onrecord.retrieval.segment import Segment

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The passages that may be found: a mask `(n,)` for each segment of an index."""

    masks: tuple[Mask, ...]

    def __len__(self) -> int:
        return sum(int(np.count_nonzero(mask)) for mask in self.masks)


class View(Sequence[T]):
    """A sequence whose objects are looked up when they are asked for."""

    def __init__(self, count: int, get: Callable[[int], T]) -> None:
        self._count = count
        self._get = get

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...
    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            return tuple(self._get(one) for one in range(*place.indices(self._count)))
        return self._get(range(self._count)[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]


class Index:
    """All that is searched.

    Parameters
    ----------
    segments
        What it is made of; an interview is in one of them, or hidden.
    encoder_name, encoder_fingerprint
        Of the encoder that made the vectors.

    Attributes
    ----------
    generation
        The folder from which it was read, "" for an index that is in memory alone.
    states
        What the system said of the files of each interview when they were read, by id
        (`reading.find.InterviewFile`); nothing of an interview whose files are unknown.
    """

    def __init__(
        self, segments: Sequence[Segment], encoder_name: str, encoder_fingerprint: str
    ) -> None:
        self.segments = tuple(segments)
        self.generation = ""
        self.states: Mapping[str, str] = {}
        self.encoder_name = encoder_name
        self.encoder_fingerprint = encoder_fingerprint
        places = sorted(
            (one.id, which, number)
            for which, segment in enumerate(self.segments)
            for number, one in enumerate(segment.cards)
            if one.id not in segment.hidden
        )
        self.ids = tuple(name for name, _, _ in places)
        self._which = np.asarray([which for _, which, _ in places], np.int64)
        self._number = np.asarray([number for _, _, number in places], np.int64)
        self._begin = np.zeros(len(places), np.int64)  # the first row in its segment
        counts = np.zeros(len(places), np.int64)
        for which, segment in enumerate(self.segments):
            own = self._which == which
            self._begin[own] = segment.starts[self._number[own]]
            counts[own] = segment.starts[self._number[own] + 1] - self._begin[own]
        self._first = np.concatenate([[0], np.cumsum(counts)])  # the first row of all

    def __len__(self) -> int:
        return int(self._first[-1])

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The interviews without their texts, in the order of their ids."""
        places = zip(self._which.tolist(), self._number.tolist(), strict=True)
        return tuple(self.segments[which].cards[number] for which, number in places)

    @property
    def interviews(self) -> Sequence[Interview]:
        """The interviews, in the order of their ids."""
        return View(len(self.ids), self._interview_at)

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages, by row: those of the leads too."""
        return View(len(self), self._passage_at)

    @property
    def corpus(self) -> dict[str, str]:
        """The fingerprint of each interview (a hash of its file and side file), by id."""
        return {card.id: card.fingerprint for card in self.cards}

    @property
    def dimension(self) -> int:
        """The dimension of the vectors."""
        return self.segments[0].vectors.dimension

    @property
    def piece_dimension(self) -> int:
        """The dimension of the vectors of word pieces, 0 without any."""
        return self.segments[0].pieces.width

    def read(self, interviews: Collection[str]) -> Iterator[Interview]:
        """Yield the interviews of some ids, in the order of the ids."""
        return (self._interview_at(place) for place, one in enumerate(self.ids) if one in interviews)

    def find(self, interview_id: str) -> int | None:
        """Return the place of an interview in the order of the ids, None for one that is not here."""
        place = bisect_left(self.ids, interview_id)
        return place if place < len(self.ids) and self.ids[place] == interview_id else None

    def rows_of(self, interview_id: str) -> range:
        """Return the rows of the passages of an interview, its lead's first."""
        place = bisect_left(self.ids, interview_id)
        return range(int(self._first[place]), int(self._first[place + 1]))

    def row_at(self, interview_id: str, start: int) -> int:
        """Return the row of the passage of an interview that begins at `start`, or last before it."""
        rows, passages = self.rows_of(interview_id), self.passages
        return rows[max(bisect_right(rows, start, key=lambda row: passages[row].start) - 1, 0)]

    def count_said(self) -> dict[str, int]:
        """Return how many passages are said in each interview, leads apart, by id."""
        return {name: len(self.rows_of(name)) - len(self.rows_of_lead(name)) for name in self.ids}

    def rows_of_lead(self, interview_id: str) -> range:
        """Return the rows of the passages of an interview's lead."""
        rows = self.rows_of(interview_id)
        place = bisect_left(self.ids, interview_id)
        begin = int(self._begin[place])
        speakers = self._segment(place).speakers[begin : begin + len(rows)]
        return rows[: int(np.count_nonzero(speakers < 0))]

    def allow(self, interviews: Collection[str], speakers: Collection[str] | None = None) -> Allowed:
        """Return the passages in turns of these interviews; `speakers` limits them to these names."""
        names = None if speakers is None else frozenset(speakers)
        wanted = frozenset(interviews)
        return Allowed(tuple(one.allow(wanted, names) for one in self.segments))

    def allow_leads(self, interviews: Collection[str]) -> Allowed:
        """Return the passages of the leads of these interviews."""
        wanted = frozenset(interviews)
        return Allowed(tuple(one.allow(wanted, None, leads=True) for one in self.segments))

    def allow_rows(self, rows: Iterable[int]) -> Allowed:
        """Return the passages of some rows."""
        masks = tuple(np.zeros(len(one), dtype=bool) for one in self.segments)
        for which, row in zip(*self._locate(np.asarray(list(rows), np.int64)), strict=True):
            masks[which][row] = True
        return Allowed(masks)

    def search_vectors(self, vector: Floats, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Find the k rows at most with the highest inner products with a vector `(d,)` of unit length.

        Returns
        -------
        tuple of array
            `(m,)` rows and `(m,)` inner products in -1..1, best first, then by row.
        """
        found = [
            one.vectors.search(vector, k, mask)
            for one, mask in zip(self.segments, allowed.masks, strict=True)
        ]
        return self._take_best(found, k)

    def search_words(self, words: list[str], k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Find the k rows at most that share a stem with words, as `content_words` returns them.

        Returns
        -------
        tuple of array
            `(m,)` rows and `(m,)` scores above 0, best first, then by row.
        """
        tables, kept = [one.words for one in self.segments], [one.kept for one in self.segments]
        return self._take_best(search_words(tables, kept, words, k, allowed.masks), k)

    def compare(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products, `(m,)` float32 in -1..1, of a vector `(d,)` with `rows` `(m,)`."""
        products = np.zeros(len(rows), np.float32)
        which, places = self._locate(rows)
        for number in np.unique(which).tolist():
            own = which == number
            products[own] = self.segments[number].vectors.compare(vector, places[own])
        return products

    def take_pieces(self, rows: Rows) -> PieceTable:
        """Return the word pieces of some rows, in their order."""
        which, places = (one.tolist() for one in self._locate(rows))
        pairs = zip(which, places, strict=True)
        return gather_passages(
            [(self.segments[number].pieces, row) for number, row in pairs], self.piece_dimension
        )

    @cached_property
    def piece_counts(self) -> NDArray[np.int32]:
        """How many passages contain each word piece, `(c,)`, by its id."""
        own = [one.counts for one in self.segments]
        hidden = [one.count_hidden_pieces() for one in self.segments if one.hidden]
        counts = np.zeros(max(map(len, own)), np.int32)
        for signed, arrays in ((1, own), (-1, hidden)):
            for one in arrays:
                counts[: len(one)] += signed * one
        return counts

    def _segment(self, place: int) -> Segment:
        return self.segments[int(self._which[place])]

    def _interview_at(self, place: int) -> Interview:
        return self._segment(place).interviews[int(self._number[place])]

    def _passage_at(self, row: int) -> Passage:
        place = bisect_right(self._first, row) - 1
        return self._segment(place).passages[int(self._begin[place] + row - self._first[place])]

    def _locate(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the segment of each row, and its row there."""
        places = np.searchsorted(self._first, rows, side="right") - 1
        return self._which[places], self._begin[places] + rows - self._first[places]

    @cached_property
    def _bases(self) -> list[Rows]:
        """For each segment `(i,)`, what makes a row of the index of a row of each of its interviews."""
        bases = [np.zeros(len(one.cards), np.int64) for one in self.segments]
        for which, own in enumerate(bases):
            here = self._which == which
            own[self._number[here]] = self._first[:-1][here] - self._begin[here]
        return bases

    def _take_best(self, found: Sequence[tuple[Rows, Floats]], k: int) -> tuple[Rows, Floats]:
        """Return the best k of the rows found in each segment, as rows of the index."""
        every: list[Rows] = []
        for segment, bases, (rows, _) in zip(self.segments, self._bases, found, strict=True):
            places = np.searchsorted(segment.starts, rows, side="right") - 1
            every.append(rows + bases[places])
        rows, scores = np.concatenate(every), np.concatenate([one for _, one in found])
        order = np.lexsort((rows, -scores))[:k]
        return rows[order].astype(np.int64), scores[order]
