"""Ask an archive of open interviews the questions on whole interviews that are set apart.

Each question is put to all the interviews, to its own alone, to three others, each alone, and, if it
has an answer, to all but its own. The product's own search finds the passages and its own reader reads
them. The calibration is fitted on what comes out.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from onrecord.answer.calibration import Signs
from onrecord.answer.inquiry import Sources, inquire, take_candidates
from onrecord.answer.judge import Case as Judged
from onrecord.answer.quote import choose_run, quote_sentences
from onrecord.answer.reader import Reading
from onrecord.answer.reading_judge import ReadingJudge, find_signs
from onrecord.question.message import read_message
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import Passage
from onrecord.text.span import Span
from training.judge.whole import WholeQuestion

ALL, ALONE, OTHER, WITHOUT = "all", "alone", "other", "without"
OTHERS = 3  # interviews that a question is put to, one at a time, beside its own


@dataclass(frozen=True)
class Asked:
    """A question put to some interviews, and the first n passages that the search found.

    Attributes
    ----------
    scope
        `ALL`, its own interview `ALONE`, an `OTHER` alone, or all `WITHOUT` its own.
    answered
        Whether a passage of the scope is known to answer.
    signs
        n, what says whether each passage answers, and what comes first.
    right
        (n,) bool: the passages that hold an answer.
    holds, overlap
        Of the first right passage: whether the marked sentences hold the whole answer, and the F1 of
        their characters; -1 without one.
    """

    question: str
    scope: str
    answered: bool
    signs: tuple[Signs, ...]
    right: npt.NDArray[np.bool_]
    holds: float
    overlap: float


def ask_questions(
    sources: Sources, judge: ReadingJudge, questions: Sequence[WholeQuestion]
) -> Iterator[Asked]:
    """Yield every question, put to each scope."""
    names = frozenset(one.id for one in sources.searcher.index.interviews)
    for question in questions:
        read: dict[int, Reading] = {}
        home = frozenset({question.interview})
        scopes = [(ALL, names), (ALONE, home)]
        scopes += [(OTHER, frozenset({one})) for one in draw_others(question, names - home)]
        scopes += [(WITHOUT, names - home)] if question.answers else []
        for scope, chosen in scopes:
            found = _ask(sources, judge, question.text, Scope(chosen), read)
            if found:
                yield _compare(sources, found, question, scope, read)


def draw_others(question: WholeQuestion, names: Collection[str]) -> list[str]:
    """Return some of the interviews, the same ones for the same question."""

    def draw(name: str) -> bytes:
        return hashlib.blake2b(f"{name} {question.text}".encode()).digest()

    return sorted(names, key=draw)[:OTHERS]


def _ask(
    sources: Sources, judge: ReadingJudge, text: str, scope: Scope, read: dict[int, Reading]
) -> list[tuple[int, Signs]]:
    """Return row and signs of the first passages; `read` keeps what was read before."""
    (question, *_) = read_message(text, (), sources.people).questions
    inquiry = inquire(sources, question, scope)
    candidates = take_candidates(inquiry, judge.reach)
    if inquiry.result is None:
        return []
    searcher = sources.searcher
    passages = [searcher.index.passages[one.row] for one in candidates]
    cases = [
        Judged(searcher.interviews[passage.interview_id], passage, one)
        for passage, one in zip(passages, candidates, strict=True)
    ]
    fresh = [case for case in cases if case.candidate.row not in read]
    readings = judge.read(question.search, fresh)
    read.update({one.candidate.row: two for one, two in zip(fresh, readings, strict=True)})
    readings = [read[one.row] for one in candidates]
    signs = find_signs(question, inquiry.result, cases, readings)
    return [(one.row, two) for one, two in zip(candidates, signs, strict=True)]


def _compare(
    sources: Sources,
    found: Sequence[tuple[int, Signs]],
    question: WholeQuestion,
    scope: str,
    read: dict[int, Reading],
) -> Asked:
    """Return which of the passages found hold an answer, and how well the first of them is marked."""
    passages = sources.searcher.index.passages
    answers = question.answers if scope in (ALL, ALONE) else ()
    rows, signs = zip(*found, strict=True)
    held = {
        row: _find_held(passages[row], answers)
        if passages[row].interview_id == question.interview
        else None
        for row in rows
    }
    marks = (_compare_mark(passages[row], read[row], one) for row, one in held.items() if one)
    holds, overlap = next(marks, (-1.0, -1.0))
    return Asked(
        question.text,
        scope,
        bool(answers),
        signs,
        np.asarray([held[row] is not None for row in rows]),
        holds,
        overlap,
    )


def _find_held(passage: Passage, answers: Iterable[Span]) -> Span | None:
    """Return the part that a passage holds of the first answer of which it holds half, or None."""
    for place in answers:
        held = Span(max(place.start, passage.start), min(place.end, passage.end))
        if 2 * (held.end - held.start) >= place.end - place.start:
            return held
    return None


def _compare_mark(passage: Passage, reading: Reading, answer: Span) -> tuple[float, float]:
    """Return whether the mark holds all of an answer (0 or 1), and the F1 (0..1) of its characters."""
    quote = quote_sentences(passage, *choose_run(reading.shares, passage.sentences))
    start = passage.start + passage.text.index(quote.text)
    end = start + len(quote.text)
    shared = max(0, min(end, answer.end) - max(start, answer.start))
    holds = float(start <= answer.start and answer.end <= end)
    return holds, 2 * shared / (end - start + answer.end - answer.start)
