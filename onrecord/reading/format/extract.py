"""What each format's adapter (`html`, `pdf`, `docx`, `subtitle`) hands over: text already in blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.interview import TimeCode
from onrecord.reading.block.block import Block


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
