"""Formats: extracted text, encodings, and a clear refusal of each file that cannot be read."""

import io
import zipfile

import docx
import pytest
from printed import draw, write_pdf

from onrecord.error import CorpusError
from onrecord.reading import read_interview
from onrecord.retrieval.passage import cut_passages

TALK = """Entretien avec Léa Noël

Pourquoi l'été ?

Parce que j'y suis née, à Sète.

Et l'hiver ?

Je dors.
"""


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return read_interview(path)


def said(interview):
    text = interview.text
    return [
        (
            turn.asked.of(text) if turn.asked else None,
            turn.speaker.name,
            [p.of(text) for p in turn.paragraphs],
        )
        for turn in interview.turns
    ]


def test_a_word_file_keeps_bold_headings_and_tables(tmp_path):
    document = docx.Document()
    document.add_heading("Entretien avec Léa Noël, maire de Sète", level=0)
    document.add_paragraph().add_run("Pourquoi l'été ?").bold = True
    paragraph = document.add_paragraph("Parce que j'y suis ")
    paragraph.add_run("née").italic = True
    paragraph.add_run(".")
    both = document.add_paragraph()
    both.add_run("Et l'hiver ?").bold = True
    both.add_run().add_break()
    both.add_run("Je dors.")
    table = document.add_table(rows=1, cols=1)
    table.cell(0, 0).text = "Puis je range la maison."
    stream = io.BytesIO()
    document.save(stream)
    interview = read(tmp_path, "a.docx", stream.getvalue())
    assert interview.title == "Entretien avec Léa Noël, maire de Sète"
    assert [(one.name, one.role) for one in interview.people] == [("Léa Noël", "maire de Sète")]
    assert said(interview) == [
        ("Pourquoi l'été ?", "Léa Noël", ["Parce que j'y suis née."]),
        ("Et l'hiver ?", "Léa Noël", ["Je dors.", "Puis je range la maison."]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_text_is_read_in_its_encoding(tmp_path, encoding, suffix):
    interview = read(tmp_path, f"a{suffix}", TALK.encode(encoding))
    assert said(interview)[0] == ("Pourquoi l'été ?", "Léa Noël", ["Parce que j'y suis née, à Sète."])


def test_a_page_is_read_in_the_encoding_that_it_states(tmp_path):
    page = "<html><head><meta charset='mac_roman'></head><body><h1>Entretien avec Léa Noël</h1>"
    page += "<p><b>L'été ?</b></p><p>J'y suis née.</p></body></html>"
    interview = read(tmp_path, "a.html", page.encode("mac_roman"))
    assert said(interview) == [("L'été ?", "Léa Noël", ["J'y suis née."])]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"<!DOCTYPE html><html><body><p><b>Qui ?</b></p><p>Moi.</p></body></html>"),
        ("a.html", b"\n<html><body><p><strong>Qui ?</strong></p><p>Moi.</p></body></html>"),
        ("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nQui ?\n\n00:03.000 --> 00:04.000\nMoi.\n"),
        (
            "a.txt",
            b"1\n00:00:01,000 --> 00:00:02,000\nQui ?\n\n2\n00:00:03,000 --> 00:00:04,000\nMoi.\n",
        ),
        ("a.srt", b"Qui ?\n\nMoi.\n"),
    ],
)
def test_a_format_is_told_by_the_content_before_the_name(tmp_path, name, content):
    assert [turn[0] for turn in said(read(tmp_path, name, content))] == ["Qui ?"]


