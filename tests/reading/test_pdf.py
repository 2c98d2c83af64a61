"""PDF: paragraphs, columns, pages and edges, told from what a printed page shows."""

import threading
from pathlib import Path

import pytest
from printed import draw, set_lines, write_pdf

from onrecord.error import CorpusError
from onrecord.reading import read_interview
from onrecord.reading.block.block import Look
from onrecord.reading.format import pdf
from onrecord.reading.format.apart import extract_pdf_apart
from onrecord.reading.format.pdf import extract_pdf

FULL = [
    "Nous avons ouvert la halle au printemps, quand les",
    "pêcheurs sont revenus de la grande marée avec du",
    "poisson pour toute la ville et pour les villages",
    "de la côte.",
]  # but for the last, lines that end where the next word finds no room
LEFT = ["La halle ouvre avant le", "jour, et les femmes du", "port y vendent tout ce", "qui vient."]
RIGHT = ["Le soir on y danse, dit", "le gardien, mais jamais", "avant que les caisses", "y soient."]


def extract(*pages, **told):
    return extract_pdf(write_pdf(pages, **told), Path("a.pdf"))


def kept(found):
    """Return the words of the blocks that are not left out."""
    return [block.plain for block in found.blocks if not block.reason]


def left_out(found):
    return [(block.plain, block.reason) for block in found.blocks if block.reason]


