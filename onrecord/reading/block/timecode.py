"""Time codes written into a text (« 00:12Bonjour », « [01:02:03] », « Léa Roux  0:45 »), or in words.

They are believed when several lines have one, and mostly go up. Their places are handed back so
that the caller can leave them out; what is said when is kept as `TimeCode`s.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from onrecord.interview import TimeCode
from onrecord.text.pattern import one_of
from onrecord.text.span import Span

_CODE = r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})(?:[.,]\d{1,3})?"
_RANGE_END = r"(?:\s?(?:-->|[–—-])\s?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)?"
_GAP = r"[ \t\u00a0]{0,20}"
_SHORT = r"(?:(?<=\b[A-ZÀ-Þ])|(?<=\b[A-Z][a-z])|(?<=\b[A-Z][a-z]{2}))\."  # « R. », « Dr. », « Mrs. »
_NAME = (
    r"(?:<[a-z][^<>\n]{0,80}>)?"
    rf"(?:[*_]{{0,3}}\[?[^\W\d_](?:[^\n:.?!#<>]|{_SHORT}){{0,60}}?\]?[*_]{{0,3}})"
)
_AT_HEAD = re.compile(
    rf"^{_GAP}(?P<open>[*_]{{1,2}})?(?P<slot>\\?[\[(]?{_CODE}{_RANGE_END}\\?[\])]?)(?P<close>[*_]{{1,2}})?"
    rf"{_GAP}(?:[–—-][ \t]{{1,20}})?(?![\d:])",
    re.M,
)
_LINE_END = r"(?=(?:</[a-z]+>)?\r?$"
_AT_END = re.compile(
    rf"^{_GAP}(?P<name>{_NAME}(?P<colon>:[*_]{{0,2}})?)"
    rf"(?P<slot>[ \t\u00a0]{{1,20}}[\[(]?{_CODE}{_RANGE_END}[\])]?)"
    rf"{_GAP}(?(colon){_LINE_END})|{_LINE_END}|:))",
    re.M,
)
_AFTER_LABEL = re.compile(
    rf"^{_GAP}(?P<name>{_NAME}:[*_]{{0,2}})(?P<slot>[ \t]{{0,3}}\\?[\[(]{_CODE}{_RANGE_END}\\?[\])])"
    r"(?=[ \t]{0,3}\S)",
    re.M,
)
_INSIDE = re.compile(rf"(?P<slot>#{_CODE}(?:-\d)?#)")
_FEWEST = 3
_RISING = 0.8  # share of the codes that must not come before the one above


def find_time_codes(text: str) -> tuple[list[TimeCode], list[Span]]:
    """Return the time codes of a text, in order, and the slices that they take."""
    found = {offset: (seconds, span) for offset, seconds, span in _find_all(text)}
    codes = [(offset, *found[offset]) for offset in sorted(found)]
    rising = sum(b[1] >= a[1] for a, b in itertools.pairwise(codes))
    if len(codes) < _FEWEST or rising < _RISING * (len(codes) - 1):
        return [], []
    return [TimeCode(offset, seconds) for offset, seconds, _ in codes], [span for *_, span in codes]


def _find_all(text: str) -> Iterator[tuple[int, float, Span]]:
    """Yield where what is said begins, when, and the slice that the code takes."""
    for match in (*_AT_HEAD.finditer(text), *_words_at_head().finditer(text)):
        is_closed = match["open"] is None or match["close"] is not None
        start = match.start() if is_closed else match.start("slot")
        yield match.end(), _seconds(match), Span(start, match.end())
    for match in (*_AT_END.finditer(text), *_words_at_end().finditer(text)):
        yield match.start(), _seconds(match), Span(*match.span("slot"))
    for match in _AFTER_LABEL.finditer(text):
        yield match.end(), _seconds(match), Span(*match.span("slot"))
    for match in _INSIDE.finditer(text):
        yield match.end(), _seconds(match), Span(*match.span("slot"))


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    return float(3600 * hours + 60 * minutes + seconds)


def _words() -> str:
    """Return the pattern of a time in words (« 1 hour 0 minutes 2 seconds »)."""
    hours, minutes, seconds = (
        one_of("files", "times", name) for name in ("hours", "minutes", "seconds")
    )
    return (
        rf"(?:(?P<hours>\d{{1,2}}) {hours},? )?(?:(?P<minutes>\d{{1,2}}) {minutes},? )?"
        rf"(?P<seconds>\d{{1,2}}) {seconds}"
    )


@cache
def _words_at_head() -> re.Pattern[str]:
    return re.compile(rf"^{_GAP}(?P<open>\*)?(?P<slot>{_words()})(?P<close>\*)?{_GAP}(?=\r?$)", re.M)


@cache
def _words_at_end() -> re.Pattern[str]:
    return re.compile(
        rf"^{_GAP}(?P<name>{_NAME})(?P<slot>[ \t\u00a0]{{1,20}}{_words()}){_GAP}{_LINE_END})", re.M
    )
