"""Write the index to index/ as a whole or not at all; read it with every file checked.

A build writes a new generation (a folder) beside the one in service, syncs it, and then replaces
one small file, CURRENT, that names the one in service. A process killed at any moment therefore
leaves a whole index, the old or the new. The manifest holds the format, the encoder, the corpus and a
checksum of every file; index/README.md describes the files. Only this module writes to index/, and it
never writes a pickle.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock
import orjson

from onrecord.error import StorageError
from onrecord.retrieval.check import MEND, Facts, LaterCheck, check_files
from onrecord.retrieval.index import Index
from onrecord.retrieval.manifest import (
    FORMAT,
    MANIFEST,
    gather_facts,
    make_manifest,
    read_facts,
    read_file,
    sync,
)
from onrecord.retrieval.segment import Segment
from onrecord.retrieval.segment_file import LARGE, read_segment, write_segment

_CURRENT = "CURRENT"
_LOCK = ".lock"
_GENERATION = "generation-"
_STAGING = "staging-"
_SEGMENT = "segment-"
_PATIENCE = 30.0  # seconds in which an index that is rebuilt meanwhile is read again
# Bytes of an index, at most, that are read into memory, where a file that is later truncated under the
# process harms nothing; the files of a larger one (some 150,000 passages) are mapped.
_MOST_IN_MEMORY = 1 << 30


@contextmanager
def lock_index(folder: Path, timeout: float = 600.0) -> Iterator[None]:
    """Lock `folder` for writing; wait at most `timeout` seconds for another build to end.

    Raises
    ------
    StorageError
        When the folder cannot be written, or another build does not end in time.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / _LOCK).is_dir():
            _clear(folder / _LOCK)
        with filelock.FileLock(folder / _LOCK, timeout=timeout):
            yield
    except filelock.Timeout as error:
        raise StorageError(
            f"{folder}: another build has run for {timeout:.0f} s; wait for it"
        ) from error
    except OSError as error:
        raise StorageError(f"{folder}: cannot be written ({error.strerror or error})") from error


def write_index(folder: Path, index: Index, beside: str = "") -> Index:
    """Write `index` as a new generation and put it in service; the caller holds `lock_index`.

    Parameters
    ----------
    beside
        The generation from which `index` was read, if it was: the files of its segments are linked,
        not written again.

    Returns
    -------
    Index
        The same, with the names of its segments and of its generation.
    """
    for leftover in folder.glob(f"{_STAGING}*"):
        _clear(leftover)
    staging = folder / f"{_STAGING}{os.getpid()}"
    staging.mkdir()
    try:
        known = read_facts(folder / beside) if beside else {}
        segments = tuple(_put_segment(staging, one, folder / beside, known) for one in index.segments)
        facts = gather_facts(staging, known)
        states = index.states
        index = Index(segments, index.encoder_name, index.encoder_fingerprint)
        index.states = states
        manifest = make_manifest(index, facts)
        (staging / MANIFEST).write_bytes(manifest)
        for path in (staging / MANIFEST, staging):
            sync(path)
    except BaseException:
        _clear(staging)  # a full disk stays no fuller than it was
        raise
    index.generation = f"{_GENERATION}{time.time_ns()}"  # never the name of the one in service
    staging.rename(folder / index.generation)
    digest = hashlib.sha256(manifest).hexdigest()
    _switch(folder, {"generation": index.generation, "manifest_sha256": digest})
    for old in folder.glob(f"{_GENERATION}*"):
        if old.name != index.generation:
            _clear(old)
    return index


def read_index(folder: Path) -> Index | None:
    """Return the index in service, after checking every file; None when `folder` holds no index.

    Raises
    ------
    StorageError
        When the index is damaged or of another format; the message names the file and the command
        that rebuilds the index.
    """
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        current = _read_current(folder)
        if current is None:
            return None
        try:
            return _read_generation(folder, current)
        except (OSError, StorageError) as error:
            if _read_current(folder) != current:
                continue  # a build has just put another generation in service
            if isinstance(error, StorageError):
                raise
            is_missing = isinstance(error, FileNotFoundError)
            why = "a file of the index is missing" if is_missing else f"damaged ({error.strerror})"
            raise StorageError(f"{error.filename}: {why}; {MEND}") from error
    raise StorageError(f"{folder}: the index is rebuilt again and again while it is read; try again")


