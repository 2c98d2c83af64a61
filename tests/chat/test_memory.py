"""What the browser remembers is checked like all that strangers send; a link asks the same."""

import json

import pytest
from starlette.datastructures import QueryParams

from onrecord.archive import Archive
from onrecord.chat.filters import NO_FILTERS, Filters
from onrecord.chat.link import Link, link_to_answer, read_link
from onrecord.chat.memory import MOST_RESUMED, Memory, read_memory, write_exchange
from onrecord.chat.session import Conversation, Exchange, put_question

FUEL = "Quel est le prix du gazole ?"


def test_what_is_written_is_read_again():
    filters = Filters(speaker="Jeanne Le Bihan", first="2019")
    kept = json.loads(write_exchange(Exchange(FUEL, filters=filters)))
    memory = read_memory({"asked": [kept], "opened": "criee", "anchor": "t1p2", "brings": True})
    assert memory == Memory(((FUEL, filters),), opened="criee", anchor="t1p2", brings=True)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        7,
        [FUEL],
        {"asked": FUEL},
        {"asked": [FUEL, {"question": 7}, {"question": ""}, {"question": "x" * 10_001}]},
        {"pending": ["x"], "filters": [1], "opened": {}, "anchor": 3, "brings": "yes"},
    ],
)
def test_what_is_no_memory_is_left_out(sent):
    assert read_memory(sent) == Memory()


def test_the_last_questions_are_asked_again_and_no_more():
    asked = [{"question": f"{FUEL} {number}"} for number in range(MOST_RESUMED + 5)]
    memory = read_memory({"asked": asked})
    assert memory.asked[0] == (f"{FUEL} 5", NO_FILTERS)
    assert len(memory.asked) == MOST_RESUMED


def test_a_link_asks_the_same_question_with_its_scope_and_its_passage(archive: Archive):
    filters = Filters(speaker="Jeanne Le Bihan", first="2020", last="2022")
    answer = archive.ask(FUEL, **filters.arguments)
    link = link_to_answer(answer, filters, ["Combien d'emplois ?"])
    first = (*answer.hits, *answer.nearest)[0]
    assert link.endswith(f"#{first.anchor}")
    parameters = QueryParams(link[1:].split("#")[0])
    assert read_link(parameters) == Link(FUEL, "criee", (), filters)


def test_the_link_of_a_follow_up_has_the_questions_it_leans_on(archive: Archive):
    conversation = put_question(archive, put_question(archive, Conversation(), FUEL), "la suite")
    answer = conversation.exchanges[-1].answer
    link = read_link(QueryParams(link_to_answer(answer, NO_FILTERS, [FUEL])[1:].split("#")[0]))
    assert (link.question, link.after) == ("la suite", (FUEL,))
    elsewhere = put_question(archive, Conversation(), link.question, link.after)
    assert elsewhere.exchanges[-1].answer == answer
