"""Filters, before anything is searched."""

import datetime

import pytest

from onrecord.error import QuestionError
from onrecord.interview import Interview, Person, Turn
from onrecord.question.scope import make_scope, read_day
from onrecord.text.span import Span


def interview(name: str, date: str | None, publication: str, speaker: str) -> Interview:
    return Interview(
        id=name,
        text="",
        sha256="",
        fingerprint="",
        publication=publication,
        date=datetime.date.fromisoformat(date) if date else None,
        turns=(Turn(1, 0, None, Person(speaker), (Span(0, 0),)),),
    )


INTERVIEWS = [
    interview("a", "2019-11-28", "La Gazette", "Cédric O"),
    interview("b", "2021-05-03", "Le Phare", "Jeanne Le Bihan"),
    interview("c", None, "Le Phare", "Paul Riou"),
]


def kept(**filters: str) -> set[str]:
    return set(make_scope(INTERVIEWS, **filters).interviews)


def test_no_filter_keeps_all() -> None:
    assert kept() == {"a", "b", "c"}


def test_dates_are_included_at_both_ends() -> None:
    assert kept(since="2019-11-28", until="2019-11-28") == {"a"}
    assert kept(since="2019-11-29") == {"b"}
    assert kept(until="28 novembre 2019") == {"a"}


def test_undated_interviews_are_left_out_and_that_is_known() -> None:
    assert make_scope(INTERVIEWS, since="2000-01-01").undated
    assert not make_scope(INTERVIEWS).undated
    assert not make_scope(INTERVIEWS[:2], since="2020-01-01").undated


def test_names_are_compared_without_case_or_accents() -> None:
    assert kept(publication="la gazette") == {"a"}
    scope = make_scope(INTERVIEWS, speaker="cedric o")
    assert scope.allows("a", "Cédric O") and not scope.allows("b", "Jeanne Le Bihan")
    assert make_scope(INTERVIEWS, speaker="Riou").speakers == {"Paul Riou"}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"interview": "A"}, "interview: expected one of the archive's, found 'A'; try a, b, c"),
        ({"publication": "Le Far"}, "publication: .* try Le Phare"),
        ({"speaker": "Cedric X"}, "speaker: .* try Cédric O"),
        ({"since": "hier matin, un mardi"}, "since: expected a date such as 2019-11-28"),
        ({"since": ""}, "since: expected a date"),
        ({"until": "2019-13-45"}, "until: expected a date"),
        ({"since": "2021-01-01", "until": "2020-01-01"}, "expected since before until"),
    ],
)
def test_a_filter_that_names_nothing_is_refused(filters: dict[str, str], message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        make_scope(INTERVIEWS, **filters)


def test_a_day_may_be_a_date_a_moment_or_text() -> None:
    day = datetime.date(2019, 11, 28)
    for value in (day, datetime.datetime(2019, 11, 28, 7), "2019-11-28", "28/11/2019", "28 nov. 2019"):
        assert read_day(value, "since") == day
    assert read_day(None, "since") is None
