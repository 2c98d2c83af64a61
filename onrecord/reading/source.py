"""A file becomes text: bytes checked, decoded, never changed.

First step of reading. It also finds the side file (`<id>.yaml`) that completes the metadata. It
does not look at what the text says.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from onrecord.error import CorpusError

SUFFIXES = (".txt", ".md")
SIDE_SUFFIX = ".yaml"
MAXIMUM_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One interview file, decoded: its text unchanged, and what its side file says."""

    id: str
    text: str
    fingerprint: str
    side: dict[str, object] = field(default_factory=dict)
    side_name: str = ""


def load_source(path: Path) -> Source:
    """Read an interview file and its side file.

    Parameters
    ----------
    path
        A `.txt` or `.md` file in UTF-8, at most 50 MB.

    Raises
    ------
    CorpusError
        When the file is missing, empty, too large, binary, not UTF-8, or its side file is not YAML.
    """
    content = _read_bytes(path)
    text = _decode(content, path)
    side_path = path.with_suffix(SIDE_SUFFIX)
    side_content = _read_bytes(side_path) if side_path.is_file() else b""
    side = parse_yaml(_decode(side_content, side_path), str(side_path)) if side_content else {}
    return Source(
        id=path.stem,
        text=text,
        fingerprint=hash_source(content, side_content),
        side=side,
        side_name=side_path.name if side_content else "",
    )


def hash_files(path: Path) -> str:
    """Return the SHA-256 that `Source.fingerprint` would have, without decoding the file."""
    side_path = path.with_suffix(SIDE_SUFFIX)
    side_content = _read_bytes(side_path) if side_path.is_file() else b""
    return hash_source(_read_bytes(path), side_content)


def hash_source(content: bytes, side_content: bytes) -> str:
    """Return the SHA-256 of an interview file and its side file together."""
    digest = hashlib.sha256(hashlib.sha256(content).digest())
    digest.update(hashlib.sha256(side_content).digest())
    return digest.hexdigest()


def parse_yaml(text: str, where: str) -> dict[str, object]:
    """Return the mapping that `text` holds.

    Raises
    ------
    CorpusError
        When it is not YAML, or not a mapping of names to values.
    """
    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = " ".join(str(error).split())[:200]
        raise CorpusError(f"{where}: expected YAML metadata (name: value), found: {problem}") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        kind = type(loaded).__name__
        raise CorpusError(f"{where}: expected YAML metadata (name: value), found a {kind}")
    return {str(name): value for name, value in loaded.items()}


def _read_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAXIMUM_BYTES:
            raise CorpusError(
                f"{path}: expected at most {MAXIMUM_BYTES // 1_000_000} MB, found "
                f"{size / 1_000_000:.0f} MB; split the file"
            )
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error


def _decode(content: bytes, path: Path) -> str:
    if not content.strip():
        raise CorpusError(f"{path}: expected an interview, found an empty file")
    if b"\0" in content:
        raise CorpusError(f"{path}: expected text in UTF-8, found a binary file (a NUL byte)")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CorpusError(
            f"{path}, line {line}: expected text in UTF-8, found another encoding; "
            f"convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8 {path.name} > new{path.suffix}"
        ) from error
