"""The pages of a PDF: in passages, hits, citations, exports and facts that are found, and verified."""

import datetime
import json
from dataclasses import replace

import pytest
from conftest import StubEncoder
from printed import draw, set_lines, write_pdf

from onrecord.answer.citation import format_range, link_to
from onrecord.answer.export import Format, export_hits
from onrecord.answer.verify import verify_answer
from onrecord.answer.verify_export import verify_export
from onrecord.archive import Archive
from onrecord.reading.report import reading_to_dict
from onrecord.retrieval.passage import cut_passages

DAY = datetime.date(2026, 11, 23)
FIRST = [
    "Le toit laissait passer la pluie, et la chambre froide datait de",
    "mille neuf cent soixante-quatorze. Nous avons perdu quatre tonnes",
]
SECOND = ["de lotte en un été, à cause d'une panne."]
THIRD = ["Le prix du gazole, qui double quand un chalutier reste à quai."]


@pytest.fixture
def archive(tmp_path):
    """Return the archive of one PDF of two pages; its first answer goes over their edge."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    one = [
        draw("Entretien avec Jeanne Le Bihan", 50, 740, 18, 2),
        draw("Pourquoi avoir fermé la criée ?", 50, 700, font=2),
        *set_lines(FIRST, top=680),
    ]
    two = [
        *set_lines(SECOND, top=740),
        draw("Qu'est-ce qui vous inquiète le plus ?", 50, 700, font=2),
        *set_lines(THIRD, top=680),
    ]
    (folder / "criee.pdf").write_bytes(write_pdf([one, two]))
    return Archive.open(folder, tmp_path / "index", StubEncoder())


def test_a_passage_knows_on_which_pages_it_stands(archive):
    (interview,) = archive.interviews.values()
    assert [(one.text.split()[1], one.page, one.last_page) for one in cut_passages(interview)] == [
        ("toit", 1, 2),
        ("prix", 2, 2),
    ]
    assert [turn["page"] for turn in reading_to_dict(interview)["turns"]] == [1, 2]


@pytest.mark.parametrize("words", ["gazole chalutier quai", "toit pluie chambre froide lotte"])
def test_a_hit_says_its_pages_and_stands(archive, tmp_path, words):
    hit = archive.search(words, k=1)[0]
    last = {1: "p. 1-2", 2: "p. 2"}[hit.page]
    assert (hit.last_page, hit.citation.rsplit(", ", 1)[1]) == (2, last)
    assert json.loads(json.dumps(hit.to_dict()))["page"] == hit.page
    answer = archive.ask(words).to_dict()
    assert answer["hits"] + answer["nearest"]
    assert [check.problems for check in verify_answer(answer, tmp_path / "corpus")] == [()] * len(
        answer["hits"] + answer["nearest"]
    )


def test_another_page_is_found_false(archive, tmp_path):
    answer = archive.ask("Que dit-elle du prix du gazole ?").to_dict()
    claim = (answer["hits"] or answer["nearest"])[0]
    page = claim["page"]
    claim.update(page=page + 1)
    problems = verify_answer(answer, tmp_path / "corpus")[0].problems
    assert problems == (f"page is “{page + 1}”; the source gives “{page}”",)


@pytest.mark.parametrize(
    ("wanted", "one_page", "two_pages"),
    [
        (Format.BIBTEX, "  pages = {2},", "  pages = {1--2},"),
        (Format.RIS, "SP  - 2\r\nEP  - 2\r\n", "SP  - 1\r\nEP  - 2\r\n"),
        (Format.CSL_JSON, '"page": "2"', '"page": "1-2"'),
        (Format.MARKDOWN, ", p. 2, ", ", p. 1-2, "),
    ],
)
def test_an_export_has_the_pages_and_stands(archive, tmp_path, wanted, one_page, two_pages):
    hits = sorted(archive.search("gazole toit", k=2), key=lambda hit: hit.start)
    for hit, pages in zip(hits, (two_pages, one_page), strict=True):
        text = export_hits([hit], archive.interviews, wanted, DAY)
        assert pages in text
        (check,) = verify_export(text, tmp_path / "corpus")
        assert (check.problems, check.unchecked) == ((), ())
        (false,) = verify_export(text.replace(pages, pages.replace("2", "7")), tmp_path / "corpus")
        assert len(false.problems) >= 1


def test_words_that_are_found_say_their_page(archive):
    (found,) = archive.find("panne")
    assert (found.page, found.citation.rsplit(", ", 1)[1]) == (2, "p. 2")


def test_a_pdf_on_the_web_is_linked_at_its_page_and_a_page_at_its_words(archive):
    (interview,) = archive.interviews.values()
    passage = cut_passages(interview)[1]
    there = replace(interview, url="https://example.org/a.PDF?x=1#top")
    assert link_to(there, passage) == "https://example.org/a.PDF?x=1#page=2"
    assert "#:~:text=Le%20prix" in link_to(replace(interview, url="https://example.org/a"), passage)


def test_pages_are_written_alone_or_from_first_to_last():
    assert [format_range(*pages) for pages in ((3, 3), (3, 5), (3, None), (None, None))] == [
        "3",
        "3-5",
        "3",
        "",
    ]


def test_what_has_no_pages_has_none(archive, tmp_path):
    (tmp_path / "corpus" / "criee.txt").write_text(
        "Entretien avec Ida Roc\n\nQui ?\n\nMoi, dans cette grande maison du port.\n", "utf-8"
    )
    (tmp_path / "corpus" / "criee.pdf").unlink()
    hit = Archive.open(tmp_path / "corpus", tmp_path / "index", StubEncoder()).search("maison", k=1)[0]
    assert (hit.page, hit.last_page) == (None, None)
    assert "p. " not in hit.citation
