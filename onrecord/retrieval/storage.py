"""Write the index to index/ as a whole or not at all; read it with every file checked.

A build writes a new generation (a folder) beside the one in service, syncs it, and then replaces
one small file, CURRENT, that names the one in service. A process killed at any moment therefore
leaves a whole index, the old or the new. The manifest holds the format, the encoder, the corpus and a
checksum of every file; index/README.md describes the files. Only this module writes to index/, and it
never writes a pickle.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import filelock
import numpy as np

from onrecord.error import StorageError
from onrecord.interview import Gap, Interview, LeftOut, Person, TimeCode, Turn
from onrecord.retrieval.index import Index
from onrecord.retrieval.lexical import LexicalIndex
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import PieceTable
from onrecord.retrieval.vectors import VectorIndex
from onrecord.text.span import Span
from onrecord.version import __version__

_T = TypeVar("_T")

FORMAT = 4
_CURRENT = "CURRENT"
_GENERATION = "generation-"
_STAGING = "staging-"
_MEND = "to mend it, run: python -m onrecord build --from-scratch"
_PIECE_ARRAYS = ("vectors", "ids", "sentences", "starts")


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
        with filelock.FileLock(folder / ".lock", timeout=timeout):
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
        shutil.rmtree(leftover, ignore_errors=True)
    staging = folder / f"{_STAGING}{os.getpid()}"
    staging.mkdir()
    _write_files(staging, index)
    manifest = json.dumps(_make_manifest(staging, index), indent=1, ensure_ascii=False).encode()
    (staging / "manifest.json").write_bytes(manifest)
    for path in [*_files_of(staging), staging / "lexical", staging]:
        _sync(path)
    digest = hashlib.sha256(manifest).hexdigest()
    name = f"{_GENERATION}{time.time_ns()}"  # never the name of the one in service
    staging.rename(folder / name)
    _switch(folder, {"generation": name, "manifest_sha256": digest})
    for old in folder.glob(f"{_GENERATION}*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def read_index(folder: Path) -> Index | None:
    """Return the index in service, after checking every file; None when `folder` holds no index.

    Raises
    ------
    StorageError
        When the index is damaged or of another format; the message names the file and the command
        that rebuilds the index.
    """
    for _ in range(3):
        try:
            current = (folder / _CURRENT).read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(f"{folder / _CURRENT}: cannot be read; {_MEND}") from error
        try:
            return _read_generation(folder, current)
        except FileNotFoundError as error:
            if (folder / _CURRENT).read_text("utf-8") == current:  # else a build just replaced it
                raise StorageError(
                    f"{error.filename}: a file of the index is missing; {_MEND}"
                ) from error
    raise StorageError(f"{folder}: the index is rebuilt again and again while it is read; try again")


def _read_generation(folder: Path, current: str) -> Index:
    try:
        pointer = json.loads(current)
        name, expected = Path(pointer["generation"]).name, pointer["manifest_sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(f"{folder / _CURRENT}: expected JSON, found other text; {_MEND}") from error
    generation = folder / name
    content = (generation / "manifest.json").read_bytes()
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


def _check(path: Path, facts: dict[str, Any]) -> None:
    size = path.stat().st_size
    if size != facts["bytes"]:
        raise StorageError(f"{path}: damaged (expected {facts['bytes']} bytes, found {size}); {_MEND}")
    if _hash_file(path) != facts["sha256"]:
        raise StorageError(f"{path}: damaged (wrong checksum); {_MEND}")


def _write_files(staging: Path, index: Index) -> None:
    _write_lines(staging / "interviews.jsonl", map(dataclasses.asdict, index.interviews))
    _write_lines(staging / "passages.jsonl", map(dataclasses.asdict, index.passages))
    index.vectors.save(staging / "vectors.faiss")
    index.lexical.save(staging / "lexical")
    for name in _PIECE_ARRAYS:
        np.save(staging / f"pieces.{name}.npy", getattr(index.pieces, name), allow_pickle=False)


def _read_files(generation: Path, manifest: dict[str, Any]) -> Index:
    arrays = {
        name: np.load(generation / f"pieces.{name}.npy", mmap_mode="r", allow_pickle=False)
        for name in _PIECE_ARRAYS
    }
    return Index(
        interviews=tuple(_read_lines(generation / "interviews.jsonl", _make_interview)),
        passages=tuple(_read_lines(generation / "passages.jsonl", _make_passage)),
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
    temporary.write_text(json.dumps(pointer), "utf-8")
    _sync(temporary)
    temporary.replace(folder / _CURRENT)
    _sync(folder)


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


def _write_lines(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


def _read_lines(path: Path, make: Callable[[dict[str, Any]], _T]) -> Iterator[_T]:
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            yield make(json.loads(line))


def _make_passage(row: dict[str, Any]) -> Passage:
    return Passage(**{**row, "sentences": _spans(row["sentences"])})


def _make_interview(row: dict[str, Any]) -> Interview:
    return Interview(
        **{
            **row,
            "date": datetime.date.fromisoformat(row["date"]) if row["date"] else None,
            "people": tuple(Person(**person) for person in row["people"]),
            "lead": _spans(row["lead"]),
            "turns": tuple(_make_turn(turn) for turn in row["turns"]),
            "gap": Gap(**row["gap"]) if row["gap"] else None,
            "left_out": tuple(
                LeftOut(**{**part, "span": Span(**part["span"])}) for part in row["left_out"]
            ),
            "warnings": tuple(row["warnings"]),
            "time_codes": tuple(TimeCode(**code) for code in row["time_codes"]),
        }
    )


def _make_turn(row: dict[str, Any]) -> Turn:
    return Turn(
        number=row["number"],
        question=row["question"],
        asked=Span(**row["asked"]) if row["asked"] else None,
        speaker=Person(**row["speaker"]),
        paragraphs=_spans(row["paragraphs"]),
    )


def _spans(rows: list[dict[str, int]]) -> tuple[Span, ...]:
    return tuple(Span(**row) for row in rows)
