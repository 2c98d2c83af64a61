"""A file becomes text: its bytes are checked, its format recognised, its text extracted.

First step of reading. It also reads the side file (`<id>.yaml`) that completes the metadata. Each
format has its own adapter, imported when a file needs it. The text itself is not analysed here.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

from onrecord.error import CorpusError
from onrecord.interview import TimeCode
from onrecord.reading.block.block import Block
from onrecord.reading.format.decode import decode
from onrecord.reading.format.extract import Extract, Extractor, bound_text
from onrecord.reading.format.sniff import sniff_format

SUFFIXES = (
    ".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".odt", ".srt", ".vtt", ".xml", ".json",
)  # fmt: skip
SIDE_SUFFIX = ".yaml"
EXTRACTORS = {  # module and function by the format that `sniff_format` returns
    "html": "html:extract_html",
    "pdf": "apart:extract_pdf_apart",
    "docx": "docx:extract_docx",
    "odt": "odt:extract_odt",
    "tei": "tei:extract_tei",
    "ohms": "ohms:extract_ohms",
    "json": "segments:extract_segments",
    "srt": "subtitle:extract_srt",
    "vtt": "subtitle:extract_vtt",
}
MAXIMUM_BYTES = 50_000_000
_LONGEST_YAML = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Source:
    """One interview file: its text, the metadata that it states, and those of its side file.

    `fingerprint` is the SHA-256 of both files. `side` and `stated` give metadata by the names that
    the files use, `side_name` and `stated_in` the places to record for them. `blocks` is None for
    plain text and Markdown, whose blocks are found in the text itself. `folder` is where the files lie;
    None for a visitor's, beside which nothing does.
    """

    id: str
    text: str
    fingerprint: str
    side: dict[str, object] = field(default_factory=dict)
    side_name: str = ""
    side_text: str = ""
    blocks: tuple[Block, ...] | None = None
    stated: dict[str, object] = field(default_factory=dict)
    stated_in: str = ""
    time_codes: tuple[TimeCode, ...] = ()
    page_starts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    folder: Path | None = None

    @property
    def has_front_matter(self) -> bool:
        """Whether the text may begin with front matter: only plain text and Markdown may."""
        return self.blocks is None


def load_source(path: Path) -> Source:
    """Read an interview file and its side file.

    Raises
    ------
    CorpusError
        When the file is missing, empty, too large, too long, damaged or in no known format, when its
        library is not installed, or when its side file is not YAML.
    """
    content = read_bytes(path)
    if not content.strip():
        raise CorpusError.of("file_empty", where=path)
    side_path = path.with_suffix(SIDE_SUFFIX)
    side_content = _read_side(side_path)
    side_text = decode(side_content, side_path) if side_content.strip() else ""
    kind = sniff_format(content, path)
    extract = _extract(kind, content, path) if kind != "text" else None
    text = extract.text if extract else decode(content, path)
    bound_text(text, path)
    return Source(
        id=path.stem,
        text=text,
        fingerprint=hash_source(content, side_content),
        side=parse_yaml(side_text, str(side_path)),
        side_name=side_path.name if side_content else "",
        side_text=side_text,
        blocks=extract.blocks if extract else None,
        stated=extract.stated if extract else {},
        stated_in=f"{kind} metadata",
        time_codes=extract.time_codes if extract else (),
        page_starts=extract.page_starts if extract else (),
        warnings=extract.warnings if extract else (),
        folder=path.parent,
    )


def _extract(kind: str, content: bytes, path: Path) -> Extract:
    try:
        return find_extractor(kind)(content, path)
    except ImportError as error:
        raise CorpusError.of("library_missing", where=path, found=str(error)) from error


def find_extractor(kind: str) -> Extractor:
    """Return the function that extracts a format; its module is imported here, when needed."""
    module, _, name = EXTRACTORS[kind].partition(":")
    extractor: Extractor = getattr(import_module(f"onrecord.reading.format.{module}"), name)
    return extractor


def hash_files(path: Path) -> str:
    """Return the SHA-256 that `Source.fingerprint` would have, without decoding the file.

    Raises
    ------
    CorpusError
        When a file is missing, too large, or cannot be read.
    """
    return hash_source(read_bytes(path), _read_side(path.with_suffix(SIDE_SUFFIX)))


def hash_source(content: bytes, side_content: bytes) -> str:
    """Return the SHA-256 of an interview file and its side file together."""
    digest = hashlib.sha256(hashlib.sha256(content).digest())
    digest.update(hashlib.sha256(side_content).digest())
    return digest.hexdigest()


def _read_side(path: Path) -> bytes:
    """Return the content of a side file, or b"" without one."""
    try:
        is_there = path.is_file()
    except OSError:  # the name of the interview leaves no room for this suffix
        is_there = False
    return read_bytes(path) if is_there else b""


class _Loader(yaml.SafeLoader):
    """YAML's safe loader without aliases, by which a few lines can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(
                problem=f"found the alias *{event.anchor}, write its value",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)


def parse_yaml(text: str, where: str) -> dict[str, object]:
    """Return the mapping in a YAML text; `where` serves messages only. An empty text gives {}.

    Raises
    ------
    CorpusError
        When it is too long, not valid YAML, not a mapping of names to values, or has aliases
        (`*name`).
    """
    if len(text) > _LONGEST_YAML:
        raise CorpusError(
            f"{where}: expected at most {_LONGEST_YAML:,} characters, found {len(text):,}"
        )
    try:
        loaded = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError, TypeError) as error:
        problem = " ".join(str(error).split())[:200]
        raise CorpusError.of("no_yaml", where=where, found=problem) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        kind = type(loaded).__name__
        raise CorpusError.of("no_yaml", where=where, found=kind)
    return {str(name): value for name, value in loaded.items()}


def read_bytes(path: Path) -> bytes:
    """Return the content of a file of at most 50 MB.

    Raises
    ------
    CorpusError
        When it is missing, larger, or cannot be read.
    """
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise CorpusError(f"{path}: expected a file, found a pipe or a device, which may never end")
        if status.st_size > MAXIMUM_BYTES:
            raise CorpusError(
                f"{path}: expected at most {MAXIMUM_BYTES // 1_000_000} MB, found "
                f"{status.st_size / 1_000_000:.0f} MB; split the file"
            )
        return path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror or error})") from error
