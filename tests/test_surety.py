"""How sure a turn is comes from a command: what it fits, and that the program reads what it wrote."""

import random

import pytest

from benchmarks.surety import Case, fit, measure_loss
from onrecord.interview import Person
from onrecord.reading.bounded import read_bounded
from onrecord.reading.talk.surety import lift, load_lift

TALK = "# Entretien avec Léa Roux\n\nQ : Où ?\n\nR : À Vif.\n\nQ : Quand ?\n\nR : En mai.\n"


@pytest.mark.parametrize("power", [0.3, 0.6, 1.2])
def test_the_power_that_made_the_cases_is_found(power):
    chance = random.Random(4)
    evidence = [0.5 + chance.random() / 2 for _ in range(20_000)]
    cases = [Case(one, chance.random() < one**power) for one in evidence]
    assert fit(cases) == pytest.approx(power, abs=0.05)


def test_a_sure_mistake_costs_more_than_a_doubtful_one():
    sure, doubtful = Case(0.99, right=False), Case(0.6, right=False)
    assert measure_loss([sure], 1.0) > measure_loss([doubtful], 1.0)
    assert measure_loss([Case(1.0, right=False)], 0.1) < 100


def test_evidence_is_lifted_and_stays_in_order():
    assert (lift(0.0), lift(1.0)) == (0.0, 1.0)
    assert 0.8 < lift(0.8) < lift(0.9)
    assert 0 < load_lift() < 1


def test_nobody_is_as_unsure_as_before():
    named = read_bounded("a.md", TALK.encode()).turns
    unnamed = read_bounded("a.md", TALK.partition("\n")[2].encode()).turns
    assert [turn.speaker for turn in named] == [Person("Léa Roux")] * 2
    assert [turn.speaker for turn in unnamed] == [Person("")] * 2
    assert max(turn.sure_speaker for turn in unnamed) <= 0.45
    assert min(turn.sure_speaker for turn in named) > 0.8
