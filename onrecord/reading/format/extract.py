"""The interface of the adapters, one of which extracts the text of each format.

To add a format, write a module in this package with a function of the type `Extractor`, add its row
to `source.EXTRACTORS`, and give `sniff` a sign by which to recognise it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from onrecord.error import CorpusError
from onrecord.interview import TimeCode
from onrecord.reading.block.block import Block
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_tables

MOST_LINES = 25_000  # with words, or paragraphs; it takes some five seconds to read so many
MOST_CHARACTERS = 10_000_000


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file as an adapter extracts it, its blocks, and the metadata of the file.

    `text` becomes the text of the interview. `blocks` are in order and do not overlap. `stated`
    gives the metadata by field name, the surest value of each. `page_starts` are the offsets
    (code points) at which the pages of a printed text begin, in order.
    """

    text: str
    blocks: tuple[Block, ...]
    stated: dict[str, object] = field(default_factory=dict)
    time_codes: tuple[TimeCode, ...] = ()
    page_starts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


class Extractor(Protocol):
    """A function that extracts text, already in blocks, from the content of a file."""

    def __call__(self, content: bytes, path: Path) -> Extract:
        """Return the text and blocks of a file; the span of every block is a slice of the text.

        Parameters
        ----------
        content
            The whole file, at most 50 MB.
        path
            The path of the file, for messages only.

        Raises
        ------
        CorpusError
            When it is damaged, empty of text, or not of this format.
        """


def is_made_up(title: str) -> bool:
    """Return whether a program made the title of a file (« Microsoft Word - … »)."""
    folded, titles = fold(title), load_tables("files")["titles"]
    return folded in titles["unnamed"] or any(program in folded for program in titles["programs"])


def bound_text(text: str, path: Path) -> None:
    """Refuse a text that is longer than any talk.

    Raises
    ------
    CorpusError
        When it has more than `MOST_LINES` or `MOST_CHARACTERS`.
    """
    if len(text) > MOST_CHARACTERS:
        raise CorpusError.of("text_too_large", where=path, most=MOST_CHARACTERS, found=len(text))
    if text.count("\n") > MOST_LINES:
        lines = sum(not line.isspace() for line in text.split("\n") if line)
        if lines > MOST_LINES:
            raise CorpusError.of("text_too_long", where=path, most=MOST_LINES)
