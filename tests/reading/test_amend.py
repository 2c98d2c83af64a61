"""What a person is shown of a reading, what is written of it into the side file, and what changes."""

import dataclasses

import pytest
import yaml

from onrecord.error import CorpusError
from onrecord.interview import Interview, Person, Turn
from onrecord.reading import read_interview
from onrecord.reading.amend import Told, amend_block, amend_people, amend_voices
from onrecord.reading.bounded import read_bounded, review_bounded
from onrecord.reading.change import Change, Mouth, find_changes
from onrecord.reading.review import Side
from onrecord.text.span import Span

TALK = (
    "S00: Depuis quand dirigez-vous la scierie ?\n\nS01: Depuis 2011.\n\n"
    "S02: Vous coupez du douglas ?\n\nS01: Oui.\n\nS00: Du chêne ?\n\nS01: Oui. Et du chêne.\n"
)
BOLD = "# La scierie\n\n**Qui coupe ?**\n\nMoi, je crois.\n\n**Qui scie ?**\n\nMoi aussi, le lundi.\n"


def review(text, side="", name="a.md"):
    return review_bounded(name, text.encode(), side)


def said(interview):
    return [
        (turn.speaker.name, [span.of(interview.text) for span in turn.paragraphs])
        for turn in interview.turns
    ]


def told(read, **changes):
    """Return who each voice is as it was read, but for the changes by label."""
    return [changes.get(voice.labels[0], Told(voice.name, voice.side)) for voice in read.voices]


def test_voices_are_shown_by_label_with_what_they_say():
    read = review(TALK)
    assert [(one.labels, one.name, one.side, one.count, one.span.of(TALK)) for one in read.voices] == [
        (("S00",), "S00", Side.ASKS, 2, "Depuis quand dirigez-vous la scierie ?"),
        (("S01",), "S01", Side.ANSWERS, 3, "Depuis 2011."),
        (("S02",), "S02", Side.ASKS, 1, "Vous coupez du douglas ?"),
    ]
    assert read.unlabelled == ()
    assert [(piece.line, piece.words, piece.side) for piece in read.pieces][:2] == [
        (1, "S00: Depuis quand dirigez-vous la scierie ?", Side.ASKS),
        (3, "S01: Depuis 2011.", Side.ANSWERS),
    ]


def test_what_is_as_it_was_read_is_not_written():
    read = review(TALK)
    assert amend_voices("", read, told(read)) == ""
    assert amend_people("", review(BOLD), [""]) == ""


def test_voices_are_named_joined_and_sided():
    read = review(TALK)
    ines = Told("Inès Carlier", Side.ASKS)
    side = amend_voices("title: La scierie\n", read, told(read, S00=ines, S02=ines))
    assert yaml.safe_load(side) == {
        "title": "La scierie",
        "speakers": {
            "S00": {"name": "Inès Carlier", "host": True},
            "S02": {"name": "Inès Carlier", "host": True},
        },
    }
    again = review(TALK, side)
    assert again.interview.author == "Inès Carlier"
    assert [(one.labels, one.name) for one in again.voices] == [
        (("S00",), "Inès Carlier"),
        (("S01",), "S01"),
        (("S02",), "Inès Carlier"),
    ]


def test_sides_are_turned_round_also_where_the_names_are():
    text = "Léa : Depuis quand ?\n\nPaul : Depuis 2011.\n\nLéa : Où ?\n\nPaul : À Vif.\n"
    read = review(text)
    side = amend_voices("", read, [Told("Paul", Side.ANSWERS), Told("Léa", Side.ASKS)])
    again = review(text, side)
    assert {name for name, _ in said(again.interview)} == {"Paul"}
    assert said(again.interview)[0][1] == ["Depuis quand ?"]
    silent = review(text, amend_voices("", read, [Told("", Side.OUT), Told("Paul", Side.ANSWERS)]))
    assert said(silent.interview) == [("Paul", ["Depuis 2011.", "À Vif."])]


def test_whoever_answers_without_a_label_is_named():
    read = review(BOLD)
    assert [person.name for person in read.unlabelled] == [""]
    side = amend_people("", read, ["Estelle Ravoux"])
    assert yaml.safe_load(side) == {"interviewees": [{"name": "Estelle Ravoux"}]}
    assert {name for name, _ in said(review(BOLD, side).interview)} == {"Estelle Ravoux"}


