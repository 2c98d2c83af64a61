"""Write the index to index/ as a whole or not at all; read it with every file checked.

A build writes a new generation (a folder) beside the one in service, syncs it, and then replaces
one small file, CURRENT, that names the one in service. A process killed at any moment therefore
leaves a whole index, the old or the new. The manifest holds the format, the encoder, the corpus and a
checksum of every file; index/README.md describes the files. Only this module writes to index/, and it
never writes a pickle.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock
import numpy as np

from onrecord.error import StorageError
from onrecord.retrieval.index import Index
from onrecord.retrieval.lexical import LexicalIndex
from onrecord.retrieval.piece_table import PieceTable
from onrecord.retrieval.rows import read_interviews, read_passages, write_rows
from onrecord.retrieval.vectors import VectorIndex
from onrecord.version import __version__

FORMAT = 6
_CURRENT = "CURRENT"
_LOCK = ".lock"
_GENERATION = "generation-"
_STAGING = "staging-"
_MEND = "to mend it, run: python -m onrecord build --from-scratch"
_PIECE_ARRAYS = ("vectors", "ids", "sentences", "starts")
_TRIES = 5  # to read an index that is rebuilt meanwhile
# Bytes of word pieces, at most, that are read into memory, where a file that is later truncated under
# the process harms nothing; more (some 150,000 passages) are mapped.
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


def write_index(folder: Path, index: Index) -> None:
    """Write `index` as a new generation and put it in service; the caller holds `lock_index`."""
    for leftover in folder.glob(f"{_STAGING}*"):
        _clear(leftover)
    staging = folder / f"{_STAGING}{os.getpid()}"
    staging.mkdir()
    try:
        _write_files(staging, index)
        manifest = json.dumps(_make_manifest(staging, index), indent=1, ensure_ascii=False).encode()
        (staging / "manifest.json").write_bytes(manifest)
        for path in [*_files_of(staging), staging / "lexical", staging]:
            _sync(path)
    except BaseException:
        _clear(staging)  # a full disk stays no fuller than it was
        raise
    digest = hashlib.sha256(manifest).hexdigest()
    name = f"{_GENERATION}{time.time_ns()}"  # never the name of the one in service
    staging.rename(folder / name)
    _switch(folder, {"generation": name, "manifest_sha256": digest})
    for old in folder.glob(f"{_GENERATION}*"):
        if old.name != name:
            _clear(old)


def read_index(folder: Path) -> Index | None:
    """Return the index in service, after checking every file; None when `folder` holds no index.

    Raises
    ------
    StorageError
        When the index is damaged or of another format; the message names the file and the command
        that rebuilds the index.
    """
    for _ in range(_TRIES):
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
            raise StorageError(f"{error.filename}: {why}; {_MEND}") from error
    raise StorageError(f"{folder}: the index is rebuilt again and again while it is read; try again")


def _read_current(folder: Path) -> bytes | None:
    """Return the content of CURRENT, None where there is none."""
    try:
        return _read_file(folder / _CURRENT)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StorageError(f"{folder / _CURRENT}: cannot be read; {_MEND}") from error


def _read_generation(folder: Path, current: bytes) -> Index:
    try:
        pointer = json.loads(current)
        name, expected = Path(pointer["generation"]).name, pointer["manifest_sha256"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise StorageError(f"{folder / _CURRENT}: expected JSON, found other text; {_MEND}") from error
    generation = folder / name
    content = _read_file(generation / "manifest.json")
    if hashlib.sha256(content).hexdigest() != expected:
        raise StorageError(f"{generation / 'manifest.json'}: damaged (wrong checksum); {_MEND}")
    manifest = json.loads(content)
    if manifest["format"] != FORMAT:
        raise StorageError(
            f"{folder}: expected an index of format {FORMAT}, found format {manifest['format']}, "
            f"written by {manifest['program']}; {_MEND}"
        )
    for relative, facts in manifest["files"].items():
        _check(generation / relative, facts)
    return _read_files(generation, manifest)


def _read_file(path: Path) -> bytes:
    """Return the content of a file; what is no regular file, such as a pipe, is not waited for."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a file", str(path))
    return path.read_bytes()


def _check(path: Path, facts: dict[str, Any]) -> None:
    size = path.stat().st_size
    if size != facts["bytes"]:
        raise StorageError(f"{path}: damaged (expected {facts['bytes']} bytes, found {size}); {_MEND}")
    if _hash_file(path) != facts["sha256"]:
        raise StorageError(f"{path}: damaged (wrong checksum); {_MEND}")


def _write_files(staging: Path, index: Index) -> None:
    write_rows(staging / "interviews.jsonl", index.interviews)
    write_rows(staging / "passages.jsonl", index.passages)
    index.vectors.save(staging / "vectors.faiss")
    index.lexical.save(staging / "lexical")
    for name in _PIECE_ARRAYS:
        np.save(staging / f"pieces.{name}.npy", getattr(index.pieces, name), allow_pickle=False)


def _read_files(generation: Path, manifest: dict[str, Any]) -> Index:
    paths = {name: generation / f"pieces.{name}.npy" for name in _PIECE_ARRAYS}
    size = sum(path.stat().st_size for path in paths.values())
    arrays = {
        name: np.load(path, mmap_mode="r" if size > _MOST_IN_MEMORY else None, allow_pickle=False)
        for name, path in paths.items()
    }
    return Index(
        interviews=read_interviews(generation / "interviews.jsonl"),
        passages=read_passages(generation / "passages.jsonl"),
        vectors=VectorIndex.load(generation / "vectors.faiss"),
        lexical=LexicalIndex.load(generation / "lexical"),
        pieces=PieceTable(**arrays, width=manifest["encoder"]["piece_dimension"]),
        encoder_name=manifest["encoder"]["name"],
        encoder_fingerprint=manifest["encoder"]["fingerprint"],
    )


def _make_manifest(staging: Path, index: Index) -> dict[str, Any]:
    """Return the manifest of the files written in `staging`."""
    return {
        "format": FORMAT,
        "program": f"onrecord {__version__}",
        "encoder": {
            "name": index.encoder_name,
            "fingerprint": index.encoder_fingerprint,
            "dimension": index.vectors.dimension,
            "piece_dimension": index.pieces.width,
        },
        "passages": len(index.passages),
        "corpus": index.corpus,
        "corpus_sha256": hashlib.sha256(json.dumps(index.corpus, sort_keys=True).encode()).hexdigest(),
        "files": {
            path.relative_to(staging).as_posix(): {
                "bytes": path.stat().st_size,
                "sha256": _hash_file(path),
            }
            for path in _files_of(staging)
        },
    }


def _switch(folder: Path, pointer: dict[str, str]) -> None:
    """Replace CURRENT by `pointer` in one step, which puts a generation in service."""
    temporary = folder / f"{_CURRENT}.new"
    for path in (temporary, folder / _CURRENT):
        if not path.is_file():  # also a folder or a pipe, to which nothing could be written
            _clear(path)
    temporary.write_text(json.dumps(pointer), "utf-8")
    _sync(temporary)
    temporary.replace(folder / _CURRENT)
    _sync(folder)


def _clear(path: Path) -> None:
    """Remove whatever is at a path of this module's, as far as it can be removed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _hash_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
