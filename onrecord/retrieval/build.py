"""Build the index of a corpus, and add an interview to an index or remove one.

Only an interview whose file or side file has changed is read and encoded. What is new becomes a segment
beside those that are there, which are shared. Nothing here writes to disk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onrecord.error import StorageError
from onrecord.interview import Interview
from onrecord.reading import find_interviews, read_interview
from onrecord.reading.find import InterviewFile
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
from onrecord.retrieval.store import Store

Progress = Callable[[int, int], None]
"""Called with the number of passages encoded so far, and the total to encode."""


@dataclass(frozen=True, slots=True)
class Files:
    """The interviews of a folder, as the files are now.

    Attributes
    ----------
    fingerprints
        A hash of each interview's file and side file, by id.
    states
        What the system says of these files, by id, so that they need not be read to know that they
        are as they were.
    """

    fingerprints: dict[str, str]
    states: dict[str, str]


def fingerprint_files(found: Sequence[InterviewFile], last: Index | None = None) -> Files:
    """Return the fingerprint of each interview, without parsing any.

    Parameters
    ----------
    found
        What `find_interviews` returned for a folder.
    last
        An index of the folder: files that the system says are as they were then are not read.

    Raises
    ------
    CorpusError
        When a file cannot be read.
    """
    known = last.corpus if last else {}
    seen = last.states if last else {}
    fingerprints, states = {}, {}
    for one in found:
        is_same = one.state and seen.get(one.id) == one.state and one.id in known
        fingerprints[one.id] = known[one.id] if is_same else hash_files(one.path)
        states[one.id] = one.state
    return Files(fingerprints, states)


def build_index(
    corpus: Path,
    encoder: Encoder,
    last: Index | None = None,
    on_progress: Progress | None = None,
    describe: Describe = describe_context,
    files: Files | None = None,
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
    files
        What `fingerprint_files` returned for the corpus, if it was called.

    Raises
    ------
    CorpusError
        When the folder or an interview in it cannot be read; no index is returned then.
    """
    found = find_interviews(corpus)
    files = fingerprint_files(found, last) if files is None else files
    known = last.corpus if last else {}
    fresh = [
        read_interview(one.path) for one in found if known.get(one.id) != files.fingerprints.get(one.id)
    ]
    passages = [tuple(cut_passages(interview)) for interview in fresh]
    total = sum(map(len, passages))
    done = 0
    parts = []
    for interview, own in zip(fresh, passages, strict=True):
        parts.append(encode_interview(interview, own, encoder, describe=describe))
        done += len(own)
        if on_progress:
            on_progress(done, total)
    changed = {name for name, one in known.items() if files.fingerprints.get(name) != one}
    built = _grow(last.segments if last else (), changed, parts, encoder)
    built.states = files.states
    return built


def make_empty_index(encoder: Encoder) -> Index:
    """Return the index of no interview, to which interviews can be added."""
    return Index((), encoder.name, encoder.fingerprint)


def add_interview(
    index: Store, interview: Interview, encoder: Encoder, on_progress: Progress | None = None
) -> Index:
    """Return an index with one interview added, or replaced when its id is already there.

    It shares all the rest. `encoder` must be the one that made `index`.

    Raises
    ------
    StorageError
        When `index` is not held in files or in memory.
    """
    segments = _segments_of(index)
    passages = tuple(cut_passages(interview))
    done = 0

    def count(encoded: int) -> None:
        nonlocal done
        done += encoded
        if on_progress:
            on_progress(done, len(passages))

    part = encode_interview(interview, passages, encoder, count)
    return _grow(segments, {interview.id}, [part], encoder)


def remove_interview(index: Store, interview_id: str, encoder: Encoder) -> Index:
    """Return an index without one interview, which shares the others.

    A StorageError is raised when `index` is not held in files or in memory.
    """
    return _grow(_segments_of(index), {interview_id}, [], encoder)


def weigh_beside(index: Store, other: Store) -> int:
    """Return the memory, in bytes, of what an index does not share with another one."""
    shared = {id(one.vectors) for one in _segments_of(other)}
    return sum(one.nbytes for one in _segments_of(index) if id(one.vectors) not in shared)


def _segments_of(index: Store) -> tuple[Segment, ...]:
    """Return the segments of an index; only what is held in files or in memory has any."""
    if not isinstance(index, Index):
        raise StorageError.of("not_for_one_visitor")
    return index.segments


def _grow(
    segments: Sequence[Segment], gone: set[str], parts: Sequence[Part], encoder: Encoder
) -> Index:
    """Return the index of some segments without the interviews `gone`, and with encoded ones."""
    left = [one.hide(frozenset(gone)) for one in segments]
    fresh = [make_segment(parts)] if parts else []
    return Index(settle([*left, *fresh]), encoder.name, encoder.fingerprint)


def encode_interview(
    interview: Interview,
    passages: tuple[Passage, ...],
    encoder: Encoder,
    on_batch: Callable[[int], None] | None = None,
    describe: Describe = describe_context,
) -> Part:
    """Return an interview and its passages, encoded; `on_batch` is called with how many more are."""
    texts = [encoded_text(interview, passage, describe) for passage in passages]
    encoded = encoder.encode_passages([text for text, _ in texts], on_batch)
    vectors = np.zeros((len(passages), encoder.dimension), np.float32)
    for row, one in enumerate(encoded):
        vectors[row] = one.vector
    starts = [starts for _, starts in texts]
    pieces = make_piece_table(encoded, starts, encoder.piece_dimension, encoder.piece_frequency)
    return Part(interview, passages, [text for text, _ in texts], vectors, pieces)
