"""In Chromium: a conversation lasts over Back, reload, a restarted server; it is shared and kept."""

from pathlib import Path

import pytest
from browsing import BUDGET, MEANING, OPEN_DATA, ask, in_browser, open_page, visit
from conftest import INTERVIEW, ROOT, SEED
from playwright.sync_api import expect
from serving import find_free_port, serving

pytestmark = in_browser
needs_model = pytest.mark.model
FUEL = "Quel est le prix du gazole ?"
APPRENTICES = "Combien d'apprentis la criée a-t-elle recrutés ?"


def in_view(page, locator):
    """Return whether the top of an exchange is in the upper half of the conversation."""
    top = locator.bounding_box()["y"] - page.locator("#exchanges").bounding_box()["y"]
    return -5 < top < page.locator("#exchanges").bounding_box()["height"] / 2


@needs_model
def test_back_goes_to_the_question_before_and_closes_the_library_first(browser, seed_address):
    with visit(browser, seed_address, height=600) as page:
        ask(page, MEANING)
        ask(page, BUDGET)
        assert "q=Quel+est+le+budget" in page.url
        page.locator("[data-library=open]").click()
        expect(page.locator("#library")).to_be_visible()
        page.go_back()
        expect(page.locator("#library")).to_be_hidden()
        assert "q=Quel+est+le+budget" in page.url
        page.go_back()
        page.wait_for_function("location.search.includes('Que+signifie')")
        assert f"interview={SEED}#t1p1" in page.url
        expect(page.locator("#interview .passage.current .number")).to_have_text("1")
        page.wait_for_timeout(300)
        assert in_view(page, page.locator(".exchange").first)
        expect(page.locator(".exchange")).to_have_count(2)


@needs_model
def test_a_reload_gives_the_conversation_again_and_a_click_forgets_it(browser, seed_address):
    with visit(browser, seed_address) as page:
        ask(page, MEANING)
        ask(page, OPEN_DATA)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        expect(page.locator(".exchange")).to_have_count(2)
        expect(page.locator(".resumed")).to_have_text("Reprise de la conversation de cet onglet.")
        expect(page.locator(".exchange .put").first).to_contain_text(MEANING)
        page.get_by_role("button", name="tout oublier").click()
        expect(page.locator(".exchange")).to_have_count(0)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        expect(page.locator(".exchange")).to_have_count(0)
        assert (
            page.evaluate("sessionStorage.getItem('on-the-record')?.includes('Dinum') ?? false")
            is False
        )


@needs_model
def test_the_link_of_an_answer_opens_it_elsewhere_at_its_passage(browser, seed_address):
    allowed = {"permissions": ["clipboard-read", "clipboard-write"]}
    with visit(browser, seed_address, **allowed) as page:
        exchange = ask(page, MEANING)
        exchange.locator("a.place").nth(1).click()
        passage = page.url
        exchange.get_by_text("lien vers cette réponse").click()
        expect(exchange.get_by_text("lien copié")).to_be_visible()
        link = page.evaluate("navigator.clipboard.readText()")
    with visit(browser, link) as page:
        expect(page.locator(".exchange .put")).to_contain_text(MEANING)
        expect(page.locator("#interview .passage.current .number")).to_have_text("1")
    with visit(browser, passage) as page:
        expect(page.locator(".exchange")).to_have_count(1)
        expect(page.locator("#interview .passage.current .number")).to_have_text("2")


def test_a_restarted_server_goes_on_with_the_conversation(browser, tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "criee.txt").write_text(INTERVIEW, "utf-8")
    command = (ROOT / "tests" / "serving.py", folder, tmp_path / "index")
    port = find_free_port()
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    with serving(*command, port=port) as address:
        open_page(page, address)
        ask(page, FUEL)
    page.locator("#question textarea").fill(APPRENTICES)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#notice")).to_contain_text("La connexion au serveur est perdue")
    with serving(*command, port=port):
        expect(page.locator(".resumed")).to_be_visible(timeout=30_000)
        put = page.locator(".exchange .put")
        expect(put).to_have_count(2)
        expect(put.first).to_contain_text(FUEL)
        expect(put.last).to_contain_text(APPRENTICES)  # asked while the server was gone
        context.close()


def test_an_interview_that_was_added_comes_back_with_its_answers(browser, library_address):
    sent = {"name": "criee.txt", "mimeType": "text/plain", "buffer": INTERVIEW.encode()}
    with visit(browser, library_address) as page:
        page.locator("[data-library=open]").click()
        page.locator("#upload input[type=file]").set_input_files(sent)
        page.get_by_role("button", name="Accepter").click()
        page.locator(".told").get_by_role("button", name="ouvrir").click()
        ask(page, FUEL)
        answered = page.locator(".exchange cite").first.inner_text()
        page.reload()
        page.wait_for_selector("html[data-ready]")
        expect(page.locator(".exchange cite").first).to_have_text(answered)
        page.locator("[data-library=open]").click()
        expect(page.locator(".library .own")).to_have_count(1)
        page.locator("[data-remove]").click()
        expect(page.locator(".library .own")).to_have_count(0)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        page.locator("[data-library=open]").click()
        expect(page.locator(".library .title")).to_have_count(16)
        expect(page.locator(".library .own")).to_have_count(0)


@needs_model
def test_a_conversation_is_kept_as_one_page_that_needs_nothing_else(browser, seed_address, tmp_path):
    with visit(browser, seed_address) as page:
        exchange = ask(page, MEANING)
        quote = exchange.locator("blockquote mark").first.inner_text()
        page.get_by_text("Garder cette conversation").click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="page HTML").click()
        assert saved.value.suggested_filename == "on-the-record.html"
        kept = Path(saved.value.path()).read_text("utf-8")
    (tmp_path / "kept.html").write_text(kept, "utf-8")
    context = browser.new_context(offline=True)
    alone = context.new_page()
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto((tmp_path / "kept.html").as_uri())
    expect(alone.locator("blockquote mark").first).to_have_text(quote)
    expect(alone.locator("figcaption").first).to_contain_text(
        "La Gazette des communes, 28 novembre 2019"
    )
    assert len(asked) == 1
    assert "<script" not in kept
    context.close()
