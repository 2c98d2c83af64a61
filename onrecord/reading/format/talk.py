"""What several voices say, one after the other, becomes a canonical text and its blocks.

For formats that state who says what (TEI, OHMS, exports of transcribers): the voice is kept beside the
text, and never stands in it. Neighbouring pieces of one voice become one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.interview import TimeCode
from onrecord.reading.block.block import Block, Look
from onrecord.text.mark import SENTENCE_ENDS
from onrecord.text.span import Span

_LONG = 600  # characters after which the end of a sentence ends a paragraph


@dataclass(frozen=True, slots=True)
class Speech:
    """What one voice says in a piece, and when, in seconds; `voice` is "" where nobody is named."""

    voice: str
    text: str
    start: float | None = None
    is_new: bool = True


def set_talk(speeches: Iterable[Speech]) -> tuple[str, tuple[Block, ...], tuple[TimeCode, ...]]:
    """Return the text of the speeches, one block a paragraph, and when each piece is said."""
    parts: list[str] = []
    blocks: list[Block] = []
    codes: list[TimeCode] = []
    length, line = 0, 1
    for speech, text in ((one, " ".join(one.text.split())) for one in speeches):
        if not text:
            continue
        last = blocks[-1] if blocks else None
        if last and not speech.is_new and _goes_on(last, speech.voice):
            parts.append(" ")
            start = last.span.start
            blocks[-1] = _make(
                Span(start, length + 1 + len(text)), last.line, f"{last.plain} {text}", last.voice
            )
            length += 1
        else:
            if blocks:
                parts.append("\n\n")
                length, line = length + 2, line + 2
            blocks.append(_make(Span(length, length + len(text)), line, text, speech.voice))
        if speech.start is not None:
            codes.append(TimeCode(length, speech.start))
        parts.append(text)
        length += len(text)
    return "".join(parts), tuple(blocks), tuple(codes)


def _goes_on(last: Block, voice: str) -> bool:
    """Return whether the same voice goes on in one paragraph."""
    is_full = len(last.plain) >= _LONG and last.plain.endswith(SENTENCE_ENDS)
    return last.voice == voice and not is_full


def _make(span: Span, line: int, text: str, voice: str) -> Block:
    look = Look.PLAIN if re.search(r"\w", text) else Look.EMPTY
    return Block(span, line, look, text, voice=voice)
