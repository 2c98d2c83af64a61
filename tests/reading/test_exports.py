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


def with_sync(sync):
    return OHMS.replace("<transcript>", f"<sync>{sync}</sync><transcript>")


def test_the_minutes_of_an_ohms_record_begin_at_words(tmp_path):
    interview = read(tmp_path, "a.xml", with_sync("1:|3(5)|5(1)|7(2)"))
    assert [(interview.text[code.offset :][:6], code.seconds) for code in interview.time_codes] == [
        ("ROC: H", 0.0),
        ("I neve", 60.0),
        ("ROC: A", 120.0),
        ("I mend", 180.0),
    ]
    assert [interview.time_at(turn.paragraphs[0].start) for turn in interview.turns] == [0.0, 180.0]
    half_hours = read(tmp_path, "b.xml", with_sync("30:|7(2)|"))
    assert [code.seconds for code in half_hours.time_codes] == [0.0, 1800.0]


@pytest.mark.parametrize(
    "sync",
    ["", "1:", "0:|3(5)", ":|3(5)", "a minute", "1:|3(5", "1:|x(y)", "-1:|3(5)", "9" * 5000, "1:|99(1)",
     "1:|0(0)", "|||", "1:|3(999999999999)"],
)  # fmt: skip
def test_a_sync_that_says_nothing_gives_no_time(tmp_path, sync):
    interview = read(tmp_path, "a.xml", with_sync(sync))
    assert (interview.time_codes, len(interview.turns)) == ((), 2)


def test_places_of_a_sync_that_are_nowhere_are_passed_over(tmp_path):
    interview = read(tmp_path, "a.xml", with_sync("1:|3(5)||999(1)|0(1)|7(99)"))
    assert [code.seconds for code in interview.time_codes] == [0.0, 60.0, 300.0]
    assert interview.text[interview.time_codes[-1].offset :] == "ropes."


def test_an_ohms_record_with_captions_is_talk_with_times(tmp_path):
    captions = (
        "WEBVTT\n\n00:00:01.000 --&gt; 00:00:03.000\n&lt;v Ida Roc&gt;How did you come to the ferry?\n\n"
        "00:00:04.000 --&gt; 00:00:08.000\n&lt;v Léa Roux&gt;By the river. I never left it.\n"
    )
    start, end = OHMS.index("<transcript>"), OHMS.index("</record>")
    record = f"{OHMS[:start]}<vtt_transcript>{captions}</vtt_transcript>{OHMS[end:]}"
    interview = read(tmp_path, "a.xml", record)
    asked = "How did you come to the ferry?"
    assert said(interview) == [(asked, "Léa Roux", ["By the river. I never left it."])]
    assert interview.time_at(interview.turns[0].paragraphs[0].start) == 4.0
    assert interview.publication == "Harbour Archive"


def test_a_line_of_ohms_is_not_ended_by_the_break_of_a_page(tmp_path):
    content = with_sync("1:|3(4)").replace("ferry?\n", "ferry?&lt;br /&gt;\n")
    interview = read(tmp_path, "a.xml", content)
    assert interview.time_at(interview.text.find("river.")) == 60.0


def test_several_people_of_an_ohms_record_answer_and_one_asks(tmp_path):
    content = OHMS.replace(
        "<interviewee>Roux, Léa</interviewee>",
        "<interviewee>Roux, Léa</interviewee><interviewee>Petit, Inès</interviewee>",
    ).replace("ROUX: I mend", "PETIT: I mend")
    interview = read(tmp_path, "a.xml", content)
    assert [turn.speaker.name for turn in interview.turns] == ["Léa Roux", "Inès Petit"]
    assert interview.author == "Ida Roc"


def test_a_record_of_ohms_forces_no_name_on_labels_that_contradict_it(tmp_path):
    content = OHMS.replace("ROC:", "MOREL:").replace("ROUX:", "GARNIER:")
    interview = read(tmp_path, "a.xml", content)
    assert "Léa Roux" not in {turn.speaker.name for turn in interview.turns}


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
