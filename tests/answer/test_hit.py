"""A hit renders itself as JSON, Markdown and HTML."""

import dataclasses
import json
from html import escape
from pathlib import Path

import pytest
from asking import make_talk_from_the_first_letter
from chat_samples import INTERVIEW, make_hit
from conftest import SEED

from onrecord import Archive, Verdict
from onrecord.answer import hit as answer_hit
from onrecord.answer.hit import Quote, number_hits
from onrecord.retrieval.passage import make_passage
from onrecord.wording import name_field

ROOF = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1)
CUT = dataclasses.replace(ROOF, asked="", cut=True)
LINK = "https://example.org/criee#:~:text=Nous"
ASKED = {"fr": "Question posée : Pourquoi fermer ?", "en": "Question asked: Pourquoi fermer ?"}
DAY = {"fr": "3 mai 2021", "en": "3 May 2021"}
BREAKS_OFF = {
    "fr": "(passage coupé : la suite n’est pas fournie)",
    "en": "(passage cut: the rest was not given)",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_passage_is_rendered_with_its_question_its_citation_and_whether_it_is_cut(
    language: str,
) -> None:
    quoted = "> Nous avons perdu la lotte. **Le toit fuyait.**\n>\n"
    assert ROOF.to_markdown(language) == (
        f"{quoted}> *{ASKED[language]}*  \n> — Jeanne, Le Phare, question 1 [↗]({LINK})"
    )
    assert CUT.to_markdown(language) == (
        f"{quoted}> — Jeanne, Le Phare, question 1 {BREAKS_OFF[language]} [↗]({LINK})"
    )
    marked = "<blockquote>Nous avons perdu la lotte. <mark>Le toit fuyait.</mark></blockquote>"
    link = f'<a href="{LINK}">↗</a></p>'
    assert ROOF.to_html(language) == (
        f"{marked}<p><em>{ASKED[language]}</em></p><p>— Jeanne, Le Phare, question 1 {link}"
    )
    assert CUT.to_html(language) == (
        f"{marked}<p>— Jeanne, Le Phare, question 1 {escape(BREAKS_OFF[language], quote=False)} {link}"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_heading_names_the_speaker_and_the_day_where_it_is_known(language: str) -> None:
    undated = dataclasses.replace(ROOF, date=None)
    for hit, when in ((ROOF, f", {DAY[language]}"), (undated, "")):
        markdown = f"**Jeanne \\<Le Bihan\\>**{when}\n\n{hit.to_markdown(language)}"
        assert hit.to_markdown(language, headed=True) == markdown
        html = f"<p><strong>Jeanne &lt;Le Bihan&gt;</strong>{when}</p>{hit.to_html(language)}"
        assert hit.to_html(language, headed=True) == html


def test_a_quote_stands_between_what_is_before_and_after_it() -> None:
    hit = make_hit("Nous avons perdu la lotte. Le toit fuyait. Il a plu.", "Le toit fuyait.", 1)
    first = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Nous avons perdu la lotte.", 1)
    assert hit.start > 0
    assert hit.to_markdown().startswith("> Nous avons perdu la lotte. **Le toit fuyait.** Il a plu.\n")
    assert first.to_markdown().startswith("> **Nous avons perdu la lotte.** Le toit fuyait.\n")
    assert hit.to_html().startswith(
        "<blockquote>Nous avons perdu la lotte. <mark>Le toit fuyait.</mark> Il a plu.</blockquote>"
    )
    assert first.to_html().startswith(
        "<blockquote><mark>Nous avons perdu la lotte.</mark> Le toit fuyait.</blockquote>"
    )


def test_a_quote_is_marked_in_a_passage_that_begins_with_the_text(tmp_path: Path) -> None:
    archive = make_talk_from_the_first_letter(tmp_path)
    (hit,) = archive.search("Vois-tu la mer de ta fenêtre ?", k=1)
    before, quoted = "Je vis seul au phare depuis vingt ans.", hit.quote.text
    assert (hit.start, quoted) == (0, "Je vois la mer de ma fenêtre, et elle me voit.")
    assert hit.to_markdown().startswith(f"> {before} **{quoted}**\n")
    assert hit.to_html().startswith(f"<blockquote>{before} <mark>{quoted}</mark></blockquote>")


def test_a_score_has_four_decimals_and_what_is_read_on_is_sure() -> None:
    turn = INTERVIEW.turns[0]
    passage = make_passage(INTERVIEW, turn, 1, turn.paragraphs[0])
    quoted = Quote(passage.text, passage.start, passage.end)
    assert answer_hit.make_hit(INTERVIEW, passage, quoted, "fr", 0.123456).score == 0.1235
    assert answer_hit.make_hit(INTERVIEW, passage, quoted, "fr").score == 1.0


def test_hits_are_numbered_from_one_or_on() -> None:
    assert [hit.rank for hit in number_hits([ROOF, CUT, ROOF])] == [1, 2, 3]
    assert number_hits([CUT], 4) == [dataclasses.replace(CUT, rank=4)]


def test_a_hit_is_json_as_it_is_in_an_answer(archive: Archive) -> None:
    answer = archive.ask("le prix du gazole")
    hits = [*answer.hits, *answer.nearest]
    told = answer.to_dict()
    assert [hit.to_dict() for hit in hits] == [*told["hits"], *told["nearest"]]
    assert json.loads(json.dumps(hits[0].to_dict()))["date"] == "2021-05-03"


def test_a_notebook_shows_a_passage_with_its_quote_marked_and_nothing_unescaped(
    archive: Archive,
) -> None:
    hit = archive.ask("le prix du gazole").hits[0]
    shown = hit._repr_html_()
    assert shown.startswith(f"<blockquote><mark>{hit.quote.text}</mark>")
    assert f"<p>— {escape(hit.citation)}" in shown and hit.link.replace("&", "&amp;") in shown
    assert hit._repr_markdown_() in str(archive.ask("le prix du gazole"))
    asked = archive.ask(
        "<script>alert(1)</script> gazole ? <b>Et le toit</b> de la criée, qui l'a fait ?"
    )
    assert "<script>" not in asked._repr_html_() and "<b>" not in asked._repr_html_()


def test_an_answer_is_true_where_the_interviews_answer(archive: Archive) -> None:
    for question in (
        "le prix du gazole",
        "Qui est interviewé ?",
        "Comment réparer un lave-vaisselle ?",
    ):
        answer = archive.ask(question)
        assert bool(answer) is (answer.verdict is Verdict.FOUND)
    assert archive.ask("le prix du gazole") and not archive.ask("bonjour")


def test_every_kind_of_answer_is_shown_in_a_notebook(seed_archive: Archive) -> None:
    assert SEED in seed_archive.interviews
    facts = seed_archive.ask("Qui est interviewé ?")._repr_html_()
    assert f"<li>{name_field('people', 'fr')} : Cédric O, " in facts
    unread = seed_archive.ask("Que dit-il de l'open data ?")._repr_html_()
    assert unread.index("peut-être") < unread.index("<blockquote>")
