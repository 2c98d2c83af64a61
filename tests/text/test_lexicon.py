"""Lists by language: united, each alone, completed by a folder of one's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.text.lexicon import ROOTS, find_languages, load_lexicon, load_tables

CACHED = (find_languages, load_lexicon, load_tables)


@pytest.fixture
def own_lists(tmp_path, monkeypatch):
    """Return a folder that is read as a root of languages; what was read before is forgotten."""
    monkeypatch.setenv(ROOTS, str(tmp_path))
    for one in CACHED:
        one.cache_clear()
    yield tmp_path
    for one in CACHED:
        one.cache_clear()


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def test_a_language_is_a_folder() -> None:
    assert [language.name for language in find_languages()] == ["fr", "en", "any"]


def test_a_list_is_that_of_all_languages_or_of_one() -> None:
    french, english = load_lexicon("paywall", "fr"), load_lexicon("paywall", "en")
    assert "vous n'etes pas abonne" in french - english
    assert "already a subscriber" in english - french
    assert load_lexicon("paywall") == french | english


def test_a_list_is_folded_and_without_comments() -> None:
    assert "vous n'etes pas abonne" in load_lexicon("paywall")
    assert not any(line.startswith("#") for line in load_lexicon("paywall"))


def test_a_language_without_a_list_adds_nothing_to_it() -> None:
    assert load_lexicon("paywall", "any") == frozenset()
    assert load_tables("periods", "any") == {}


@pytest.mark.parametrize("load", [load_lexicon, load_tables])
def test_a_list_that_no_language_has_is_a_mistake_of_the_program(load) -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.t.*of fr, en, any"):
        load("nothing")


def test_lists_in_tables_follow_each_other_french_first() -> None:
    assert load_tables("periods")["before"] == ["avant", "before"]
    assert load_tables("periods", "en")["before"] == ["before"]
    assert load_tables("dates")["months"]["5"] == ["mai", "may"]


def test_a_folder_of_ones_own_is_one_more_language(own_lists) -> None:
    write(own_lists / "de", "paywall.txt", "# Bezahlschranke\nJetzt Abo abschließen\n")
    write(own_lists / "de", "periods.toml", 'before = ["vor"]\n')
    assert [language.name for language in find_languages()] == ["fr", "en", "any", "de"]
    assert load_lexicon("paywall", "de") == {"jetzt abo abschließen"}
    assert "jetzt abo abschließen" in load_lexicon("paywall")
    assert load_tables("periods")["before"] == ["avant", "before", "vor"]


def test_a_folder_of_ones_own_completes_a_language(own_lists) -> None:
    write(own_lists / "fr", "paywall.txt", "Soutenez-nous pour lire\n")
    write(own_lists / "fr", "spellings.toml", '[always]\nkoi = "other"\nvrmt = "vraiment"\n')
    assert {"soutenez-nous pour lire", "reste a lire"} <= load_lexicon("paywall", "fr")
    always = load_tables("spellings")["always"]
    assert (always["vrmt"], always["koi"], always["wat"]) == ("vraiment", "quoi", "what")


GERMAN = {
    "paywall.txt": "Lesen Sie mit unserem Abo weiter\n",
    "paywall_gap.txt": "Lesen Sie mit unserem Abo weiter\n",
    "dates.toml": 'ordinals = ["\\\\."]\n[months]\n10 = ["oktober"]\n',
    "labels.toml": 'asks = ["frage"]\nanswers = ["antwort"]\n',
    "talk.toml": '[with]\ntalks = ["gespräch"]\nlinks = ["mit\\\\s+"]\n',
    "page.toml": '[credit]\nby = ["von"]\n[comment]\nheadings = ["kommentare?"]\nsays = ["sagt"]\n',
}
PAGE = """Gespräch mit Ida Roc

Von Max Kern, 3. Oktober 2020

Frage: Was lesen Sie?

Antwort: Ein Buch über Bienen, das mir mein Bruder schickt.

Frage: Und danach?

Antwort: Schlafe ich.

Bébert sagt:

Hans, 12/03/2020 14:32

Schön.
"""
READ = """
import sys, onrecord
one = onrecord.read_interview(sys.argv[1])
print([person.name for person in one.people], one.author, one.date, len(one.turns), one.gap)
print([part.span.of(one.text) for part in one.left_out if part.reason == "readers' comments"])
"""


def read_page(path: Path, root: str) -> list[str]:
    """Read an interview in a process of its own, where `root` holds languages."""
    run = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(
        run, env={**os.environ, ROOTS: root}, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_a_third_language_is_a_folder_and_nothing_else(tmp_path) -> None:
    for name, content in GERMAN.items():
        write(tmp_path / "de", name, content)
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    assert read_page(page, "") == [
        "['Antwort']  None 2 None",
        "['Hans, 12/03/2020 14:32', 'Schön.']",
    ]
    assert read_page(page, str(tmp_path)) == [
        "['Ida Roc'] Max Kern 2020-10-03 2 None",
        "['Bébert sagt:', 'Hans, 12/03/2020 14:32', 'Schön.']",
    ]
    page.write_text(PAGE.partition("Bébert")[0] + "Lesen Sie mit unserem Abo weiter\n", "utf-8")
    assert read_page(page, "")[0].endswith("Gap(reason='the last sentence has no end', share=None)")
    assert read_page(page, str(tmp_path))[0].endswith("Gap(reason='paywall', share=None)")
