import dataclasses

import pytest
from chat_samples import INTERVIEW
from starlette.datastructures import QueryParams

from onrecord.answer.paragraph import find_place
from onrecord.chat.link import Link, link_to_place, read_link
from onrecord.error import QuestionError


def test_every_paragraph_of_an_interview_is_a_place():
    for turn in INTERVIEW.turns:
        for number, span in enumerate(turn.paragraphs, 1):
            place = find_place(INTERVIEW, f"t{turn.number}p{number}")
            assert place.text == span.of(INTERVIEW.text) == place.quote.text
            assert (place.start, place.end) == (span.start, span.end)
            assert place.speaker == turn.speaker.name


def test_the_lead_is_a_place_of_who_wrote_it():
    place = find_place(INTERVIEW, "t0p1")
    assert (place.text, place.speaker) == ("À Port-Aven, la criée rouvre.", "Maud Kerbrat")
    assert place.citation == "Maud Kerbrat, Le Phare, 3 mai 2021, chapô"


def test_only_the_last_paragraph_of_a_cut_interview_is_cut():
    cut = dataclasses.replace(INTERVIEW, cut=True)
    assert [find_place(cut, anchor).cut for anchor in ("t1p1", "t2p3")] == [False, True]


@pytest.mark.parametrize("anchor", ["t3p1", "t1p3", "t1p0", "t0p2", "", "t1", "t1p1 ", "t١p1"])
def test_a_place_that_is_not_there_is_an_error(anchor):
    with pytest.raises(QuestionError, match="expected a paragraph of criee such as t1p1"):
        find_place(INTERVIEW, anchor)


def test_a_link_names_a_question_or_an_interview():
    assert read_link(QueryParams({"q": " Pourquoi ? ", "interview": "criee", "x": "1"})) == Link(
        "Pourquoi ?", "criee"
    )
    assert read_link(QueryParams({})) == Link()
    assert link_to_place("l'été & co", "t1p2") == "?interview=l%27%C3%A9t%C3%A9+%26+co#t1p2"
    assert link_to_place("a", "t1p2", 761.9) == "?interview=a&t=761#t1p2"
