"""The grid in the page: what a cell shows, what is counted, what is marked, and that all is escaped."""

import dataclasses

from chat_samples import INTERVIEW, make_hit

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.chat.filters import Filters
from onrecord.chat.grid_view import Filled, Form, focus_on_cell, show_grid, show_rows, view_rows
from onrecord.chat.interview_view import show_interview
from onrecord.interview import Person
from onrecord.workbench.grid import By, Grid, Row

KNOWN = {INTERVIEW.id: INTERVIEW}
ALL = Filters()
ROOF = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1, rank=1)
RAIN = make_hit("Il a plu.", "Il a plu.", 1, rank=2)
LEAD = make_hit("À Port-Aven, la criée rouvre.", "À Port-Aven, la criée rouvre.", 0, rank=1)
FOUND = Answer("Pourquoi ?", Verdict.FOUND, hits=(ROOF,), nearest=(RAIN,))
UNREAD = Answer("Et la grue ?", Verdict.MAYBE_UNREAD, nearest=(LEAD, RAIN), notes=("Peut-être.",))
NOT_SAID = Answer("Le budget ?", Verdict.NOT_SAID, nearest=(RAIN,), notes=("Pas dit.",))
QUESTIONS = ("Pourquoi ?", "Et la grue ?", "Le budget ?")


def fill(*answers, rows=(INTERVIEW.id,), filters=ALL):
    grid = Grid(By.INTERVIEW, QUESTIONS, tuple(Row(name, "") for name in rows), ())
    return Filled(grid, filters, answers)


WHOLE = fill(FOUND, UNREAD, NOT_SAID)


def show(filled=None, form=None, **options):
    return show_grid(form or Form(), ALL, KNOWN, "fr", filled, **options)


def test_a_cell_shows_the_verdict_the_marked_words_and_their_source():
    (row,) = view_rows(WHOLE, KNOWN, "fr")
    assert row.name == INTERVIEW.name
    assert row.described == "Le Phare · 3 mai 2021"
    assert [(cell.verdict, cell.quote, cell.href) for cell in row.cells] == [
        ("dit", "«\u202fLe toit fuyait.\u202f»", f"?interview=criee#{ROOF.anchor}"),
        ("peut-être non lu", "«\u202fÀ Port-Aven, la criée rouvre.\u202f»", "?interview=criee#t0p1"),
        ("pas dit", "", ""),
    ]
    html = show(WHOLE)
    assert ROOF.citation in html
    assert html.count('<a class="cell"') == 2


def test_facts_and_what_is_told_of_the_interview_stand_in_their_cell():
    facts = Answer("Qui ?", Verdict.FOUND, facts=(Fact("people", "Jeanne", "criee"),))
    counted = Answer("Combien ?", Verdict.FOUND, notes=("Une fois.",))
    (row,) = view_rows(fill(facts, counted), KNOWN, "fr")
    assert [cell.told for cell in row.cells] == [("Qui parle\u202f: Jeanne",), ("Une fois.",)]
    assert row.pending == 1


def test_the_cells_are_counted_by_verdict_and_those_of_a_stopped_grid_told():
    assert "Cases\u202f: 3 (dit 1, pas dit 1, peut-être non lu 1)." in show(WHOLE)
    stopped = fill(FOUND, rows=(INTERVIEW.id, "autre"))
    assert "cases remplies\u202f: 1 sur 6." in show(stopped)
    assert "data-keep" not in show(stopped)
    assert 'data-keep="xlsx"' in show(WHOLE)


def test_while_it_fills_the_rows_that_changed_are_sent_alone():
    filled = fill(FOUND, UNREAD, NOT_SAID, FOUND, rows=(INTERVIEW.id, "autre", "dernier"))
    html = show_rows(filled, KNOWN, 1, "fr")
    assert html.count("<tr") == 1
    assert 'data-row="1"' in html
    assert html.count('class="pending"') == 2
    assert 'data-told="cases\u202f: 4 sur 9"' in html
    assert "cases\u202f: 4 sur 9" not in show(filled, filling=True)


def test_only_rows_that_are_answered_to_the_last_question_are_kept():
    filled = fill(FOUND, UNREAD, NOT_SAID, FOUND, rows=(INTERVIEW.id, "autre"))
    assert filled.whole_rows == Grid(
        By.INTERVIEW, QUESTIONS, (Row(INTERVIEW.id, ""),), ((FOUND, UNREAD, NOT_SAID),)
    )
    assert fill(FOUND).whole_rows is None


def test_the_passage_of_a_cell_is_marked_in_its_interview():
    html = show_interview(INTERVIEW, "fr", focus_on_cell(WHOLE, 0, 0))
    assert "<mark>Le toit fuyait.</mark>" in html
    assert f'data-exchange="{WHOLE.number(0, 0)}" data-rank="1"' in html
    unread = show_interview(INTERVIEW, "fr", focus_on_cell(WHOLE, 0, 1))
    assert 'class="passage beside current"' in unread
    assert focus_on_cell(WHOLE, 0, 2).interview_id == ""


def test_a_cell_that_is_not_there_is_not_found():
    places = [(0, 3), (1, 0), (10**9, 0), (0, 10**9)]
    assert [WHOLE.find(*place) for place in places] == [None] * 4
    assert WHOLE.find(0, 1) == UNREAD


def test_two_cells_have_two_numbers():
    rows = ("a", "b")
    numbers = {
        fill(rows=rows, filters=filters).number(row, column)
        for filters in (ALL, Filters(first="2020"))
        for row in range(2)
        for column in range(3)
    }
    assert len(numbers) == 12
    assert min(numbers) >= 1000


def test_empty_lines_are_no_questions():
    assert Form(" Qui ? \n\n\t\r\nQuand ?\n").questions == ["Qui ?", "Quand ?"]


def test_what_is_asked_and_what_is_answered_are_only_text():
    script = "<script>alert(1)</script>"
    hit = dataclasses.replace(
        ROOF, citation=script, quote=dataclasses.replace(ROOF.quote, text="<i>toit</i> & <b")
    )
    answer = Answer(script, Verdict.FOUND, hits=(hit,), facts=(Fact("people", script, "criee"),))
    hostile = dataclasses.replace(INTERVIEW, title=script, people=(Person(script, script),))
    filled = Filled(
        Grid(By.INTERVIEW, (script,), (Row("criee", script),), ()), Filters(speaker=script), (answer,)
    )
    form = Form(f"</textarea>{script}")
    html = show_grid(
        form, Filters(publication=script), {"criee": hostile}, "fr", filled, refused=script
    )
    for shown in (html, show_rows(filled, {"criee": hostile}, 0, "fr")):
        assert "<script" not in shown
        assert "<i>" not in shown
    assert html.count("</textarea>") == 1
