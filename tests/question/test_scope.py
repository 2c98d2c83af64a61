"""The scope of a question: the filters, then the people and the period that it names."""

import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW
from counting import count_calls

from onrecord.error import QuestionError
from onrecord.interview import Interview, Person, Turn
from onrecord.question.person import People
from onrecord.question.question import Intent, Question
from onrecord.question.scope import Scope, make_scope, narrow, read_day
from onrecord.text.span import Span


def make_interview(name: str, date: str | None, publication: str, speaker: str) -> Interview:
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
    make_interview("a", "2019-11-28", "La Gazette", "Cédric O"),
    make_interview("b", "2021-05-03", "Le Phare", "Jeanne Le Bihan"),
    make_interview("c", None, "Le Phare", "Paul Riou"),
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
    hyphen = [make_interview("d", None, "Le Phare", "Anaïs Kerbrat-Mezière")]
    for part in ("Kerbrat", "mezière", "Mme Kerbrat-Meziere", "Anaïs"):
        assert make_scope(hyphen, speaker=part).speakers == {"Anaïs Kerbrat-Mezière"}


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


def test_a_filter_that_is_refused_suggests_three_names_near_it_or_else_five_of_the_archive() -> None:
    names = [f"Le Phare {letter}" for letter in "edcbaf"]
    papers = [make_interview(name, None, name, "Léa Roux") for name in [*names, "", "Xyz"]]

    def suggested(publication: str) -> list[str]:
        with pytest.raises(QuestionError) as refused:
            make_scope(papers, publication=publication)
        return str(refused.value).partition("; try ")[2].split(", ")

    near = suggested("Le Phare")
    assert len(near) == 3 and set(near) < set(names)
    assert suggested("Le Phart b")[0] == "Le Phare b"
    assert suggested("0123456789") == sorted(names)[:5]


def test_what_a_refusal_repeats_of_a_filter_is_cut_at_sixty_characters() -> None:
    for filters, repeated in (
        ({"speaker": "x" * 61}, f"'{'x' * 60}'; try"),
        ({"since": "x" * 61}, f"'{'x' * 59}$"),
        ({"publication": ("x" * 61,)}, rf"\('{'x' * 58}(?!x)"),
    ):
        with pytest.raises(QuestionError, match=f"found {repeated}"):
            make_scope(INTERVIEWS, **filters)  # type: ignore[arg-type]


def test_a_day_may_be_a_date_a_moment_or_text() -> None:
    day = datetime.date(2019, 11, 28)
    for value in (day, datetime.datetime(2019, 11, 28, 7), "2019-11-28", "28/11/2019", "28 nov. 2019"):
        assert read_day(value, "since") == day
    assert read_day(None, "since") is None


ANAIS = Person("Anaïs Kerbrat", "secrétaire d'État chargée de la mer")
ROSE = Person("Rose Riou", "préfète")


def of_year(name: str, year: int, *people: Person) -> Interview:
    """Return an interview of a year in which each of `people` answers once."""
    (turn, *_) = INTERVIEW.turns
    turns = tuple(dataclasses.replace(turn, speaker=person) for person in people)
    date = datetime.date(year, 5, 3)
    return dataclasses.replace(INTERVIEW, id=name, date=date, people=people, turns=turns)


SEA, LAND = of_year("sea", 2019, ANAIS), of_year("land", 2021, ROSE)


def target(
    text: str, *interviews: Interview, intent: Intent = Intent.WORDS, language: str = "fr"
) -> Scope:
    known = interviews or (SEA, LAND)
    question = Question(text, text, text, language, intent)
    return narrow(make_scope(known), question, People(known), known)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Que propose la secrétaire d'État ?", "secrétaire d'État"),
        ("QUE PROPOSE LA SECRÉTAIRE D'ÉTAT ?", "SECRÉTAIRE D'ÉTAT"),
        ("Que répond la préfète ?", "préfète"),
        ("Le cœur de la préfète ?", "prefete"),  # folding « œ » moves the characters after it
    ],
)
def test_a_title_is_told_as_the_question_has_it(text: str, title: str) -> None:
    name = "Rose Riou" if "pr" in title.lower() else "Anaïs Kerbrat"
    note = f"« {title} » : {name}, d’après la fiche de l’entretien."
    assert target(text).notes == (note,)


