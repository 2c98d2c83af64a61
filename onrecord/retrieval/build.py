"""Build the index of a corpus, and add an interview to an index or remove one.

Only an interview whose file or side file has changed is read and encoded. What is new becomes a segment
beside those that are there, which are shared. Nothing here writes to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.reading.format.source import hash_files
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.passage import (
    Describe,
    Passage,
    cut_passages,
    describe_context,
    encoded_text,
)
from onrecord.retrieval.piece_table import make_piece_table
from onrecord.retrieval.segment import Part, Segment, make_segment, settle

Progress = Callable[[int, int], None]
"""Called with the number of passages encoded so far, and the total to encode."""


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
    current: Mapping[str, str] | None = None,
) -> Index:
    """Read and encode a corpus.

    Parameters
    ----------
    corpus
        The folder of interviews.
    last
        An earlier index by the same encoder, which keeps its unchanged interviews.
    describe
        Returns the context to encode in front of a passage; the default is what the product uses.
    current
        What `fingerprint_corpus` returned for the corpus, if it was called.

    Raises
    ------
    CorpusError
        When the folder or an interview in it cannot be read; no index is returned then.
    """
    current = fingerprint_corpus(corpus) if current is None else current
    known = last.corpus if last else {}
    fresh = [
        read_interview(path)
        for path in find_files(corpus)
        if known.get(path.stem) != current.get(path.stem)
    ]
    passages = [tuple(cut_passages(interview)) for interview in fresh]
    total = sum(map(len, passages))
    done = 0
    parts = []
    for interview, own in zip(fresh, passages, strict=True):
        parts.append(_encode(interview, own, encoder, describe=describe))
        done += len(own)
        if on_progress:
            on_progress(done, total)
    changed = {name for name, fingerprint in known.items() if current.get(name) != fingerprint}
    return _grow(last.segments if last else (), changed, parts, encoder)


def add_interview(
    index: Index, interview: Interview, encoder: Encoder, on_progress: Progress | None = None
) -> Index:
    """Return an index with one interview added, or replaced when its id is already there.

    It shares all the rest. `encoder` must be the one that made `index`.
    """
    passages = tuple(cut_passages(interview))
    done = 0

    def count(encoded: int) -> None:
        nonlocal done
        done += encoded
        if on_progress:
            on_progress(done, len(passages))

    part = _encode(interview, passages, encoder, count)
    return _grow(index.segments, {interview.id}, [part], encoder)


def remove_interview(index: Index, interview_id: str, encoder: Encoder) -> Index:
    """Return an index without one interview; at least one other must remain. It shares the others."""
    return _grow(index.segments, {interview_id}, [], encoder)


def _grow(
    segments: Sequence[Segment], gone: set[str], parts: Sequence[Part], encoder: Encoder
) -> Index:
    """Return the index of some segments without the interviews `gone`, and with encoded ones."""
    left = [one.hide(frozenset(gone)) for one in segments]
    fresh = [make_segment(parts)] if parts else []
    return Index(settle([*left, *fresh]), encoder.name, encoder.fingerprint)


def _encode(
    interview: Interview,
    passages: tuple[Passage, ...],
    encoder: Encoder,
    on_batch: Callable[[int], None] | None = None,
    describe: Describe = describe_context,
) -> Part:
    texts = [encoded_text(interview, passage, describe) for passage in passages]
    encoded = encoder.encode_passages([text for text, _ in texts], on_batch)
    vectors = np.zeros((len(passages), encoder.dimension), np.float32)
    for row, one in enumerate(encoded):
        vectors[row] = one.vector
    starts = [starts for _, starts in texts]
    pieces = make_piece_table(encoded, starts, encoder.piece_dimension, encoder.piece_frequency)
    return Part(interview, passages, [text for text, _ in texts], vectors, pieces)
