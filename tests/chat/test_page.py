"""The page in Chromium, used as a person does: `app.py` on the first interview, a hostile corpus."""

import pytest
from browsing import (
    BUDGET,
    MEANING,
    OPEN_DATA,
    ask,
    in_browser,
    open_page,
    stands_in_view,
    visit,
)
from conftest import ROOT
from playwright.sync_api import expect
from serving import serving

from onrecord.chat.session import MOST_EXCHANGES

pytestmark = in_browser
needs_model = pytest.mark.model

HOSTILE = """\
---
title: <script>window.hacked = 1</script> $$E=mc^2$$ {{7*7}} ${7*7}
publication: <img src=x onerror="window.hacked = 2">
url: javascript:window.hacked=3
date: 2024-01-02
interviewees:
  - name: Ève Le Goff
    role: '"><svg onload="window.hacked = 4">'
---

**Pourquoi les balises dérangent-elles ?**

Les balises dérangent, <img src=x onerror="window.hacked=5"> ou [un lien](javascript:window.hacked=6), \
comme $$x^2$$ ou `${window.hacked=7}` dans le texte.

**Que faire du sens de lecture ?**

Le texte \u202einversé reste inversé sans renverser la page, et 1 & 2 < 3 restent à leur place.

**Et les images ?**

"""
HOSTILE += "🎙️" * 10_000 + " voilà tout ce que j'en dis, et rien d'autre.\n"


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "piege.md").write_text(HOSTILE, "utf-8")
    script = ROOT / "tests" / "serving.py"
    with serving(script, folder / "corpus", folder / "index") as address:
        yield address


@needs_model
def test_a_question_is_answered_by_a_quotation_marked_in_the_interview(browser, seed_address):
    with visit(browser, seed_address, height=500) as page:
        exchange = ask(page, MEANING)
        expect(exchange.locator(".verdict")).to_have_text("L’entretien répond.")
        first = exchange.locator(".quotation").first
        expect(first.locator(".speaker")).to_contain_text("Cédric O")
        expect(first.locator(".role")).to_have_text("Secrétaire d'État chargé du numérique")
        expect(first.locator(".asked")).to_have_count(0)  # the words of the question above
        expect(first.locator("cite")).to_contain_text("Cédric O, La Gazette des communes")
        quote = first.locator("blockquote mark").inner_text()
        marked = page.locator("#interview .passage.current mark")
        expect(marked).to_have_text(quote)
        assert stands_in_view(page, "#interview .passage.current")


@needs_model
def test_a_citation_opens_its_place_and_escape_goes_back(browser, seed_address):
    with visit(browser, seed_address, height=500) as page:
        ask(page, MEANING)
        ask(page, OPEN_DATA)
        citation = page.locator(".exchange").first.locator("a.place").first
        place = citation.get_attribute("href")
        citation.click()
        expect(page.locator("#interview .passage.current[data-exchange='1']").first).to_be_focused()
        expect(page.locator(f"#interview {place} .passage.current .number")).to_have_text("1")
        assert stands_in_view(page, "#interview .passage.current")
        page.keyboard.press("Escape")
        expect(citation).to_be_focused()


@needs_model
def test_what_is_not_said_is_told_and_the_nearest_passages_are_folded(browser, seed_address):
    with visit(browser, seed_address) as page:
        exchange = ask(page, BUDGET)
        expect(exchange.locator(".verdict")).to_have_text("L’entretien ne le dit pas.")
        expect(exchange.locator("figure").first).to_be_hidden()
        expect(page.locator("#interview .passage")).to_have_count(0)
        exchange.locator(".nearest > summary").click()
        expect(exchange.locator("figure.beside").first).to_be_visible()
        exchange.locator("a.place").first.click()
        expect(page.locator("#interview .passage.beside.current .number")).to_have_text("1")


@needs_model
def test_what_may_be_in_the_missing_part_is_told_with_the_lead(browser, seed_address):
    with visit(browser, seed_address) as page:
        exchange = ask(page, OPEN_DATA)
        expect(exchange.locator(".verdict")).to_contain_text("partie non fournie (60\u00a0%)")
        expect(page.locator("#interview .lead .passage.current .number")).to_have_text("1")
        expect(page.locator(".torn")).to_contain_text("Il manque 60\u00a0% de l’article")


@needs_model
def test_a_follow_up_says_how_it_was_understood(browser, seed_address):
    with visit(browser, seed_address) as page:
        ask(page, MEANING)
        exchange = ask(page, "Et pour les collectivités ?")
        expect(exchange.locator(".understood")).to_contain_text(f"Compris comme : {MEANING} Et pour")


@needs_model
def test_the_last_answer_is_in_view_where_the_oldest_is_forgotten(browser, seed_address):
    with visit(browser, seed_address) as page:
        for number in range(MOST_EXCHANGES + 1):
            put = f"Quel est le budget de la Dinum, {number} ?"
            page.locator("#question textarea").fill(put)
            page.locator("#question textarea").press("Enter")
            expect(page.locator(".exchange .put").last).to_contain_text(put)
            expect(page.locator("body.busy")).to_have_count(0)
        assert page.locator(".exchange").count() == MOST_EXCHANGES
        expect(page.locator(".exchange").last).to_be_in_viewport()


def test_the_keyboard_is_enough(browser, seed_address):
    with visit(browser, seed_address) as page:
        expect(page.locator("#question textarea")).to_be_focused()
        page.keyboard.type("Qui est interviewé ?")
        page.keyboard.press("Enter")
        expect(page.locator(".facts dd")).to_contain_text("Cédric O")
        expect(page.locator("#question textarea")).to_have_value("")
        page.locator(".examples button").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".exchange")).to_have_count(2)
        expect(page.locator(".exchange .put").last).to_contain_text(MEANING)


