"""Facts about an interview itself."""

import datetime

from onrecord.answer.fact import describe_gap, find_facts
from onrecord.interview import Gap, Interview, Person, Turn
from onrecord.text.span import Span

TEXT = "Chapô.\n\nPourquoi ?\n\nParce que."
INTERVIEW = Interview(
    id="one",
    text=TEXT,
    sha256="",
    fingerprint="",
    author="Maud Kerbrat",
    date=datetime.date(2021, 5, 1),
    people=(Person("Jeanne Le Bihan", "directrice"), Person("Paul Riou")),
    lead=(Span(0, 6),),
    turns=(Turn(1, 1, Span(8, 18), Person("Jeanne Le Bihan"), (Span(20, 30),)),),
)


def values(field: str, language: str = "fr", name: str = "") -> list[str]:
    return [fact.value for fact in find_facts(field, [INTERVIEW], language, name)]


def test_each_field_tells_what_was_read() -> None:
    assert values("people") == ["Jeanne Le Bihan, directrice", "Paul Riou"]
    assert values("asker") == ["Maud Kerbrat"]
    assert values("date") == ["1er mai 2021"]
    assert values("date", "en") == ["1 May 2021"]
    assert values("questions") == ["Pourquoi ?"]
    assert values("lead") == ["Chapô."]


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert values("publication") == ["la page ne le dit pas"]
    assert values("publication", "en") == ["the page does not say"]


def test_a_role_is_that_of_the_person_named() -> None:
    assert values("role", name="le bihan") == ["Jeanne Le Bihan, directrice"]
    assert values("role", name="macron") == []


def test_a_gap_is_told_with_its_share() -> None:
    import dataclasses

    paywalled = dataclasses.replace(INTERVIEW, gap=Gap("paywall", 0.6))
    assert "60\u00a0% de l'article n'est pas fourni" in describe_gap(paywalled, "fr")
    assert "60% of the article was not given" in describe_gap(paywalled, "en")
    assert "une partie" in describe_gap(dataclasses.replace(INTERVIEW, gap=Gap("paywall")), "fr")
    assert "au milieu d'une phrase" in describe_gap(
        dataclasses.replace(INTERVIEW, gap=Gap("end")), "fr"
    )
    assert "rien n'indique" in describe_gap(INTERVIEW, "fr")


def test_ten_interviews_at_most_are_listed() -> None:
    assert len(find_facts("asker", [INTERVIEW] * 30, "fr")) == 10
