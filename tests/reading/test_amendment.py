"""Words put right in the side file are shown with a mark; text and offsets stay the source's."""

import datetime
import hashlib
import json
from pathlib import Path

import pytest
from conftest import INTERVIEW, SIDE, StubEncoder

from onrecord.answer.annotation import verify_annotations
from onrecord.answer.answer import Answer
from onrecord.answer.verify import verify_answer
from onrecord.answer.verify_export import verify_export
from onrecord.archive import Archive
from onrecord.chat.interview_view import show_interview
from onrecord.error import CorpusError
from onrecord.reading import read_interview
from onrecord.workbench.export_file import write_export
from onrecord.workbench.grid_file import write_grid
from onrecord.workbench.verify_grid import verify_grid

AT = INTERVIEW.index("gazole")
TWO = (f"{{at: {AT}, was: gazole, is: fioul}}", f"{{at: {AT - 11}, was: Le prix, is: Les prix}}")
RIGHT = "Les prix [corrigé] du fioul [corrigé]."


def correct(corpus: Path, *entries: str) -> None:
    listed = "".join(f"  - {entry}\n" for entry in entries)
    (corpus / "criee.yaml").write_text(f"{SIDE}corrections:\n{listed}", "utf-8")


@pytest.fixture
def corrected(corpus: Path, tmp_path: Path) -> Archive:
    """Return an archive with two words put right."""
    correct(corpus, *TWO)
    return Archive.open(corpus, tmp_path / "index", StubEncoder())


def test_a_corrected_word_is_shown_with_a_mark_and_found(corrected: Archive) -> None:
    (hit,) = corrected.ask("Les prix du fioul ?", k=1).hits
    assert hit.text.startswith(f"{RIGHT} Un chalutier brûle")
    (place,) = corrected.find("fioul")
    assert (place.text, place.before[-8:], place.start) == ("fioul [corrigé]", "igé] du ", AT)
    assert corrected.find("gazole") == ()


def test_text_offsets_and_hash_are_those_of_the_source(corrected: Archive) -> None:
    interview = corrected.interviews["criee"]
    assert interview.text == INTERVIEW
    (hit,) = corrected.ask("Les prix du fioul ?", k=1).hits
    assert INTERVIEW[hit.start : hit.end].startswith("Le prix du gazole. Un chalutier brûle")
    assert hit.source_sha256 == hashlib.sha256(INTERVIEW.encode()).hexdigest()
    assert [(one.was, one.shown) for one in hit.changes] == [
        ("Le prix", "Les prix [corrigé]"),
        ("gazole", "fioul [corrigé]"),
    ]
    assert Answer.from_dict(corrected.ask("fioul").to_dict()) == corrected.ask("fioul")


def test_the_quote_is_marked_at_its_words(corrected: Archive) -> None:
    (hit,) = corrected.ask("Les prix du fioul ?", k=1).hits
    start, end = hit.cuts
    assert hit.text[start:end] == hit.quote.text
    (last,) = corrected.ask("Les prix du fioul ?", k=1).to_dict()["hits"]
    assert f"**{hit.quote.text}**".replace("[", r"\[").replace("]", r"\]") in hit.to_markdown()
    assert last["quote"]["start"] == hit.quote.start
    assert RIGHT in show_interview(corrected.interviews["criee"], "fr")


def test_who_has_the_source_verifies(corrected: Archive, corpus: Path, tmp_path: Path) -> None:
    answer = corrected.ask("Les prix du fioul ?")
    claims = answer.to_dict()
    assert [check for check in verify_answer(claims, corpus) if check.problems or check.unchecked] == []
    claims["hits"][0]["changes"][0]["was"] = "Les prix"
    assert not verify_answer(claims, corpus)[0].ok
    write_grid(corrected.ask_all(["le fioul ?", "les emplois ?"]), tmp_path / "grid.xlsx")
    assert all(check.ok for check in verify_grid(tmp_path / "grid.xlsx", corpus))
    day = datetime.date(2026, 11, 23)
    for suffix in (".md", ".bib", ".ris", ".json"):
        write_export([answer], corrected.interviews, tmp_path / f"out{suffix}", day)
        text = (tmp_path / f"out{suffix}").read_text("utf-8")
        assert all(check.ok for check in verify_export(text, corpus))
        assert "fioul" in text and "corrigé" in text
    correct(corpus)
    assert not verify_answer(answer.to_dict(), corpus)[0].ok


def test_annotations_point_to_the_words_of_the_source(
    corrected: Archive, corpus: Path, tmp_path: Path
) -> None:
    answer = corrected.ask("Les prix du fioul ?", k=1)
    write_export([answer], corrected.interviews, tmp_path / "out.jsonld")
    collection = json.loads((tmp_path / "out.jsonld").read_text("utf-8"))
    assert all(check.ok for check in verify_annotations(collection, corpus))
    (item,) = collection["first"]["items"]
    selectors = [one for target in item["target"] for one in target["selector"]]
    exact = [one["exact"] for one in selectors if "exact" in one]
    quote = answer.hits[0].quote
    assert exact == [INTERVIEW[quote.start : quote.end]] * 2
    assert "gazole" in answer.hits[0].link and "corrig" not in answer.hits[0].link


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (f"{{at: {AT + 1}, was: gazole, is: fioul}}", f"expected the words at {AT + 1}, “azole.” "),
        (
            f"{{at: {AT + 1}, was: gazole, is: fioul}}",
            rf"\(these words stand at {AT}\), found 'gazole'",
        ),
        ("{at: -1, was: gazole, is: fioul}", "expected the words at -1"),
        (f"{{at: {AT}, was: gazole}}", "expected {at: offset, was: …, is: …}"),
        (f"{{at: '{AT}', was: gazole, is: fioul}}", "expected {at: offset, was: …, is: …}"),
        (f"{{at: {AT}, was: gazole, is: ''}}", "expected words in was and is"),
        ("fioul", "expected {at: offset, was: …, is: …}, found 'fioul'"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_line(corpus: Path, entry: str, told: str) -> None:
    correct(corpus, f"{{at: {AT - 3}, was: du, is: de}}", entry)
    line = SIDE.count("\n") + 3
    with pytest.raises(CorpusError, match=rf"criee\.yaml, line {line}: corrections\.1: .*{told}"):
        read_interview(corpus / "criee.txt")


def test_two_corrections_of_one_word_are_refused(corpus: Path) -> None:
    correct(corpus, TWO[0], TWO[0])
    with pytest.raises(CorpusError, match=f"expected words after {AT + 6}, .* found {AT}"):
        read_interview(corpus / "criee.txt")
    (corpus / "criee.yaml").write_text("corrections: fioul", "utf-8")
    with pytest.raises(CorpusError, match=r"line 1: corrections: expected a list of .* found 'fioul'"):
        read_interview(corpus / "criee.txt")
