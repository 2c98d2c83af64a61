"""Bold and italics inside a text, in Markdown (`**`, `*`, `_`) and HTML (`<strong>`, `<em>` …).

The text is cut in one pass into runs, each of which is set in one way throughout. Marks without
their partner are ordinary text. What bold means on a page is decided elsewhere (`talk.habit`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.text.span import Span

_TOKEN = re.compile(
    r"\\."
    r"|!\[[^\]\[\n]*\]\([^)\[\n]*\)"
    r"|\]\([^)\[\n]*\)(?:\{[^}{\n]*\})?"
    r"|(?P<tag><(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)[^<>]*>)"
    r"|(?P<marks>\*+|(?<!\w)_+|_+(?!\w))"
    r"|(?<=\S)\{[:.#][^}{\n]*\}"
)
_MARKUP = re.compile(r"[*_<]")
_BOLD_TAGS = ("strong", "b")
_ITALIC_TAGS = ("em", "i")
_STYLED_TAGS = ("span", "font", "div", "p")
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_FAR = 1000  # characters before a run in which the start of its line is looked for
_LINE_START = re.compile(r"\n|<br\s*/?>", re.I)
_WORD = re.compile(r"[^\W_]")


@dataclass(slots=True)
class Run:
    """A slice of text set in one way throughout, without the marks around it."""

    start: int
    end: int
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """An emphasised beginning of a line: in bold when `bold`, else in italics."""

    span: Span
    bold: bool


@dataclass(frozen=True, slots=True)
class Emphasis:
    """How a slice is set: whether all of it is bold, or in italics, and its emphasised beginnings.

    `inner` is the slice without the marks around it. `openings` are the emphasised runs that begin
    a line, in order; neighbouring runs of one kind are joined.
    """

    bold: bool
    italic: bool
    inner: Span
    openings: tuple[Opening, ...]


def find_emphasis(text: str, span: Span) -> Emphasis:
    """Return how the slice `span` of `text` is set."""
    if _MARKUP.search(text, span.start, span.end) is None:
        return Emphasis(False, False, span, ())
    runs = [run for run in _find_runs(text, span) if _WORD.search(text, run.start, run.end)]
    if not runs:
        return Emphasis(False, False, span, ())
    return Emphasis(
        bold=all(run.bold for run in runs),
        italic=all(run.italic for run in runs),
        inner=_widen(text, span, Span(runs[0].start, runs[-1].end)),
        openings=tuple(_find_openings(text, span, runs)),
    )


def _widen(text: str, span: Span, inner: Span) -> Span:
    """Return `inner`, extended over the quotation marks and stops after the last marks."""
    end = inner.end
    while end < span.end and text[end] in "*_":
        end += 1
    return (
        Span(inner.start, span.end)
        if text[end : span.end].strip(' \u00a0?!.…:»”"') == "" and (text[end : span.end].strip())
        else inner
    )


def _find_openings(text: str, span: Span, runs: list[Run]) -> list[Opening]:
    """Return the emphasised beginnings of lines; neighbouring runs of one kind are joined."""
    openings: list[Opening] = []
    previous: Run | None = None
    joined = False
    for run in runs:
        emphasised = run.bold or run.italic
        if (
            emphasised
            and joined
            and previous
            and (run.bold, run.italic) == (previous.bold, previous.italic)
        ):
            openings[-1] = Opening(Span(openings[-1].span.start, run.end), run.bold)
        else:
            line = _start_of_line(text, span.start, run.start)
            before = text[max(line, run.start - 300) : run.start]
            joined = emphasised and (run.start - line < 300) and not _has_words(before)
            if joined:
                openings.append(Opening(Span(run.start, run.end), run.bold))
        previous = run
    return openings


def _start_of_line(text: str, floor: int, position: int) -> int:
    """Return where the line of `position` begins, after a line end or a `<br>`."""
    near = max(floor, position - _FAR)
    starts = [match.end() for match in _LINE_START.finditer(text, near, position)]
    return starts[-1] if starts else floor


def _has_words(text: str) -> bool:
    return _WORD.search(re.sub(r"<[^<>]*>", "", text)) is not None


def _find_runs(text: str, span: Span) -> list[Run]:
    runs: list[Run] = []
    scanner = _Scanner()
    start = span.start
    for match in _TOKEN.finditer(text, span.start, span.end):
        if match[0][0] == "\\":
            continue
        if match["marks"] and not scanner.takes(text, match):
            continue
        if match.start() > start:
            runs.append(scanner.run(start, match.start()))
        start = match.end()
        scanner.turn(match, len(runs))
    if span.end > start:
        runs.append(scanner.run(start, span.end))
    scanner.close(runs)
    return runs


class _Scanner:
    """The state of the scan: whether the text is bold or in italics, and which marks are open."""

    def __init__(self) -> None:
        self._bold: int | None = None  # the run that the open `**` begins
        self._italic: int | None = None
        self._bold_tags = 0
        self._italic_tags = 0
        self._styled: list[bool] = []

    def takes(self, text: str, match: re.Match[str]) -> bool:
        """Return whether marks open or close emphasis here, rather than being ordinary text."""
        is_open = self._italic is not None if len(match[0]) == 1 else self._bold is not None
        if is_open:
            return match.start() > 0 and not text[match.start() - 1].isspace()
        return match.end() < len(text) and not text[match.end()].isspace()

    def turn(self, match: re.Match[str], index: int) -> None:
        """Open or close what a mark or tag opens or closes; the next run has the number `index`."""
        if match["marks"]:
            length = len(match["marks"])
            if length != 1:
                self._bold = index if self._bold is None else None
            if length != 2:
                self._italic = index if self._italic is None else None
        elif match["tag"]:
            step = -1 if match["close"] else 1
            if match["name"].lower() in _BOLD_TAGS:
                self._bold_tags = max(0, self._bold_tags + step)
            elif match["name"].lower() in _ITALIC_TAGS:
                self._italic_tags = max(0, self._italic_tags + step)
            elif match["name"].lower() in _STYLED_TAGS:
                self._turn_styled(match)

    def _turn_styled(self, match: re.Match[str]) -> None:
        """Take notice of a tag that is bold by its own style, up to its end."""
        if not match["close"]:
            self._styled.append(_BOLD_STYLE.search(match[0][:1000]) is not None)
            self._bold_tags += self._styled[-1]
        elif self._styled:
            self._bold_tags = max(0, self._bold_tags - self._styled.pop())

    def run(self, start: int, end: int) -> Run:
        bold = self._bold is not None or self._bold_tags > 0
        return Run(start, end, bold, self._italic is not None or self._italic_tags > 0)

    def close(self, runs: list[Run]) -> None:
        """Undo the emphasis that marks without their partner began."""
        if self._bold is not None:
            for run in runs[self._bold :]:
                run.bold = False
        if self._italic is not None:
            for run in runs[self._italic :]:
                run.italic = False
