"""BM25: search texts by their words; return row numbers and scores.

Words are folded (lower case, no accents, no elided articles), stop words are left out, and the rest
is reduced to French stems. A table holds how often each stem stands in each text. What depends on all
texts, such as how rare a stem is, is computed for each question, so that tables can be joined, added
and left out without being counted again.

Source: Kamphuis et al. 2020 (the variant of Lucene), https://doi.org/10.1007/978-3-030-45442-5_4
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.retrieval.embedding import Floats, Ints, Rows
from onrecord.retrieval.stored import load_array
from onrecord.text.stem import stem
from onrecord.text.word import content_words

Mask = NDArray[np.bool_]
_K1, _B = 1.5, 0.75  # as in bm25s
_MOST = 65535  # a stem that stands more often in one text counts as often as this
_ARRAYS = ("starts", "rows", "counts", "lengths")


@dataclass(frozen=True, slots=True)
class WordTable:
    """The stems of n texts.

    Attributes
    ----------
    numbers
        The number of each of the v stems.
    starts
        `(v + 1,)` int64: stem i has the rows and counts starts[i]:starts[i + 1].
    rows
        `(z,)` int32, the texts in which a stem stands, rising.
    counts
        `(z,)` uint16, how often it stands there, from 1.
    lengths
        `(n,)` int32, how many stems each text has, repetitions included; 1 for a text without.
    """

    numbers: Mapping[str, int]
    starts: Rows
    rows: Ints
    counts: NDArray[np.uint16]
    lengths: Ints

    def find(self, one: str) -> slice:
        """Return the slice of `rows` and `counts` that belongs to a stem, empty for an unknown one."""
        number = self.numbers.get(one)
        if number is None:
            return slice(0, 0)
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    @property
    def nbytes(self) -> int:
        """The memory of its arrays, in bytes."""
        return self.starts.nbytes + self.rows.nbytes + self.counts.nbytes + self.lengths.nbytes

    def save(self, folder: Path) -> None:
        """Write the table into `folder`, as `.npy` and `.json` files."""
        text = json.dumps(list(self.numbers), ensure_ascii=False)
        (folder / "words.stems.json").write_text(text, "utf-8")
        for name in _ARRAYS:
            np.save(folder / f"words.{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, *, mapped: bool = False) -> WordTable:
        """Return the table that `save` wrote; its arrays are mapped, or read into memory."""
        stems = json.loads((folder / "words.stems.json").read_text("utf-8"))
        arrays = {name: load_array(folder / f"words.{name}.npy", mapped=mapped) for name in _ARRAYS}
        return cls({one: number for number, one in enumerate(stems)}, **arrays)


def count_stems(text: str) -> Counter[str]:
    """Return how often each stem stands in a text."""
    return Counter(stem(content_words(text)))


def weigh_stem(holding: int, total: int) -> np.float32:
    """Return the weight of a stem that so many of all texts hold: the rarer, the higher; 0 for none."""
    return np.float32(math.log(1 + (total - holding + 0.5) / (holding + 0.5)) if holding else 0.0)


def weigh_counts(counts: Floats, lengths: NDArray[Any], mean: float) -> NDArray[np.float64]:
    """Return what a stem that stands so often in texts of these lengths counts there, 0..1.

    The BM25 score of a text is the sum, over the stems of a question, of this times `weigh_stem`.

    Parameters
    ----------
    counts, lengths
        `(m,)`, of the same texts.
    mean
        The mean length of all texts.
    """
    slack = _K1 * ((1 - _B) + _B * lengths.astype(np.float64) / mean)
    return np.asarray(counts / (slack + counts))


def make_word_table(texts: Iterable[str]) -> WordTable:
    """Return the table in which row i is the i-th text."""
    numbers: dict[str, int] = {}
    found = [[numbers.setdefault(w, len(numbers)) for w in stem(content_words(t))] for t in texts]
    lengths = np.asarray([len(one) for one in found], np.int32)
    stems = np.asarray([number for one in found for number in one], np.int64)
    rows = np.repeat(np.arange(len(found), dtype=np.int64), lengths)
    pairs, counts = np.unique(stems * max(len(found), 1) + rows, return_counts=True)
    return _make_table(numbers, pairs, counts, np.maximum(lengths, 1))


def join_word_tables(tables: Sequence[WordTable], rows: Sequence[Rows]) -> WordTable:
    """Return one table of texts of several tables.

    Parameters
    ----------
    rows
        For each table `(n,)` int64, the new row of each of its texts; -1 for one that is left out.
    """
    numbers: dict[str, int] = {}
    total = sum(int((own >= 0).sum()) for own in rows)
    lengths = np.ones(total, np.int32)
    pairs, counts = [np.zeros(0, np.int64)], [np.zeros(0, np.uint16)]
    for table, own in zip(tables, rows, strict=True):
        lengths[own[own >= 0]] = table.lengths[own >= 0]
        new = own[table.rows]
        held = np.repeat(np.arange(len(table.numbers)), np.diff(table.starts))[new >= 0]
        names = list(table.numbers)
        renumbered = np.zeros(len(names), np.int64)
        for number in np.unique(held).tolist():
            renumbered[number] = numbers.setdefault(names[number], len(numbers))
        pairs.append(renumbered[held] * max(total, 1) + new[new >= 0])
        counts.append(table.counts[new >= 0])
    joined, every = np.concatenate(pairs), np.concatenate(counts)
    order = np.argsort(joined)
    return _make_table(numbers, joined[order], every[order], lengths)


def _make_table(
    numbers: Mapping[str, int], pairs: Rows, counts: NDArray[np.integer], lengths: Ints
) -> WordTable:
    """Return the table of pairs of a stem and a row (the stem's number times n, plus the row)."""
    most = max(len(lengths), 1)
    starts = np.searchsorted(pairs, np.arange(len(numbers) + 1) * most).astype(np.int64)
    clipped = np.minimum(counts, _MOST).astype(np.uint16)
    return WordTable(numbers, starts, (pairs % most).astype(np.int32), clipped, lengths)


def search_words(
    tables: Sequence[WordTable],
    kept: Sequence[Mask | None],
    words: list[str],
    k: int,
    allowed: Sequence[Mask],
) -> list[tuple[Rows, Floats]]:
    """Find the texts that share a stem with `words`, scored by what all the tables hold together.

    Parameters
    ----------
    kept
        For each table `(n,)`, which texts count; None for all of them.
    words
        Words as `content_words` returns them.
    k
        How many texts are wanted, at most.
    allowed
        For each table `(n,)`, the texts that may be found; all of them are among those kept.

    Returns
    -------
    list of tuple of array
        For each table `(m,)` rows and `(m,)` scores above 0, rising by row: its k best and those that
        score as well as the last of them.
    """
    stems = stem(words)
    places = {one: [table.find(one) for table in tables] for one in dict.fromkeys(stems)}
    lengths = [
        table.lengths if mask is None else table.lengths[mask]
        for table, mask in zip(tables, kept, strict=True)
    ]
    total = sum(map(len, lengths))
    mean = sum(int(own.sum(dtype=np.int64)) for own in lengths) / max(total, 1)
    rarity = {one: weigh_stem(_count(tables, kept, found), total) for one, found in places.items()}
    scored = []
    for number, (table, mask) in enumerate(zip(tables, allowed, strict=True)):
        scores = np.zeros(len(table.lengths), np.float32)
        for one in stems:
            own = places[one][number]
            rows, counts = table.rows[own], table.counts[own].astype(np.float32)
            shares = weigh_counts(counts, table.lengths[rows], mean)
            scores[rows] += (rarity[one] * shares).astype(np.float32)
        scored.append(_take_best(scores, k, mask))
    return scored


def _count(tables: Sequence[WordTable], kept: Sequence[Mask | None], places: list[slice]) -> int:
    """Return how many texts hold the stem at these places."""
    return sum(
        own.stop - own.start if mask is None else int(mask[table.rows[own]].sum())
        for table, mask, own in zip(tables, kept, places, strict=True)
    )


def _take_best(scores: Floats, k: int, allowed: Mask) -> tuple[Rows, Floats]:
    """Return the k best rows with a score above 0, and those that score as well as the last."""
    rows = np.flatnonzero((scores > 0) & allowed)
    if len(rows) > k > 0:
        least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
        rows = rows[scores[rows] >= least]
    return rows, scores[rows]
