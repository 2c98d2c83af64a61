"""A trial: one question asked of the archive, and its answer compared with the right one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.hit import Hit
from onrecord.error import EvaluationError, QuestionError
from onrecord.evaluation.gold import GoldQuestion
from onrecord.evaluation.match import is_right, measure_overlap
from onrecord.interview import Interview
from onrecord.text.span import Span
from onrecord.text.word import words

if TYPE_CHECKING:
    from onrecord.archive import Archive

PASSAGES = 10  # asked for, hits and nearest together
REACH = 5  # passages that a reader looks at: quote and speaker are judged among these


@dataclass(frozen=True, slots=True)
class Trial:
    """A question, its verdict, and the passages found: the hits, then the nearest.

    `right` is whether each passage answers; `verbatim` is whether each passage and each quote, two
    values for a passage, are exact slices of their interview. `seconds` is the time of `Archive.ask`.
    """

    gold: GoldQuestion
    verdict: Verdict
    ranked: tuple[Hit, ...]
    right: tuple[bool, ...]
    verbatim: tuple[bool, ...]
    seconds: float

    @property
    def found(self) -> bool:
        """Whether the verdict is "found"."""
        return self.verdict is Verdict.FOUND

    @property
    def rank(self) -> int | None:
        """The rank of the first right passage, from 1; None if no passage is right."""
        return self.right.index(True) + 1 if True in self.right else None

    @property
    def score(self) -> float:
        """The score (0..1) of the first passage; 0 if nothing was found."""
        return self.ranked[0].score if self.ranked else 0.0

    @property
    def judged(self) -> Hit | None:
        """The first right passage, None unless it is among the first five."""
        return self.ranked[self.rank - 1] if self.rank and self.rank <= REACH else None

    @property
    def overlap(self) -> float | None:
        """The F1 (0..1) of the judged quote against the nearest gold quote; None without one."""
        if self.judged is None:
            return None
        quote = self.judged.quote.text
        return max(measure_overlap(quote, answer.quote) for answer in self.gold.answers)

    @property
    def right_speaker(self) -> bool | None:
        """Whether the speaker of the judged passage shares a word of the name with the right one.

        None without a judged passage, or when the question does not give the right speaker.
        """
        if self.judged is None or not self.gold.speaker:
            return None
        return not set(words(self.gold.speaker)).isdisjoint(words(self.judged.speaker))


def ask_questions(
    archive: Archive,
    questions: Sequence[GoldQuestion],
    on_progress: Callable[[int, int], None] | None = None,
    *,
    quick: bool = False,
) -> list[Trial]:
    """Ask every question; return the trials in order.

    Parameters
    ----------
    on_progress
        Called with the number of questions asked so far, and their total.
    quick
        As in `Archive.ask`.

    Raises
    ------
    EvaluationError
        When an answer's interview is not in the archive, or a question cannot be asked.
    """
    for one in questions:
        for answer in one.answers:
            if answer.interview_id not in archive.interviews:
                raise EvaluationError(
                    f"{one.place}: interview_id: expected an interview of the corpus (its file's name "
                    f"without the extension), found {answer.interview_id!r}"
                )
    trials = []
    for number, one in enumerate(questions, 1):
        trials.append(_ask(archive, one, quick=quick))
        if on_progress is not None:
            on_progress(number, len(questions))
    return trials


def _ask(archive: Archive, gold: GoldQuestion, *, quick: bool) -> Trial:
    start = time.perf_counter()
    try:
        answer: Answer = archive.ask(gold.question, PASSAGES, gold.history, quick=quick)
    except QuestionError as error:
        raise EvaluationError(f"{gold.place}: {error}") from error
    seconds = time.perf_counter() - start
    ranked = (*answer.hits, *answer.nearest)
    return Trial(
        gold=gold,
        verdict=answer.verdict,
        ranked=ranked,
        right=tuple(is_right(hit, gold.answers) for hit in ranked),
        verbatim=tuple(
            exact for hit in ranked for exact in _is_exact(hit, archive.interviews[hit.interview_id])
        ),
        seconds=seconds,
    )


def _is_exact(hit: Hit, interview: Interview) -> tuple[bool, bool]:
    """Return whether a passage, and whether its quote, are the slices that their offsets give."""
    quote = hit.quote
    inside = hit.start <= quote.start <= quote.end <= hit.end
    return (
        interview.show(Span(hit.start, hit.end)) == hit.text,
        inside and interview.show(Span(quote.start, quote.end)) == quote.text,
    )
