"""Wrong words of a transcript, put right in its side file: where they stand, what was, what is.

The file stays as it is, and so do the text of the interview and all offsets: what is shown and quoted
is the right word, with « [corrigé] » after it, so that no reader takes it for the source's own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from onrecord.reading.correction import mistake
from onrecord.reading.format.source import Source
from onrecord.text.change import Change
from onrecord.text.shown import shorten

MARK = "[corrigé]"
_FIELD = "corrections"
_ENTRY = {"at": int, "was": str, "is": str}
_LONGEST = 500  # characters of what is


def read_amendments(source: Source) -> tuple[Change, ...]:
    """Return the words that a side file puts right, in the order of the text.

    Raises
    ------
    CorpusError
        When an entry has another shape, its words do not stand at its offset, or two overlap.
    """
    found = sorted(_read_entries(source), key=lambda one: one[1].start)
    for (_, one), (number, following) in itertools.pairwise(found):
        if following.start < one.end:
            expected = f"words after {one.end}, where those of another correction end"
            raise mistake(source, (_FIELD, number), expected, following.start)
    return tuple(one for _, one in found)


def _read_entries(source: Source) -> Iterator[tuple[int, Change]]:
    """Yield each correction with its number in the list, from 0."""
    stated = source.side.get(_FIELD)
    if stated is None:
        return
    if not isinstance(stated, list):
        raise mistake(source, (_FIELD,), "a list of {at: offset, was: …, is: …}", stated)
    for number, entry in enumerate(stated):
        at = (_FIELD, number)
        values = entry if isinstance(entry, dict) else {}
        if {name: type(value) for name, value in values.items()} != _ENTRY:
            raise mistake(source, at, "{at: offset, was: …, is: …}", entry)
        start, was, right = values["at"], values["was"], values["is"].strip()
        if not was.strip() or not 0 < len(right) <= _LONGEST or "\n" in right:
            raise mistake(source, at, "words in was and is, on one line", entry)
        if start < 0 or source.text[start : start + len(was)] != was:
            raise mistake(source, at, _say_place(source.text, start, was), was)
        yield number, Change(start, start + len(was), f"{right} {MARK}", was)


def _say_place(text: str, start: int, was: str) -> str:
    """Return what stands at an offset, and where the words stand, if they stand once."""
    there = shorten(text[max(0, start) : max(0, start) + len(was)], 40)
    once = text.find(was) if text.count(was) == 1 else -1
    elsewhere = f" (these words stand at {once})" if once >= 0 else ""
    return f"the words at {start}, “{there}”{elsewhere}"
