"""The parts that the blocks of a page play in a talk, and what was decided about them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Part(enum.IntEnum):
    """What a block is in a talk; `…_ON` goes on with what the block before it began."""

    LEAD = 0
    ASKS = 1
    ASKS_ON = 2
    ANSWERS = 3
    ANSWERS_ON = 4
    TITLE = 5
    NOTE = 6
    AFTER = 7


ANSWERING = (Part.ANSWERS, Part.ANSWERS_ON)


@dataclass(frozen=True, slots=True)
class Parts:
    """The part of each block, and how sure it is (0..1), in the order of the blocks."""

    parts: tuple[Part, ...]
    sure: tuple[float, ...]

    @property
    def has_questions(self) -> bool:
        """Whether any block asks."""
        return Part.ASKS in self.parts
