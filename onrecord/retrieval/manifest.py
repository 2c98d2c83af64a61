"""The manifest of a generation of the index: what it is made of, and a checksum of every file.

`storage` writes and reads it. Nothing here decides which generation is in service.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from pathlib import Path

from onrecord.retrieval.check import Facts, hash_file
from onrecord.retrieval.index import Index
from onrecord.retrieval.segment_file import describe_segment
from onrecord.version import __version__

FORMAT = 9
MANIFEST = "manifest.json"


def make_manifest(index: Index, files: dict[str, Facts]) -> bytes:
    """Return the manifest of an index with these files, as JSON in UTF-8."""
    values = {
        "format": FORMAT,
        "program": f"onrecord {__version__}",
        "encoder": {
            "name": index.encoder_name,
            "fingerprint": index.encoder_fingerprint,
            "dimension": index.dimension,
            "piece_dimension": index.piece_dimension,
        },
        "passages": len(index),
        "corpus": index.corpus,
        "corpus_sha256": hashlib.sha256(json.dumps(index.corpus, sort_keys=True).encode()).hexdigest(),
        "states": index.states,
        "segments": [describe_segment(one) for one in index.segments],
        "files": files,
    }
    return json.dumps(values, indent=1, ensure_ascii=False).encode()


def read_facts(generation: Path) -> dict[str, Facts]:
    """Return the size and checksum of each file of a generation, by its name in it."""
    files: dict[str, Facts] = json.loads(read_file(generation / MANIFEST))["files"]
    return files


def gather_facts(staging: Path, known: dict[str, Facts]) -> dict[str, Facts]:
    """Return the facts of all files in `staging`, once those that are not known are on the disk."""
    names = [path.relative_to(staging).as_posix() for path in _files_of(staging)]
    for path in [staging / name for name in names if name not in known]:
        sync(path)
    for path in staging.iterdir():
        sync(path)
    return {
        name: known.get(name)
        or {"bytes": (staging / name).stat().st_size, "sha256": hash_file(staging / name)}
        for name in names
    }


def read_file(path: Path) -> bytes:
    """Return the content of a file; what is no regular file, such as a pipe, is not waited for."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a file", str(path))
    return path.read_bytes()


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
