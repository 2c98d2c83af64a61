"""The words that layouts are made of, by language: names, titles, and what stands around."""

from __future__ import annotations

import functools
import random
import tomllib
from collections.abc import Mapping
from pathlib import Path

Lexicon = Mapping[str, list[str]]


@functools.cache
def load_lexicon(language: str) -> dict[str, list[str]]:
    """Return the lists of words/<language>.toml; a single word is a list of one."""
    text = (Path(__file__).parent / "words" / f"{language}.toml").read_text("utf-8")
    loaded = tomllib.loads(text)
    return {key: value if isinstance(value, list) else [value] for key, value in loaded.items()}


def pick(chance: random.Random, lexicon: Lexicon, key: str, **filled: str) -> str:
    """Return one phrase of a list, its places filled."""
    return chance.choice(lexicon[key]).format(n=chance.randint(2, 98), **filled)
