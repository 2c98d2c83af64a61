"""In Chromium: what a visitor sees between a question and its answer, and that nothing jumps."""

import pytest
from browsing import BUDGET, MEANING, ask, in_browser, visit
from playwright.sync_api import expect

pytestmark = [*in_browser, pytest.mark.model]

WATCH = """() => {
    window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(one => { window.shifted += one.value; }))
        .observe({type: "layout-shift"});
}"""


def put_and_hold(page, question):
    """Send a question whose request is held; return a function that lets it go."""
    held = []
    page.route("**/gradio_api/queue/join*", lambda route: held.append(route))  # noqa: PLW0108
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")

    def let_go():
        for route in held:
            route.continue_()
        page.unroute("**/gradio_api/queue/join*")

    return let_go


@pytest.mark.parametrize("width", [1280, 390])
def test_the_question_is_there_at_once_with_a_sign_and_its_answer_takes_its_place(
    browser, seed_address, width
):
    with visit(browser, seed_address, width=width, height=720) as page:
        ask(page, MEANING)
        page.evaluate(WATCH)
        let_go = put_and_hold(page, BUDGET)
        waiting = page.locator(".asking-now")
        expect(waiting.locator(".put")).to_contain_text(BUDGET)
        expect(waiting.get_by_role("status")).to_contain_text("Je cherche dans l")
        expect(waiting).to_be_in_viewport()
        expect(page.locator(".exchange")).to_have_count(1)
        page.wait_for_timeout(300)
        before = waiting.locator(".put").bounding_box()
        let_go()
        expect(page.locator(".exchange")).to_have_count(2)
        expect(waiting).to_have_count(0)
        page.wait_for_timeout(300)
        after = page.locator(".exchange .put").last.bounding_box()
        assert abs(after["y"] - before["y"]) < 2
        assert page.evaluate("window.shifted") < 0.05


def test_a_short_answer_stays_where_its_question_was(browser, seed_address):
    with visit(browser, seed_address, height=720) as page:
        ask(page, MEANING)
        let_go = put_and_hold(page, "merci")
        page.wait_for_timeout(300)
        before = page.locator(".asking-now .put").bounding_box()
        let_go()
        expect(page.locator(".exchange")).to_have_count(2)
        page.wait_for_timeout(300)
        assert abs(page.locator(".exchange .put").last.bounding_box()["y"] - before["y"]) < 2


def test_what_fails_leaves_no_question_that_waits(browser, seed_address):
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(seed_address)
    page.wait_for_selector("html[data-ready]")
    page.route("**/gradio_api/queue/join*", lambda route: route.abort())
    page.locator("#question textarea").fill(MEANING)
    page.locator("#question textarea").press("Enter")
    expect(page.locator("#notice")).to_be_visible()
    expect(page.locator(".asking-now")).to_have_count(0)
    context.close()


def test_the_head_of_an_answer_is_its_most_readable_line(browser, seed_address):
    with visit(browser, seed_address) as page:
        verdict = ask(page, MEANING).locator(".verdict")
        expect(verdict).to_have_css("color", "rgb(33, 30, 26)")  # the ink of the page
        size = "one => parseFloat(getComputedStyle(one).fontSize)"
        others = page.locator(".exchange :is(.put, .speaker, .asked, blockquote p, figcaption)")
        assert verdict.evaluate(size) > max(one.evaluate(size) for one in others.all())