def test_an_interview_is_read_over_its_pages(tmp_path):
    first = [
        draw("Entretien avec Léa Noël", 50, 750, 18, 2),
        draw("Pourquoi l'été ?", 50, 700, font=2),
        draw("Parce que j'y suis née, dans une maison qui donnait sur le", 50, 680),
        draw("port, et que le vent y était bon, même quand il fallait trans-", 50, 666),
        draw("1", 300, 30, 9),
    ]
    second = [
        draw("porter l'eau. Voilà.", 50, 750),
        draw("Et l'hiver ?", 50, 720, font=2),
        draw("Je dors, et j'attends.", 50, 700),
        draw("2", 300, 30, 9),
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(write_pdf([first, second]))
    interview = read_interview(path)
    said = [
        (
            turn.asked.of(interview.text),
            turn.speaker.name,
            [p.of(interview.text) for p in turn.paragraphs],
        )
        for turn in interview.turns
        if turn.asked
    ]
    whole = (
        "Parce que j'y suis née, dans une maison qui donnait sur le port, et que le vent "
        "y était bon, même quand il fallait transporter l'eau. Voilà."
    )
    assert said == [
        ("Pourquoi l'été ?", "Léa Noël", [whole]),
        ("Et l'hiver ?", "Léa Noël", ["Je dors, et j'attends."]),
    ]
    pages = {
        words: interview.page_at(interview.text.index(words)) for words in ("Parce", "l'eau", "Je d")
    }
    assert pages == {"Parce": 1, "l'eau": 2, "Je d": 2}
    assert interview.page_at(interview.text.index("transporter")) == 1
    assert [part.span.of(interview.text) for part in interview.left_out if "foot" in part.reason] == [
        "1",
        "2",
    ]


def test_a_short_line_ends_its_paragraph_and_a_full_one_goes_on():
    assert kept(extract(set_lines(FULL * 3))) == [" ".join(FULL)] * 3


def test_a_short_line_without_a_stop_goes_on_with_a_small_letter():
    lines = [*FULL[:3], "et du port", "pour tout le monde."]
    assert kept(extract(set_lines(lines))) == [" ".join(lines)]
    named = ["LÉA NOËL", *FULL]
    assert kept(extract(set_lines(named))) == ["LÉA NOËL", " ".join(FULL)]


def test_a_gap_a_little_wider_than_that_of_lines_parts_paragraphs():
    page = [*set_lines(FULL[:3]), *set_lines(FULL[:3], top=700 - 2 * 14 - 18)]
    assert kept(extract(page)) == [" ".join(FULL[:3])] * 2


def test_an_indented_line_begins_a_paragraph():
    page = [
        shown
        for row in range(4)
        for shown in (
            draw(FULL[0], 65, 700 - 42 * row),
            *set_lines(FULL[1:3], top=686 - 42 * row),
        )
    ]
    assert kept(extract(page)) == [" ".join(FULL[:3])] * 4


def test_a_line_that_hangs_out_begins_a_paragraph():
    page = [
        shown
        for row in range(4)
        for shown in (
            draw(f"Léa : {FULL[0]}", 50, 700 - 42 * row),
            *set_lines(FULL[1:3], x=80, top=686 - 42 * row),
        )
    ]
    assert kept(extract(page)) == [f"Léa : {' '.join(FULL[:3])}"] * 4


def test_bold_that_ends_with_its_line_is_a_block_of_its_own():
    page = [
        draw("Et la halle, comment l'avez-vous donc ouverte alors ?", 50, 714, font=2),
        *set_lines(FULL),
    ]
    found = extract(page)
    assert [(block.look, block.plain[:8]) for block in found.blocks] == [
        (Look.BOLD, "Et la ha"),
        (Look.PLAIN, "Nous avo"),
    ]


def test_bold_inside_a_sentence_does_not_end_it():
    page = [
        draw(FULL[0], 50, 700),
        draw("pêcheurs", 50, 686, font=2),
        draw(FULL[1][8:], 98, 686),
        *set_lines(FULL[2:], top=672),
    ]
    assert kept(extract(page)) == [" ".join(FULL)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("pour trans-", "porter le poisson.", "transporter"),
        ("pour la Loire-", "Atlantique seule.", "Loire- Atlantique"),
        ("pour l'an 2020-", "2021 seulement.", "2020- 2021"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_goes_between_small_letters_alone(first, second, joined):
    lines = [f"Nous avons ouvert cette grande halle neuve {first}", second]
    assert joined in extract(set_lines(lines)).text


def test_words_on_a_line_are_parted_by_a_blank_that_is_drawn_or_only_left():
    one = "/F1 11 Tf 1 0 0 1 50 700 Tm (La) Tj ( ) Tj (halle) Tj"  # 11 points: 10.4, 3.1 and 24.5 wide
    assert kept(extract([one])) == ["La halle"]
    assert kept(extract([draw("La", 50, 700), draw("halle", 64.2, 700)])) == ["La halle"]
    assert kept(extract([draw("La hal", 50, 700), draw("le", 79.6, 700)])) == ["La halle"]


def test_a_raised_mark_stands_on_its_line():
    page = [draw("Le 1", 50, 700), draw("er", 71.4, 705.5, 7), draw(" juin, nous rouvrons.", 78, 700)]
    assert kept(extract(page)) == ["Le 1er juin, nous rouvrons."]


def test_columns_are_read_one_after_the_other():
    page = [*set_lines(LEFT * 2), *set_lines(RIGHT * 2, x=320)]
    halves = [" ".join(LEFT)] * 2 + [" ".join(RIGHT)] * 2
    assert kept(extract(page)) == halves
    across = [
        shown
        for pair in zip(set_lines(LEFT * 2), set_lines(RIGHT * 2, x=320), strict=True)
        for shown in pair
    ]
    assert kept(extract(across)) == halves


def test_a_sentence_goes_on_in_the_next_column():
    page = [*set_lines([*LEFT, *LEFT[:2]]), *set_lines([*LEFT[2:], *RIGHT, *RIGHT], x=320)]
    assert kept(extract(page))[:2] == [" ".join(LEFT)] * 2


def test_a_label_and_its_words_on_one_height_are_one_line():
    page = [
        shown
        for row in range(6)
        for shown in (
            draw("LÉA", 50, 700 - 30 * row),
            draw(f"Oui, la halle numéro {row} est ouverte.", 150, 700 - 30 * row),
        )
    ]
    assert kept(extract(page)) == [f"LÉA Oui, la halle numéro {row} est ouverte." for row in range(6)]


def test_a_row_of_a_table_is_read_before_the_next():
    page = []
    for row in range(3):
        page += [*set_lines(LEFT, top=700 - 80 * row), *set_lines(RIGHT, x=320, top=700 - 80 * row)]
    assert kept(extract(page)) == [" ".join(LEFT), " ".join(RIGHT)] * 3


def test_titles_at_the_edges_of_many_pages_are_left_out_and_what_is_said_there_is_not():
    def page(number, *said):
        return [
            draw("Le Phare de l'Aven, entretiens du port", 50, 780, 9),
            draw(f"Association du Phare, {number} quai Nord", 50, 768, 9),
            draw("tous droits réservés", 50, 756, 9),
            *set_lines(said, top=700),
            draw(f"page {number}", 300, 30, 9),
        ]

    found = extract(page(1, *FULL), page(2, *LEFT), page(3, *RIGHT))
    assert kept(found) == [" ".join(FULL), " ".join(LEFT), " ".join(RIGHT)]
    assert [why for _, why in left_out(found)] == ["top or foot of a page"] * 12


def test_what_a_browser_prints_around_two_pages_is_left_out(tmp_path):
    asked = [draw("Et la halle ?", 50, 720, font=2), *set_lines([*FULL, *FULL, *FULL, *FULL])]
    around = [draw("11/26/2025, 4:25 AM", 24, 785, 8), draw("Un entretien", 280, 785, 8)]
    path = tmp_path / "a.pdf"
    path.write_bytes(write_pdf([[*asked, *around], [*asked, *around]]))
    interview = read_interview(path)
    assert len(interview.turns) == 2
    assert {part.reason for part in interview.left_out} == {"top or foot of a page"}


def test_a_large_capital_opens_the_word_beside_it():
    page = [
        draw("N", 50, 674, 40),
        *set_lines([FULL[0][1:], FULL[1]], x=82),
        *set_lines(FULL[2:], top=672),
    ]
    assert kept(extract([*page, *set_lines(FULL, top=640)]))[0] == " ".join(FULL)
    late = [*page[1:], *set_lines(FULL, top=640), page[0]]
    assert kept(extract(late))[0] == " ".join(FULL)


def test_a_page_that_is_turned_is_read_and_what_stands_across_it_is_left_out():
    turned = [draw(line, 100 + 14 * row, 50, turned=True) for row, line in enumerate(FULL)]
    assert kept(extract(turned)) == [" ".join(FULL)]
    stamped = extract([*set_lines(FULL), draw("Exemplaire de lecture", 20, 300, turned=True)])
    assert kept(stamped) == [" ".join(FULL)]
    assert left_out(stamped) == [("Exemplaire de lecture", "outside the article")]


def test_a_page_without_words_still_counts():
    found = extract(set_lines(FULL), [], set_lines(["La fin."]))
    assert found.page_starts == (0, found.text.index("La fin."), found.text.index("La fin."))


def test_a_title_in_the_information_is_stated_and_the_name_of_a_file_is_not():
    assert extract(set_lines(FULL), title="La halle rouvre").stated == {"title": "La halle rouvre"}
    assert extract(set_lines(FULL), title="entretien_v3.docx").stated == {}


def test_places_beyond_any_page_are_not_read():
    far = "/F1 11 Tf 1 0 0 1 1e30 1e30 Tm (Loin) Tj 1e20 0 0 1e20 0 0 Tm (Grand) Tj"
    assert kept(extract([far, *set_lines(FULL)])) == [" ".join(FULL)]


def test_a_long_or_slow_file_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "_MOST_PAGES", 2)
    with pytest.raises(CorpusError, match=r"a\.pdf: expected at most 2 pages, found 3"):
        extract(*[set_lines(FULL)] * 3)
    monkeypatch.setattr(pdf, "_MOST_SECONDS", 0.0)
    with pytest.raises(CorpusError, match=r"a\.pdf: the PDF takes over 0 s"):
        extract(set_lines(FULL))


def test_a_cut_file_is_read_or_refused():
    content = write_pdf([set_lines(FULL)])
    for end in range(0, len(content), 40):
        try:
            extract_pdf(content[:end], Path("a.pdf"))
        except CorpusError as error:
            assert str(error).startswith("a.pdf: ")


def test_a_file_is_read_the_same_in_a_process_of_its_own():
    content = write_pdf([set_lines(FULL)] * 2, title="La halle rouvre")
    assert extract_pdf_apart(content, Path("a.pdf")) == extract_pdf(content, Path("a.pdf"))
    with pytest.raises(CorpusError, match=r"^corpus/a\.pdf: the PDF is locked with a password"):
        extract_pdf_apart(write_pdf([set_lines(FULL)], locked=True), Path("corpus/a.pdf"))


def test_a_file_that_would_fill_the_memory_is_told_and_stops_nothing():
    itself = (  # a form that draws itself twice, and so on
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 11>>"
        b"stream\n/X Do /X Do\nendstream"
    )
    content = write_pdf([["ET /X Do BT"]], form=itself)
    with pytest.raises(CorpusError, match=r"^a\.pdf: the PDF takes too much time or memory"):
        extract_pdf_apart(content, Path("a.pdf"))


def test_threads_read_one_after_the_other():
    content, found = write_pdf([set_lines(FULL)] * 20), []
    threads = [
        threading.Thread(target=lambda: found.append(extract_pdf(content, Path("a.pdf")).text))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [extract_pdf(content, Path("a.pdf")).text] * 4
