"""The index of a corpus, as it is now: read, and built or updated when it is out of date.

One process builds at a time; another that wants the same index waits for it and reads what it wrote.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.reading import find_interviews
from onrecord.reading.pseudonym import check_pseudonyms
from onrecord.retrieval.build import Files, Progress, build_index, fingerprint_files
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.milvus.engine import is_engine
from onrecord.retrieval.milvus.opening import open_store
from onrecord.retrieval.storage import lock_index, read_generation, read_index, write_index
from onrecord.retrieval.store import Store


def open_index(
    corpus: Path,
    index: str | Path,
    encoder: Encoder,
    on_progress: Progress | None = None,
    *,
    from_scratch: bool = False,
) -> Store:
    """Return the index of `corpus`.

    Parameters
    ----------
    index
        Where it is kept: a folder, the address of Milvus, or a file of Milvus Lite (`.db`).
    on_progress
        Called with the number of passages encoded so far, and their total.
    from_scratch
        Read and encode everything anew, whatever is there.

    Raises
    ------
    CorpusError
        When an interview cannot be read, or a pseudonym is somebody's name.
    StorageError
        When the index is damaged, of another version, or cannot be written.
    """
    if is_engine(index):
        return open_store(corpus, index, encoder, on_progress, from_scratch=from_scratch)
    folder = Path(index)
    found = find_interviews(corpus)
    last = None if from_scratch else read_index(folder)
    files = fingerprint_files(found, last)
    if last is not None and _is_current(last, files, encoder):
        return last
    with lock_index(folder):
        if not from_scratch and read_generation(folder) != (last.generation if last else ""):
            last = read_index(folder)  # another process has built meanwhile
            if last is not None and _is_current(last, files, encoder):
                return last
        if last is not None and last.encoder_fingerprint != encoder.fingerprint:
            last = None
        built = build_index(corpus, encoder, last, on_progress, files=files)
        check_pseudonyms(built.cards)
        return write_index(folder, built, last.generation if last else "")


def _is_current(index: Index, files: Files, encoder: Encoder) -> bool:
    return index.corpus == files.fingerprints and index.encoder_fingerprint == encoder.fingerprint