@needs_model
def test_a_blank_line_asks_nothing(browser, seed_address):
    with visit(browser, seed_address) as page:
        page.locator("#question textarea").fill("   ")
        page.locator("#question textarea").press("Enter")
        page.wait_for_timeout(1000)  # long enough for an exchange to appear
        expect(page.locator(".exchange")).to_have_count(0)
        ask(page, "bonjour")
        expect(page.locator(".exchange")).to_have_count(1)
        expect(page.locator(".searching")).to_be_hidden()


@needs_model
@pytest.mark.parametrize("width", [320, 390, 800, 1280, 3840])
def test_no_width_scrolls_sideways(browser, seed_address, width):
    with visit(browser, seed_address, width=width) as page:
        ask(page, MEANING)
        widths = page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('#exchanges, #interview')]"
            ".map(one => one.scrollWidth - one.clientWidth)"
        )
        assert widths == [0, 0, 0]
        box = page.locator("#question button").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@needs_model
def test_on_a_phone_the_interview_is_a_drawer(browser, seed_address):
    with visit(browser, seed_address, width=390, height=844) as page:
        expect(page.locator("#reader")).to_be_hidden()
        exchange = ask(page, MEANING)
        exchange.locator("a.place").first.click()
        expect(page.locator("#interview .passage.current").first).to_be_in_viewport()
        page.get_by_role("button", name="Fermer").click()
        expect(page.locator("#reader")).to_be_hidden()
        page.get_by_role("button", name="Entretien", exact=True).click()
        expect(page.locator(".interview h2")).to_be_attached()
        expect(page.locator("#reader")).to_be_visible()


@needs_model
def test_the_page_follows_the_browser_in_language_and_light(browser, seed_address):
    with visit(browser, seed_address, locale="en-GB", color_scheme="dark") as page:
        expect(page.locator(".welcome h2")).to_have_text("Ask the interview a question.")
        expect(page.locator("#question textarea")).to_have_attribute("placeholder", "Ask a question…")
        expect(page.locator("#question button")).to_have_text("Ask")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 20, 18)"
    with visit(browser, seed_address) as page:
        expect(page.locator("#question button")).to_have_text("Demander")
        assert page.evaluate("document.documentElement.lang") == "fr"


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("fr-FR", "Cette question n’a pas pu être posée : elle ne contient aucun mot"),
        ("en-GB", "This question could not be asked: expected a question, found no word in it"),
    ],
)
def test_a_refused_question_is_told_in_the_language_of_the_page(browser, hostile_address, locale, told):
    with visit(browser, hostile_address, locale=locale) as page:
        expect(ask(page, "?!").get_by_role("alert")).to_contain_text(told)


def test_who_wants_no_motion_sees_none(browser, hostile_address):
    moves = "[...document.querySelectorAll('#reader, #library, .searching, .dots i')].map(one => {"
    moves += "const style = getComputedStyle(one);"
    moves += "return parseFloat(style.transitionDuration) + parseFloat(style.animationDuration)})"
    with visit(browser, hostile_address, width=390) as page:  # visits ask for reduced motion
        page.evaluate("window.onRecord.wait('Pourquoi ?')")
        assert page.evaluate(moves) == [0] * 6


@needs_model
def test_two_visitors_have_two_conversations(browser, seed_address):
    with visit(browser, seed_address) as one, visit(browser, seed_address) as other:
        ask(one, MEANING)
        exchange = ask(other, "Qui est interviewé ?")
        expect(exchange.locator(".put")).to_contain_text("Qui est interviewé ?")
        expect(other.locator(".exchange")).to_have_count(1)


@needs_model
def test_no_request_leaves_the_machine(browser, seed_address):
    context = browser.new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    open_page(page, seed_address)
    ask(page, MEANING)
    page.locator("#interview #t1p1").click()
    expect(page.locator(".note")).to_be_visible()
    page.locator("[data-library=open]").click()
    refused = {"name": "a.exe", "mimeType": "text/plain", "buffer": b"MZ"}
    page.locator("#upload input[type=file]").set_input_files(refused)
    expect(page.locator(".told")).to_be_visible()
    context.close()
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((seed_address, "data:", "blob:"))] == []


def test_what_a_corpus_or_a_visitor_writes_is_only_text(browser, hostile_address):
    with visit(browser, hostile_address) as page:
        title = "<script>window.hacked = 1</script> $$E=mc^2$$ {{7*7}} ${7*7}"
        expect(page.locator(".interview h2")).to_have_text(title)
        typed = "Les balises dérangent <img src=x onerror='window.hacked=8'> $$a$$ ${window.hacked=9} ?"
        exchange = ask(page, typed)
        expect(exchange.locator(".put")).to_contain_text(typed)
        expect(page.locator(".interview")).to_contain_text("$$x^2$$")
        expect(page.locator(".interview")).to_contain_text("1 & 2 < 3 restent")
        expect(page.locator(".talk img, .interview img, .katex")).to_have_count(0)
        expect(page.locator(".interview")).to_contain_text("🎙️🎙️🎙️")
        ask(page, "🎙️ voilà tout ce que j'en dis ?")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
        page.locator("#interview #t1p1").click()
        expect(page.locator(".note")).to_contain_text("Ève Le Goff")
        page.get_by_role("button", name="Bibliothèque").click()
        expect(page.locator(".library .title")).to_have_text(title)
        assert page.locator("a[href^='javascript']").count() == 0
        assert page.locator(".note img, .library img, .library script").count() == 0
        assert page.evaluate("window.hacked") is None
