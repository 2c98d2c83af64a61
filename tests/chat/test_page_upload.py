"""Adding an interview in Chromium: its report is accepted or refused, the interview removed again."""

import json

import pytest
from browsing import AXE, ask, find_faults, in_browser, visit
from chat_samples import NETS
from conftest import ROOT, make_corpus
from playwright.sync_api import expect
from serving import serving

pytestmark = in_browser
QUESTION = "Combien coûte un filet neuf ?"
SCRIPT = ROOT / "tests" / "serving.py"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_corpus(tmp_path_factory.mktemp("upload")).parent


@pytest.fixture(scope="module")
def address(folder):
    with serving(SCRIPT, folder / "corpus", folder / "index") as address:
        yield address


def choose(page, name, content):
    """Open the library and choose a file to add."""
    if not page.locator("#library").is_visible():
        page.get_by_role("button", name="Bibliothèque").click()
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("#upload input[type=file]").set_input_files(file)


def accept(page, name="filets.txt"):
    """Add the sample and accept its report."""
    choose(page, name, NETS.encode())
    page.get_by_role("button", name="Accepter").click()
    expect(page.locator(".told")).to_contain_text("est ajouté")


def test_a_file_is_judged_by_its_report_then_asked_then_removed(browser, address):
    with visit(browser, address) as page:
        choose(page, "filets.txt", NETS.encode())
        report = page.locator(".report")
        expect(report).to_be_focused()
        expect(report).to_contain_text("Ce qui a été compris de « filets.txt »")
        expect(report.locator(".understood-turns > li").last).to_contain_text("Neuf mille euros")
        report.locator("[data-kept=whole] summary").click()
        expect(report.locator("pre")).to_contain_text("question 2) Combien coûte un filet neuf ?")
        expect(page.locator(".library .title")).to_have_count(1)
        page.get_by_role("button", name="Accepter").click()
        expect(page.locator(".told")).to_contain_text("« filets.txt » est ajouté")
        expect(page.locator(".library .title")).to_have_count(2)
        page.get_by_role("button", name="ouvrir").press("Enter")
        expect(page.locator(".interview h2")).to_have_text("Yann Le Goff")
        expect(page.locator(".welcome h2")).to_have_text("Posez une question aux 2 entretiens.")
        expect(ask(page, QUESTION).locator("blockquote mark").first).to_contain_text("Neuf mille euros")
        page.locator("#interview #t1p1").click()
        expect(page.locator(".note [data-copy]")).to_be_visible()
        expect(page.locator(".note [data-copy-link]")).to_have_count(0)
        page.get_by_role("button", name="Bibliothèque").click()
        page.get_by_role("button", name="retirer").click()
        expect(page.locator(".told")).to_contain_text("« filets.txt » est retiré")
        expect(page.locator(".library .title")).to_have_count(1)
        page.keyboard.press("Escape")
        expect(page.locator(".exchange .refused")).to_have_text(
            "La réponse citait un entretien qui a été retiré."
        )
        expect(page.locator(".interview h2")).to_have_text("La criée de Port-Aven rouvre")


