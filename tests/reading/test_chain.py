"""The chain finds the best sequence of states, and how likely each is: as trying all of them does."""

import itertools
import math
import random

import pytest

from onrecord.reading.talk.chain import NEVER, decode, weigh


def make_chain(seed, length=5, count=3):
    chance = random.Random(seed)
    start = [chance.uniform(-2, 2) for _ in range(count)]
    steps = [
        [NEVER if chance.random() < 0.2 else chance.uniform(-2, 2) for _ in range(count)]
        for _ in range(count)
    ]
    places = [[chance.uniform(-2, 2) for _ in range(count)] for _ in range(length)]
    return start, steps, places


def score(states, start, steps, places):
    total = start[states[0]] + sum(place[state] for place, state in zip(places, states, strict=True))
    return total + sum(steps[one][other] for one, other in itertools.pairwise(states))


@pytest.mark.parametrize("seed", range(20))
def test_the_best_sequence_is_the_best_of_all(seed):
    chain = make_chain(seed)
    every = itertools.product(range(3), repeat=5)
    assert tuple(decode(*chain)) == max(every, key=lambda states: score(states, *chain))


@pytest.mark.parametrize("seed", range(20))
def test_how_likely_a_state_is_counts_all_sequences(seed):
    chain = make_chain(seed)
    weights = {
        states: math.exp(score(states, *chain)) if score(states, *chain) > NEVER / 2 else 0.0
        for states in itertools.product(range(3), repeat=5)
    }
    total = sum(weights.values())
    for place, row in enumerate(weigh(*chain)):
        for state in range(3):
            share = sum(w for states, w in weights.items() if states[place] == state) / total
            assert row[state] == pytest.approx(share, abs=1e-6)


def test_an_empty_chain_has_no_states():
    assert decode([0.0], [[0.0]], []) == []
    assert weigh([0.0], [[0.0]], []) == []
