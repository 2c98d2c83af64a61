"""Transcripts as programs and archives export them: who speaks, what was asked, and no time code."""

# ruff: noqa: E501
import io
import json
import zipfile

import pytest

from onrecord.cli import main
from onrecord.error import CorpusError
from onrecord.reading import read_interview

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Le bac</title></titleStmt>
</fileDesc><profileDesc><particDesc>
<person xml:id="a" role="enquêtrice"><persName>Ida Roc</persName></person>
<person xml:id="b" role="témoin"><persName>Léa Roux</persName></person></particDesc></profileDesc></teiHeader>
<text><body><u who="#a">Depuis quand passez-vous le bac</u>
<u who="#b">Depuis <pause/> 1998.<incident><desc>bruit</desc></incident></u></body></text></TEI>"""
OHMS = """<?xml version="1.0"?><ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record id="1">
<title>Interview with Léa Roux</title><date value="1998-03-14" format="yyyy-mm-dd"/>
<interviewee>Roux, Léa</interviewee><interviewer>Ida Roc</interviewer><repository>Harbour Archive</repository>
<transcript>ROC: How did you come to the ferry?

ROUX: By the river. I never left it.

ROC: And the winter?

ROUX: I mend ropes.</transcript></record></ROOT>"""
WHISPER = json.dumps({
    "segments": [
        {"start": 0.5, "end": 2.0, "text": " Depuis quand passez-vous le bac ?", "speaker": "SPEAKER_00"},
        {"start": 2.2, "end": 4.0, "text": " Depuis 1998.", "speaker": "SPEAKER_01"},
        {"start": 4.0, "end": 6.0, "text": " Je ne l'ai pas quitté.", "speaker": "SPEAKER_01"},
        {"start": 6.5, "end": 7.0, "text": " Et l'hiver ?", "speaker": "SPEAKER_00"},
        {"start": 7.5, "end": 9.0, "text": " Je répare.", "speaker": "SPEAKER_01"},
    ]
})  # fmt: skip
ODT = """<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:style="urn:s" xmlns:fo="urn:f">
<office:automatic-styles><style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>
</office:automatic-styles><office:body><office:text>
<text:h text:outline-level="1">Entretien avec Léa Roux, passeuse</text:h>
<text:p text:style-name="B">Depuis quand ?</text:p><text:p>Depuis <text:span text:style-name="B">1998</text:span>.</text:p>
<text:p text:style-name="B">Et l'hiver ?</text:p><text:p>Je répare.</text:p></office:text></office:body>
</office:document-content>"""
TEXTS = {
    "teams": "Ida Roc   0:03\nDepuis quand passez-vous le bac ?\n\nLéa Roux   0:09\nDepuis 1998.\n\n"
    "Ida Roc   0:12\nEt l'hiver ?\n\nLéa Roux   0:15\nJe répare.\n",
    "trint": "[00:00:03] Ida Roc: Depuis quand passez-vous le bac ?\n\n[00:00:09] Léa Roux: Depuis 1998.\n\n"
    "[00:00:12] Ida Roc: Et l'hiver ?\n\n[00:00:15] Léa Roux: Je répare.\n",
    "after the label": "Ida Roc: [00:00:03] Depuis quand passez-vous le bac ?\n\nLéa Roux: [00:00:09] Depuis 1998."
    "\n\nIda Roc: [00:00:12] Et l'hiver ?\n\nLéa Roux: [00:00:15] Je répare.\n",
    "f4": "Ida Roc: Depuis quand passez-vous le bac ? #00:00:03-1#\n\nLéa Roux: Depuis 1998. #00:00:09-4#\n\n"
    "Ida Roc: Et l'hiver ? #00:00:12-0#\n\nLéa Roux: Je répare. #00:00:15-2#\n",
    "in words": "Ida Roc 3 secondes\nDepuis quand passez-vous le bac ?\n\nLéa Roux 9 secondes\nDepuis 1998.\n\n"
    "Ida Roc 1 minute 2 secondes\nEt l'hiver ?\n\nLéa Roux 1 minute 5 secondes\nJe répare.\n",
}


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_interview(path)


def said(interview):
    text = interview.text
    return [
        (turn.asked.of(text), turn.speaker.name, [span.of(text) for span in turn.paragraphs])
        for turn in interview.turns
    ]


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, content in parts.items():
            archive.writestr(f"{name}.xml", content)
    return stream.getvalue()


def test_tei_says_who_asks_and_who_answers(tmp_path):
    interview = read(tmp_path, "a.xml", TEI)
    assert said(interview) == [("Depuis quand passez-vous le bac", "Léa Roux", ["Depuis 1998."])]
    assert (interview.title, interview.author) == ("Le bac", "Ida Roc")


def test_an_ohms_record_gives_its_transcript_and_its_people(tmp_path):
    interview = read(tmp_path, "a.xml", OHMS)
    assert said(interview) == [
        ("How did you come to the ferry?", "Léa Roux", ["By the river. I never left it."]),
        ("And the winter?", "Léa Roux", ["I mend ropes."]),
    ]
    assert (interview.publication, str(interview.date)) == ("Harbour Archive", "1998-03-14")


def test_other_xml_is_refused_by_name(tmp_path):
    with pytest.raises(CorpusError, match="TEI or OHMS"):
        read(tmp_path, "a.xml", "<rss><channel/></rss>")


def test_the_json_of_a_transcriber_is_talk_with_times(tmp_path):
    interview = read(tmp_path, "a.json", WHISPER)
    assert said(interview) == [
        ("Depuis quand passez-vous le bac ?", "SPEAKER_01", ["Depuis 1998. Je ne l'ai pas quitté."]),
        ("Et l'hiver ?", "SPEAKER_01", ["Je répare."]),
    ]
    assert interview.time_at(interview.turns[1].paragraphs[0].start) == 7.5


@pytest.mark.parametrize("content", ["{", "[]", '{"a": [{"b": 1}]}', "[" * 5000])
def test_json_without_a_transcript_is_refused(tmp_path, content):
    with pytest.raises(CorpusError):
        read(tmp_path, "a.json", content)


def test_an_open_document_keeps_headings_and_bold(tmp_path):
    interview = read(tmp_path, "a.odt", zipped(content=ODT))
    assert said(interview) == [
        ("Depuis quand ?", "Léa Roux", ["Depuis 1998."]),
        ("Et l'hiver ?", "Léa Roux", ["Je répare."]),
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_time_codes_of_text_exports_are_kept_apart(tmp_path, name):
    interview = read(tmp_path, "a.txt", TEXTS[name])
    assert said(interview) == [
        ("Depuis quand passez-vous le bac ?", "Léa Roux", ["Depuis 1998."]),
        ("Et l'hiver ?", "Léa Roux", ["Je répare."]),
    ]
    assert [person.name for person in interview.people] == ["Léa Roux"]


def test_a_file_of_a_kind_that_is_not_read_is_told_at_build(tmp_path, capsys):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.md").write_text("# Entretien avec Léa Roux\n\n**Qui ?**\n\nMoi.\n", "utf-8")
    (corpus / "b.pages").write_bytes(b"x")
    assert main(["build", "--corpus", str(corpus), "--index", str(tmp_path / "index")]) == 0
    assert "b.pages: not read" in capsys.readouterr().out
