"""In Chromium: links into the page, citations and files copied from it, moving through it by key."""

import dataclasses
import html
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
from chat_samples import INTERVIEW
from conftest import SEED
from playwright.sync_api import expect

from onrecord.answer.citation import link_to
from onrecord.retrieval.passage import make_passage
from onrecord.text.span import Span

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
        assert copied.startswith(f"«\u202f{quote}\u202f»")
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
        page.locator("#question textarea").press("n")  # typed in the field, so not a command
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


SAID = (
    "« L’État, dit-il, n’a pas à tout faire »\u00a0: c’est aux collectivités d’être à l’œuvre\u00a0? "
    "Oui, peut-être, & à 60\u00a0%\u202f!"
)


class Publisher(BaseHTTPRequestHandler):
    """Serve a publisher's page on this machine, with the interview far down in it."""

    def do_GET(self):
        filler = "<p>Ailleurs.</p>" * 200
        page = f"<!doctype html><meta charset=utf-8>{filler}<p>{html.escape(SAID)}</p>{filler}"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_):
        pass


@pytest.mark.parametrize("said", [SAID, SAID[: SAID.index(" Oui")]])
def test_the_link_to_the_source_finds_accents_and_french_apostrophes(browser, said):
    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as publisher:
        threading.Thread(target=publisher.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{publisher.server_port}/"
        interview = dataclasses.replace(INTERVIEW, text=said, url=url)
        passage = make_passage(interview, INTERVIEW.turns[0], 1, Span(0, len(said)))
        scrolled = []
        for address in (link_to(interview, passage), f"{url}#:~:text=nulle%20part"):
            page = browser.new_page(viewport={"width": 800, "height": 600})
            page.goto(address)
            page.wait_for_timeout(700)
            scrolled.append(page.evaluate("scrollY") > 2000)
            page.close()
        publisher.shutdown()
    assert scrolled == [True, False]


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
        expect(page.locator("#notice", has_text="n’est pas parmi ceux de cette page")).to_be_visible()
        expect(page.locator(".chosen")).to_have_count(0)
