"""Rules that cut a block which holds several parts of a talk: a question and its answer, a byline.

Each rule is a function from a text and a block to the offsets (code points) at which the block is
cut; `block.cut` makes the pieces. Whether a piece asks or answers is decided later, in `habit`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.reading.block.block import Block, Look, ends_as_question
from onrecord.reading.block.cut import Cutter
from onrecord.reading.block.label import Label, read_label, says_question
from onrecord.reading.page.byline import find_byline_cues
from onrecord.reading.talk.introduction import told_pattern
from onrecord.text.mark import DASHES, LINE_ENDS
from onrecord.text.markup import plain
from onrecord.text.pattern import one_of
from onrecord.text.phrase import begins_with
from onrecord.text.pronoun import addresses, invites, speaks_of_oneself
from onrecord.text.span import Span

_CLOSERS = re.compile(r"[*_]{1,3}|</[a-zA-Z]+>|\{[:.#][^}{\n]*\}|[ \t\u00a0]*[?!:»”\"](?=[\s*_<]|$)")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_DASH = re.compile(rf"[ \t]*[{DASHES}][ \t\u00a0]+\S")
_HYPHEN = re.compile(r"[ \t]*-[ \t\u00a0]+\S")
_LONGEST_QUESTION = 600
_LONGEST_INLINE = 5000  # characters of a block that is looked through for labels inside
_FEWEST_RUN_IN = 2
_LONGEST_END = 100  # characters of a line that says that the talk is over
_QUESTION_FIRST = re.compile(r"[^.!?…]{3,}?[?](?=[ \u00a0\n])")
_SENTENCE = re.compile(r"[^?!.…]{3,}[.…] ")  # with which an answer opens that ends in a question
_MANY_LINES = 400  # lines; a longer block is no paragraph, its lines are not looked at one by one


def cut_at_openings(text: str, block: Block) -> list[int]:
    """Cut before and after a question in bold or italics that stands in a paragraph with its answer."""
    cuts: list[int] = []
    for opening in (one.span for one in block.openings):
        if opening.end - opening.start > _LONGEST_QUESTION:
            continue
        end = _after_closers(text, opening.end, block.span.end)
        content = plain(text[opening.start : end])
        fills_line = end >= block.span.end or text[end] == "\n" or _BREAK.match(text, end) is not None
        is_statement = content.endswith((".", "!", "…")) and fills_line and len(content) > 15
        if ends_as_question(content) or is_statement or (invites(content) and len(content) > 10):
            cuts += [_line_start(text, opening.start, block.span.start), end]
    return cuts


def cut_at_labels(believed: set[str], found: dict[int, list[Label]]) -> Cutter:
    """Return the rule that cuts before each line that opens with a believed label.

    Parameters
    ----------
    believed
        The keys of the labels that are believed.
    found
        The labels at the heads of each block's lines, by the offset at which the block begins.
    """

    def cut(text: str, block: Block) -> list[int]:
        labels = found[block.span.start]
        cuts = [label.span.start for label in labels if label.key in believed]
        if labels and labels[0].span.start == block.span.start and says_question(labels[0].text):
            cuts += [match.end() for match in _answer_inside().finditer(text, *_bounds(block))]
        return cuts

    return cut


def cut_run_in(text: str, blocks: Sequence[Block]) -> Cutter:
    """Return the rule that cuts after the question with which a paragraph opens, its answer behind it.

    It cuts where the page does so: half of its longer paragraphs, two or more, open with a question
    put to somebody; or half of many open with any question, and one at least is put to somebody.
    """
    paragraphs = [block for block in blocks if block.look is Look.PLAIN and len(block.plain) > 30]
    ends = {block.span.start: end for block in paragraphs if (end := _end_of_question(text, block))}
    asked = [plain(text[start:end]) for start, end in ends.items()]
    put = sum(addresses(one) and not speaks_of_oneself(one) for one in asked)
    is_often = put >= _FEWEST_RUN_IN and 2 * put >= len(paragraphs)
    is_usual = put and len(ends) > 2 * _FEWEST_RUN_IN and 2 * len(ends) >= len(paragraphs)
    if not (is_often or is_usual):
        return lambda text, block: []
    return lambda text, block: [ends[block.span.start]] if block.span.start in ends else []


def _end_of_question(text: str, block: Block) -> int:
    """Return where the question ends with which a block opens, or 0 where none does."""
    match = _QUESTION_FIRST.match(text, block.span.start, block.span.end)
    if match is None or len(match[0]) > _LONGEST_QUESTION:
        return 0
    rest = plain(text[match.end() : block.span.end])
    is_answer = bool(rest) and (not ends_as_question(rest) or _SENTENCE.match(rest) is not None)
    return match.end() if is_answer else 0


def find_inline_labels(text: str, block: Block) -> list[Label]:
    """Return what may be a label inside a line, after the end of a sentence (« … ? Drapier : Non »)."""
    if block.look is Look.EMPTY or block.reason or len(block.plain) > _LONGEST_INLINE:
        return []
    head = read_label(text, block.span)  # « Anne St. Clare: » opens with one label, not with two
    start = head.span.end if head and not head.is_weak else block.span.start
    found = (
        read_label(text, Span(match.end(), block.span.end))
        for match in _inside().finditer(text, start, block.span.end)
    )
    return [label for label in found if label and (not label.is_weak or text[label.span.start] == "[")]


def cut_at_bylines(text: str, block: Block) -> list[int]:
    """Cut before « Propos recueillis par … » at the end of a paragraph."""
    tail = max(block.span.start, block.span.end - 300)
    cues = find_byline_cues(text, tail, block.span.end)
    if not cues:
        return []
    start = cues[-1]
    while start > block.span.start and text[start - 1] in "*_([ \t":
        start -= 1
    opens = start == block.span.start or text[max(0, start - 20) : start].rstrip()[-1:] in ".!?…»)*_>"
    return [start] if opens else []


def cut_at_dashes(text: str, block: Block) -> list[int]:
    """Cut before each line of a dialogue set with dashes; short ones where a third of the lines ask."""
    starts = [start for start in _line_starts(text, block.span) if _DASH.match(text, start)]
    if not starts:
        starts = [start for start in _line_starts(text, block.span) if _HYPHEN.match(text, start)]
        asked = sum(ends_as_question(_line_at(text, start, block.span.end)) for start in starts)
        starts = starts if len(starts) > 1 and 3 * asked >= len(starts) else []
    return starts if len(starts) > 1 or starts[:1] > [block.span.start] else []


def cut_at_endings(text: str, block: Block) -> list[int]:
    """Cut before a last line that says that the talk is over (« [Fin de l'enregistrement] »)."""
    last = text.rfind("\n", block.span.start, block.span.end) + 1
    if last <= block.span.start or block.span.end - last > _LONGEST_END:
        return []
    return [last] if begins_with(text[last : block.span.end], "endings") else []


def cut_after_question_lines(text: str, block: Block) -> list[int]:
    """Cut before and after a question that ends at the end of a line, where the writer broke it.

    A line was broken by the writer when the next word would still have fitted on it. So a
    hard-wrapped paragraph in which a question ends a line by chance stays whole.
    """
    starts = [*_line_starts(text, block.span), block.span.end]
    lines = [text[start:end] for start, end in itertools.pairwise(starts)]
    if not 1 < len(lines) < _MANY_LINES:
        return []
    ends = [plain(line).endswith(LINE_ENDS) for line in lines]
    is_timed = lines[1].startswith("    ")  # blanks stand where a time code was
    are_captions = is_timed or 2 * sum(ends) <= len(lines)  # hard-wrapped paragraphs are read alike
    width = max(map(len, lines))
    cuts: list[int] = []
    begin = starts[0]
    for index, line in enumerate(lines[:-1]):
        following = (lines[index + 1].split(maxsplit=1) or [""])[0]
        on_purpose = ends[index] if are_captions else len(line.rstrip()) + 1 + len(following) <= width
        if not on_purpose:
            continue
        end = starts[index + 1]
        asked = plain(text[begin:end])
        is_put = not are_captions or (addresses(asked) and not speaks_of_oneself(asked))
        if is_put and ends_as_question(asked) and len(asked) <= _LONGEST_QUESTION:
            cuts += [begin, end]
        begin = end
    return cuts


def read_line_labels(text: str, block: Block) -> Iterator[Label]:
    """Yield each label that may open a line of a block."""
    if block.look is Look.EMPTY or block.reason or told_pattern().match(block.plain[:_LONGEST_END]):
        return
    for start in _line_starts(text, block.span):
        label = read_label(text, Span(start, block.span.end))
        if label is not None:
            yield label


@cache
def _inside() -> re.Pattern[str]:
    """Return the pattern of the blank before what may be a label, after the end of a sentence."""
    word, particle = r"[A-ZÀ-Þ][\w’'.-]*", one_of("names", "particles")
    name = rf"{word}(?:[ \u00a0](?:{particle}[ \u00a0-]?){{0,3}}{word}){{0,3}}"
    return re.compile(
        r"(?<=[^A-ZÀ-Þ][.?!…»”\"])[ \u00a0]+"
        rf"(?=[*_\[]{{0,3}}(?:(?:{particle}[ \u00a0-]?){{0,3}}{name}|[a-zß-ÿ][\w.-]{{1,24}})"
        r"(?:[*_\]]{0,3}\s?:[\s*_]|\]\s))"
    )


@cache
def _answer_inside() -> re.Pattern[str]:
    """Return the pattern of the blank before an answer's label inside a question's paragraph."""
    label = one_of("labels", "answer_inside")
    return re.compile(rf"(?<=[?.!»\"])\s+(?=(?:[*_]{{1,2}})?{label}[ \u00a0]?[.:][*_\s])")


def _bounds(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end


def _line_starts(text: str, span: Span) -> Iterator[int]:
    yield span.start
    end = text.find("\n", span.start, span.end)
    while end >= 0:
        yield end + 1
        end = text.find("\n", end + 1, span.end)


def _line_at(text: str, start: int, end: int) -> str:
    stop = text.find("\n", start, end)
    return plain(text[start : stop if stop >= 0 else end])


def _line_start(text: str, position: int, floor: int) -> int:
    return max(text.rfind("\n", floor, position) + 1, floor)


def _after_closers(text: str, position: int, end: int) -> int:
    while position < end and (match := _CLOSERS.match(text, position, end)) and match.end() > position:
        position = match.end()
    return position
