"""French stems of folded words. Only this file imports Stemmer."""

from __future__ import annotations

from collections.abc import Iterable

import Stemmer


def stem(words: Iterable[str]) -> list[str]:
    """Return the French stems of folded words."""
    return list(
        Stemmer.Stemmer("french").stemWords(list(words))
    )  # a new one each time: it is not thread-safe
