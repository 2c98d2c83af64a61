"""In Chromium: a grid fills, is stopped, filtered, kept as a file, and opened at its passages."""

import pytest
from browsing import AXE, ask, find_faults, in_browser, visit
from conftest import ROOT
from playwright.sync_api import expect
from serving import serving

from onrecord.cli import main

pytestmark = in_browser
CORPUS = ROOT / "tests" / "questions" / "corpus"
QUESTIONS = "Que dit-on du temps ?\nQui est interviewé ?"


@pytest.fixture(scope="module")
def slow_address(tmp_path_factory):
    """Return the address of the chat over the invented interviews, a second for each question."""
    index = tmp_path_factory.mktemp("slow")
    with serving(ROOT / "tests" / "serving.py", CORPUS, index, "--slow") as address:
        yield address


def open_grid(page):
    """Open the panel; return the field of the questions."""
    page.locator("#head [data-grid=open]").click()
    field = page.locator(".grid [name=questions]")
    expect(field).to_be_focused()
    return field


def fill(page, questions=QUESTIONS):
    """Fill a grid; return its table once the last cell is there."""
    open_grid(page).fill(questions)
    page.locator(".grid [type=submit]").click()
    expect(page.locator(".grid .counted")).to_be_visible(timeout=60_000)
    return page.locator(".grid table")


def test_a_grid_fills_and_a_cell_opens_its_interview_at_the_mark(browser, library_address):
    with visit(browser, library_address) as page:
        table = fill(page)
        expect(page.locator("#exchanges")).to_be_hidden()
        rows = table.locator("tbody tr")
        assert rows.count() == len([one for one in CORPUS.iterdir() if one.suffix != ".yaml"])
        assert table.locator("td").count() == 2 * rows.count()
        expect(page.locator(".grid .counted")).to_contain_text(f"Cases\u202f: {2 * rows.count()} (")
        expect(table.locator("thead th")).to_have_text(["entretien", *QUESTIONS.split("\n")])
        cell = table.locator("a.cell").last
        name = cell.locator("xpath=ancestor::tr/th/span[@class='name']").inner_text()
        cell.click()
        mark = page.locator("#interview .passage.current mark")
        expect(mark.first).to_be_in_viewport()
        assert page.locator(".interview h2").inner_text() == name
        assert cell.locator(".quote").inner_text()[2:-2].startswith(mark.first.inner_text()[:20])
        expect(cell).to_have_attribute("aria-current", "true")


def test_only_rows_that_pass_the_filters_of_the_table_are_shown(browser, library_address):
    with visit(browser, library_address) as page:
        table = fill(page)
        rows = table.locator("tbody tr")
        total = rows.count()
        name = rows.nth(2).locator(".name").inner_text()
        page.get_by_label("Lignes nommées").fill(name.upper())
        expect(rows.locator("visible=true")).to_have_count(1)
        expect(page.locator(".grid .narrow .bounds")).to_have_text(f"lignes\u202f: 1 sur {total}")
        page.get_by_label("Lignes nommées").fill("")
        verdicts = [row.locator("[data-verdict=not_said]").count() > 0 for row in rows.all()]
        page.get_by_label("Montrer").select_option("not_said")
        shown = [row.is_visible() for row in rows.all()]
        assert shown == verdicts
        assert 0 < sum(shown) < total
        expect(table.locator("[data-verdict=found] b").first).not_to_be_visible()


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_grid_is_downloaded_and_verifies(browser, library_address, tmp_path, suffix):
    with visit(browser, library_address) as page:
        fill(page)
        page.locator(".grid .keep summary").click()
        with page.expect_download() as download:
            page.locator(f".grid [data-keep={suffix}]").click()
        assert download.value.suggested_filename == f"on-the-record.{suffix}"
        kept = tmp_path / f"grid.{suffix}"
        download.value.save_as(kept)
    assert main(["verify", str(kept), "--corpus", str(CORPUS)]) == 0


def test_a_grid_is_stopped_and_what_was_answered_stays(browser, slow_address):
    with visit(browser, slow_address) as page:
        open_grid(page).fill(QUESTIONS)
        page.locator(".grid [type=submit]").click()
        stop = page.locator(".grid [data-grid=stop]")
        expect(stop).to_be_focused()
        expect(page.locator(".grid a.cell").first).to_be_visible()
        assert page.locator(".grid td.pending").count() > 0
        page.keyboard.press("Enter")
        expect(page.locator(".grid .counted")).to_contain_text("Arrêtée")
        expect(stop).to_be_hidden()
        expect(page.locator(".grid .asked summary")).to_be_focused()
        answered = page.locator(".grid td:not(.pending)").count()
        page.wait_for_timeout(2500)
        assert page.locator(".grid td:not(.pending)").count() == answered > 0
        page.locator(".grid .asked summary").click()
        assert page.locator(".grid [name=questions]").input_value() == QUESTIONS


