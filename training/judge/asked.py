"""Ask an archive of open interviews the questions set apart: what the calibration is fitted on.

Each question is put to all the interviews, to its own alone, and to all but its own, where nobody
answers. The product's own search finds the passages and its own reader reads them.
"""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.answer.calibration import find_odds
from onrecord.answer.inquiry import Sources, inquire, take_candidates
from onrecord.answer.judge import Case as Judged
from onrecord.answer.reading_judge import ReadingJudge
from onrecord.interview import Interview
from onrecord.question.message import read_message
from onrecord.question.scope import Scope
from training.judge.case import Case

ALL, ALONE, WITHOUT = "all", "alone", "without"


@dataclass(frozen=True)
class Asked:
    """A question put to some interviews, and the first n passages that the search found.

    Attributes
    ----------
    scope
        `ALL`, `ALONE` or `WITHOUT` its own interview.
    answered
        Whether a passage of the scope is known to answer.
    logits, odds, orders
        (n,) of the reader; log odds of the quick judge; of the search, see `Candidate.order`.
    right
        (n,) bool: the passages that hold the answer.
    """

    question: str
    scope: str
    answered: bool
    logits: npt.NDArray[np.float64]
    odds: npt.NDArray[np.float64]
    orders: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]


def write_corpus(interviews: Path, folder: Path) -> None:
    """Write the texts of JSON lines, compressed, as a corpus: one file an interview."""
    for line in gzip.decompress(interviews.read_bytes()).decode("utf-8").strip().split("\n"):
        row = json.loads(line)
        (folder / f"{row['id']}.txt").write_text(row["text"], encoding="utf-8")


def ask_cases(sources: Sources, judge: ReadingJudge, cases: Sequence[Case]) -> Iterator[Asked]:
    """Yield every question of the cases, put to each scope; a case of no interview is left out."""
    for case in cases:
        home = _find_home(sources.searcher.index.interviews, case)
        if home is None:
            continue
        for question in case.questions:
            answer = question.answer.of(case.passage) if question.answer else ""
            read: dict[int, float] = {}
            for scope, chosen in _make_scopes(sources.searcher.index.interviews, home).items():
                if scope == WITHOUT and not answer:
                    continue
                asked = _ask(sources, judge, question.text, chosen, read)
                if asked:
                    yield _compare(sources, asked, question.text, scope, home, answer)


def _find_home(interviews: Sequence[Interview], case: Case) -> Interview | None:
    return next((one for one in interviews if case.passage in one.text), None)


def _make_scopes(interviews: Sequence[Interview], home: Interview) -> dict[str, Scope]:
    names = frozenset(one.id for one in interviews)
    return {
        ALL: Scope(names),
        ALONE: Scope(frozenset({home.id})),
        WITHOUT: Scope(names - {home.id}),
    }


def _ask(
    sources: Sources, judge: ReadingJudge, text: str, scope: Scope, read: dict[int, float]
) -> list[tuple[int, float, float, float]]:
    """Return row, logit, odds, order of the first passages; `read` keeps what was read before."""
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
    read.update({one.candidate.row: two.logit for one, two in zip(fresh, readings, strict=True)})
    quick = sources.quick.judge(question, inquiry.result, cases)
    return [
        (one.row, read[one.row], find_odds(two.score), one.order)
        for one, two in zip(candidates, quick, strict=True)
    ]


def _compare(
    sources: Sources,
    asked: Sequence[tuple[int, float, float, float]],
    question: str,
    scope: str,
    home: Interview,
    answer: str,
) -> Asked:
    passages = sources.searcher.index.passages
    start = home.text.find(answer) if answer else -1
    end = start + len(answer)

    def holds(row: int) -> bool:
        one = passages[row]
        shared = min(end, one.end) - max(start, one.start)
        return one.interview_id == home.id and start >= 0 and 2 * shared >= len(answer) > 0

    rows, logits, odds, orders = (np.asarray(part) for part in zip(*asked, strict=True))
    return Asked(
        question,
        scope,
        bool(answer) and scope != WITHOUT,
        logits.astype(np.float64),
        odds.astype(np.float64),
        orders.astype(np.float64),
        np.asarray([holds(int(row)) for row in rows]),
    )
