"""What a person puts right in the side file: who the labels are, what asks, what is not the interview.

The source stays as it is, and no offset moves: a correction names labels as they are written, and
blocks by the words with which they begin. An error gives the line of the mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from onrecord.error import CorpusError
from onrecord.interview import Person
from onrecord.reading.block.block import Block
from onrecord.reading.block.timecode import find_time_codes
from onrecord.reading.format.source import Source
from onrecord.reading.talk.layout import Layout, Told
from onrecord.reading.talk.part import Part
from onrecord.text.fold import fold
from onrecord.text.markup import blank_out, plain

_SPEAKER = {"name": str, "role": str, "host": bool, "out": bool}
_PARTS = {
    "asks": (Part.ASKS, Part.ASKS_ON),
    "take_in": (Part.ANSWERS, Part.ANSWERS_ON),
    "leave_out": (Part.NOTE,),
}
_ENDS = "ends_at"
_BEGINNING = {"begins": str, "line": int}
_MOST_WARNINGS = 20
_SHORTEST = 3  # characters with which a block is named


@dataclass(frozen=True, slots=True)
class SpokenBy:
    """Whose a label is; `host` is None if the file does not say, `out` is True if nobody speaks."""

    name: str = ""
    role: str = ""
    host: bool | None = None
    out: bool = False


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a block is named: the words with which it begins, folded, and its line.

    Line 0 stands for all blocks that begin so.
    """

    words: str
    line: int = 0

    def fits(self, block: Block) -> bool:
        """Return whether a block begins so."""
        if self.line and block.line != self.line:
            return False
        return fold(block.plain[: len(self.words) + 40]).startswith(self.words)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a side file puts right: speakers by folded label, the parts of blocks, where it ends."""

    speakers: Mapping[str, SpokenBy] = field(default_factory=dict)
    parts: Mapping[Beginning, tuple[Part, ...]] = field(default_factory=dict)
    end: Beginning | None = None

    def find_speaker(self, label: str) -> SpokenBy | None:
        """Return who the side file says a label is, or None."""
        return self.speakers.get(fold(label).strip())

    def tell(self) -> Told:
        """Return the corrections of labels and blocks, as `find_layout` takes them."""
        return Told(
            {label: one.name for label, one in self.speakers.items()},
            frozenset(label for label, one in self.speakers.items() if one.host),
            frozenset(label for label, one in self.speakers.items() if one.host is False),
            frozenset(label for label, one in self.speakers.items() if one.out),
            self.force,
        )

    def warn(self, layout: Layout) -> list[str]:
        """Return a warning for each label that the side file names and the page has not."""
        known = {fold(label.written).strip() for label in layout.voices.labels.values()}
        strange = [label for label in self.speakers if label not in known][:_MOST_WARNINGS]
        return [f"the side file names {label!r}, which is no label of the file" for label in strange]

    @property
    def guests(self) -> list[Person]:
        """Those whom the side file names and who do not ask, each once."""
        kept = [one for one in self.speakers.values() if one.name and not one.host and not one.out]
        return list({one.name: Person(one.name, one.role) for one in kept}.values())

    def takes_in(self, block: Block) -> bool:
        """Return whether the side file takes a block back in: as a question or as an answer."""
        allowed = self._find_parts(block)
        return bool(allowed) and allowed != _PARTS["leave_out"]

    def force(self, blocks: Sequence[Block]) -> dict[int, tuple[Part, ...]]:
        """Return the parts that the side file allows blocks to play, by index."""
        found = {index: self._find_parts(block) for index, block in enumerate(blocks)}
        end = next((i for i, block in enumerate(blocks) if self.end and self.end.fits(block)), None)
        if end is not None:
            found |= dict.fromkeys(range(end, len(blocks)), (Part.AFTER,))
        return {index: parts for index, parts in found.items() if parts}

    def _find_parts(self, block: Block) -> tuple[Part, ...]:
        return next((parts for words, parts in self.parts.items() if words.fits(block)), ())


def read_correction(source: Source) -> Correction:
    """Return what the side file of a source puts right.

    Raises
    ------
    CorpusError
        When a correction has another shape, or names words with which no line begins.
    """
    side = source.side
    stated = side.get("speakers")
    speakers = dict(_read_speakers(source, stated)) if isinstance(stated, dict) else {}
    parts = {words: allowed for name, allowed in _PARTS.items() for words in _read_words(source, name)}
    ends = list(_read_words(source, _ENDS))
    return Correction(speakers, parts, ends[0] if ends else None)


def _read_speakers(source: Source, stated: dict[Any, Any]) -> Iterator[tuple[str, SpokenBy]]:
    for label, value in stated.items():
        at = ("speakers", str(label))
        entry = {"name": value} if isinstance(value, str) else value
        if not isinstance(entry, dict):
            raise mistake(source, at, "{name: …, role: …, host: true}", entry)
        for name, one in entry.items():
            if name not in _SPEAKER:
                raise mistake(source, (*at, str(name)), ", ".join(_SPEAKER), name)
            if not isinstance(one, _SPEAKER[name]):
                kind = "true or false" if _SPEAKER[name] is bool else "words"
                raise mistake(source, (*at, str(name)), kind, one)
        yield fold(str(label)).strip(), SpokenBy(**entry)


def _read_words(source: Source, name: str) -> Iterator[Beginning]:
    """Yield the beginnings of blocks that a list of the side file names."""
    stated = source.side.get(name)
    entries = stated if isinstance(stated, list) else [] if stated is None else [stated]
    text = fold(plain(blank_out(source.text, find_time_codes(source.text)[1]))) if entries else ""
    for entry in entries:
        begins, line = _read_beginning(source, name, entry)
        words = fold(plain(begins))
        if len(words) < (1 if line else _SHORTEST):
            raise mistake(source, (name,), "the words with which a block begins", entry)
        if words not in text:
            raise mistake(source, (name,), "words of the interview", entry)
        yield Beginning(words, line)


def _read_beginning(source: Source, name: str, entry: object) -> tuple[str, int]:
    """Return the words that an entry gives, and the line, 0 if it gives none."""
    if not isinstance(entry, dict):
        return (str(entry) if isinstance(entry, str | int | float) else ""), 0
    for key, value in entry.items():
        if type(value) is not _BEGINNING.get(key):
            raise mistake(source, (name,), "{begins: the first words, line: a number}", entry)
    return entry.get("begins", ""), entry.get("line", 0)


def mistake(source: Source, at: tuple[str | int, ...], expected: str, found: object) -> CorpusError:
    """Return the error that tells what is wrong in a side file, with the line of the field `at`."""
    line, name = _find_line(source.side_text, at, str(found)), ".".join(map(str, at))
    return CorpusError.of(
        "correction", where=source.side_name, line=line, field=name, expected=expected,
        found=repr(found)[:60],
    )  # fmt: skip


def _find_line(text: str, at: tuple[str | int, ...], found: str) -> int:
    """Return the line (from 1) of a value of the side file, by the names that lead to it.

    A number, from 0, leads to an entry of a list.
    """
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    line = 1
    for name in at:
        if isinstance(name, int):
            node = node.value[name]
            line = node.start_mark.line + 1
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        pair = next((pair for pair in pairs if pair[0].value == name), None)
        if pair is None:
            return line
        line, node = pair[0].start_mark.line + 1, pair[1]
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    return next((one.start_mark.line + 1 for one in items if str(one.value) == found), line)
