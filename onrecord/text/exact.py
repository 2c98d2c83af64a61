"""Exact words in a text: where some words, or forms of them, stand in a slice.

Words are compared as folded (no case, no accent); a hyphen neither joins nor parts, so that
« start-up » finds "startup". `word` splits texts for search by meaning and for BM25; here every word
counts, with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.text.fold import fold
from onrecord.text.span import Span
from onrecord.text.stem import stem

_WORD = re.compile(r"[^\W_]+")
_HYPHENS = "-\u2010\u2011"
_NO_HYPHENS = str.maketrans("", "", _HYPHENS)


def find_keys(words: str, *, any_form: bool) -> list[str]:
    """Return what is compared of each word; of words that hyphens join, one key."""
    found = _split_words(words, Span(0, len(words)))
    keys: list[str] = []
    goes_on = False
    for word in found:
        if goes_on:
            keys[-1] += word.folded
        else:
            keys.append(word.folded)
        goes_on = word.joined
    return [_strip_form(key) for key in keys] if any_form else keys


def find_exact(
    text: str, span: Span, keys: Sequence[str], *, any_form: bool, near: int
) -> Iterator[Span]:
    """Yield each place in a slice where all keys stand, in order and without overlap.

    Parameters
    ----------
    keys
        From `find_keys`, with the same `any_form`; at least one.
    near
        0 for keys that follow each other; else how many words there may be, in any order, from the
        first key to the last.
    """
    if _may_hold(text, span, keys, any_form=any_form):
        yield from _match(_split_words(text, span), keys, any_form=any_form, near=near)


@dataclass(frozen=True, slots=True)
class _Word:
    """A folded word of a text, its place, and whether a hyphen joins it to the next one."""

    folded: str
    start: int
    end: int
    joined: bool


def _may_hold(text: str, span: Span, wanted: Sequence[str], *, any_form: bool) -> bool:
    """Return whether a paragraph holds the letters of all keys: a quick trial before its words are cut.

    Forms of a word have its first three letters in common.
    """
    letters = fold(span.of(text)).translate(_NO_HYPHENS)
    return all((key[:3] if any_form else key) in letters for key in wanted)


def _strip_form(folded: str) -> str:
    """Return what the forms of a word have in common: its French stem, a plural's letter apart."""
    singular = folded[:-1] if len(folded) > 3 and folded[-1] in "sx" else folded
    return stem([singular])[0]


def _split_words(text: str, span: Span) -> list[_Word]:
    """Return the words of a slice of a text, at their offsets in the text."""
    found = list(_WORD.finditer(text, span.start, span.end))
    following = [*(match.start() for match in found[1:]), -1]
    return [
        _Word(
            fold(match[0]),
            match.start(),
            match.end(),
            joined=match.end() + 1 == after and text[match.end()] in _HYPHENS,
        )
        for match, after in zip(found, following, strict=True)
    ]


def _match(
    found: Sequence[_Word], wanted: Sequence[str], *, any_form: bool, near: int
) -> Iterator[Span]:
    """Yield the place of each match in the words of a paragraph; matches do not overlap."""
    places = [_places_of(found, key, any_form=any_form) for key in dict.fromkeys(wanted)]
    if not all(places):
        return
    ends = dict(zip(dict.fromkeys(wanted), places, strict=True))
    done = 0
    for first in sorted({start for place in places for start in place}):
        if first < done:
            continue
        last = _end_near(ends, first, near) if near else _end_of_phrase(ends, wanted, first)
        if last is not None:
            done = last
            yield Span(found[first].start, found[last - 1].end)


def _places_of(found: Sequence[_Word], key: str, *, any_form: bool) -> dict[int, int]:
    """Return where a key stands: the number of its first word, and of the one after its last."""
    places: dict[int, int] = {}
    for first, word in enumerate(found):
        whole, last = word.folded, first
        while (
            not _is_same(whole, key, any_form=any_form) and found[last].joined and len(whole) < len(key)
        ):
            last += 1
            whole += found[last].folded
        if _is_same(whole, key, any_form=any_form):
            places[first] = last + 1
    return places


def _is_same(folded: str, key: str, *, any_form: bool) -> bool:
    return (_strip_form(folded) if any_form else folded) == key


def _end_of_phrase(ends: dict[str, dict[int, int]], wanted: Sequence[str], first: int) -> int | None:
    """Return the number after the last word of a phrase that begins at a word, None if none does."""
    for key in wanted:
        end = ends[key].get(first)
        if end is None:
            return None
        first = end
    return first


def _end_near(ends: dict[str, dict[int, int]], first: int, near: int) -> int | None:
    """Return the number after the last of all keys within `near` words from a word, else None."""
    nearest = [
        min(
            (end for start, end in place.items() if first <= start and end <= first + near),
            default=None,
        )
        for place in ends.values()
    ]
    return None if None in nearest else max(end for end in nearest if end is not None)