def _zip(name, content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.txt", b"\x00\x01\x02\xff" * 50, "binary"),
        ("a.md", "né à Sète, été ".encode() * 9 + b"\xe9\n", "damaged bytes"),
        ("a.docx", b"Bonjour", "Word file"),
        ("a.docx", _zip("a.txt", b"x"), "another zip"),
        ("a.docx", _zip("word/document.xml", b"<w:p>" * 15_000_000), "once unpacked"),
        ("a.docx", _zip("word/document.xml", b"<a"), "damaged"),
        ("a.docx", b"PK\x03\x04abc", "damaged"),
        ("a.txt", b"\xd0\xcf\x11\xe0" + b"\0" * 500, r"save it as \.docx"),
        ("a.pdf", b"Bonjour", "PDF"),
        ("a.pdf", b"%PDF-1.7 Bonjour", "damaged"),
        ("a.pdf", write_pdf([[]]), "OCR"),
        ("a.pdf", write_pdf([[draw("Bonjour", 50, 700)]], locked=True), "password"),
        ("a.html", b"<html><body>" + b"<div>" * 5_000 + b"x", "too many elements"),
        ("a.html", b"<html><body></body></html>", "words"),
        ("a.vtt", b"WEBVTT\n\n", "captions"),
        ("a.md", b"---\ntitle: [\n---\nBonjour", "YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path, name, content, message):
    with pytest.raises(CorpusError, match=message) as error:
        read(tmp_path, name, content)
    assert name in str(error.value) or "front matter" in str(error.value)


def test_a_side_file_completes_an_extracted_format(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "publication: Le Port\ninterviewees:\n  - name: Ida Roc\n    role: mousse\n"
    )
    interview = read(tmp_path, "a.html", b"<html><body><p><b>Qui ?</b></p><p>Moi.</p></body></html>")
    assert interview.publication == "Le Port"
    assert [passage.speaker for passage in cut_passages(interview)] == ["Ida Roc"]


def test_a_date_that_is_none_in_front_matter_is_a_warning(tmp_path):
    interview = read(tmp_path, "a.md", b"---\ndate: printemps\n---\nQui ?\n\nMoi.\n")
    assert interview.date is None
    assert "expected a date" in interview.warnings[0]


def _with_parts(content, parts):
    """Return a Word file with more parts, by name."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _word(paragraphs, table=""):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        document.add_table(1, 1).cell(0, 0).text = table
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_cell_that_spans_a_billion_columns_is_read_once(tmp_path):
    content = io.BytesIO(_word(["Pourquoi ?"], "Parce que."))
    with zipfile.ZipFile(content) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["word/document.xml"].replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="999999999"/>')
    assert b"gridSpan" in xml
    parts["word/document.xml"] = xml
    spanned = io.BytesIO()
    with zipfile.ZipFile(spanned, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    interview = read(tmp_path, "a.docx", spanned.getvalue())
    assert interview.text.split() == ["Pourquoi", "?", "Parce", "que."]


def test_the_pictures_of_a_word_file_may_not_unpack_to_gigabytes(tmp_path):
    content = _with_parts(_word(["Bonjour."]), {"word/media/image1.png": b"\0" * 210_000_000})
    assert len(content) < 1_000_000
    with pytest.raises(CorpusError, match="once unpacked"):
        read(tmp_path, "a.docx", content)


def test_aliases_of_yaml_are_refused_where_they_stand(tmp_path):
    lines = "---\ntitle: &a [x, x]\ndate: [*a, *a]\n---\nPourquoi ?\n\nParce que.\n"
    with pytest.raises(CorpusError, match=r"alias \*a, write its value.*line 2"):
        read(tmp_path, "a.md", lines.encode())
    (tmp_path / "b.yaml").write_text("title: &t Le port\npublication: *t\n", "utf-8")
    with pytest.raises(CorpusError, match=r"b\.yaml.*alias \*t"):
        read(tmp_path, "b.txt", b"Pourquoi ?\n\nParce que.\n")


def test_blank_lines_between_captions_do_not_matter(tmp_path):
    captions = (
        "1\n00:00:01,000 --> 00:00:03,000\nLéa : bonjour.{}2\n00:00:04,000 --> 00:00:06,000\nOui.\n"
    )
    few = read(tmp_path, "a.srt", captions.format("\n\n").encode())
    many = read(tmp_path, "b.srt", captions.format("\n" * 300_000).encode())
    assert many.text == few.text
    assert many.time_codes == few.time_codes


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"a\n\n" * 25_001),
        ("a.md", b"**Pourquoi ?**\nParce que.\n" * 12_501),
        ("a.docx", _word(["a"] * 25_002)),
        ("a.html", b"<p>a</p>" * 25_001),
    ],
)
def test_more_lines_than_people_say_are_refused_before_they_are_understood(tmp_path, name, content):
    with pytest.raises(CorpusError, match="expected at most 25,000 lines or paragraphs"):
        read(tmp_path, name, content)


def test_more_characters_than_people_say_are_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"at most 10,000,000 characters, found 10,000,005"):
        read(tmp_path, "a.txt", b"mot " * 2_500_001 + b"a")


def test_blank_lines_are_not_counted(tmp_path):
    few = read(tmp_path, "a.txt", b"Pourquoi ?\n\nParce que.\n")
    many = read(tmp_path, "b.txt", b"Pourquoi ?" + b"\n \n" * 30_000 + b"Parce que.\n")
    assert [turn.paragraphs[0].of(many.text) for turn in many.turns] == ["Parce que."]
    assert len(few.turns) == 1


def test_what_a_word_run_holds_is_what_the_library_says(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Qui\tparle ?\nMoi").bold = True
    paragraph.add_run("-même", style="Emphasis")
    paragraph.add_run().add_break()
    paragraph.add_run("Ici.").bold = False
    stream = io.BytesIO()
    document.save(stream)
    interview = read(tmp_path, "a.docx", stream.getvalue())
    assert interview.text == "Qui\u00a0 parle ?\nMoi-même\nIci."