def test_of_two_blocks_that_begin_alike_the_one_of_the_line_is_left_out():
    read = review(TALK)
    piece = next(one for one in read.pieces if one.line == 7)
    side = amend_block("", piece, "leave_out")
    assert yaml.safe_load(side) == {"leave_out": [{"begins": "S01: Oui.", "line": 7}]}
    again = review(TALK, side)
    assert [words for _, (words, *_) in said(again.interview)] == ["Depuis 2011.", "Oui. Et du chêne."]
    both = review(TALK, "leave_out: ['S01: Oui.']\n")
    assert [words for _, (words, *_) in said(both.interview)] == ["Depuis 2011."]


def test_a_block_is_in_one_list_alone():
    piece = review(TALK).pieces[3]
    side = amend_block(amend_block("", piece, "leave_out"), piece, "asks")
    assert yaml.safe_load(side) == {"asks": [{"begins": piece.words, "line": piece.line}]}
    ended = yaml.safe_load(amend_block("", piece, "ends_at"))
    assert ended == {"ends_at": {"begins": piece.words, "line": piece.line}}
    assert [name for name, _ in said(review(TALK, yaml.safe_dump(ended)).interview)] == ["S01"]


def test_no_text_moves_whatever_is_put_right():
    read = review(TALK)
    side = amend_block("speakers: {S01: Estelle Ravoux}\n", read.pieces[2], "leave_out")
    assert review(TALK, side).interview.text == read.interview.text == TALK
    changes = find_changes(read.interview, review(TALK, side).interview)
    assert all(TALK[one.span.start : one.span.end] == one.span.of(TALK) for one in changes)


def test_changes_say_who_says_it_now_what_went_out_and_what_came_in():
    before = review(TALK).interview
    side = "speakers: {S01: Estelle Ravoux}\nleave_out: [{begins: 'S01: Oui.', line: 7}]\n"
    after = review(TALK, side).interview
    s01, estelle = Mouth("S01"), Mouth("Estelle Ravoux")
    found = [(one.span.of(TALK), one.before, one.after) for one in find_changes(before, after)]
    assert found == [
        ("Depuis 2011.", s01, estelle),
        ("Vous coupez du douglas ?", Mouth(asks=True), None),
        ("Oui.", s01, None),
        ("Oui. Et du chêne.", s01, estelle),
    ]
    back = find_changes(after, before)
    assert Change(Span(TALK.index("Oui.\n"), TALK.index("Oui.\n") + 4), None, s01) in back
    assert find_changes(before, before) == ()


def test_a_label_in_a_paragraph_is_no_change_of_who_says_it():
    text = "Qui ?\nLéa : Moi."
    lea = Person("Léa")
    one = Interview("a", text, "", "", turns=(Turn(1, 1, Span(0, 5), lea, (Span(6, 16),)),))
    two = dataclasses.replace(one, turns=(Turn(1, 1, Span(0, 5), lea, (Span(12, 16),)),))
    assert find_changes(one, two) == ()


def test_a_bounded_reading_takes_the_side_file(tmp_path):
    side = "speakers: {S01: {name: Estelle Ravoux, role: directrice}}\n"
    (tmp_path / "a.md").write_text(TALK, "utf-8")
    (tmp_path / "a.yaml").write_text(side, "utf-8")
    read = read_bounded("a.md", TALK.encode(), side)
    assert read == read_interview(tmp_path / "a.md")
    assert read.people == (Person("Estelle Ravoux", "directrice"),)


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("speakers: {S01: [x]}", "a.yaml, line 1: speakers.S01: expected {name"),
        ("leave_out: [{begins: Oui, lines: 7}]", "line 1: leave_out: expected {begins: the first"),
        ("leave_out: [{begins: Oui, line: true}]", "line 1: leave_out: expected {begins: the first"),
        ("leave_out: [{line: 7}]", "line 1: leave_out: expected the words with which a block begins"),
        ("a: &a [x]\nb: *a", "a.yaml: expected YAML metadata .* found the alias"),
    ],
)
def test_a_side_file_of_a_stranger_is_checked(side, message):
    with pytest.raises(CorpusError, match=message):
        read_bounded("a.md", TALK.encode(), side)


def test_a_name_that_is_no_label_is_told():
    warnings = read_bounded("a.md", TALK.encode(), "speakers: {S09: Ida Roc}\n").warnings
    assert "the side file names 's09', which is no label of the file" in warnings


def test_words_beside_a_time_code_are_found():
    text = "Léa Roux  0:03\nDepuis quand ?\n\nPaul Vey  0:09\nDepuis 2011.\n"
    read = review(text, name="a.txt")
    side = amend_block("", read.pieces[-1], "leave_out")
    assert review(text, side, "a.txt").interview.turns == ()
