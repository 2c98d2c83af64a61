"""In Chromium: what is served before any script runs, and that nothing of the framework shows."""

import re
import urllib.error
import urllib.request

import pytest
from browsing import MEANING, ask, in_browser, open_page, visit
from playwright.sync_api import expect
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.testclient import TestClient

from onrecord.chat.front import Front

pytestmark = in_browser
needs_model = pytest.mark.model


def fetch(address: str, accept: str = "text/html", language: str = "fr") -> tuple[int, str]:
    """Return the status and the text that a browser gets without a script."""
    headers = {"Accept": accept, "Accept-Language": language}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_served_page_is_in_the_language_of_the_browser(library_address):
    _, french = fetch(library_address)
    assert '<html lang="fr">' in french
    assert "Posez une question aux 16 entretiens" in french
    _, english = fetch(library_address, language="en-GB,fr;q=0.5")
    assert '<html lang="en">' in english
    assert "Ask the 16 interviews a question." in english


def test_the_card_of_a_shared_link_is_our_own(library_address):
    _, page = fetch(library_address)
    head = page[: page.index("window.gradio_config")]
    assert f'<meta property="og:image" content="{library_address}card.png">' in head
    assert 'property="og:title" content="On the Record : les mots exacts des entretiens"' in head
    assert re.findall("(?i)gradio", re.sub(r"(?s)<script.*", "", head)) == []
    assert urllib.request.urlopen(f"{library_address}card.png").read(8) == b"\x89PNG\r\n\x1a\n"
    assert b"<svg" in urllib.request.urlopen(f"{library_address}favicon.ico").read()


@pytest.mark.parametrize(("listed", "told"), [(True, "Disallow: \n"), (False, "Disallow: /\n")])
def test_the_operator_says_whether_search_engines_may_list_the_page(listed, told):
    front = Front(PlainTextResponse("passed on"), lambda *_: {}, listed)
    client = TestClient(front)
    assert client.get("/robots.txt").text == f"User-agent: *\n{told}"
    assert client.get("/config").text == "passed on"


def test_what_is_no_page_is_answered_as_it_is():
    for answer in (
        PlainTextResponse("busy", 503, {"retry-after": "3"}),
        RedirectResponse("/login", 307),
        PlainTextResponse("no document"),
    ):
        client = TestClient(Front(answer, lambda *_: {}), follow_redirects=False)
        found = client.get("/")
        assert (found.status_code, found.content) == (answer.status_code, answer.body)
        assert dict(found.headers) == dict(answer.headers)
        assert client.head("/").status_code == answer.status_code


def test_an_address_without_a_page_is_told_to_people_and_to_programs(library_address):
    status, page = fetch(f"{library_address}nulle-part")
    assert status == 404
    assert "pas de page à cette adresse" in page
    assert "There is no page at this address." in fetch(f"{library_address}x", language="en")[1]
    assert fetch(f"{library_address}nulle-part", "*/*") == (404, '{"detail":"Not found."}')


def test_the_page_is_drawn_before_any_script_of_the_framework(browser, library_address):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="fr-FR")
    page = context.new_page()
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto(library_address)
    expect(page.locator(".welcome h2")).to_be_visible()
    expect(page.locator(".interview h2")).to_be_visible()
    drawn = page.locator(".welcome h2").bounding_box()
    context.close()
    with visit(browser, library_address, height=720) as page:
        expect(page.locator(".welcome h2")).to_have_count(1)
        assert page.locator(".welcome h2").bounding_box() == drawn


def test_what_is_typed_before_the_session_begins_is_kept(browser, library_address):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    held = []
    page.route("**/gradio_api/queue/join*", lambda route: held.append(route))  # noqa: PLW0108 - a method of a list takes no mark
    page.goto(library_address)
    page.locator("#first textarea").fill("Les balises")
    page.wait_for_timeout(1500)
    for route in held:
        route.continue_()
    page.unroute("**/gradio_api/queue/join*")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#question textarea")).to_have_value("Les balises")
    expect(page.locator("#first")).to_have_count(0)
    context.close()


def test_a_page_is_small_and_drawn_at_once(browser, seed_address):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    received = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    open_page(page, seed_address)
    assert sum(received) < 300_000
    assert len(received) < 45
    context.close()


@needs_model
def test_a_failure_is_told_in_the_words_of_the_page(browser, seed_address):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    open_page(page, seed_address)
    ask(page, MEANING)
    page.route("**/gradio_api/queue/join*", lambda route: route.abort())
    page.locator("#question textarea").fill("Et ensuite ?")
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#notice")).to_contain_text("La connexion au serveur est perdue")
    expect(page.locator(".toast-wrap")).to_be_hidden()
    expect(page.locator("body.busy")).to_have_count(0)
    context.close()


def test_a_select_has_an_arrow_and_the_ring_of_the_page(browser, library_address):
    with visit(browser, library_address) as page:
        page.locator("[data-library=open]").click()
        select = page.locator(".filters select").first
        assert "linear-gradient" in select.evaluate("one => getComputedStyle(one).backgroundImage")
        page.keyboard.press("Tab")
        select.focus()
        expect(select).to_have_css("outline-color", "rgb(124, 47, 28)")
