"""The library finds an interview by words and in an order, over what it is called and what it says."""

import dataclasses
import datetime

import pytest
from chat_samples import INTERVIEW, NETS

from onrecord.archive import Archive
from onrecord.chat.browsing import Browsing, Order, browse, read_browsing
from onrecord.chat.filters import Filters
from onrecord.chat.library_view import describe_count
from onrecord.chat.session import Conversation, put_question
from onrecord.interview import Person
from onrecord.reading.bounded import read_bounded

OLD = dataclasses.replace(
    INTERVIEW, id="old", title="Zones", date=datetime.date(1999, 1, 1), people=(Person("Ana"),)
)
UNDATED = dataclasses.replace(INTERVIEW, id="none", title="À quai", date=None, text="Une grue." * 99)
ALL = (INTERVIEW, OLD, UNDATED)


def found(words="", order=Order.LATEST):
    return [one.id for one in browse(ALL, Browsing(words, order))]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("", ["criee", "old", "none"]),
        ("zones", ["old"]),
        ("LE PHARE", ["criee", "old", "none"]),
        ("ana", ["old"]),
        ("lotte toit", ["criee", "old"]),
        ("grue lotte", ["criee", "old"]),
        ("lotte zones", ["old"]),
        ("baleine", []),
    ],
)
def test_every_word_is_looked_for_in_title_people_publication_and_text(words, ids):
    assert found(words) == ids


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (Order.LATEST, ["criee", "old", "none"]),
        (Order.EARLIEST, ["old", "criee", "none"]),
        (Order.TITLE, ["none", "criee", "old"]),
        (Order.PERSON, ["old", "criee", "none"]),
        (Order.LONGEST, ["none", "criee", "old"]),
    ],
)
def test_interviews_are_listed_in_the_order_that_was_chosen(order, ids):
    assert found(order=order) == ids


def test_what_a_stranger_sends_is_no_order():
    assert read_browsing({"words": 7, "order": "x"}) == Browsing()
    assert read_browsing({"words": " a ", "order": "title"}) == Browsing("a", Order.TITLE)


def test_the_list_is_counted_in_words():
    assert describe_count([INTERVIEW], "fr") == "1 entretien, 2 questions, 29 mots."


def test_what_is_not_said_inside_the_filters_may_be_said_elsewhere(archive: Archive):
    both = archive.with_interview(read_bounded("filets.txt", NETS.encode()))
    question = "Combien coûte un filet neuf ?"
    assert put_question(both, Conversation(), question).exchanges[-1].elsewhere is False
    inside = Conversation(filters=Filters(last="2022"))
    exchange = put_question(both, inside, question).exchanges[-1]
    assert (bool(exchange.answer), exchange.elsewhere) == (False, True)
