import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW

from onrecord.chat.filters import (
    Filters,
    describe_filters,
    find_choices,
    read_filters,
    select_interviews,
)
from onrecord.chat.library_view import count_words, describe_extent, describe_length, show_library
from onrecord.chat.session import Conversation, put_question
from onrecord.error import QuestionError
from onrecord.interview import Gap, Person
from onrecord.text.span import Span

PAUL = Person("Paul Maree")
OTHER = dataclasses.replace(
    INTERVIEW,
    id="maree",
    title="La marée <monte>",
    publication="L'Écho",
    date=datetime.date(2024, 1, 2),
    people=(PAUL,),
    turns=tuple(dataclasses.replace(turn, speaker=PAUL) for turn in INTERVIEW.turns),
    gap=None,
)
UNDATED = dataclasses.replace(OTHER, id="sans-date", title="Sans date", date=None)
ALL = (INTERVIEW, OTHER, UNDATED)


def ids(filters):
    return [one.id for one in select_interviews(ALL, filters)]


def test_no_filter_leaves_every_interview():
    assert not Filters()
    assert ids(Filters()) == ["criee", "maree", "sans-date"]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(speaker="Paul Maree"), ["maree", "sans-date"]),
        (Filters(publication="Le Phare"), ["criee"]),
        (Filters(first="2022"), ["maree"]),
        (Filters(last="2021"), ["criee"]),
        (Filters(first="2021", last="2024"), ["criee", "maree"]),
        (Filters(speaker="Paul Maree", publication="Le Phare"), []),
    ],
)
def test_filters_leave_the_interviews_that_they_name(filters, left):
    assert ids(filters) == left


def test_a_filter_that_names_nobody_is_an_error():
    with pytest.raises(QuestionError, match="speaker: expected one of the archive's, found 'Zoé'"):
        select_interviews(ALL, Filters(speaker="Zoé"))


def test_years_the_wrong_way_round_are_put_right():
    assert read_filters({"first": "2024", "last": "2019"}) == Filters(first="2019", last="2024")
    assert read_filters({"speaker": None}) == Filters()


def test_choices_are_what_the_interviews_have():
    choices = find_choices(ALL)
    assert choices.speakers == ("Jeanne <Le Bihan>", "Paul Maree")
    assert choices.publications == ("L'Écho", "Le Phare")
    assert choices.years == ("2021", "2024")


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters("Paul", "L'Écho", "2021", "2021"), "Paul, L'Écho, publié en 2021"),
        (Filters(first="2019", last="2021"), "publié de 2019 à 2021"),
        (Filters(first="2019"), "publié depuis 2019"),
        (Filters(last="2019"), "publié jusqu’à 2019"),
    ],
)
def test_filters_are_told_as_dates_of_publication(filters, words):
    assert describe_filters(filters, "fr") == words


def test_the_library_tells_each_interview_latest_first():
    html = show_library(ALL, Filters(), "fr")
    assert html.index("La marée &lt;monte&gt;") < html.index("Jeanne &lt;Le Bihan&gt;</button>")
    assert html.index("Jeanne &lt;Le Bihan&gt;</button>") < html.index(">Sans date</button>")
    assert "date inconnue" in html
    assert f"2 questions, {count_words(INTERVIEW)} mots" in html
    assert "40\u00a0% de l’article est fourni" in html
    assert "Les questions portent sur les 3 entretiens." in html


def test_the_library_says_what_the_filters_leave():
    html = show_library(ALL, Filters(publication="Le Phare"), "en")
    assert "Interviews asked: 1 of 3. Years are those of publication." in html
    assert '<option value="Le Phare" selected>' in html
    assert "marée" not in html


def test_the_length_counts_what_there_is():
    silent = dataclasses.replace(INTERVIEW, turns=())
    assert describe_length(silent, "fr") == "0 mots"
    assert describe_length(dataclasses.replace(INTERVIEW, turns=INTERVIEW.turns[:1]), "fr") == (
        "1 question, 18 mots"
    )
    spoken = dataclasses.replace(
        INTERVIEW, text="mot " * 1200, turns=(dataclasses.replace(INTERVIEW.turns[0], asked=None),)
    )
    long = dataclasses.replace(spoken.turns[0], paragraphs=(Span(0, 4800),))
    spoken = dataclasses.replace(spoken, turns=(long,))
    assert describe_length(spoken, "fr") == "1\u202f200 mots"
    assert describe_length(spoken, "en") == "1,200 words"


def test_one_interview_needs_no_filter():
    assert "<form" not in show_library((INTERVIEW,), Filters(), "fr")


@pytest.mark.parametrize(
    ("gap", "extent"),
    [
        (None, "rien n’indique qu’il en manque"),
        (Gap("paywall", 0.6), "40\u00a0% de l’article est fourni"),
        (Gap("paywall"), "une partie manque"),
    ],
)
def test_the_extent_is_what_the_page_says(gap, extent):
    assert describe_extent(dataclasses.replace(INTERVIEW, gap=gap), "fr") == extent


def test_filters_bound_the_question_and_are_remembered_with_it(archive):
    bounded = Conversation(filters=Filters(first="2022"))
    exchange = put_question(archive, bounded, "Pourquoi avoir fermé la criée ?").exchanges[0]
    assert exchange.answer.notes == ("Aucun entretien ne correspond à ces filtres.",)
    assert exchange.filters == Filters(first="2022")


def test_the_list_of_a_large_library_is_bounded_and_says_what_it_leaves_out():
    many = [
        dataclasses.replace(
            OTHER, id=f"maree-{n}", title=f"Marée {n:04}", date=datetime.date(2000 + n % 20, 1, 1)
        )
        for n in range(1000)
    ]
    html = show_library(many, Filters(), "fr")
    assert html.count('class="title"') == 100
    assert "… et 900 autres\u202f: cherchez" in html
    assert "1\u202f000 entretiens, " in html
    assert 'class="timeline"' not in html
    assert len(html) < 200_000
