"""The timeline: columns of equal time, each interview in one of them."""

import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW
from hypothesis import given
from hypothesis import strategies as st

from onrecord.chat.filters import Filters
from onrecord.chat.library_view import show_library
from onrecord.chat.timeline import MOST_COLUMNS, draw_timeline


def interviews(*dates):
    """Return one interview for each date (or None), with its position as id."""
    return [
        dataclasses.replace(
            INTERVIEW, id=f"n{place}", date=datetime.date.fromisoformat(date) if date else None
        )
        for place, date in enumerate(dates)
    ]


def columns(*dates):
    timeline = draw_timeline(interviews(*dates))
    return [(one.name, [own.id for own in one.interviews]) for one in timeline.columns]


def test_years_without_an_interview_stay_empty():
    assert columns("2019-11-28", "2021-05-03", "2021-01-01") == [
        ("2019", ["n0"]),
        ("2020", []),
        ("2021", ["n2", "n1"]),
    ]


def test_one_year_is_told_by_month():
    assert columns("2019-11-28", "2019-09-01") == [
        ("09/2019", ["n1"]),
        ("10/2019", []),
        ("11/2019", ["n0"]),
    ]


def test_a_long_time_is_told_by_several_years():
    found = columns("1958-01-01", "2004-07-14", "2009-12-31")
    assert [name for name, _ in found][:2] == ["1955–1959", "1960–1964"]
    assert (len(found), found[-1]) == (11, ("2005–2009", ["n2"]))


def test_interviews_without_a_date_stand_apart():
    timeline = draw_timeline(interviews(None, "2019-01-01", "2020-01-01"))
    assert [one.id for one in timeline.undated] == ["n0"]


@pytest.mark.parametrize("dates", [(), (None,), ("2019-01-01",), ("2019-01-01", None, None)])
def test_there_is_no_line_through_fewer_than_two_dates(dates):
    assert draw_timeline(interviews(*dates)) is None


@given(st.lists(st.none() | st.dates().map(str), min_size=2, max_size=20))
def test_every_interview_stands_once_in_at_most_twelve_columns(dates):
    known = interviews(*dates)
    timeline = draw_timeline(known)
    if timeline is None:
        assert sum(date is not None for date in dates) < 2
        return
    placed = [one.id for column in timeline.columns for one in column.interviews]
    assert sorted([*placed, *(one.id for one in timeline.undated)]) == sorted(one.id for one in known)
    assert len(timeline.columns) <= MOST_COLUMNS
    placed_dates = [one.date for column in timeline.columns for one in column.interviews]
    assert placed_dates == sorted(placed_dates)


def test_the_library_draws_what_the_filters_leave():
    known = interviews("2019-01-01", "2020-02-01", "2021-03-01", None)
    html = show_library(known, Filters(), "fr")
    assert html.count("data-told=") == 4
    assert 'aria-label="1er février 2020 · Jeanne &lt;Le Bihan&gt;"' in html
    assert "sans date" in html
    assert show_library(known, Filters(first="2020"), "fr").count("data-told=") == 2
