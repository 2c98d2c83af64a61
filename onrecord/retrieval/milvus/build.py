"""Fill a new generation of an archive in Milvus from a corpus.

What all passages hold together (how many hold each stem, their mean length) decides what each word
counts, so words are counted first. Then each interview is encoded, or copied from the generation before
where it is unchanged, and written before the next one: the vectors of one interview at a time are in
memory.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.error import StorageError
from onrecord.interview import Card, Interview
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.build import Progress, encode_interview
from onrecord.retrieval.check import MEND
from onrecord.retrieval.embedding import Floats, Ints
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.lexical import count_stems
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import Filler, Generation, create_generation
from onrecord.retrieval.milvus.nearest import Nearest, choose_kind, read_vectors, settle
from onrecord.retrieval.milvus.record import (
    LEAD,
    Record,
    WordStatistics,
    count_speakers,
    number_speakers,
)
from onrecord.retrieval.milvus.store import FORMAT, MilvusStore
from onrecord.retrieval.milvus.text import About, Kind, make_rows, read_texts
from onrecord.retrieval.passage import Passage, cut_passages, describe_context, encoded_text
from onrecord.retrieval.piece_table import take_passages
from onrecord.retrieval.rows import dump_row
from onrecord.version import __version__

_AT_ONCE = 500  # passages that are copied together
_Words = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Fresh:
    """An interview that is encoded."""

    interview: Interview
    passages: tuple[Passage, ...]
    encoder: Encoder

    @property
    def card(self) -> Card:
        return self.interview.card

    def __len__(self) -> int:
        return len(self.passages)

    def count_words(self) -> Iterator[_Words]:
        """Yield how often each stem stands in each passage, as it is encoded."""
        for one in self.passages:
            yield count_stems(encoded_text(self.interview, one, describe_context)[0])

    def dump(self) -> str:
        """Return the interview as JSON."""
        return dump_row(self.interview)

    def records(self) -> Iterator[tuple[Record, Floats]]:
        """Yield the passages, each with its vector `(d,)`."""
        part = encode_interview(self.interview, self.passages, self.encoder)
        for row, passage in enumerate(self.passages):
            yield Record(passage, take_passages(part.pieces, row, row + 1)), part.vectors[row]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An interview that is copied from the generation before, where it has this place."""

    last: MilvusStore
    place: int

    @property
    def card(self) -> Card:
        return self.last.cards[self.place]

    def __len__(self) -> int:
        return len(self.last.rows_of(self.place))

    def count_words(self) -> Iterator[_Words]:
        """Yield how often each stem stands in each passage, as it was encoded."""
        yield from map(json.loads, self._read(Kind.WORDS, self.last.rows_of(self.place)))

    def dump(self) -> str:
        """Return the interview as JSON."""
        return self._read(Kind.INTERVIEW, [self.place])[0]

    def records(self) -> Iterator[tuple[Record, Floats]]:
        """Yield the passages, each with its vector `(d,)`."""
        rows = self.last.rows_of(self.place)
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            vectors = read_vectors(self.last.engine, self.last.generation, np.asarray(some))
            for text, vector in zip(self._read(Kind.PASSAGE, some), vectors, strict=True):
                yield Record.load(text, self.last.piece_dimension), vector

    def _read(self, kind: Kind, numbers: Sequence[int]) -> list[str]:
        return read_texts(self.last.engine, self.last.generation.texts, kind, numbers)


_Source = _Fresh | _Kept


def fill_generation(
    engine: Engine,
    corpus: Path,
    encoder: Encoder,
    last: MilvusStore | None,
    current: Mapping[str, str],
    on_progress: Progress | None = None,
) -> Generation:
    """Write a generation, and return it; it is not put in service.

    Parameters
    ----------
    last
        The generation before, by the same encoder, which keeps its unchanged interviews.
    current
        The fingerprint of each interview of the corpus, by id (`fingerprint_files`).

    Raises
    ------
    CorpusError
        When the folder or an interview in it cannot be read.
    StorageError
        When the engine does not take all that is written.
    """
    sources = list(_list_sources(corpus, encoder, last, current))
    words = _count_words(sources)
    count = sum(map(len, sources))
    kind = choose_kind(count)
    generation = create_generation(engine, encoder.dimension, kind)
    writer = _Writer(engine, generation, words, number_speakers([one.card for one in sources]))
    done, total = 0, sum(len(one) for one in sources if isinstance(one, _Fresh))
    for source in sources:
        writer.write(source)
        if isinstance(source, _Fresh):
            done += len(source)
            if on_progress:
                on_progress(done, total)
    writer.close(encoder, kind)
    return generation


