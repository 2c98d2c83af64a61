"""One alphabet of bullets, dashes and ends, whoever looks for them."""

from pathlib import Path

import pytest

from onrecord.interview import Interview, Person, Turn
from onrecord.reading.block.block import Look, cut_blocks
from onrecord.reading.format.typeset import Style, Typesetter
from onrecord.retrieval.passage import cut_passages
from onrecord.text.mark import (
    BULLETS,
    DASHES,
    DROPPED,
    LINE_ENDS,
    SENTENCE_ENDS,
    STOPS,
    find_list_lines,
    match_bullet,
    match_item,
)
from onrecord.text.markup import plain
from onrecord.text.sentence import find_sentences
from onrecord.text.shown import find_bullet, find_item_lines
from onrecord.text.span import Span

MARKS = BULLETS + DASHES


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_opens_an_item_in_text_on_a_page_and_in_what_is_shown(mark):
    text = f"{mark} pommes"
    setter = Typesetter(Path("a.html"))
    setter.write(text, Style())
    assert match_bullet(text).group() == match_item(text, 0, len(text)).group() == f"{mark} "
    assert [block.look for block in cut_blocks(text)] == [Look.LIST]
    assert [block.look for block in setter.finish()[1]] == [Look.LIST]
    assert find_item_lines(f"Deux :\n{text}") == [7]


@pytest.mark.parametrize("mark", [*MARKS, "1.", "2)"])
def test_items_stay_in_the_passage_that_announces_them(mark):
    said = "Nous vendons beaucoup de choses au marché, et d'abord des fruits et des légumes."
    text = f"{said}\n\n{mark} Des pommes de la vallée, que nous cueillons en septembre, et des poires."
    spans = (Span(0, len(said)), Span(len(said) + 2, len(text)))
    turn = Turn(1, 1, None, Person("Léa Roux"), spans)
    interview = Interview("i", text, "", "", turns=(turn,))
    assert [passage.text for passage in cut_passages(interview)] == [text]


@pytest.mark.parametrize("text", ["-5 degrés", "–", "- ", "12.5 km", "mot", ""])
def test_what_only_looks_like_a_bullet_opens_nothing(text):
    assert match_bullet(text) is None
    assert match_item(text, 0, len(text)) is None


def test_a_plus_is_never_dropped_for_it_may_be_a_sign():
    assert (plain("+ 3 % de cidre"), find_bullet("+ 3 % de cidre")) == ("+ 3 % de cidre", "")
    assert {mark for mark in MARKS if plain(f"{mark} mot") == "mot"} == set(DROPPED) == {*MARKS} - {"+"}


def test_a_dash_at_the_head_of_a_line_does_not_cut_the_sentence_that_goes_on():
    text = "Le projet\n– qui coûte cher – avance. Il y a :\n- un pont"
    assert find_list_lines(text, 0, len(text)) == [text.index("- un")]
    assert [span.of(text) for span in find_sentences(text, Span(0, len(text)))] == [
        "Le projet\n– qui coûte cher – avance.",
        "Il y a :",
        "- un pont",
    ]


def test_ends_of_sentences_are_ends_of_lines_too():
    assert set(STOPS) < set(SENTENCE_ENDS) < set(LINE_ENDS)
    assert set(LINE_ENDS) - set(SENTENCE_ENDS) == {":", ";"}