def test_a_title_is_not_told_where_one_person_alone_speaks() -> None:
    assert target("Que répond la préfète ?", LAND).notes == ()


def test_a_period_bounds_what_is_published_then_and_never_leaves_nothing() -> None:
    assert target("Que disait-on en 2019 ?").interviews == {"sea"}
    none = target("Que disait-on en 1998 ?")
    assert none.interviews == {"sea", "land"}
    assert none.notes[0].startswith("Aucun entretien n’est daté")
    assert none.allows("land", "Rose Riou")
    assert not target("Que disait-on en 2019 ?").allows("land", "Rose Riou")


def test_the_period_of_a_question_prevails_over_that_of_the_one_it_leans_on() -> None:
    before, text = "Que disait-on en 2019 ?", "Et que disait-on en 2021 ?"
    question = Question(text, text, f"{before} {text}", "fr")
    known = [SEA, LAND]
    scope = narrow(make_scope(known), question, People(known), known)
    assert scope.interviews == {"land"}


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        (
            "les entretiens entre 2018 et 2019",
            "Seuls les entretiens publiés du 1er janvier 2018 au 31 décembre 2019 sont interrogés.",
            "Only interviews published from 1 January 2018 to 31 December 2019 are asked.",
        ),
        (
            "les entretiens depuis 2020",
            "Seuls les entretiens publiés depuis le 1er janvier 2020 sont interrogés.",
            "Only interviews published since 1 January 2020 are asked.",
        ),
        (
            "les entretiens avant 2020",
            "Seuls les entretiens publiés jusqu’au 31 décembre 2019 sont interrogés.",
            "Only interviews published until 31 December 2019 are asked.",
        ),
        (
            "Que dit-on du gazole en 2019 ?",
            "Les entretiens publiés du 1er janvier 2019 au 31 décembre 2019 viennent d’abord.",
            "Interviews published from 1 January 2019 to 31 December 2019 come first.",
        ),
        (
            "les entretiens depuis 2030",
            "Aucun entretien n’est daté depuis le 1er janvier 2030 ; tous sont interrogés.",
            "No interview is dated since 1 January 2030; all are asked.",
        ),
    ],
)
def test_how_a_period_was_read_is_told(text: str, french: str, english: str) -> None:
    assert target(text).notes == (french,)
    assert target(text, language="en").notes == (english,)


def test_a_period_that_leans_is_told_only_where_it_puts_something_first() -> None:
    for text in ("Que dit-on du gazole en 1998 ?", "Que dit-on du gazole depuis 2018 ?"):
        assert (target(text).period, target(text).notes) == (None, ())
    assert target("les entretiens depuis 2018").notes != (), "what bounds is told all the same"


def test_a_comparison_is_of_those_it_names_alone() -> None:
    both = target("Que disent Riou et Kerbrat de la mer ?", intent=Intent.COMPARE)
    assert both.allows("sea", "Anaïs Kerbrat") and both.allows("land", "Rose Riou")
    one = target("Comparez ce que dit Riou de la mer", intent=Intent.COMPARE)
    assert not one.allows("sea", "Anaïs Kerbrat")


def test_the_first_question_of_many_people_is_work_in_proportion_to_them() -> None:
    def work(number: int) -> int:
        known = {
            f"i{i}": of_year(f"i{i}", 2019, Person(f"Léa Dupont{i:04d}", f"régie {i}"))
            for i in range(number)
        }
        text = "Que déclare Dupont0007 du gazole ?"
        question = Question(text, text, text, "fr")

        def ask() -> None:
            scope = narrow(make_scope(known.values()), question, People(known.values()), known.values())
            assert scope.speakers == {"Léa Dupont0007"}

        return count_calls(ask)

    few, many = work(100), work(400)
    assert many < 4.5 * few
    assert many < 150 * 400
