"""An archive in Milvus: a `Store` that holds no passage in memory, but those last read.

What it holds is about the interviews (their cards, how many passages each person says there) and about
words (how many passages hold each stem). It stays with the generation that it was opened with.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.error import StorageError
from onrecord.interview import Interview
from onrecord.retrieval.check import MEND
from onrecord.retrieval.embedding import Floats, Rows
from onrecord.retrieval.index import View
from onrecord.retrieval.lexical import weigh_stem
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import Generation
from onrecord.retrieval.milvus.nearest import Nearest, read_vectors
from onrecord.retrieval.milvus.record import LEAD, Record, WordStatistics, number_speakers
from onrecord.retrieval.milvus.text import About, Kind, read_about, read_texts
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import PieceTable, gather_passages
from onrecord.retrieval.rows import make_card, make_interview
from onrecord.text.stem import stem

FORMAT = 2
_MOST_RECORDS, _MOST_INTERVIEWS = 2048, 256  # of those last read that are kept in memory
_BLOCK = 16  # passages that are read with the one asked for
_AT_ONCE = 64  # interviews that are read in one call
_TIES = 50  # rows beyond k that are fetched, so that those that score alike are cut in their order


@dataclass(frozen=True, slots=True)
class Allowed:
    """The passages that may be found: a condition of Milvus, and how many it holds for."""

    where: str
    count: int

    def __len__(self) -> int:
        return self.count


class MilvusStore:
    """One generation of an archive in Milvus.

    Raises
    ------
    StorageError
        When it is of another format, or passages are missing.
    """

    def __init__(self, engine: Engine, generation: Generation) -> None:
        self.engine = engine
        self.generation = generation
        for name in (generation.texts, generation.passages):
            engine.load(name)
        about = json.loads(self._about(About.MANIFEST))
        if about["format"] != FORMAT:
            found = f"format {about['format']}, written by {about['program']}"
            raise StorageError(
                f"{engine.where}: expected an index of format {FORMAT}, found {found}; {MEND}"
            )
        self.encoder_fingerprint = str(about["encoder"]["fingerprint"])
        self.nearest = Nearest(**about["nearest"])
        self.piece_dimension = int(about["encoder"]["piece_dimension"])
        self.cards = tuple(make_card(one) for one in json.loads(self._about(About.CARDS)))
        self.ids = tuple(card.id for card in self.cards)
        self._said = [
            {int(who): count for who, count in one.items()}
            for one in json.loads(self._about(About.COUNTS))
        ]
        self._first = np.cumsum([0, *(sum(one.values()) for one in self._said)])
        count = engine.count(generation.passages)
        if count != len(self):
            raise StorageError(
                f"{engine.where}: damaged (expected {len(self)} passages, found {count}); {MEND}"
            )
        self._speakers = number_speakers(self.cards)
        self._words = WordStatistics.make(json.loads(self._about(About.STEMS)), about["mean"])
        self._recent: dict[int, Record] = {}
        self._lock = threading.Lock()
        self._interview_at = lru_cache(_MOST_INTERVIEWS)(
            lambda place: self._read_interviews([place])[0]
        )

    def __len__(self) -> int:
        return int(self._first[-1])

    @cached_property
    def piece_counts(self) -> NDArray[np.int32]:
        """How many passages contain each word piece, `(c,)`, by its id."""
        return np.asarray(json.loads(self._about(About.PIECES)), np.int32)

    @property
    def corpus(self) -> dict[str, str]:
        """The fingerprint of each interview (a hash of its file and side file), by id."""
        return {card.id: card.fingerprint for card in self.cards}

    @property
    def interviews(self) -> Sequence[Interview]:
        """The interviews, in the order of their ids."""
        return View(len(self.ids), self._interview_at)

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages, by row: those of the leads too."""
        return View(len(self), self._passage_at)

    def read(self, interviews: Collection[str]) -> Iterator[Interview]:
        """Yield the interviews of some ids, in the order of the ids."""
        places = [place for place, one in enumerate(self.ids) if one in interviews]
        for start in range(0, len(places), _AT_ONCE):
            yield from self._read_interviews(places[start : start + _AT_ONCE])

    def find(self, interview_id: str) -> int | None:
        """Return the place of an interview in the order of the ids, None for one that is not here."""
        place = bisect_left(self.ids, interview_id)
        return place if place < len(self.ids) and self.ids[place] == interview_id else None

    def rows_of(self, place: int) -> range:
        """Return the rows of the passages of the interview at a place, its lead's first."""
        return range(int(self._first[place]), int(self._first[place + 1]))

    def row_at(self, interview_id: str, start: int) -> int:
        """Return the row of the passage of an interview that begins at `start`, or last before it."""
        rows = self.rows_of(bisect_left(self.ids, interview_id))
        where = f"row >= {rows.start} and row < {rows.stop}"
        found = self.engine.take(self.generation.passages, where, ("row", "start"))
        starts = sorted(one["start"] for one in found)
        return rows[max(bisect_right(starts, start) - 1, 0)]

    def count_said(self) -> dict[str, int]:
        """Return how many passages are said in each interview, leads apart, by id."""
        return {
            name: sum(said.values()) - said.get(LEAD, 0)
            for name, said in zip(self.ids, self._said, strict=True)
        }

    def allow(self, interviews: Collection[str], speakers: Collection[str] | None = None) -> Allowed:
        """Return the passages in turns of these interviews; `speakers` limits them to these names."""
        if speakers is None:
            return self._allow(interviews, range(len(self._speakers)), "speaker >= 0")
        wanted = sorted(self._speakers[name] for name in set(speakers) & self._speakers.keys())
        return self._allow(interviews, wanted, f"speaker in {wanted}")

    def allow_leads(self, interviews: Collection[str]) -> Allowed:
        """Return the passages of the leads of these interviews."""
        return self._allow(interviews, [LEAD], f"speaker == {LEAD}")

    def search_vectors(self, vector: Floats, k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Find the k rows at most with the highest inner products with a vector `(d,)`."""
        if not allowed.count or k <= 0:
            return _best([], k)
        asked = np.asarray(vector, np.float32)[None]
        return _best(
            self.nearest.search(self.engine, self.generation, asked, k + _TIES, allowed.where), k
        )

    def search_words(self, words: list[str], k: int, allowed: Allowed) -> tuple[Rows, Floats]:
        """Find the k rows at most that share a stem with words, as `content_words` returns them."""
        holding = self._words.holding
        asked = {
            self._words.numbers[one]: float(times * weigh_stem(holding[one], len(self)))
            for one, times in Counter(stem(words)).items()
            if one in holding
        }
        if not asked or not allowed.count or k <= 0:
            return _best([], k)
        name = self.generation.passages
        return _best(self.engine.search(name, "words", [asked], k + _TIES, allowed.where), k)

    def compare(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products, `(m,)` float32 in -1..1, of a vector `(d,)` with `rows` `(m,)`."""
        if not len(rows):
            return np.zeros(0, np.float32)
        vectors = read_vectors(self.engine, self.generation, rows)
        return np.asarray(vectors @ np.asarray(vector, np.float32), np.float32)

    def take_pieces(self, rows: Rows) -> PieceTable:
        """Return the word pieces of some rows, in their order."""
        records = self._take(rows.tolist())
        return gather_passages(
            [(records[row].pieces, 0) for row in rows.tolist()], self.piece_dimension
        )

    def _about(self, one: About) -> str:
        return read_about(self.engine, self.generation.texts, one)

    def _allow(self, interviews: Collection[str], speakers: Iterable[int], who: str) -> Allowed:
        wanted, kept = frozenset(interviews), frozenset(speakers)
        places = [place for place, name in enumerate(self.ids) if name in wanted]
        count = sum(
            number for place in places for one, number in self._said[place].items() if one in kept
        )
        where = "" if len(places) == len(self.ids) else f" and interview in {places}"
        return Allowed(who + where, count)

    def _read_interviews(self, places: Sequence[int]) -> list[Interview]:
        lines = read_texts(self.engine, self.generation.texts, Kind.INTERVIEW, places)
        return [make_interview(json.loads(line)) for line in lines]

    def _passage_at(self, row: int) -> Passage:
        known = self._recent.get(row)
        if known is None:
            start = row // _BLOCK * _BLOCK
            known = self._take(range(start, min(start + _BLOCK, len(self))))[row]
        return known.passage

    def _take(self, rows: Iterable[int]) -> dict[int, Record]:
        """Return some records, by row; those that are not kept in memory are read."""
        found: dict[int, Any] = {row: self._recent.get(row) for row in rows}
        absent = [row for row, record in found.items() if record is None]
        texts = read_texts(self.engine, self.generation.texts, Kind.PASSAGE, absent)
        fresh = {
            row: Record.load(text, self.piece_dimension)
            for row, text in zip(absent, texts, strict=True)
        }
        with self._lock:
            self._recent.update(fresh)
            for row in list(self._recent)[: max(len(self._recent) - _MOST_RECORDS, 0)]:
                del self._recent[row]
        return found | fresh


def _best(found: Sequence[tuple[Rows, Floats]], k: int) -> tuple[Rows, Floats]:
    """Return the best k of the rows found for one question, best first, then by row."""
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    ((rows, scores),) = found
    order = np.lexsort((rows, -scores))[:k]
    return rows[order], scores[order]
