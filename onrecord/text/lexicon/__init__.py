"""Word lists, as data, by language: a folder a language, a file a list, read when first asked for.

To teach the program a language is to write a folder of lists and nothing else: `fr/` and `en/` are the
examples, `any/` holds what belongs to no language (class names of web pages). A language need not have
every list. Folders of your own are read too: the environment variable `ONRECORD_LEXICON` names folders
that hold languages (`/home/me/lexicon` with `/home/me/lexicon/de/paywall.txt`), parted as in `PATH`.
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
_FIRST = ("fr", "en")  # in this order, before all others: the first pattern that matches decides


@dataclass(frozen=True, slots=True)
class Language:
    """A language, as the lists that its folders hold; two folders of one name complete each other.

    `name` is the name of the folder: the two letters of ISO 639-1, or "any". A list is `<list>.txt`,
    a wording a line (`#` begins a comment line), or `<list>.toml`, tables of wordings or of short
    pieces of regular expressions, whose place and slots their first lines explain.
    """

    name: str
    folders: tuple[Traversable, ...]

    def read_lines(self, name: str) -> list[str] | None:
        """Return the lines of `<name>.txt`, folded, without comments, or None without such a list."""
        texts = list(self._read(f"{name}.txt"))
        lines = (line.strip() for text in texts for line in text.splitlines() if line[:1] != "#")
        return [fold(line) for line in lines if line] if texts else None

    def read_tables(self, name: str) -> dict[str, Any] | None:
        """Return the tables of `<name>.toml` as they stand there, or None without such a list."""
        texts = list(self._read(f"{name}.toml"))
        return _merge([tomllib.loads(text) for text in texts]) if texts else None

    def _read(self, file: str) -> Iterator[str]:
        places = (folder.joinpath(file) for folder in self.folders)
        return (place.read_text("utf-8") for place in places if place.is_file())


@cache
def find_languages() -> tuple[Language, ...]:
    """Return the languages that have a folder: French, English, then the others by name."""
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
    """Return the folded lines of the list `<name>.txt`: of all languages together, or of one.

    Raises
    ------
    FileNotFoundError
        When no language has such a list (a mistake in the program, not in its use).
    """
    found = {one.name: one.read_lines(name) for one in find_languages()}
    _check_found(found, f"{name}.txt")
    kept = (lines or [] for one, lines in found.items() if language in (None, one))
    return frozenset(line for lines in kept for line in lines)


@cache
def load_tables(name: str, language: str | None = None) -> dict[str, Any]:
    """Return the tables of the list `<name>.toml`: of all languages together, or of one.

    Tables of one name become one; lists of one name follow each other, French first, then English,
    without repeating an entry; of two texts of one name the first stays.

    Raises
    ------
    FileNotFoundError
        When no language has such a list (a mistake in the program, not in its use).
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
