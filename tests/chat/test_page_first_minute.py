"""In Chromium: what a newcomer sees first, and what a click on it does."""

import re

from browsing import ask, in_browser, visit
from playwright.sync_api import expect

pytestmark = in_browser


def test_the_questions_that_were_put_are_a_list_to_choose_from_by_interview(browser, library_address):
    with visit(browser, library_address, height=720) as page:
        expect(page.locator(".welcome .who")).to_contain_text("Y parlent : Firmin Lachaux, ")
        expect(page.locator(".welcome .who")).to_contain_text("autres personnes.")
        page.get_by_role("button", name="Quelles questions ont été posées ?").click()
        listed = page.locator(".exchange .asked-list")
        expect(listed).to_have_count(10)
        expect(listed.first.locator("a")).to_have_count(7)
        listed.nth(1).locator("summary").click()
        question = listed.nth(1).locator("a").nth(1)
        asked = question.inner_text()
        question.click()
        chosen = page.locator("#interview .chosen")
        expect(chosen).to_have_id("t2p1")
        expect(page.locator("#interview .turn:has(.chosen) h3.asked")).to_have_text(asked)


def test_every_example_is_a_question_in_the_language_of_the_visitor(browser, library_address):
    with visit(browser, library_address) as page:
        for text in page.locator(".welcome .examples button").all_inner_texts():
            assert re.search(r"\?$", text)
    with visit(browser, library_address, locale="en-GB") as page:
        first = page.locator(".welcome .examples button").all_inner_texts()
        assert "Which questions were asked?" in first
        assert [text for text in first if re.search("[éèêàç]", text)] == []


def test_small_talk_gets_a_human_line(browser, library_address):
    with visit(browser, library_address) as page:
        for said, told in (("bonne journée", "Avec plaisir"), ("aide-moi", "Je suis On the Record")):
            expect(ask(page, said).locator(".verdict")).to_contain_text(told)