def _list_sources(
    corpus: Path, encoder: Encoder, last: MilvusStore | None, current: Mapping[str, str]
) -> Iterator[_Source]:
    """Yield the interviews of a corpus in the order of their ids, those that have changed read."""
    known = last.corpus if last else {}
    for path in find_files(corpus):
        place = (
            last.find(path.stem) if last and known.get(path.stem) == current.get(path.stem) else None
        )
        if last is not None and place is not None:
            yield _Kept(last, place)
        else:
            interview = read_interview(path)
            yield _Fresh(interview, tuple(cut_passages(interview)), encoder)


def _count_words(sources: Sequence[_Source]) -> WordStatistics:
    """Return what all passages of some interviews hold together."""
    holding: Counter[str] = Counter()
    total = 0
    for source in sources:
        for words in source.count_words():
            holding.update(words.keys())
            total += max(sum(words.values()), 1)
    return WordStatistics.make(holding, total / max(sum(map(len, sources)), 1))


class _Writer:
    """Writes the interviews of a generation, one after the other, and then what it is as a whole."""

    def __init__(
        self,
        engine: Engine,
        generation: Generation,
        words: WordStatistics,
        speakers: Mapping[str, int],
    ) -> None:
        self._engine = engine
        self._generation = generation
        self._words = words
        self._speakers = speakers
        self._texts = Filler(engine, generation.texts)
        self._passages = Filler(engine, generation.passages)
        self._cards: list[Card] = []
        self._said: list[dict[int, int]] = []
        self._pieces = np.zeros(1, np.int32)
        self._row = 0

    def write(self, source: _Source) -> None:
        """Write an interview and its passages."""
        place = len(self._cards)
        self._put_text(Kind.INTERVIEW, place, source.dump())
        passages = []
        for words, (record, vector) in zip(source.count_words(), source.records(), strict=True):
            self._put_passage(place, record, words, vector)
            self._pieces = _count_pieces(self._pieces, record)
            passages.append(record.passage)
        self._cards.append(source.card)
        self._said.append(count_speakers(passages, self._speakers))

    def close(self, encoder: Encoder, kind: str) -> None:
        """Write what the generation is as a whole, when all else is there.

        Raises
        ------
        StorageError
            When not all that was written is there.
        """
        self._passages.close()
        found = self._engine.count(self._generation.passages)
        if found != self._row:
            raise StorageError(
                f"{self._engine.where}: expected {self._row} passages, found {found}; {MEND}"
            )
        nearest = settle(self._engine, self._generation, kind, self._row)
        for one, values in self._describe(encoder, nearest).items():
            self._put_text(Kind.ABOUT, one, json.dumps(values, ensure_ascii=False))
        self._texts.close()

    def _put_text(self, kind: Kind, number: int, text: str) -> None:
        for row in make_rows(kind, number, text):
            self._texts.add(row, len(row["content"]))

    def _put_passage(self, place: int, record: Record, words: _Words, vector: Floats) -> None:
        passage = record.passage
        row = {
            "row": self._row,
            "interview": place,
            "speaker": self._speakers[passage.speaker] if passage.turn else LEAD,
            "start": passage.start,
            "vector": vector.tolist(),
            "words": self._words.weigh(words),
        }
        self._passages.add(row, 4 * len(vector) + 8 * len(words))
        self._put_text(Kind.PASSAGE, self._row, record.dump())
        self._put_text(Kind.WORDS, self._row, json.dumps(words, ensure_ascii=False))
        self._row += 1

    def _describe(self, encoder: Encoder, nearest: Nearest) -> dict[About, Any]:
        manifest = {
            "format": FORMAT,
            "program": f"onrecord {__version__}",
            "encoder": {
                "name": encoder.name,
                "fingerprint": encoder.fingerprint,
                "dimension": encoder.dimension,
                "piece_dimension": encoder.piece_dimension,
            },
            "passages": self._row,
            "mean": self._words.mean,
            "nearest": asdict(nearest),
        }
        return {
            About.CARDS: [json.loads(dump_row(card)) for card in self._cards],
            About.COUNTS: self._said,
            About.STEMS: self._words.holding,
            About.PIECES: self._pieces.tolist(),
            About.MANIFEST: manifest,
        }


def _count_pieces(counts: Ints, record: Record) -> Ints:
    """Return the counts of pieces with one passage more."""
    ids = np.unique(record.pieces.ids).astype(np.int64)
    if len(ids) and ids[-1] >= len(counts):
        counts = np.pad(counts, (0, int(ids[-1]) + 1 - len(counts)))
    counts[ids] += 1
    return counts
