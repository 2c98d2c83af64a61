"""What an extractor makes of a file, and the place to add one for another format.

A format is a module of this package with a function of this shape, its row in `source.EXTRACTORS`,
and the sign by which `sniff` tells it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from onrecord.interview import TimeCode
from onrecord.reading.block.block import Block
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables


@dataclass(frozen=True, slots=True)
class Extract:
    """What an adapter makes of a file: its canonical text, in blocks, and what the file states.

    `blocks` are in order and do not overlap. `stated` are metadata by field name, the surest
    value only.
    """

    text: str
    blocks: tuple[Block, ...]
    stated: dict[str, object] = field(default_factory=dict)
    time_codes: tuple[TimeCode, ...] = ()
    warnings: tuple[str, ...] = ()


class Extractor(Protocol):
    """A function that makes text, already in blocks, of the content of a file."""

    def __call__(self, content: bytes, path: Path) -> Extract:
        """Return what a file holds; every block's span is a slice of the text.

        Parameters
        ----------
        content
            The whole file, at most 50 MB.
        path
            Where it lay: for messages alone.

        Raises
        ------
        CorpusError
            When it is damaged, empty of text, or not of this format.
        """


def is_made_up(title: str) -> bool:
    """Say whether a title of a file is a program's (« Microsoft Word - … »), not a writer's."""
    folded, titles = fold(title), load_tables("files")["titles"]
    return folded in titles["unnamed"] or any(program in folded for program in titles["programs"])
