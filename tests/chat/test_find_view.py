"""Exact words in the page: what is listed, what is counted, what is marked, and that all is escaped."""

import dataclasses

import pytest
from chat_samples import INTERVIEW, TEXT

from onrecord.answer.occurrence import find_words
from onrecord.chat.filters import Filters
from onrecord.chat.find_view import (
    MOST_SHOWN,
    Search,
    focus_on_places,
    show_find,
    view_found,
)
from onrecord.chat.interview_view import show_interview
from onrecord.interview import Person
from onrecord.question.scope import make_scope

ALL = Filters()


def find(words, *interviews, **options):
    known = interviews or (INTERVIEW,)
    return list(find_words(known, words, make_scope(known), **options))


def view(words, *interviews, **options):
    known = {one.id: one for one in interviews or (INTERVIEW,)}
    found = find(words, *known.values(), **options)
    return view_found(found, Search(words, **options), ALL, known, "fr")


def test_a_place_is_shown_without_markup_with_what_is_around_it():
    shown = view("gras commence")
    (group,) = shown.groups
    (place,) = group.places
    assert (place.before, place.text, place.after) == ("Le ", "gras commence", " ici. Il finit là.")
    assert (place.who, place.href) == ("Jeanne <Le Bihan>", "?interview=criee#t1p2")
    assert shown.headline == "«\u202fgras commence\u202f»\u202f: une fois."


def test_places_are_counted_by_person_interview_and_year():
    other = dataclasses.replace(INTERVIEW, id="autre", title="Autre", date=None)
    shown = view("oui", INTERVIEW, other)
    assert shown.headline == "«\u202foui\u202f»\u202f: 4 fois, dans 2 entretiens."
    assert [(one.by, one.counts) for one in shown.tallies] == [
        ("speaker", (("Jeanne <Le Bihan>", 4),)),
        ("interview", ((INTERVIEW.name, 2), ("Autre", 2))),
        ("year", (("2021", 2), ("date inconnue", 2))),
    ]


def test_more_places_than_are_shown_are_counted():
    many = [dataclasses.replace(INTERVIEW, id=f"n{number}") for number in range(101)]
    shown = view("oui", *many)
    assert sum(len(group.places) for group in shown.groups) == MOST_SHOWN
    assert (shown.left, shown.tallies[1].others) == (2, (93, 186))
    html = show_find(Search("oui"), "", INTERVIEW, 101, "fr", shown)
    assert "il y en a 2 de plus, comptés ci-dessus" in html


def test_the_places_of_an_interview_are_marked_and_the_chosen_one_is_current():
    found = find("oui")
    focus = focus_on_places(found, Search("oui"), ALL, 2)
    html = show_interview(INTERVIEW, "fr", focus)
    assert html.count('<span class="passage place') == 2
    assert html.count("passage place current") == 1
    assert "current" in html[html.index("t2p2") : html.index("t2p2") + 200]
    assert html.count("<mark>Oui</mark>") == 2
    assert '<sup class="number">' not in html
    assert "beside" not in html
    assert f'data-exchange="{view("oui").groups[0].number}"' in html


def test_a_word_of_a_question_is_marked_in_the_question():
    found = find("demain", asked=True)
    html = show_interview(INTERVIEW, "fr", focus_on_places(found, Search("demain", asked=True), ALL, 1))
    heading = html[html.index('<h3 class="asked" dir="auto">Et ') :]
    assert heading.startswith('<h3 class="asked" dir="auto">Et <span class="passage place current"')
    assert "<mark>demain</mark>" in heading[: heading.index("</h3>")]


def test_two_searches_have_two_numbers():
    numbers = {
        Search(words, any_form, asked, interview).number(filters, interview_id)
        for words in ("oui", "non")
        for any_form in (False, True)
        for asked in (False, True)
        for interview in ("", "a")
        for filters in (ALL, Filters(first="2020"))
        for interview_id in ("a", "b")
    }
    assert len(numbers) == 64
    assert min(numbers) >= 1000


def test_only_one_interview_is_searched_whatever_the_filters():
    filters = Filters(speaker="Anne")
    assert Search("oui", interview="criee").bounds(filters)["speaker"] is None
    assert Search("oui").bounds(filters)["speaker"] == "Anne"


@pytest.mark.parametrize("asked", [False, True])
def test_what_is_found_and_what_is_looked_for_are_only_text(asked):
    script = "<script>alert(1)</script>"
    hostile = dataclasses.replace(
        INTERVIEW,
        title=script,
        author=script,
        people=(Person(script, script),),
        text=TEXT.replace("perdu", "<i onload=perdu>perdu").replace("fermer", "<img src=x> fermer"),
    )
    text = hostile.text
    shift = len("<img src=x> ")
    first = dataclasses.replace(
        hostile.turns[0],
        speaker=Person(script, script),
        asked=dataclasses.replace(hostile.turns[0].asked, end=hostile.turns[0].asked.end + shift),
        paragraphs=(
            dataclasses.replace(
                hostile.turns[0].paragraphs[0],
                start=text.index("Nous avons"),
                end=text.index("Il a plu.") + 9,
            ),
        ),
    )
    hostile = dataclasses.replace(hostile, turns=(first,))
    words = "fermer" if asked else "perdu la"
    found = view(words, hostile, asked=asked)
    assert len(found.groups[0].places) == 1
    looked = Search(f'{words}"><img src=x onerror=alert(1)>', asked=asked)
    html = show_find(looked, "", hostile, 2, "fr", found, refused=script)
    focus = focus_on_places(find(words, hostile, asked=asked), looked, ALL, 1)
    opened = show_interview(hostile, "fr", focus)
    for shown in (html, opened):
        assert "<script" not in shown
        assert "<img" not in shown
        assert "<i " not in shown
        assert "<mark>" in shown
