"""The index of a corpus in Milvus, as it is now: read, and built or updated when it is out of date.

One builder at a time holds the lease; who waits for it reads what it wrote.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.reading import find_interviews
from onrecord.reading.pseudonym import check_pseudonyms
from onrecord.retrieval.build import Progress, fingerprint_files
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.milvus.build import write_generation
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import drop_left_behind, find_in_service, put_in_service
from onrecord.retrieval.milvus.lease import hold_lease
from onrecord.retrieval.milvus.source import list_sources
from onrecord.retrieval.milvus.store import MilvusStore


def open_store(
    corpus: Path,
    address: str | Path,
    encoder: Encoder,
    on_progress: Progress | None = None,
    *,
    from_scratch: bool = False,
) -> MilvusStore:
    """Return the index of `corpus`, kept in Milvus at an address or in a file of Milvus Lite.

    Parameters
    ----------
    on_progress
        Called with the number of passages encoded so far, and their total.
    from_scratch
        Read and encode everything anew, whatever is there.

    Raises
    ------
    CorpusError
        When an interview cannot be read, or a pseudonym is somebody's name.
    StorageError
        When the engine does not answer or refuses, or its index is damaged or of another format.
    """
    current = fingerprint_files(find_interviews(corpus)).fingerprints
    engine = Engine(address)
    last = None if from_scratch else _read(engine)
    if last is not None and _is_current(last, current, encoder):
        return last
    with hold_lease(engine) as lease:
        if not from_scratch and find_in_service(engine) != (last.generation if last else None):
            last = _read(engine)  # another process has built meanwhile
            if last is not None and _is_current(last, current, encoder):
                return last
        if last is not None and last.encoder_fingerprint != encoder.fingerprint:
            last = None
        drop_left_behind(engine, find_in_service(engine))
        sources = list(list_sources(corpus, encoder, last, current))
        generation = write_generation(engine, sources, encoder, on_progress)
        store = MilvusStore(engine, generation)
        check_pseudonyms(store.cards)
        lease.check()
        put_in_service(engine, generation)
    return store


def _read(engine: Engine) -> MilvusStore | None:
    """Return the generation in service, None where there is none."""
    generation = find_in_service(engine)
    return None if generation is None else MilvusStore(engine, generation)


def _is_current(store: MilvusStore, current: dict[str, str], encoder: Encoder) -> bool:
    return store.corpus == current and store.encoder_fingerprint == encoder.fingerprint
