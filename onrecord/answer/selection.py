"""Candidates become a selection: who and when are asked for first, nothing said twice.

The search gives candidates by how well they match; this room knows who speaks, when, and in which
interview. Nothing here searches or judges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.interview import Interview
from onrecord.question.question import Question
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.search import Candidate
from onrecord.text.near_duplicate import Shingles, find_shingles, repeats
from onrecord.text.word import content_words

# Tried by asking tests/questions and another set with and without; of the scale of `Candidate.order`:
_NAMED = 0.1  # for what a person says who is named
_THEN = 0.05  # for what was published when the question says


def select(
    candidates: Iterable[Candidate],
    question: Question,
    scope: Scope,
    passages: Sequence[Passage],
    interviews: Mapping[str, Interview],
) -> list[Candidate]:
    """Return the candidates, best first, those that a question's people and period favour higher.

    Those that answer this very question come before all, in the order of the text: a reader who
    asks what the interviewer asked wants that answer from its beginning.

    Parameters
    ----------
    passages
        The index's: a candidate's row is its place there.
    interviews
        By id.
    """

    def favour(candidate: Candidate) -> float:
        passage = passages[candidate.row]
        then = scope.period is not None and scope.period.holds(interviews[passage.interview_id].date)
        return _NAMED * (passage.speaker in scope.favoured) + _THEN * then

    favoured = [replace(one, order=one.order + favour(one)) for one in candidates]
    ranked = sorted(favoured, key=lambda one: (-one.order, one.row))
    wanted = content_words(question.search)
    asked = {passages[one.row].asked for one in ranked}
    same = {one for one in asked if wanted and content_words(one) == wanted}
    first = [one for one in ranked if passages[one.row].asked in same]
    rest = [one for one in ranked if passages[one.row].asked not in same]
    return sorted(first, key=lambda one: one.row) + rest


def drop_repeated(
    candidates: Iterable[Candidate], passages: Sequence[Passage], shown: Collection[int] = ()
) -> Iterator[Candidate]:
    """Yield the candidates but for those shown, and those that repeat another before them.

    Parameters
    ----------
    shown
        Rows of passages that the reader has seen.
    """
    earlier: list[Shingles] = [find_shingles(passages[row].text) for row in shown]
    seen = frozenset(shown)
    for candidate in candidates:
        shingles = find_shingles(passages[candidate.row].text)
        if candidate.row not in seen and not repeats(shingles, earlier):
            earlier.append(shingles)
            yield candidate


def take_best_of_each(
    candidates: Iterable[Candidate], group: Callable[[Candidate], object]
) -> Iterator[Candidate]:
    """Yield the first candidate of each group."""
    seen: set[object] = set()
    for candidate in candidates:
        if (key := group(candidate)) not in seen:
            seen.add(key)
            yield candidate
