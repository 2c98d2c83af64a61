"""Time codes written into a text (« 00:12Bonjour », « [01:02:03] », « Léa Roux  0:45 »).

They are believed when at least three lines have one and most are in rising order. Their spans are
returned too, so that the caller can blank them out of the text.
"""

from __future__ import annotations

import itertools
import re

from onrecord.interview import TimeCode
from onrecord.text.span import Span

_CODE = r"(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})(?:[.,]\d{1,3})?"
_RANGE_END = r"(?:\s*(?:-->|[–—-])\s*(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)?"
_GAP = r"[ \t]{0,20}"
_AT_HEAD = re.compile(
    rf"^{_GAP}(?:[*_]{{1,2}})?[\[(]?{_CODE}{_RANGE_END}[\])]?(?:[*_]{{1,2}})?"
    rf"{_GAP}(?:[–—-][ \t]{{1,20}})?(?![\d:])",
    re.M,
)
_AT_END = re.compile(
    rf"^(?P<name>[^\W\d_][^\n:.?!]{{1,40}}?)[ \t]{{1,20}}[\[(]?{_CODE}[\])]?{_GAP}$", re.M
)
_FEWEST = 3
_RISING = 0.8  # share of the codes that must not be earlier than the code above


def find_time_codes(text: str) -> tuple[list[TimeCode], list[Span]]:
    """Return the time codes of a text (offset, seconds), in order, and the spans they fill.

    Both are empty when the codes are too few or do not rise.
    """
    found: list[tuple[int, float, Span]] = []
    for match in _AT_HEAD.finditer(text):
        found.append((match.end(), _seconds(match), Span(*match.span())))
    for match in _AT_END.finditer(text):
        found.append((match.start(), _seconds(match), Span(match.end("name"), match.end())))
    found.sort(key=lambda one: one[0])
    rising = sum(b[1] >= a[1] for a, b in itertools.pairwise(found))
    if len(found) < _FEWEST or rising < _RISING * (len(found) - 1):
        return [], []
    return [TimeCode(offset, seconds) for offset, seconds, _ in found], [span for *_, span in found]


def _seconds(match: re.Match[str]) -> float:
    hours, minutes, seconds = (int(match[name] or 0) for name in ("hours", "minutes", "seconds"))
    return float(3600 * hours + 60 * minutes + seconds)
