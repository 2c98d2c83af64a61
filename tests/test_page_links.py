"""In Chromium: links into the page, citations and files taken from it, and ways through it."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browsing import (
    MEANING,
    OPEN_DATA,
    ask,
    in_browser,
    stands_in_view,
    visit,
)
from conftest import SEED
from playwright.sync_api import expect

pytestmark = in_browser
needs_model = pytest.mark.model


@needs_model
def test_a_quote_is_copied_with_its_citation(browser, seed_address):
    with visit(browser, seed_address, permissions=["clipboard-read", "clipboard-write"]) as page:
        exchange = ask(page, MEANING)
        quote = exchange.locator("blockquote mark").first.inner_text()
        exchange.get_by_role("button", name="copier").first.click()
        expect(exchange.locator("[data-copy]").first).to_have_text("copié")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"«\u00a0{quote}\u00a0»")
        assert "La Gazette des communes, 28 novembre 2019, question 1" in copied


@needs_model
def test_a_quote_or_the_conversation_is_downloaded(browser, seed_address):
    with visit(browser, seed_address) as page:
        exchange = ask(page, MEANING)
        exchange.get_by_text("exporter").first.click()
        with page.expect_download() as saved:
            exchange.get_by_role("button", name="BibTeX").first.click()
        assert saved.value.suggested_filename == "on-the-record.bib"
        assert "author = {{Cédric O}}" in Path(saved.value.path()).read_text("utf-8")
        page.get_by_text("Garder cette conversation").click()
        with page.expect_download() as saved:
            page.locator(".whole").get_by_role("button", name="RIS").click()
        assert Path(saved.value.path()).read_bytes().startswith(b"TY  - NEWS\r\nID  - ")


@needs_model
def test_the_interviews_next_question_is_one_press_away(browser, seed_address):
    with visit(browser, seed_address) as page:
        ask(page, MEANING)
        following = page.locator(".next button").first
        question = following.inner_text()
        assert question.startswith("Dans quelles mesures l’Etat va-t-il tenir compte")
        page.locator("a.onward").click()
        expect(page.locator("#interview #t2p1")).to_have_class(re.compile("chosen"))
        following.click()
        expect(page.locator(".exchange .put").last).to_contain_text(question)
        expect(page.locator(".next button", has_text=question)).to_have_count(0)


@needs_model
def test_n_and_p_go_from_passage_to_passage(browser, seed_address):
    with visit(browser, seed_address, height=500) as page:
        ask(page, MEANING)
        page.locator("#question textarea").press("n")  # typed, not a command
        expect(page.locator("#question textarea")).to_have_value("n")
        page.locator("#question textarea").fill("")
        page.locator(".head h1").click()
        page.evaluate("document.activeElement.blur()")
        current = page.locator("#interview .passage.current .number")
        expect(current).to_have_text("1")
        page.keyboard.press("n")
        expect(current).to_have_text("2")
        page.keyboard.press("p")
        expect(current).to_have_text("1")
        assert stands_in_view(page, "#interview .passage.current")


@needs_model
def test_a_paragraph_gives_its_citation_and_its_link(browser, seed_address):
    with visit(browser, seed_address, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.locator("#interview #t1p2").click()
        note = page.locator(".note")
        expect(note).to_contain_text(
            "Cédric O, La Gazette des communes, 28 novembre 2019, question 1, § 2"
        )
        note.get_by_role("button", name="copier le lien").click()
        expect(note.get_by_role("button", name="copié")).to_be_visible()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == f"{seed_address}?interview={SEED}#t1p2"
        page.keyboard.press("Escape")
        expect(note).to_have_count(0)
        page.locator("#interview #t1p1 .pin").focus()
        page.keyboard.press("Enter")
        expect(note).to_contain_text("§ 1")


@needs_model
def test_a_slim_map_shows_where_the_hits_are(browser, seed_address):
    with visit(browser, seed_address, height=500) as page:
        expect(page.locator(".map button")).to_have_count(0)
        ask(page, MEANING)
        marks = page.locator("#interview .passage .number").count()
        expect(page.locator(".map button")).to_have_count(marks)
        box = page.locator(".map button").first.bounding_box()
        assert 1240 < box["x"] < 1280
        expect(page.locator(".map button").first).to_have_css("background-color", "rgb(124, 47, 28)")
        page.locator(".map button").last.click()
        expect(page.locator("#interview .passage.current .number")).to_have_text("2")


@needs_model
def test_a_link_asks_its_question(browser, seed_address):
    with visit(browser, f"{seed_address}?{urlencode({'q': MEANING})}") as page:
        expect(page.locator(".exchange .put")).to_contain_text(MEANING)
        expect(page.locator("#interview .passage.current mark").first).to_be_visible()
        ask(page, OPEN_DATA)
        expect(page.locator(".exchange")).to_have_count(2)


@needs_model
@pytest.mark.parametrize("width", [1280, 390])
def test_a_link_opens_its_paragraph(browser, seed_address, width):
    address = f"{seed_address}?interview={SEED}#t2p1"
    with visit(browser, address, width=width, height=400) as page:
        expect(page.locator("#interview #t2p1")).to_have_class(re.compile("chosen"))
        assert stands_in_view(page, "#interview #t2p1")
        expect(page.locator("#reader")).to_be_visible()


@needs_model
def test_a_link_to_an_interview_that_is_not_here_says_so(browser, seed_address):
    with visit(browser, f"{seed_address}?interview=<b>nulle&part</b>#t2p1") as page:
        expect(page.get_by_text("n'est pas parmi ceux de cette page")).to_be_visible()
        expect(page.locator(".chosen")).to_have_count(0)
