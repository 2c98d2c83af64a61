"""The period that a question names."""

import datetime

import pytest

from onrecord.question.period import Period, find_period

DAY = datetime.date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Que disait-il en 2019 ?", DAY(2019, 1, 1), DAY(2019, 12, 31)),
        ("Que disait-elle du gazole en mars 2021 ?", DAY(2021, 3, 1), DAY(2021, 3, 31)),
        ("Dans les entretiens de 2020, le gazole ?", DAY(2020, 1, 1), DAY(2020, 12, 31)),
        ("Les interviews publiées depuis 2020 en parlent-elles ?", DAY(2020, 1, 1), None),
        ("Les entretiens parus avant 2019 en parlent-ils ?", None, DAY(2018, 12, 31)),
        ("les articles jusqu'en 2019", None, DAY(2019, 12, 31)),
        ("les articles après février 2020", DAY(2020, 3, 1), None),
        ("les entretiens entre 2019 et 2021", DAY(2019, 1, 1), DAY(2021, 12, 31)),
        ("What did she say about fuel in March 2021?", DAY(2021, 3, 1), DAY(2021, 3, 31)),
        ("interviews published since 2020", DAY(2020, 1, 1), None),
        ("En 2019, que disait-elle ?", DAY(2019, 1, 1), DAY(2019, 12, 31)),
        ("Que regrettaient-elles avant 2021 ?", None, DAY(2020, 12, 31)),
        ("Que racontait-on en 2021 ?", DAY(2021, 1, 1), DAY(2021, 12, 31)),
        ("What do the interviews of 2022 say of fuel?", DAY(2022, 1, 1), DAY(2022, 12, 31)),
    ],
)
def test_what_was_said_then_is_bound(text: str, first: DAY | None, last: DAY | None) -> None:
    assert find_period(text) == Period(first, last, bounds=True)


@pytest.mark.parametrize("text", ["Que dit-il du gazole en 2019 ?", "En 2019, que dit-elle ?"])
def test_a_year_beside_a_verb_of_saying_leans(text: str) -> None:
    assert find_period(text) == Period(DAY(2019, 1, 1), DAY(2019, 12, 31), bounds=False)


@pytest.mark.parametrize(
    "text",
    [
        "Combien de bateaux en 2019 ?",
        "Que pense-t-il de la réforme de 2019 ?",
        "Pourquoi la criée a-t-elle fermé en 2021 ?",
        "Depuis 2020, les prix montent-ils ?",
        "Que dit-il des 2019 bateaux ?",
        "Que disait-il ?",
        "Que disait-il en 0000 ?",
        "les interviews entre 2021 et 2019",
    ],
)
def test_a_year_that_is_spoken_about_is_no_period(text: str) -> None:
    assert find_period(text) is None


def test_a_period_holds_its_days_and_no_unknown_one() -> None:
    period = Period(DAY(2019, 1, 1), None, bounds=True)
    assert period.holds(DAY(2019, 1, 1)) and period.holds(DAY(2030, 1, 1))
    assert not period.holds(DAY(2018, 12, 31)) and not period.holds(None)


def test_a_period_ends_on_its_last_day_and_begins_on_its_first() -> None:
    until = Period(None, DAY(2019, 12, 31), bounds=True)
    assert until.holds(DAY(2019, 12, 31)) and until.holds(DAY(1970, 1, 1))
    assert not until.holds(DAY(2020, 1, 1))
    both = Period(DAY(2019, 2, 1), DAY(2019, 2, 28), bounds=False)
    days = (DAY(2019, 1, 31), DAY(2019, 2, 1), DAY(2019, 2, 28), DAY(2019, 3, 1))
    assert [both.holds(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("les entretiens entre mars 2019 et mai 2021", DAY(2019, 3, 1), DAY(2021, 5, 31)),
        ("les entretiens de février 2020", DAY(2020, 2, 1), DAY(2020, 2, 29)),
        ("les entretiens de janvier 2021", DAY(2021, 1, 1), DAY(2021, 1, 31)),
        ("les entretiens de décembre 2021", DAY(2021, 12, 1), DAY(2021, 12, 31)),
        ("les entretiens entre 2019 et 2019", DAY(2019, 1, 1), DAY(2019, 12, 31)),
        ("les entretiens après 2019", DAY(2020, 1, 1), None),
        ("les entretiens avant mars 2020", None, DAY(2020, 2, 29)),
    ],
)
def test_a_period_has_the_days_of_its_months(text: str, first: DAY | None, last: DAY | None) -> None:
    assert find_period(text) == Period(first, last, bounds=True)


def test_the_first_and_the_last_year_of_the_calendar_are_no_period() -> None:
    for how in ("de", "depuis", "après", "avant", "jusqu'en"):
        assert find_period(f"les entretiens {how} 0001") is None
        assert find_period(f"les entretiens {how} 9999") is None
    assert find_period("les entretiens avant 0002") == Period(None, DAY(1, 12, 31), bounds=True)
    assert find_period("les entretiens après 9998") == Period(DAY(9999, 1, 1), None, bounds=True)
