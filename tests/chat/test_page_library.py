"""In Chromium: the library, and what holds for every view: contrast and names (axe), print."""

import pytest
from browsing import AXE, BUDGET, MEANING, OPEN_DATA, ask, find_faults, in_browser, visit
from playwright.sync_api import expect

pytestmark = in_browser
needs_model = pytest.mark.model


def test_the_library_bounds_the_questions_and_opens_an_interview(browser, library_address):
    with visit(browser, library_address) as page:
        page.get_by_role("button", name="Bibliothèque").click()
        entries = page.locator(".library li")
        count = entries.count()
        page.get_by_label("Qui parle").select_option(index=2)
        name = page.get_by_label("Qui parle").input_value()
        expect(page.locator(".bounding")).to_contain_text(f"Limité à : {name}")
        expect(page.get_by_label("Qui parle")).to_be_focused()
        assert 0 < entries.count() < count
        title = page.locator(".library .title").first
        wanted = title.inner_text()
        title.click()
        expect(page.locator(".interview h2")).to_have_text(wanted)
        expect(page.locator("#library")).to_be_hidden()
        exchange = ask(page, "Pourquoi ce travail ?")
        expect(exchange.locator(".asked-of")).to_have_text(f"Limité à : {name}")
        speakers = set(exchange.locator(".quotation .speaker b").all_text_contents())
        assert speakers <= {name}
        page.get_by_role("button", name="Bibliothèque").press("Enter")
        page.locator(".library").get_by_role("button", name="Tout reprendre").click()
        expect(entries).to_have_count(count)
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Bibliothèque")).to_be_focused()


def test_the_timeline_is_one_stop_of_the_keyboard_and_opens_an_interview(browser, library_address):
    with visit(browser, library_address) as page:
        page.get_by_role("button", name="Bibliothèque").click()
        dots = page.locator(".timeline button")
        expect(dots).to_have_count(page.locator(".library .title").count())
        expect(page.locator(".timeline button[tabindex='0']")).to_have_count(1)
        page.get_by_label("Publié jusqu’à").focus()
        page.keyboard.press("Tab")
        expect(dots.first).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(dots.nth(1)).to_be_focused()
        expect(page.locator(".told-of")).to_have_text(dots.nth(1).get_attribute("aria-label"))
        page.keyboard.press("End")
        expect(dots.last).to_be_focused()
        title = page.locator(".library .title").first.inner_text()  # the latest interview
        page.keyboard.press("Enter")
        expect(page.locator("#library")).to_be_hidden()
        expect(page.locator(".interview h2")).to_have_text(title)


@needs_model
@pytest.mark.parametrize(
    ("width", "color_scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_no_serious_fault(browser, seed_address, width, color_scheme):
    with visit(browser, seed_address, width=width, color_scheme=color_scheme) as page:
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        ask(page, MEANING)
        ask(page, OPEN_DATA).locator(".nearest > summary").click()
        ask(page, BUDGET)
        page.locator(".keep.whole summary").click()
        assert find_faults(page) == []
        if width < 900:
            page.get_by_role("button", name="Entretien", exact=True).click()
        page.locator("#interview #t1p2").click()
        expect(page.locator(".note")).to_be_visible()
        assert find_faults(page) == []


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_no_serious_fault_in_the_library(browser, library_address, width, color_scheme):
    with visit(browser, library_address, width=width, color_scheme=color_scheme) as page:
        page.get_by_role("button", name="Bibliothèque").click()
        page.get_by_label("Publié depuis").select_option(index=2)
        expect(page.locator(".bounding")).to_be_attached()
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        assert page.locator("#library").evaluate("one => one.scrollWidth - one.clientWidth") == 0


@needs_model
def test_on_paper_stand_the_conversation_and_the_interview_alone(browser, seed_address):
    with visit(browser, seed_address) as page:
        ask(page, MEANING)
        page.emulate_media(media="print")
        for hidden in ("#question", ".head nav", ".welcome", ".next", ".keep.whole", ".map"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.locator(".exchange .put")).to_be_visible()
        expect(page.locator(".torn")).to_be_visible()
        heights = page.evaluate(
            "[...document.querySelectorAll('#exchanges, #interview')].map(one => "
            "one.scrollHeight - one.clientHeight)"
        )
        assert max(heights) <= 1


def test_the_library_finds_by_words_and_sorts(browser, library_address):
    with visit(browser, library_address) as page:
        page.locator("[data-library=open]").click()
        titles = page.locator(".library .title")
        expect(titles).to_have_count(16)
        expect(page.locator(".counted")).to_contain_text("16 entretiens, ")
        page.locator(".library [name=words]").fill("acariens frelon")
        expect(titles).to_have_count(0)
        expect(page.locator(".library")).to_contain_text("Aucun entretien ne contient ces mots.")
        page.locator(".library [name=words]").fill("frelon")
        expect(titles).to_have_count(1)
        expect(page.locator(".library [name=words]")).to_be_focused()
        page.keyboard.type(" asiatique")
        expect(page.locator(".library [name=words]")).to_have_value("frelon asiatique")
        page.locator(".library [name=words]").fill("")
        expect(titles).to_have_count(16)
        page.locator(".library [name=order]").select_option("title")
        expect(page.locator(".bounding")).to_have_count(0)


def test_a_scope_is_seen_and_cleared_from_the_head_and_elsewhere_is_offered(browser, library_address):
    with visit(browser, library_address) as page:
        page.locator("[data-library=open]").click()
        page.locator(".library [name=speaker]").select_option("Yohan Tastevin")
        expect(page.locator(".library .title")).to_have_count(1)
        page.locator("[data-library=close]").click()
        expect(page.locator(".head .bounding")).to_contain_text("Limité à : Yohan Tastevin")
        exchange = ask(page, "Qui est l'auteur de l'article sur le frelon ?")
        expect(exchange.locator(".asked-of")).to_have_text("Limité à : Yohan Tastevin")
        page.locator(".head [data-library=clear]").click()
        expect(page.locator(".head .bounding")).to_have_count(0)


def test_what_a_scope_does_not_say_is_asked_of_all_with_one_click(browser, library_address):
    asked = "Combien coûte une manœuvre pour l'armateur ?"
    with visit(browser, library_address) as page:
        page.locator("[data-library=open]").click()
        page.locator(".library [name=speaker]").select_option("Yohan Tastevin")
        page.locator("[data-library=close]").click()
        inside = ask(page, asked)
        expect(inside.locator(".asked-of")).to_contain_text("Yohan Tastevin")
        expect(inside.locator(".verdict")).not_to_contain_text("répond")
        expect(inside.locator(".elsewhere")).to_contain_text("les entretiens répondent")
        inside.get_by_role("button", name="poser la question à tous").click()
        expect(page.locator(".exchange")).to_have_count(2)
        everywhere = page.locator(".exchange").last
        expect(everywhere.locator(".put")).to_contain_text(asked)
        expect(everywhere.locator(".asked-of")).to_have_count(0)
        expect(everywhere.locator("blockquote").first).to_contain_text("pétrolier")
        expect(page.locator(".head .bounding")).to_have_count(0)
        expect(page.locator("#interview .passage.current").first).to_be_visible()
