"""Subtitles (.srt, .vtt) become paragraphs, with the time at which each caption is said.

Captions break sentences, so they are joined until the speaker changes, a question ends, or a
sentence ends before a silence. A new speaker is recognised by `<v Name>`, by « Name: », by the
dashes of a dialogue and by « >> ». Time codes are kept as `TimeCode`s, not in the text.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.interview import TimeCode
from onrecord.reading.block import reason
from onrecord.reading.block.block import Block, Look, ends_as_question
from onrecord.reading.block.label import read_label
from onrecord.reading.format.decode import decode
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.log import hold_log
from onrecord.text.mark import DASHES, SENTENCE_ENDS
from onrecord.text.span import Span

_SILENCE = 2.0  # seconds after the end of a sentence that begin a new paragraph
_LONG = 600  # characters after which the end of a sentence begins a new paragraph
_MOST_CAPTIONS = 200_000
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^<>]{1,80})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.]{3,12}>|\{\\[^{}]{0,40}\}")
_SOUND = re.compile(r"[\[(♪*][^\[\]()]{0,80}[\])♪*]")
_DASH = re.compile(rf"(?:^|\s)(?:[-{DASHES}]|>>+)\s?(?=\S)")


@dataclass(frozen=True, slots=True)
class Caption:
    """The text on the screen from `start` to `end` (seconds); `voice` is who says it, or ""."""

    start: float
    end: float
    text: str
    voice: str = ""


def extract_srt(content: bytes, path: Path) -> Extract:
    """Return the talk of a SubRip file.

    Raises
    ------
    CorpusError
        When no caption can be read.
    """
    import srt  # late: only captions need it

    text = _join_blank_lines(decode(content, path))
    try:
        with hold_log("srt") as skipped:
            parsed = list(_first(srt.parse(text, ignore_errors=True)))
    except (srt.SRTParseError, ValueError, OverflowError) as error:
        raise CorpusError.of(
            "captions_damaged", where=path, kind="SubRip", found=str(error)[:120]
        ) from error
    captions = [
        part
        for one in parsed
        for part in _by_voice(one.start.total_seconds(), one.end.total_seconds(), one.content)
    ]
    return _join(captions, path, skipped)


def extract_vtt(content: bytes, path: Path) -> Extract:
    """Return the talk of a WebVTT file.

    Raises
    ------
    CorpusError
        When no caption can be read.
    """
    import webvtt  # late: only captions need it
    from webvtt import errors

    text = decode(content, path).lstrip("\ufeff")
    try:
        parsed = list(_first(webvtt.from_string(text).captions))
        captions = [
            part
            for one in parsed
            for part in _by_voice(float(one.start_in_seconds), float(one.end_in_seconds), one.raw_text)
        ]
    except (
        errors.MalformedFileError,
        errors.MalformedCaptionError,
        ValueError,
        AttributeError,
        IndexError,
    ) as error:
        raise CorpusError.of(
            "captions_damaged", where=path, kind="WebVTT", found=str(error)[:120]
        ) from error
    return _join(captions, path)


def _join_blank_lines(text: str) -> str:
    """Return `text` with each run of blank lines as one, on which the library's parser is quadratic."""
    lines = text.splitlines()
    filled = [bool(line.strip()) for line in lines]
    return "\n".join(
        line for line, *near in zip(lines, filled, [True, *filled], strict=False) if any(near)
    )


def _first(captions: Iterable[Any]) -> Iterator[Any]:
    for count, caption in enumerate(captions):
        if count >= _MOST_CAPTIONS:
            return
        yield caption


def _by_voice(start: float, end: float, raw: str) -> list[Caption]:
    """Return one caption for each voice that speaks in a caption."""
    found = list(_VOICE.finditer(raw))
    if not found:
        return [Caption(start, end, raw)]
    ends = [*(match.start() for match in found[1:]), len(raw)]
    return [
        Caption(start, end, raw[match.start() : stop], " ".join(html.unescape(match[1]).split()))
        for match, stop in zip(found, ends, strict=True)
    ]


