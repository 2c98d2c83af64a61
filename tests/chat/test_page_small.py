"""In Chromium, on a small screen and on a phone: what is in view, and what a finger or a key does."""

import pytest
from browsing import MEANING, ask, in_browser, visit
from playwright.sync_api import expect

pytestmark = [*in_browser, pytest.mark.model]

QUOTED_IN_PART = "Que faut-il repenser ?"  # two passages answer, and a part of each is marked


def test_at_1280_by_720_two_passages_are_in_view(browser, seed_address):
    with visit(browser, seed_address, width=1280, height=720) as page:
        exchange = ask(page, QUOTED_IN_PART)
        bottom = page.locator("#exchanges").bounding_box()
        end = bottom["y"] + bottom["height"]
        for number in (0, 1):
            mark = exchange.locator(".quotation").nth(number).locator("mark").first.bounding_box()
            assert mark["y"] + mark["height"] <= end + 1, number


def test_a_passage_is_folded_around_its_quote_and_whole_on_a_click(browser, seed_address):
    with visit(browser, seed_address) as page:
        exchange = ask(page, QUOTED_IN_PART)
        first = exchange.locator(".quotation").first
        whole = first.locator("blockquote").evaluate("one => one.textContent").strip()
        assert first.locator("blockquote").inner_text() in whole
        assert "plus de mobilisation" not in first.locator("blockquote").inner_text()
        first.get_by_role("button", name="déplier").click()
        assert first.locator("blockquote").inner_text() == whole
        assert "plus de mobilisation" in whole
        first.get_by_role("button", name="replier").click()
        expect(first.get_by_role("button", name="déplier")).to_have_attribute("aria-expanded", "false")


def test_who_speaks_and_what_was_asked_are_not_said_twice(browser, seed_address):
    with visit(browser, seed_address) as page:
        exchange = ask(page, MEANING)
        expect(exchange.locator(".quotation")).to_have_count(3)
        expect(exchange.locator(".quotation:not(.beside) .speaker")).to_have_count(1)
        expect(exchange.locator(".quotation:not(.beside) .asked")).to_have_count(0)  # the same words


def test_alt_and_an_arrow_go_from_passage_to_passage_from_the_field_too(browser, seed_address):
    with visit(browser, seed_address, height=500) as page:
        ask(page, MEANING)
        page.locator("#question textarea").focus()
        current = page.locator("#interview .passage.current .number")
        expect(current).to_have_text("1")
        page.keyboard.press("Alt+ArrowDown")
        expect(current).to_have_text("2")
        page.keyboard.press("Alt+ArrowUp")
        expect(current).to_have_text("1")


def test_on_a_phone_the_source_is_one_touch_away_and_a_touch_outside_closes_it(browser, seed_address):
    with visit(browser, seed_address, width=390, height=844, has_touch=True) as page:
        exchange = ask(page, MEANING)
        exchange.locator("blockquote").first.tap()
        expect(page.locator("#reader")).to_be_visible()
        expect(page.locator("#interview .passage.current").first).to_be_in_viewport()
        page.touchscreen.tap(195, 110)
        expect(page.locator("#reader")).to_be_hidden()
        exchange.locator("a.place").first.tap()
        expect(page.locator("#reader")).to_be_visible()
        page.go_back()
        expect(page.locator("#reader")).to_be_hidden()


def test_hints_fit_touch(browser, library_address):
    phone = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    with visit(browser, library_address, **phone) as page:
        page.locator("[data-library=open]").click()
        expect(page.locator(".told-of")).to_contain_text("touchez un point")
        assert "Entrée" not in page.locator(".told-of").inner_text()


def test_citing_a_paragraph_is_seen_without_hovering(browser, seed_address):
    with visit(browser, seed_address) as page:
        pin = page.locator("#interview #t1p2 .pin")
        expect(pin).to_have_css("opacity", "1")
        pin.click()
        expect(page.locator(".note")).to_contain_text("question 1, § 2")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_action_of_a_quote_stands_alone_on_a_line(browser, seed_address, width):
    tops = "all => all.map(one => one.getBoundingClientRect().top)"
    with visit(browser, seed_address, width=width) as page:
        for figure in ask(page, MEANING).locator("figure.quotation").all():
            if figure.is_visible():
                found = figure.locator(".acts > *").evaluate_all(tops)
                assert len(found) >= 2
                assert max(found) - min(found) < 6


def test_quotes_that_are_compared_begin_at_one_height(browser, library_address):
    with visit(browser, library_address, width=1280) as page:
        exchange = ask(page, "Que disent-ils du prix, comparez")
        tops = "all => all.slice(0, 2).map(one => one.getBoundingClientRect().top)"
        for part in ("blockquote", "figcaption"):
            one, other = exchange.locator(f".compared {part}").evaluate_all(tops)
            assert one == other
