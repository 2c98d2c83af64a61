"""In Chromium: the first screen over none, one, sixteen and a thousand interviews."""

import datetime
from contextlib import contextmanager

import pytest
from browsing import AXE, ask, find_faults, in_browser, visit
from playwright.sync_api import expect
from serving import TESTS, serving

pytestmark = in_browser

NAMES = ("Jeanne Le Bihan", "Paul Riou", "Maud Kerbrat", "Anselme Tréguier")
TRADES = ("boulangère", "marin", "institutrice", "horloger")
INTERVIEW = """\
Entretien avec {name}, {trade} à Port-Aven

Publié le {day}

Comment avez-vous appris votre métier à Port-Aven ?

Auprès de ma tante, pendant l'hiver {year}, dans un atelier sans chauffage.

Combien de clients servez-vous chaque jour ?

Une quarantaine, et le double au mois d'août.
"""


def write_interviews(folder, count):
    folder.mkdir()
    for number in range(count):
        name, trade = (words[number % 4] for words in (NAMES, TRADES))
        day = datetime.date(2001 + number % 20, 1 + number % 12, 5)
        text = INTERVIEW.format(
            name=f"{name} {number // 4 or ''}".strip(),
            trade=trade,
            day=f"{day:%d/%m/%Y}",
            year=day.year,
        )
        (folder / f"entretien-{number:04}.txt").write_text(text, "utf-8")


@contextmanager
def serving_some(folder, count):
    write_interviews(folder / "corpus", count)
    with serving(TESTS / "serving.py", folder / "corpus", folder / "index") as address:
        yield address


@pytest.fixture(scope="module", params=[0, 1, 16, 1000])
def some(request, tmp_path_factory):
    """Return how many interviews a page has, and its address."""
    with serving_some(tmp_path_factory.mktemp("some"), request.param) as address:
        yield request.param, address


WELCOMES = {
    0: "Ajoutez un entretien, puis posez-lui vos questions.",
    1: "Posez une question à l’entretien.",
    16: "Posez une question aux 16 entretiens.",
    1000: "Posez une question aux 1\u202f000 entretiens.",
}


def test_the_first_screen_says_what_this_is_who_speaks_and_what_can_be_asked(browser, some):
    count, address = some
    with visit(browser, address, height=720) as page:
        welcome = page.locator(".welcome")
        expect(welcome.locator("h2")).to_have_text(WELCOMES[count])
        expect(welcome).to_contain_text("Chaque réponse est une citation exacte")
        choices = welcome.locator(".examples button").all_inner_texts()
        if not count:
            expect(welcome.locator(".who")).to_have_count(0)
            assert choices == ["Ajouter un entretien"]
            expect(page.locator("#interview h2")).to_have_text("Aucun entretien pour l’instant.")
            return
        expect(welcome.locator(".who")).to_contain_text("Jeanne Le Bihan")
        assert "Combien de clients servez-vous chaque jour ?" in choices
        expect(page.locator("#interview h2")).to_contain_text("Jeanne Le Bihan")


@pytest.mark.parametrize(
    ("width", "color_scheme"), [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")]
)
def test_axe_finds_no_serious_fault_on_the_first_screen(browser, some, width, color_scheme):
    with visit(browser, some[1], width=width, color_scheme=color_scheme) as page:
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_interview_of_all_is_added_in_the_page_asked_and_removed(browser, tmp_path):
    with serving_some(tmp_path, 0) as address, visit(browser, address) as page:
        refused = ask(page, "Combien de clients sert-elle ?").locator(".refused")
        expect(refused).to_contain_text("il n’y a encore aucun entretien à interroger")
        page.get_by_role("button", name="Ajouter un entretien").click()
        write_interviews(tmp_path / "brought", 1)
        page.locator("#upload input[type=file]").set_input_files(
            tmp_path / "brought" / "entretien-0000.txt"
        )
        page.get_by_role("button", name="Accepter").click()
        page.get_by_role("button", name="Ouvrir", exact=False).first.click()
        expect(page.locator("#interview h2")).to_contain_text("Jeanne Le Bihan")
        answered = ask(page, "Combien de clients servez-vous chaque jour ?")
        expect(answered.locator("mark").first).to_contain_text("Une quarantaine")
        page.locator(".head [data-library=open]").click()
        page.locator("#interviews [data-remove]").click()
        expect(page.locator("#interviews")).to_contain_text("Aucun entretien pour l’instant.")


def test_where_uploads_are_kept_the_last_interview_can_be_removed(browser, tmp_path):
    write_interviews(tmp_path / "corpus", 0)
    write_interviews(tmp_path / "brought", 1)
    command = (TESTS / "serving.py", tmp_path / "corpus", tmp_path / "index", "--keep-uploads")
    with serving(*command) as address, visit(browser, address) as page:
        page.get_by_role("button", name="Ajouter un entretien").click()
        page.locator("#upload input[type=file]").set_input_files(
            tmp_path / "brought" / "entretien-0000.txt"
        )
        page.get_by_role("button", name="Accepter").click()
        expect(page.locator("#interviews [data-remove]")).to_have_count(1)
        page.locator("#interviews [data-remove]").click()
        expect(page.locator("#interviews")).to_contain_text("Aucun entretien pour l’instant.")
        assert list((tmp_path / "corpus").iterdir()) == []


def test_serving_an_empty_corpus_says_so(tmp_path, capfd):
    with serving_some(tmp_path, 0):
        pass
    assert "expected interviews" in capfd.readouterr().err
