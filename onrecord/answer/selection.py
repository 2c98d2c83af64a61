"""Selection: people and periods that the question names come first, and repetitions are dropped.

The search ranks candidates by how well they match; selection also looks at who speaks, when, and in
which interview. Nothing here searches or judges.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.interview import Card
from onrecord.question.question import Question
from onrecord.question.scope import Scope
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.search import Candidate
from onrecord.text.near_duplicate import Shingles, find_shingles, repeats
from onrecord.text.word import content_words

# Added to `Candidate.order`. Tried by asking tests/questions and another set with and without them:
_NAMED_BONUS = 0.1  # the question names who speaks
_PERIOD_BONUS = 0.05  # the interview was published in the period that the question names


def select(
    candidates: Iterable[Candidate],
    question: Question,
    scope: Scope,
    passages: Sequence[Passage],
    cards: Mapping[str, Card],
) -> list[Candidate]:
    """Return the candidates, best first, with a bonus for the people and the period of the question.

    If the interviewer asked the same question, the passages of that answer come before all others,
    in the order of the text, since the reader wants that answer from its beginning.

    Parameters
    ----------
    passages
        All passages of the index, by row.
    cards
        Of the interviews, by id.
    """

    def bonus(candidate: Candidate) -> float:
        passage, period = passages[candidate.row], scope.period
        in_period = period is not None and period.holds(cards[passage.interview_id].date)
        return _NAMED_BONUS * (passage.speaker in scope.favoured) + _PERIOD_BONUS * in_period

    favoured = [replace(one, order=one.order + bonus(one)) for one in candidates]
    ranked = sorted(favoured, key=lambda one: (-one.order, one.row))
    asked = {passages[one.row].asked for one in ranked}
    same = {one for one in asked if is_put_again(question.search, one)}
    first = sorted((one for one in ranked if passages[one.row].asked in same), key=lambda one: one.row)
    rest = [one for one in ranked if passages[one.row].asked not in same]
    top = ranked[0].order if ranked else 0.0  # a whole number more for each place: no judge undoes that
    places = range(len(first), 0, -1)
    return [replace(one, order=top + place) for one, place in zip(first, places, strict=True)] + rest


def is_put_again(question: str, asked: str) -> bool:
    """Return whether a question has the very content words of one that the interviewer asked."""
    wanted = content_words(question)
    return bool(wanted) and content_words(asked) == wanted


def drop_repeated(
    candidates: Iterable[Candidate], passages: Sequence[Passage], shown: Collection[int] = ()
) -> Iterator[Candidate]:
    """Yield the candidates that the reader has not seen and that repeat no earlier passage.

    Parameters
    ----------
    shown
        The rows of passages that the reader has seen.
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
    """Yield the first candidate of each group; `group` returns the key of a candidate's group."""
    seen: set[object] = set()
    for candidate in candidates:
        if (key := group(candidate)) not in seen:
            seen.add(key)
            yield candidate
