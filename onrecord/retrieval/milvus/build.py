"""Write a new generation of an archive in Milvus.

What all passages hold together (how many hold each stem, their mean length) decides what each word
counts, so words are counted first; then each interview is written before the next one is encoded.
`source` says where interviews come from, and `opening` when to write.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from onrecord.interview import Card
from onrecord.retrieval.build import Progress
from onrecord.retrieval.embedding import Floats, Ints
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import Filler, Generation, create_generation
from onrecord.retrieval.milvus.nearest import Nearest, choose_kind, settle
from onrecord.retrieval.milvus.record import (
    LEAD,
    Record,
    WordStatistics,
    count_speakers,
    number_speakers,
)
from onrecord.retrieval.milvus.source import Source
from onrecord.retrieval.milvus.store import FORMAT
from onrecord.retrieval.milvus.text import About, Kind, make_rows
from onrecord.retrieval.rows import dump_row
from onrecord.version import __version__


def write_generation(
    engine: Engine,
    sources: Sequence[Source],
    encoder: Encoder,
    on_progress: Progress | None = None,
) -> Generation:
    """Write a generation, and return it; it is not put in service.

    Parameters
    ----------
    sources
        The interviews, in the order of their ids.
    encoder
        The one that made, or makes, their vectors.

    Raises
    ------
    StorageError
        When the engine does not take all that is written.
    """
    words = _count_words(sources)
    kind = choose_kind(sum(map(len, sources)))
    generation = create_generation(engine, encoder.dimension, kind)
    writer = _Writer(engine, generation, words, number_speakers([one.card for one in sources]))
    done, total = 0, sum(len(one) for one in sources if one.encoded)
    for source in sources:
        writer.write(source)
        if source.encoded:
            done += len(source)
            if on_progress:
                on_progress(done, total)
    writer.close(encoder, kind)
    return generation


def _count_words(sources: Sequence[Source]) -> WordStatistics:
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

    def write(self, source: Source) -> None:
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
        """Write what the generation is as a whole, when all passages are there."""
        self._passages.close()
        nearest = settle(self._engine, self._generation, kind, self._row)
        for one, values in self._describe(encoder, nearest).items():
            self._put_text(Kind.ABOUT, one, json.dumps(values, ensure_ascii=False))
        self._texts.close()

    def _put_text(self, kind: Kind, number: int, text: str) -> None:
        for row in make_rows(kind, number, text):
            self._texts.add(row, len(row["content"]))

    def _put_passage(
        self, place: int, record: Record, words: Mapping[str, int], vector: Floats
    ) -> None:
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
