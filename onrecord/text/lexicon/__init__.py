"""Word lists, as data: one file a list, read when first asked for."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from onrecord.text.fold import fold


@cache
def load_lexicon(name: str) -> frozenset[str]:
    """Return the folded lines of `lexicon/<name>.txt`; empty lines and `#` comments are skipped.

    Raises
    ------
    FileNotFoundError
        When there is no such lexicon (a mistake in the program, not in its use).
    """
    lines = _read_lexicon(f"{name}.txt").splitlines()
    return frozenset(fold(line.strip()) for line in lines if line.strip() and line[0] != "#")


@cache
def load_tables(name: str) -> dict[str, Any]:
    """Return the tables of `lexicon/<name>.toml`, as they stand there.

    Raises
    ------
    FileNotFoundError
        When there is no such lexicon (a mistake in the program, not in its use).
    """
    return tomllib.loads(_read_lexicon(f"{name}.toml"))


def _read_lexicon(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")
