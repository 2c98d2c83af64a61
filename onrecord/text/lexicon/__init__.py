"""Loads the word lists: each language is a folder, each list a file, read when it is first used.

A new language is a new folder with lists like those of `fr/` and `en/`, and needs no code; it may lack
some lists. `any/` holds what belongs to no language, such as class names of web pages. The environment
variable `ONRECORD_LEXICON` names more folders that contain language folders, separated as in `PATH`:
`/home/me/lexicon`, with a list `/home/me/lexicon/de/paywall.txt`.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from onrecord.text.fold import fold

ROOTS = "ONRECORD_LEXICON"
_FIRST = ("fr", "en")  # before the others: where patterns are tried in turn, the first match decides


@dataclass(frozen=True, slots=True)
class Language:
    """A language: the lists of all the folders that have its name.

    `name` is the name of the folders: the two letters of ISO 639-1, or "any". A list is either
    `<list>.txt`, with one wording a line and `#` before a comment, or `<list>.toml`, with tables of
    wordings or of short regular expressions; its first lines explain how these are used.
    """

    name: str
    folders: tuple[Traversable, ...]

    def read_lines(self, name: str) -> list[str] | None:
        """Return the folded lines of `<name>.txt` without comments, or None without such a list."""
        texts = list(self._read(f"{name}.txt"))
        lines = (line.strip() for text in texts for line in text.splitlines() if line[:1] != "#")
        return [fold(line) for line in lines if line] if texts else None

    def read_tables(self, name: str) -> dict[str, Any] | None:
        """Return the tables of `<name>.toml` unchanged, or None if there is no such list."""
        texts = list(self._read(f"{name}.toml"))
        return _merge([tomllib.loads(text) for text in texts]) if texts else None

    def _read(self, file: str) -> Iterator[str]:
        places = (folder.joinpath(file) for folder in self.folders)
        return (place.read_text("utf-8") for place in places if place.is_file())


@cache
def find_languages() -> tuple[Language, ...]:
    """Return the languages that have a folder: French, English, then the others in order of name."""
    roots: list[Traversable] = [files(__name__)]
    roots += [Path(root) for root in os.environ.get(ROOTS, "").split(os.pathsep) if root]
    found: dict[str, list[Traversable]] = {}
    for root in roots:
        for folder in root.iterdir():
            if folder.is_dir() and not folder.name.startswith(("_", ".")):
                found.setdefault(folder.name, []).append(folder)
    names = [*_FIRST, *sorted(found.keys() - set(_FIRST))]
    return tuple(Language(name, tuple(found[name])) for name in names)


@cache
def load_lexicon(name: str, language: str | None = None) -> frozenset[str]:
    """Return the folded lines of the list `<name>.txt`, of one language or of all together.

    Raises
    ------
    FileNotFoundError
        If no language has such a list: a mistake in the program, not in its use.
    """
    found = {one.name: one.read_lines(name) for one in find_languages()}
    _check_found(found, f"{name}.txt")
    kept = (lines or [] for one, lines in found.items() if language in (None, one))
    return frozenset(line for lines in kept for line in lines)


@cache
def load_tables(name: str, language: str | None = None) -> dict[str, Any]:
    """Return the tables of the list `<name>.toml`, of one language or of all together.

    Under one key, tables are merged, lists are joined without duplicates (French entries first, then
    English ones), and of other values the first is kept.

    Raises
    ------
    FileNotFoundError
        If no language has such a list: a mistake in the program, not in its use.
    """
    found = {one.name: one.read_tables(name) for one in find_languages()}
    _check_found(found, f"{name}.toml")
    return _merge([tables or {} for one, tables in found.items() if language in (None, one)])


def _check_found(found: dict[str, Any], file: str) -> None:
    if all(content is None for content in found.values()):
        raise FileNotFoundError(f"{file}: expected in a folder of {', '.join(found)}, found in none")


def _merge(tables: list[dict[str, Any]]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            before = merged.setdefault(key, value)
            if before is value:
                continue
            if isinstance(before, dict):
                merged[key] = _merge([before, value])
            elif isinstance(before, list):
                merged[key] = [*before, *(entry for entry in value if entry not in before)]
    return merged
