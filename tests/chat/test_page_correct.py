"""In Chromium: a reading is put right in its report, undone, accepted, asked and kept."""

import pytest
import yaml
from browsing import AXE, ask, find_faults, in_browser, open_page, visit
from conftest import ROOT, make_corpus
from playwright.sync_api import expect
from serving import serving

from onrecord.reading import read_interview

pytestmark = in_browser
SCRIPT = ROOT / "tests" / "serving.py"
TALK = """\
S00: Depuis quand dirigez-vous la scierie du Pertuis ?

S01: Depuis 2011. Mon père la tenait avant moi, et son frère avant lui.

S02: Vous coupez surtout du douglas ?

S01: Du douglas pour les deux tiers, et du chêne pour les charpentes anciennes.

Le lendemain, la mairie du Pertuis a inauguré la salle des fêtes.

S00: Qui affûte les lames ?

S03: Les lames de scie, nous les affûtons le lundi matin, avant l'aube.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_corpus(tmp_path_factory.mktemp("correct")).parent


@pytest.fixture(scope="module")
def address(folder):
    with serving(SCRIPT, folder / "corpus", folder / "index") as address:
        yield address


def bring(page, content=TALK, name="scierie.txt"):
    """Choose a file and return its report."""
    page.get_by_role("button", name="Bibliothèque").click()
    file = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    page.locator("#upload input[type=file]").set_input_files(file)
    report = page.locator(".report")
    expect(report).to_be_focused()
    return report


def voice(report, label):
    return report.get_by_role("group", name=label, exact=True)


def read_again(report):
    """Press the button of the form; return what changes."""
    report.get_by_role("button", name="Relire ainsi").click()
    changes = report.locator(".changes")
    expect(changes).to_be_focused()
    return changes


def test_a_voice_is_named_merged_and_sided_then_asked(browser, address):
    with visit(browser, address) as page:
        report = bring(page)
        voice(report, "S00").get_by_label("Nom").fill("Inès Carlier")
        voice(report, "S00").get_by_label("Dans l’entretien").select_option("c’est l’intervieweur")
        voice(report, "S02").get_by_label("Même personne que").select_option("S00")
        voice(report, "S01").get_by_label("Nom").fill("Estelle Ravoux")
        voice(report, "S03").get_by_label("Même personne que").select_option("S01")
        changes = read_again(report)
        expect(changes).to_contain_text("S01 → Estelle Ravoux")
        expect(changes).to_contain_text("S03 → Estelle Ravoux")
        expect(report.locator(".understood-turns b")).to_have_text(["Estelle Ravoux"] * 3)
        expect(report.locator("dl")).to_contain_text("Inès Carlier")
        page.get_by_role("button", name="Accepter").click()
        expect(page.locator(".told")).to_contain_text("est ajouté")
        page.keyboard.press("Escape")
        answered = ask(page, "Quand affûtez-vous les lames de scie ?")
        expect(answered.locator("blockquote mark").first).to_contain_text("le lundi matin")
        expect(answered.locator("figure").first).to_contain_text("Estelle Ravoux")


def test_a_passage_is_left_out_and_taken_in_again(browser, address):
    with visit(browser, address) as page:
        report = bring(page)
        strange = report.locator(".pieces li").filter(has_text="Le lendemain")
        unfolded = report.locator(".understood-turns summary").nth(1)
        unfolded.focus()
        page.keyboard.press("Enter")
        strange.get_by_role("button", name="ce n’est pas de l’entretien").press("Enter")
        changes = report.locator(".changes")
        expect(changes).to_be_focused()
        expect(changes).to_contain_text("S01 → hors de l’entretien")
        expect(changes).to_contain_text("Le lendemain, la mairie")
        expect(report.locator(".understood-turns")).not_to_contain_text("Le lendemain")
        changes.get_by_role("button", name="annuler").click()
        expect(report.locator(".changes")).to_contain_text("hors de l’entretien → S01")
        expect(report.locator(".changes button")).to_have_count(0)
        expect(
            report.locator(".understood-turns .pieces li").filter(has_text="Le lendemain")
        ).to_have_count(1)


def test_what_was_typed_is_shown_before_it_is_accepted(browser, address):
    with visit(browser, address) as page:
        report = bring(page)
        voice(report, "S01").get_by_label("Nom").fill("<img src=x onerror=hacked=1>")
        page.get_by_role("button", name="Accepter").click()
        expect(report.locator(".changes")).to_contain_text("S01 → <img src=x onerror=hacked=1>")
        assert report.locator("img").count() == 0
        expect(page.locator(".told")).to_have_count(0)
        page.get_by_role("button", name="Accepter").click()
        expect(page.locator(".told")).to_contain_text("est ajouté")


def test_the_side_file_is_kept_and_gives_the_same_reading(browser, address, tmp_path):
    with visit(browser, address) as page:
        report = bring(page)
        voice(report, "S01").get_by_label("Nom").fill("Estelle Ravoux")
        read_again(report)
        report.locator("summary", has_text="scierie.yaml").click()
        with page.expect_download() as download:
            report.get_by_role("button", name="le télécharger").click()
        assert download.value.suggested_filename == "scierie.yaml"
        download.value.save_as(tmp_path / "scierie.yaml")
    stated = yaml.safe_load((tmp_path / "scierie.yaml").read_text("utf-8"))
    assert stated == {"speakers": {"S01": {"name": "Estelle Ravoux", "host": False}}}
    (tmp_path / "scierie.txt").write_text(TALK, "utf-8")
    read = read_interview(tmp_path / "scierie.txt")
    assert read.turns[0].speaker.name == "Estelle Ravoux"


def test_a_reload_brings_the_file_back_as_it_was_put_right(browser, address):
    with visit(browser, address) as page:
        report = bring(page)
        voice(report, "S01").get_by_label("Nom").fill("Estelle Ravoux")
        read_again(report)
        page.get_by_role("button", name="Accepter").click()
        expect(page.locator(".told")).to_contain_text("est ajouté")
        expect(page.locator(".library .title")).to_have_count(2)
        open_page(page, address)
        page.get_by_role("button", name="Bibliothèque").click()
        expect(page.locator(".library")).to_contain_text("Estelle Ravoux")


def test_where_the_operator_keeps_uploads_the_corrections_are_kept_beside(browser, tmp_path):
    folder = make_corpus(tmp_path).parent
    with (
        serving(SCRIPT, folder / "corpus", folder / "index", "--keep-uploads") as address,
        visit(browser, address) as page,
    ):
        report = bring(page)
        voice(report, "S01").get_by_label("Nom").fill("Estelle Ravoux")
        read_again(report)
        page.get_by_role("button", name="Accepter").click()
        expect(page.locator(".told")).to_contain_text("est ajouté")
        assert "Estelle Ravoux" in (folder / "corpus" / "scierie.yaml").read_text("utf-8")
        assert (
            read_interview(folder / "corpus" / "scierie.txt").turns[0].speaker.name == "Estelle Ravoux"
        )
        page.get_by_role("button", name="retirer").click()
        expect(page.locator(".told")).to_contain_text("est retiré")
        assert not (folder / "corpus" / "scierie.yaml").exists()


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_axe_finds_no_serious_fault_in_a_report_that_is_put_right(
    browser, address, width, color_scheme
):
    with visit(browser, address, width=width, color_scheme=color_scheme) as page:
        report = bring(page)
        voice(report, "S01").get_by_label("Nom").fill("Estelle Ravoux")
        read_again(report)
        for one in report.locator("summary").all():
            one.click()
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        sheet = page.locator("#library")
        assert sheet.evaluate("one => one.scrollWidth - one.clientWidth") == 0
