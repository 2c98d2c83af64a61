"""A hit renders itself as JSON, Markdown and HTML."""

import json
from html import escape

from conftest import SEED

from onrecord import Archive, Verdict
from onrecord.wording import name_field


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
    assert f"<li>{name_field('people', 'fr')} : Cédric O, " in facts
    unread = seed_archive.ask("Que dit-il de l'open data ?")._repr_html_()
    assert unread.index("peut-être") < unread.index("<blockquote>")
