"""Facts about an interview itself."""

import dataclasses
import datetime

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.fact import describe_gap, find_facts, tell_facts
from onrecord.interview import Gap, Interview, Person, Turn
from onrecord.question.question import Intent, Question
from onrecord.question.scope import Scope
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
    paywalled = dataclasses.replace(INTERVIEW, gap=Gap("paywall", 0.6))
    assert "60\u00a0% de l’article n’est pas fourni" in describe_gap(paywalled, "fr")
    assert "60% of the article was not given" in describe_gap(paywalled, "en")
    assert "une partie" in describe_gap(dataclasses.replace(INTERVIEW, gap=Gap("paywall")), "fr")
    assert "au milieu d’une phrase" in describe_gap(
        dataclasses.replace(INTERVIEW, gap=Gap("end")), "fr"
    )
    assert "rien n’indique" in describe_gap(INTERVIEW, "fr")


def ask(number: int, intent: Intent, field: str = "", name: str = "") -> Answer:
    """Return the answer about so many interviews, every one but the first without people."""
    known = [dataclasses.replace(INTERVIEW, id=f"i{i}", people=()) for i in range(1, number)]
    inside = [INTERVIEW, *known]
    question = Question("?", "?", "?", "fr", intent, field, name)
    read = lambda ids: [one for one in inside if one.id in ids]  # noqa: E731
    return tell_facts(inside, read, question, Scope(frozenset(one.id for one in inside)))


def test_how_many_interviews_are_not_listed_is_told() -> None:
    ten, twelve = (ask(number, Intent.FACT, "asker") for number in (10, 12))
    assert [fact.value for fact in ten.facts] == ["Maud Kerbrat"] * 10 and ten.notes == ()
    assert twelve.facts == (*ten.facts[:10],)
    assert twelve.notes == ("… et 2 autres entretiens.",)


def test_a_summary_is_the_lead_and_the_questions_and_says_so() -> None:
    answer = ask(1, Intent.SUMMARY)
    assert [(fact.field, fact.value) for fact in answer.facts] == [
        ("lead", "Chapô."),
        ("questions", "Pourquoi ?"),
    ]
    assert answer.notes[0].startswith("Rien n’est généré ici") and len(answer.notes) == 1
    assert answer.verdict is Verdict.FOUND


def test_a_person_who_is_named_limits_the_facts_to_their_interviews_if_there_are_any() -> None:
    assert [fact.interview_id for fact in ask(3, Intent.FACT, "date", "riou").facts] == ["one"]
    assert len(ask(3, Intent.FACT, "date", "macron").facts) == 3
    unknown = ask(3, Intent.FACT, "role", "macron")
    assert (unknown.facts, unknown.verdict) == ((), Verdict.NOT_SAID)


def test_ten_interviews_at_most_are_listed() -> None:
    assert len(find_facts("asker", [INTERVIEW] * 30, "fr")) == 10
