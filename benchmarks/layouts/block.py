"""The blocks of a page before any format: runs of bold and italic text, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text set in one way."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, entry of a list or row of a table.

    `kind` is one of title, h2, h3, h4, p, li, ol, quote, row, dt, dd. `box` names what it stands in:
    "" the article, else nav, aside, banner or foot. `tight` joins it to the block before it without
    a blank line. A row has its text in `cells`, its `runs` are empty.
    """

    kind: str
    runs: tuple[Run, ...]
    box: str = ""
    tight: bool = False
    cells: tuple[tuple[Run, ...], ...] = ()

    @property
    def text(self) -> str:
        """The words, without their setting."""
        parts = self.cells or (self.runs,)
        return " ".join("".join(run.text for run in part) for part in parts)


def make_block(text: str, kind: str = "p", box: str = "", tight: bool = False) -> Block:
    """Return a block of one plain run."""
    return Block(kind, (Run(text),), box, tight)


def parse_runs(marked: str) -> tuple[Run, ...]:
    """Return the runs of a text in which `*` turns bold on and off, and `~` italics."""
    runs: list[Run] = []
    bold = italic = False
    text = ""
    for character in [*marked, ""]:
        if character in {"*", "~", ""}:
            runs += [Run(text, bold, italic)] if text else []
            text = ""
            bold ^= character == "*"
            italic ^= character == "~"
        else:
            text += character
    return tuple(runs)