def read_generation(folder: Path) -> str:
    """Return the name of the generation in service, "" where there is none.

    Raises
    ------
    StorageError
        When CURRENT is damaged.
    """
    current = _read_current(folder)
    return "" if current is None else _read_pointer(folder, current)[0]


def _read_current(folder: Path) -> bytes | None:
    """Return the content of CURRENT, None where there is none."""
    try:
        return read_file(folder / _CURRENT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StorageError(f"{folder / _CURRENT}: cannot be read; {MEND}") from error


def _read_pointer(folder: Path, current: bytes) -> tuple[str, str]:
    """Return the name of a generation and the checksum of its manifest, from the content of CURRENT."""
    try:
        pointer = json.loads(current)
        return Path(pointer["generation"]).name, str(pointer["manifest_sha256"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StorageError(f"{folder / _CURRENT}: expected JSON, found other text; {MEND}") from error


def _read_generation(folder: Path, current: bytes) -> Index:
    name, expected = _read_pointer(folder, current)
    generation = folder / name
    content = read_file(generation / MANIFEST)
    if hashlib.sha256(content).hexdigest() != expected:
        raise StorageError(f"{generation / MANIFEST}: damaged (wrong checksum); {MEND}")
    manifest = orjson.loads(content)
    if manifest["format"] != FORMAT:
        raise StorageError(
            f"{folder}: expected an index of format {FORMAT}, found format {manifest['format']}, "
            f"written by {manifest['program']}; {MEND}"
        )
    return _read_files(generation, manifest)


def _put_segment(staging: Path, segment: Segment, beside: Path, known: dict[str, Facts]) -> Segment:
    """Put the files of a segment into a new generation; return the segment with its name.

    Files that are `known` in the generation `beside` are linked, or copied where a disk has no links.
    """
    own = [name for name in known if segment.name and name.startswith(f"{segment.name}/")]
    if not own:
        return write_segment(staging / f"{_SEGMENT}{time.time_ns()}", segment)
    (staging / segment.name).mkdir()
    for name in own:
        try:
            (staging / name).hardlink_to(beside / name)
        except OSError:
            shutil.copyfile(beside / name, staging / name)
            sync(staging / name)
    return segment


def _read_files(generation: Path, manifest: dict[str, Any]) -> Index:
    files: dict[str, Facts] = manifest["files"]
    mapped = sum(facts["bytes"] for facts in files.values()) > _MOST_IN_MEMORY
    large = {name: files[name] for name in files if mapped and Path(name).name in LARGE}
    check_files(generation, {name: files[name] for name in files if name not in large})
    check = LaterCheck(generation, large) if large else None
    width = manifest["encoder"]["piece_dimension"]
    segments = [read_segment(generation, one, width, check) for one in manifest["segments"]]
    index = Index(segments, manifest["encoder"]["name"], manifest["encoder"]["fingerprint"])
    index.generation = generation.name
    index.states = manifest.get("states", {})
    return index


def _switch(folder: Path, pointer: dict[str, str]) -> None:
    """Replace CURRENT by `pointer` in one step, which puts a generation in service."""
    temporary = folder / f"{_CURRENT}.new"
    for path in (temporary, folder / _CURRENT):
        if not path.is_file():  # also a folder or a pipe, to which nothing could be written
            _clear(path)
    temporary.write_text(json.dumps(pointer), "utf-8")
    sync(temporary)
    temporary.replace(folder / _CURRENT)
    sync(folder)


def _clear(path: Path) -> None:
    """Remove whatever is at a path of this module's, as far as it can be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