def test_nothing_of_a_grid_that_fills_is_left_when_the_visit_is_forgotten(browser, slow_address):
    with visit(browser, slow_address) as page:
        ask(page, "Que dit-on du temps ?")
        open_grid(page).fill(QUESTIONS)
        page.locator(".grid [type=submit]").click()
        expect(page.locator(".grid a.cell").first).to_be_visible()
        page.locator(".grid [data-grid=close]").click()
        page.locator("[data-memory=forget]").click()
        expect(page.locator(".exchange")).to_have_count(0)
        page.wait_for_timeout(2500)
        open_grid(page)
        expect(page.locator(".grid table")).to_have_count(0)
        expect(page.locator(".grid .running")).to_be_hidden()


def test_what_cannot_be_asked_is_told_and_the_questions_stay(browser, library_address):
    with visit(browser, library_address) as page:
        open_grid(page).fill("Qui parle ?\nQui parle ?")
        page.locator(".grid [type=submit]").click()
        told = page.locator(".grid [role=alert]")
        expect(told).to_contain_text("la question 2 est la même que la 1")
        field = page.locator(".grid [name=questions]")
        assert field.input_value() == "Qui parle ?\nQui parle ?"
        field.fill("")
        page.locator(".grid [type=submit]").click()
        expect(told).to_contain_text("aucune question n’est écrite")


def test_the_grid_stays_within_the_scope_and_one_panel_is_open_at_a_time(browser, library_address):
    with visit(browser, library_address) as page:
        open_grid(page).fill(QUESTIONS)
        page.locator("#head [data-library=open]").click()
        page.locator(".library [name=speaker]").select_option("Yohan Tastevin")
        expect(page.locator(".head .bounding")).to_contain_text("Yohan Tastevin")
        page.locator("[data-library=close]").click()
        expect(page.locator("#grid-hint")).to_contain_text("Limité à\u202f: Yohan Tastevin")
        expect(page.locator(".grid [name=questions]")).to_have_value(QUESTIONS)
        page.get_by_label("personne", exact=True).check()
        page.locator(".grid [type=submit]").click()
        expect(page.locator(".grid tbody .name")).to_have_text(["Yohan Tastevin"])
        page.locator("#head [data-find=open]").click()
        expect(page.locator("#gridding")).to_be_hidden()
        expect(page.locator("#finding [name=words]")).to_be_focused()
        page.locator("#head [data-grid=open]").click()
        expect(page.locator("#finding")).to_be_hidden()
        expect(page.locator(".grid tbody .name")).to_have_text(["Yohan Tastevin"])


def test_the_keyboard_alone_fills_steps_and_closes(browser, library_address):
    with visit(browser, library_address) as page:
        opener = page.locator("#head [data-grid=open]")
        opener.focus()
        page.keyboard.press("Enter")
        expect(opener).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".grid [name=questions]")).to_be_focused()
        page.keyboard.type("Que dit-on du temps ?")
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".grid .counted")).to_be_visible(timeout=60_000)
        cells = page.locator(".grid a.cell")
        page.keyboard.press("n")
        expect(cells.first).to_have_attribute("aria-current", "true")
        expect(page.locator("#interview .passage.current").first).to_be_focused()
        page.keyboard.press("Escape")
        expect(cells.first).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#gridding")).to_be_hidden()
        expect(opener).to_be_focused()


@pytest.mark.parametrize(
    ("width", "color_scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
)
def test_axe_finds_no_serious_fault_in_the_grid(browser, library_address, width, color_scheme):
    with visit(browser, library_address, width=width, color_scheme=color_scheme) as page:
        if width == 320:
            page.locator("#head [data-library=open]").click()
            page.locator(".library [data-grid=show]").click()
            expect(page.locator("#library")).to_be_hidden()
            page.locator(".grid [name=questions]").fill(QUESTIONS)
            page.locator(".grid [type=submit]").click()
            expect(page.locator(".grid .counted")).to_be_visible(timeout=60_000)
        else:
            fill(page)
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        overflows = "one => one.scrollWidth - one.clientWidth"
        assert page.locator("#gridding").evaluate(overflows) == 0
        assert page.locator("html").evaluate(overflows) == 0
        page.locator(".grid .asked summary").click()
        page.locator(".grid .keep summary").click()
        page.locator(".grid a.cell").first.click()
        expect(page.locator("#interview .passage.current").first).to_be_in_viewport()
        assert find_faults(page) == []