def test_a_refused_file_leaves_nothing(browser, address):
    with visit(browser, address) as page:
        choose(page, "filets.txt", NETS.encode())
        page.get_by_role("button", name="Refuser").click()
        expect(page.locator(".told")).to_have_text("Le fichier est oublié ; rien n’en a été gardé.")
        expect(page.locator(".report")).to_have_count(0)
        expect(page.locator(".library .title")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("vide.txt", b"", "vide.txt : le fichier est vide."),
        ("a.exe", b"MZ", "a.exe : ce genre de fichier n’est pas lu"),
        ("grand.txt", b"a" * 5_000_001, "grand.txt : 5 Mo au plus ; coupez le fichier."),
        ("faux.pdf", b"mots", "faux.pdf : ce n’est pas un PDF"),
        ("<img src=x onerror=hacked=1>.txt", bytes(range(1, 9)) * 90, "fichier binaire"),
        ("rien.md", b"Rien du tout.", "rien.md : aucune réponse n’y a été trouvée"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(browser, address, name, content, told):
    with visit(browser, address) as page:
        choose(page, name, content)
        expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()
        expect(page.locator(".report")).to_have_count(0)
        assert page.locator("#upload img").count() == 0


def test_a_large_file_is_sent_in_slices_and_a_page_can_be_brought(browser, address):
    padding = "<!--" + "x" * 1_000_000 + "-->"
    turns = "".join(
        f"<p><strong>{asked}</strong></p><p>{said}</p>"
        for asked, said in (
            ("Qui répare les filets ?", "Yann Le Goff : Deux ramendeuses de Lorient, mère et fille."),
            (QUESTION, "Yann Le Goff : Neuf mille euros, et on le garde quatre ans au moins."),
        )
    )
    content = f"<!doctype html><html><body>{padding}<article>{turns}</article></body></html>"
    with visit(browser, address) as page:
        choose(page, "page.html", content.encode())
        expect(page.locator(".report")).to_contain_text("Neuf mille euros")


def test_two_visitors_do_not_see_each_others_uploads(browser, address, folder):
    before = sorted(folder.rglob("*"))
    with visit(browser, address) as one, visit(browser, address) as other:
        accept(one)
        other.get_by_role("button", name="Bibliothèque").click()
        expect(other.locator(".library .title")).to_have_count(1)
        other.keyboard.press("Escape")
        ask(other, QUESTION)
        one.keyboard.press("Escape")
        ask(one, QUESTION)
        assert "Neuf mille euros" not in other.locator("body").inner_text()
        accept(other, "autres.txt")
        expect(other.locator(".library .title")).to_have_count(2)
        one.get_by_role("button", name="Bibliothèque").click()
        expect(one.locator(".library .title")).to_have_count(2)
        expect(one.locator(".library")).not_to_contain_text("autres")
    with visit(browser, f"{address}?interview=filets") as later:
        expect(later.locator("#notice", has_text="pas parmi ceux de cette page")).to_be_visible()
    assert sorted(folder.rglob("*")) == before


def test_where_the_operator_keeps_uploads_the_next_visitor_has_them(browser, tmp_path):
    folder = make_corpus(tmp_path).parent
    with serving(SCRIPT, folder / "corpus", folder / "index", "--keep-uploads") as address:
        with visit(browser, address) as page:
            page.get_by_role("button", name="Bibliothèque").click()
            expect(page.locator(".rules")).to_contain_text("vu de tous")
            accept(page, "../filets.txt")
        assert (folder / "corpus" / "filets.txt").read_text("utf-8") == NETS
        with visit(browser, address) as page:
            page.get_by_role("button", name="Bibliothèque").click()
            expect(page.locator(".library .title")).to_have_count(2)
            expect(page.get_by_role("button", name="retirer")).to_have_count(0)


@pytest.mark.parametrize(("width", "color_scheme"), [(1280, "light"), (320, "dark")])
def test_axe_finds_no_serious_fault_in_a_report(browser, address, width, color_scheme):
    long = (
        ROOT / "tests" / "questions" / "corpus" / "fournil-ravoire.md"
    )  # long enough for the list of turns to scroll
    with visit(browser, address, width=width, color_scheme=color_scheme) as page:
        choose(page, long.name, long.read_bytes())
        expect(page.locator(".report")).to_be_focused()
        page.locator(".report [data-kept=whole] summary").click()
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        accept_button = page.get_by_role("button", name="Accepter")
        accept_button.scroll_into_view_if_needed()
        accept_button.click()
        expect(page.locator(".told")).to_contain_text("est ajouté")
        expect(page.locator(".library .title")).to_have_count(2)
        assert find_faults(page) == []
        sheet = page.locator("#library")
        assert sheet.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_an_answer_is_judged_where_the_operator_names_a_file(browser, tmp_path):
    folder = make_corpus(tmp_path).parent
    options = ["--feedback", tmp_path / "judged.jsonl"]
    served = serving(SCRIPT, folder / "corpus", folder / "index", *options)
    with served as address, visit(browser, address) as page:
        ask(page, "le prix du gazole")
        page.get_by_role("button", name="utile", exact=True).click()
        liked = page.get_by_role("button", name="utile", exact=True, pressed=True)
        expect(liked).to_be_visible()
        ask(page, "bonjour")
        expect(page.locator(".exchange").first.locator("[aria-pressed=true]")).to_have_text("utile")
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        accept(page)
        page.keyboard.press("Escape")
        answered = ask(page, QUESTION)
        expect(answered.locator("blockquote mark").first).to_contain_text("Neuf mille euros")
        expect(answered.locator("[data-judge]")).to_have_count(0)
    (line,) = (tmp_path / "judged.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["question"] == "le prix du gazole"
    assert json.loads(line)["liked"] is True
