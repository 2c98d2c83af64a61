"""The JSON of transcribers (WhisperX, noScribe, Rev, AssemblyAI, Deepgram, Trint …) becomes talk.

They agree in one thing: a list of pieces, each with its words, most with who speaks and when. The first
list of that shape is the transcript, wherever it stands in the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.error import CorpusError
from onrecord.reading.format.decode import decode
from onrecord.reading.format.extract import Extract
from onrecord.reading.format.talk import Speech, set_talk

_WORDS = ("text", "transcript", "content", "sentence", "value")
_VOICES = ("speaker", "speaker_name", "speakerName", "speaker_label", "voice", "name")
_STARTS = ("start", "start_time", "startTime", "from", "ts", "begin")
_DEEPEST = 8
_MOST = 200_000  # pieces


def extract_segments(content: bytes, path: Path) -> Extract:
    """Return the talk of a transcriber's JSON.

    Raises
    ------
    CorpusError
        When it is not JSON, or holds no list of what was said.
    """
    try:
        loaded = json.loads(decode(content, path))
    except (ValueError, RecursionError) as error:
        raise CorpusError.of("segments_damaged", where=path, found=str(error)[:120]) from error
    pieces = next(_find_lists(loaded, 0), [])
    speeches = list(_read_pieces(pieces[:_MOST]))
    if not any(speech.text.strip() for speech in speeches):
        raise CorpusError.of("segments_empty", where=path)
    text, blocks, codes = set_talk(speeches)
    return Extract(text, blocks, time_codes=codes)


def _find_lists(value: Any, depth: int) -> Iterator[list[Any]]:
    """Yield the lists of pieces with words, those with voices first, then the outermost."""
    found = [one for one in _walk(value, depth) if any(_first(piece, _WORDS) for piece in one[:5])]
    yield from sorted(found, key=lambda one: not any(_voice(piece) for piece in one[:50]))


def _walk(value: Any, depth: int) -> Iterator[list[Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        if value and all(isinstance(one, dict) for one in value[:50]):
            yield value
        for one in value[:50]:
            yield from _walk(one, depth + 1)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _walk(one, depth + 1)


def _read_pieces(pieces: list[Any]) -> Iterator[Speech]:
    last, is_first = "", True
    for piece in pieces:
        if not isinstance(piece, dict):
            continue
        voice = _voice(piece)
        start = _first(piece, _STARTS)
        seconds = float(start) if isinstance(start, int | float) else None
        yield Speech(voice, str(_first(piece, _WORDS) or ""), seconds, is_first or voice != last)
        last, is_first = voice, False


def _voice(piece: Any) -> str:
    found = _first(piece, _VOICES) if isinstance(piece, dict) else ""
    if isinstance(found, dict):
        found = _first(found, ("name", "label", "id"))
    if isinstance(found, int):
        return f"Speaker {found}"
    return str(found or "").strip()


def _first(piece: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(piece, dict):
        return None
    return next((piece[name] for name in names if piece.get(name) not in (None, "")), None)
