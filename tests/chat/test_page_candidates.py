"""In Chromium: a slow answer is preceded by the passages that are read, and nothing jumps."""

import pytest
from browsing import AXE, ask, find_faults, in_browser, visit
from conftest import ROOT
from playwright.sync_api import expect

pytestmark = in_browser

ASKED = "Pourquoi avoir fermé la criée ?"
WATCH = """() => {
    window.shifted = 0;
    window.seen = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { window.shifted += one.value; }))
        .observe({type: "layout-shift"});
    const count = () => document.querySelectorAll(".asking-now .candidates li").length;
    new MutationObserver(() => { window.seen += count(); })
        .observe(document.querySelector("#exchanges"), {subtree: true, childList: true});
}"""


@pytest.fixture(scope="module")
def slow_address(tmp_path_factory):
    """Return the address of the chat over the invented interviews, whose judge takes a second."""
    from serving import serving

    corpus, index = ROOT / "tests" / "questions" / "corpus", tmp_path_factory.mktemp("slow")
    with serving(ROOT / "tests" / "serving.py", corpus, index, "--slow") as address:
        yield address


def send(page, question):
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_nearest_passages_are_shown_as_being_read_until_the_answer_takes_their_place(
    browser, slow_address, width
):
    with visit(browser, slow_address, width=width, height=720) as page:
        ask(page, "Qui parle de pêche ?")
        page.wait_for_timeout(600)
        page.evaluate(WATCH)
        send(page, ASKED)
        waiting = page.locator(".asking-now")
        candidates = waiting.locator(".candidates li")
        expect(candidates).to_have_count(3)
        expect(candidates.first).to_be_in_viewport()
        expect(waiting.locator(".candidates .reading")).to_contain_text(
            "ce n’est pas encore une réponse"
        )
        expect(page.locator(".exchange")).to_have_count(1)
        read = candidates.all_inner_texts()
        before = waiting.locator(".put").bounding_box()
        expect(page.locator(".exchange")).to_have_count(2)
        expect(waiting).to_have_count(0)
        expect(page.locator("#candidates li")).to_have_count(0)
        page.wait_for_timeout(300)
        after = page.locator(".exchange .put").last.bounding_box()
        assert abs(after["y"] - before["y"]) < 2
        assert page.evaluate("window.shifted") < 0.05
        assert len(set(read)) == 3


def test_a_candidate_is_no_answer(browser, slow_address):
    with visit(browser, slow_address, height=720) as page:
        send(page, ASKED)
        waiting = page.locator(".asking-now")
        expect(waiting.locator(".candidates li")).to_have_count(3)
        assert waiting.locator(".verdict, .answer, mark, blockquote, figure, a, button").count() == 0
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        expect(page.locator(".exchange .verdict")).to_have_count(1)


def test_a_suggested_question_shows_what_is_read_too(browser, slow_address):
    with visit(browser, slow_address, height=720) as page:
        ask(page, ASKED)
        page.locator(".next .examples button").first.click()
        expect(page.locator(".asking-now .candidates li").first).to_be_visible()
        expect(page.locator(".exchange")).to_have_count(2)


def test_what_is_answered_at_once_shows_no_candidates(browser, library_address):
    with visit(browser, library_address, height=720) as page:
        ask(page, "merci")
        page.evaluate(WATCH)
        ask(page, ASKED)
        assert page.evaluate("window.seen") == 0
