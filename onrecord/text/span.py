"""A slice of a text, by its offsets: code points, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of a text: code points, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice of `text`, verbatim."""
        return text[self.start : self.end]
