"""The most likely sequence of states, and how likely each state is at each place.

A chain of states with scores (logarithms of weights) for each place and for each step from a state to
the next; the caller chooses both. Time and memory grow with the length of the chain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

NEVER = -1e9
"""The score of what cannot be."""

Scores = Sequence[float]  # by state
_Pairs = Sequence[tuple[int, float]]  # a state, and the weight or score of the step from or to it


def decode(start: Scores, steps: Sequence[Scores], places: Sequence[Scores]) -> list[int]:
    """Return the sequence of states whose scores add up to most (Viterbi).

    Parameters
    ----------
    start
        The score of each state at the first place.
    steps
        `steps[a][b]` is the score of state `b` right after state `a`.
    places
        For each place, the score of each state there.
    """
    if not places:
        return []
    before_of = _list_steps(steps)
    states = range(len(start))
    best = [start[state] + places[0][state] for state in states]
    back: list[list[int]] = []
    for place in places[1:]:
        come_from = [max(froms, key=lambda pair: best[pair[0]] + pair[1]) for froms in before_of]
        best = [best[one] + score + place[to] for to, (one, score) in enumerate(come_from)]
        back.append([one for one, _ in come_from])
    state = max(states, key=best.__getitem__)
    found = [state]
    for pointers in reversed(back):
        state = pointers[state]
        found.append(state)
    return found[::-1]


def weigh(start: Scores, steps: Sequence[Scores], places: Sequence[Scores]) -> list[list[float]]:
    """Return for each place how likely each state is (0..1), over all sequences (forward-backward)."""
    if not places:
        return []
    into, out = _list_weights(steps)
    lifted = [_lift(place) for place in places]
    forward = [_even([_power(score) * weight for score, weight in zip(start, lifted[0], strict=True)])]
    for place in lifted[1:]:
        last = forward[-1]
        forward.append(_even(_pass(last, into, place)))
    backward = [1.0] * len(start)
    found: list[list[float]] = []
    for index in range(len(places) - 1, -1, -1):
        found.append(_even([a * b for a, b in zip(forward[index], backward, strict=True)]))
        ahead = [a * b for a, b in zip(lifted[index], backward, strict=True)]
        backward = _even(_pass(ahead, out))
    return found[::-1]


def _pass(
    weights: Sequence[float], pairs: Sequence[_Pairs], scale: Sequence[float] | None = None
) -> list[float]:
    """Return for each state the sum of what its pairs hand on, times its own scale."""
    sums = []
    for some in pairs:
        total = 0.0
        for one, weight in some:
            total += weights[one] * weight
        sums.append(total)
    return sums if scale is None else [a * b for a, b in zip(sums, scale, strict=True)]


def _list_weights(steps: Sequence[Scores]) -> tuple[Sequence[_Pairs], Sequence[_Pairs]]:
    """Return the weights of the steps into each state, and of those out of it, with the other state."""
    states = range(len(steps))
    weights = {
        (one, to): math.exp(max(steps[one][to], -60.0))
        for one in states
        for to in states
        if steps[one][to] > NEVER / 2
    }
    into = [[(one, weights[one, to]) for one in states if (one, to) in weights] for to in states]
    out = [[(to, weights[one, to]) for to in states if (one, to) in weights] for one in states]
    return into, out


def _list_steps(steps: Sequence[Scores]) -> list[list[tuple[int, float]]]:
    """Return for each state the states that it may follow, with the score of the step."""
    count = len(steps)
    possible = [
        [(one, steps[one][to]) for one in range(count) if steps[one][to] > NEVER / 2]
        for to in range(count)
    ]
    return [froms or [(0, NEVER)] for froms in possible]


def _lift(scores: Scores) -> list[float]:
    """Return the weights of scores: the highest is 1, and a floor keeps sequences from summing to 0."""
    top = max(scores)
    return [math.exp(max(score - top, -60.0)) for score in scores]


def _power(score: float) -> float:
    return math.exp(max(score, -60.0))


def _even(weights: list[float]) -> list[float]:
    """Return weights that add up to 1."""
    total = sum(weights)
    return [weight / total for weight in weights] if total > 0 else [1 / len(weights)] * len(weights)