def _join(captions: list[Caption], path: Path, skipped: Sequence[str] = ()) -> Extract:
    joiner = _Joiner(_find_handles(captions))
    last: list[str] = []
    for caption in captions:
        lines = [
            " ".join(html.unescape(_TAG.sub("", line)).split()) for line in caption.text.splitlines()
        ]
        fresh = [
            line for line in lines if line and line not in last
        ]  # captions that roll up repeat lines
        last = lines
        for line in fresh:
            joiner.take(line, caption)
    text, blocks, time_codes = joiner.finish()
    if not re.search(r"\w", text):
        raise CorpusError.of("captions_empty", where=path)
    return Extract(text, tuple(blocks), time_codes=tuple(time_codes), warnings=tuple(skipped))


class _Joiner:
    """Takes the lines of captions in order and joins them into paragraphs."""

    def __init__(self, handles: Set[str] = frozenset()) -> None:
        self._handles = handles
        self._parts: list[str] = []
        self._length = 0
        self._line = 1
        self._blocks: list[Block] = []
        self._codes: list[TimeCode] = []
        self._voice = ""
        self._end = 0.0
        self._paragraph: list[str] = []
        self._width = 0

    def take(self, line: str, caption: Caption) -> None:
        if _SOUND.fullmatch(line):
            self._close()
            self._paragraph = [line]
            self._close(reason.SOUND)
            return
        pieces = _DASH.split(line) if _DASH.match(line) else [line]
        for piece in pieces:
            if not piece.strip():
                continue
            opened = _opened_label(piece)
            opens_label = opened[:1].isupper() or opened in self._handles
            is_new = len(pieces) > 1 or caption.voice != self._voice or opens_label
            if is_new or self._ends_paragraph(caption.start):
                self._close()
            self._voice, self._end = caption.voice, caption.end
            self._add(piece.strip(), caption.start)

    def finish(self) -> tuple[str, list[Block], list[TimeCode]]:
        self._close()
        return "".join(self._parts), self._blocks, self._codes

    def _ends_paragraph(self, start: float) -> bool:
        if not self._paragraph or not self._paragraph[-1].endswith(SENTENCE_ENDS):
            return False
        silent = start - self._end >= _SILENCE
        return silent or self._width > _LONG or ends_as_question(self._paragraph[-1])

    def _add(self, piece: str, start: float) -> None:
        offset = self._length + (2 if self._parts and not self._paragraph else 0)
        offset += self._width + 1 if self._paragraph else 0
        self._codes.append(TimeCode(offset, start))
        self._width += len(piece) + (1 if self._paragraph else 0)
        self._paragraph.append(piece)

    def _close(self, why: str = "") -> None:
        if not self._paragraph:
            return
        content = " ".join(self._paragraph)
        self._paragraph, self._width = [], 0
        if self._parts:
            self._parts.append("\n\n")
            self._length += 2
            self._line += 2
        span = Span(self._length, self._length + len(content))
        look = Look.PLAIN if re.search(r"\w", content) else Look.EMPTY
        self._blocks.append(Block(span, self._line, look, content, reason=why, voice=self._voice))
        self._parts.append(content)
        self._length = span.end


def _opened_label(line: str) -> str:
    """Return what may be a label with a colon at the head of a line, or ""."""
    label = read_label(line, Span(0, len(line)))
    return label.text if label and not label.is_weak and ":" in line[: label.span.end] else ""


def _find_handles(captions: Sequence[Caption]) -> set[str]:
    """Return the labels in small letters (« léa: ») with which more than one line opens."""
    opened = (_opened_label(line.strip()) for one in captions for line in one.text.splitlines())
    counts = Counter(label for label in opened if label[:1].islower())
    return {label for label, count in counts.items() if count > 1}
