"""Build the index of a corpus, and add an interview to an index or remove one.

An interview whose file and side file have not changed keeps its vectors, because encoding is slow.
BM25 and FAISS are quick and are rebuilt over all passages. Nothing here writes to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.reading.format.source import hash_files
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.lexical import LexicalIndex
from onrecord.retrieval.passage import (
    Describe,
    Passage,
    cut_passages,
    describe_context,
    encoded_text,
)
from onrecord.retrieval.piece_table import (
    PieceTable,
    join_piece_tables,
    make_piece_table,
    take_passages,
)
from onrecord.retrieval.vectors import VectorIndex

Progress = Callable[[int, int], None]
"""Called with the number of passages encoded so far, and the total to encode."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One interview's share of an index: row i of `vectors` and of `pieces` belongs to passage i."""

    interview: Interview
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    pieces: PieceTable


def fingerprint_corpus(corpus: Path) -> dict[str, str]:
    """Return the fingerprint of each interview in a folder, by id, without parsing any.

    Raises
    ------
    CorpusError
        When the folder is missing, holds no interview, or holds two files with one id.
    """
    return {path.stem: hash_files(path) for path in find_files(corpus)}


def build_index(
    corpus: Path,
    encoder: Encoder,
    last: Index | None = None,
    on_progress: Progress | None = None,
    describe: Describe = describe_context,
) -> Index:
    """Read and encode a corpus.

    Parameters
    ----------
    corpus
        The folder of interviews.
    last
        An earlier index by the same encoder, from which unchanged interviews are copied.
    describe
        Returns the context to encode in front of a passage; the default is what the product uses.

    Raises
    ------
    CorpusError
        When the folder or an interview in it cannot be read; no index is returned then.
    """
    kept = {part.interview.id: part for part in _parts_of(last)} if last else {}
    current = fingerprint_corpus(corpus)
    same = {name for name, part in kept.items() if current.get(name) == part.interview.fingerprint}
    fresh = [read_interview(path) for path in find_files(corpus) if path.stem not in same]
    passages = [tuple(cut_passages(interview)) for interview in fresh]
    total = sum(map(len, passages))
    done = 0
    for interview, own in zip(fresh, passages, strict=True):
        kept[interview.id] = _encode(interview, own, encoder, describe=describe)
        done += len(own)
        if on_progress:
            on_progress(done, total)
    return _join([kept[name] for name in sorted(current)], encoder, describe)


def add_interview(
    index: Index, interview: Interview, encoder: Encoder, on_progress: Progress | None = None
) -> Index:
    """Return a copy of an index with one interview added, or replaced when its id is already there.

    `encoder` must be the one that made `index`: the other interviews keep their vectors.
    """
    passages = tuple(cut_passages(interview))
    done = 0

    def count(encoded: int) -> None:
        nonlocal done
        done += encoded
        if on_progress:
            on_progress(done, len(passages))

    parts = {part.interview.id: part for part in _parts_of(index)}
    parts[interview.id] = _encode(interview, passages, encoder, count)
    return _join([parts[name] for name in sorted(parts)], encoder)


def remove_interview(index: Index, interview_id: str, encoder: Encoder) -> Index:
    """Return a copy of an index without one interview; at least one other must remain."""
    return _join([part for part in _parts_of(index) if part.interview.id != interview_id], encoder)


def _encode(
    interview: Interview,
    passages: tuple[Passage, ...],
    encoder: Encoder,
    on_batch: Callable[[int], None] | None = None,
    describe: Describe = describe_context,
) -> _Part:
    texts = [encoded_text(interview, passage, describe) for passage in passages]
    encoded = encoder.encode_passages([text for text, _ in texts], on_batch)
    vectors = np.zeros((len(passages), encoder.dimension), np.float32)
    for row, one in enumerate(encoded):
        vectors[row] = one.vector
    starts = [starts for _, starts in texts]
    pieces = make_piece_table(encoded, starts, encoder.piece_dimension, encoder.piece_frequency)
    return _Part(interview, passages, vectors, pieces)


def _join(parts: Sequence[_Part], encoder: Encoder, describe: Describe = describe_context) -> Index:
    passages = tuple(passage for part in parts for passage in part.passages)
    interviews = {part.interview.id: part.interview for part in parts}
    texts = [encoded_text(interviews[one.interview_id], one, describe)[0] for one in passages]
    return Index(
        interviews=tuple(interviews.values()),
        passages=passages,
        vectors=VectorIndex.build(np.concatenate([part.vectors for part in parts])),
        lexical=LexicalIndex.build(texts),
        pieces=join_piece_tables([part.pieces for part in parts]),
        encoder_name=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
    )


def _parts_of(index: Index) -> Iterator[_Part]:
    """Yield each interview's share of an index, in the order of its interviews."""
    start = 0
    for interview in index.interviews:
        end = start
        while end < len(index.passages) and index.passages[end].interview_id == interview.id:
            end += 1
        vectors = index.vectors.read_rows(start, end)
        pieces = take_passages(index.pieces, start, end)
        yield _Part(interview, index.passages[start:end], vectors, pieces)
        start = end
