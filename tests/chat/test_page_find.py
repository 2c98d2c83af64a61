"""In Chromium: exact words are looked for, counted, and opened where they stand."""

import pytest
from browsing import AXE, find_faults, in_browser, visit
from playwright.sync_api import expect

pytestmark = in_browser


def look_for(page, words):
    """Open the panel if it is closed, and look for some words; return the list of places."""
    if not page.locator("#finding").is_visible():
        page.locator("#head [data-find=open]").click()
    field = page.locator("#finding [name=words]")
    expect(field).to_be_focused()
    field.fill(words)
    field.press("Enter")
    expect(page.locator("#finding .counted")).to_contain_text(f"«\u202f{words}\u202f»")
    return page.locator("#finding a.occurrence")


def test_words_are_found_counted_and_opened_where_they_stand(browser, library_address):
    with visit(browser, library_address) as page:
        places = look_for(page, "temps")
        count = places.count()
        assert count > 1
        told = page.locator("#finding .counted").inner_text()
        assert f": {count} fois, dans " in told.replace("\u202f", "")
        expect(page.locator("#exchanges")).to_be_hidden()
        page.locator(".tallies summary").click()
        table = page.locator(".tallies table").first
        counted = [int(one) for one in table.locator("td").all_inner_texts() if one]
        assert sum(counted) == count
        last = places.last
        name = page.locator("#finding h3").last.inner_text()
        last.click()
        expect(page.locator("#interview .passage.place.current mark")).to_be_in_viewport()
        expect(page.locator("#interview .passage.place.current mark")).to_have_text(
            last.locator("mark").inner_text()
        )
        assert page.locator(".interview h2").inner_text() in name
        expect(page.locator("#reader > .map button")).to_have_count(
            page.locator("#interview .passage.place").count()
        )


def test_the_keyboard_alone_looks_steps_and_closes(browser, library_address):
    with visit(browser, library_address) as page:
        opener = page.locator("#head [data-find=open]")
        opener.focus()
        page.keyboard.press("Enter")
        expect(opener).to_have_attribute("aria-expanded", "true")
        places = look_for(page, "temps")
        page.keyboard.press("Alt+ArrowDown")
        expect(places.first).to_have_attribute("aria-current", "true")
        expect(page.locator("#interview .passage.place.current").first).to_be_focused()
        page.keyboard.press("n")
        expect(places.nth(1)).to_have_attribute("aria-current", "true")
        page.keyboard.press("p")
        expect(places.first).to_have_attribute("aria-current", "true")
        page.locator("#finding [data-find=close]").focus()
        page.keyboard.press("Escape")
        expect(page.locator("#finding")).to_be_hidden()
        expect(page.locator("#question")).to_be_visible()
        expect(opener).to_be_focused()


def test_a_search_stays_within_the_scope_and_follows_it(browser, library_address):
    with visit(browser, library_address) as page:
        everywhere = look_for(page, "est").count()
        page.locator("[data-library=open]").click()
        page.locator(".library [name=speaker]").select_option("Yohan Tastevin")
        expect(page.locator(".head .bounding")).to_contain_text("Yohan Tastevin")
        page.locator("[data-library=close]").click()
        expect(page.locator("#finding .bounds").first).to_contain_text("Limité à\u202f: Yohan Tastevin")
        inside = page.locator("#finding a.occurrence")
        expect(inside.first).to_be_visible()
        assert 0 < inside.count() < everywhere
        page.get_by_label("dans l’entretien ouvert").check()
        expect(page.locator("#finding .bounds").first).to_contain_text(
            "Cherché dans l’entretien ouvert"
        )
        expect(page.get_by_label("dans l’entretien ouvert")).to_be_focused()


def test_words_that_are_not_said_are_told_so_and_where_they_stand(browser, library_address):
    with visit(browser, library_address) as page:
        assert look_for(page, "frelonneries").count() == 0
        expect(page.locator("#finding .counted")).to_contain_text("ne se trouve nulle part")
        page.locator("#finding [name=words]").fill("?!")
        page.keyboard.press("Enter")
        expect(page.locator("#finding [role=alert]")).to_contain_text("Rien n’a pu être cherché")


def test_on_a_phone_a_place_opens_the_drawer_and_the_list_is_still_there(browser, library_address):
    with visit(browser, library_address, width=390, height=844, locale="en-GB") as page:
        page.get_by_role("button", name="Exact words").click()
        field = page.locator("#finding [name=words]")
        field.fill("temps")
        page.get_by_role("button", name="Find").click()
        place = page.locator("#finding a.occurrence").first
        place.click()
        expect(page.locator("#reader")).to_be_visible()
        expect(page.locator("#interview .passage.place.current").first).to_be_in_viewport()
        page.locator("#reader [data-drawer=close]").click()
        expect(page.locator("#reader")).to_be_hidden()
        expect(place).to_be_focused()


@pytest.mark.parametrize(
    ("width", "color_scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
)
def test_axe_finds_no_serious_fault_in_the_search(browser, library_address, width, color_scheme):
    with visit(browser, library_address, width=width, color_scheme=color_scheme) as page:
        places = look_for(page, "temps")
        page.locator(".tallies summary").click()
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        overflows = "one => one.scrollWidth - one.clientWidth"
        assert page.locator("#finding").evaluate(overflows) == 0
        assert page.locator("html").evaluate(overflows) == 0
        places.first.click()
        expect(page.locator("#interview .passage.place.current").first).to_be_in_viewport()
        assert find_faults(page) == []
