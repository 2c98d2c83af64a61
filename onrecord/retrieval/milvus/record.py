"""A passage with its word pieces as text, and as a row that is searched.

Pieces are packed as in files, in 4 bits a number, and written in letters (base64) after the passage's
line of JSON. Nothing here is compared or searched.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.interview import Card
from onrecord.retrieval.lexical import weigh_counts
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import PieceTable
from onrecord.retrieval.rows import dump_row, make_passage_row

LEAD = -1  # who speaks, in a lead
_NO_WORD = 0  # the number of no stem: Milvus wants a weight in every row


@dataclass(frozen=True, slots=True)
class Record:
    """A passage, with the table of its own word pieces."""

    passage: Passage
    pieces: PieceTable

    def dump(self) -> str:
        """Return the record as text."""
        arrays = (self.pieces.ids, self.pieces.sentences, self.pieces.vectors)
        packed = b"".join(one.tobytes() for one in arrays)
        return f"{dump_row(self.passage)}\n{base64.b64encode(packed).decode()}"

    @classmethod
    def load(cls, text: str, width: int) -> Record:
        """Return the record that `dump` wrote; `width` is the encoder's piece dimension."""
        line, _, packed = text.partition("\n")
        content = base64.b64decode(packed)
        half = -(-width // 2)
        count = len(content) // (4 + 1 + half)
        ids = np.frombuffer(content, np.uint32, count)
        sentences = np.frombuffer(content, np.uint8, count, 4 * count)
        vectors = np.frombuffer(content, np.uint8, count * half, 5 * count).reshape(count, half)
        starts = np.asarray([0, count], np.int64)
        return cls(
            make_passage_row(json.loads(line)), PieceTable(vectors, ids, sentences, starts, width)
        )


@dataclass(frozen=True, slots=True)
class WordStatistics:
    """What all passages hold together.

    Attributes
    ----------
    numbers, holding
        Of each stem: its number, from 1, and how many passages hold it.
    mean
        How many stems a passage has on average, repetitions included.
    """

    numbers: Mapping[str, int]
    holding: Mapping[str, int]
    mean: float

    @classmethod
    def make(cls, holding: Mapping[str, int], mean: float) -> WordStatistics:
        """Return the statistics of stems in their order."""
        return cls({one: number for number, one in enumerate(holding, 1)}, holding, mean)

    def weigh(self, words: Mapping[str, int]) -> dict[int, float]:
        """Return what each stem of a passage counts there, 0..1, by its number."""
        counts = np.asarray(list(words.values()), np.float32)
        lengths = np.full(len(counts), max(sum(words.values()), 1))
        shares = weigh_counts(counts, lengths, self.mean).tolist()
        weighed = {self.numbers[one]: share for one, share in zip(words, shares, strict=True)}
        return weighed or {_NO_WORD: 1.0}


def number_speakers(cards: Sequence[Card]) -> dict[str, int]:
    """Return the number of each person who speaks in some interviews, by name, from 0."""
    names = sorted({person.name for card in cards for person in card.speakers})
    return {name: number for number, name in enumerate(names)}


def count_speakers(passages: Sequence[Passage], numbers: Mapping[str, int]) -> dict[int, int]:
    """Return how many passages each person says, by number; LEAD stands for the leads."""
    return dict(Counter(numbers[one.speaker] if one.turn else LEAD for one in passages))
