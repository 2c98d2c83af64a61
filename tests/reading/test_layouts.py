"""Each invented interview of tests/interviews has one or more traits of real pages, named by its file.

expected.json says, for each, what a person reads in it; every difference is a fault. To add a
trait: write the interview, write its entry by hand from the interview, then make the rule.
"""

import json

import pytest
from conftest import ROOT

from onrecord.interview import Interview
from onrecord.reading import read_interview

FOLDER = ROOT / "tests" / "interviews"
EXPECTED = json.loads((FOLDER / "expected.json").read_text("utf-8"))


def describe(interview: Interview) -> dict[str, object]:
    """Return what a person checks, in the shape of expected.json."""
    text = interview.text
    return {
        "title": interview.title,
        "publication": interview.publication,
        "author": interview.author,
        "date": interview.date.isoformat() if interview.date else None,
        "people": [f"{one.name}, {one.role}".rstrip(", ") for one in interview.people],
        "lead": [span.of(text) for span in interview.lead],
        "turns": [
            {
                "asked": turn.asked.of(text) if turn.asked else None,
                "speaker": turn.speaker.name,
                "says": [span.of(text) for span in turn.paragraphs],
            }
            for turn in interview.turns
        ],
        "left_out": [[part.reason, part.span.of(text)] for part in interview.left_out],
        "gap": [interview.gap.reason, interview.gap.share] if interview.gap else None,
    }


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_interview_is_read_as_a_person_reads_it(name):
    assert describe(read_interview(FOLDER / name)) == EXPECTED[name]


def test_every_invented_interview_has_its_expected_reading():
    files = {path.name for path in FOLDER.iterdir()} - {"expected.json"}
    assert files == set(EXPECTED)


def test_lines_of_what_is_left_out_are_true():
    faults = []
    for name in sorted(EXPECTED):
        interview = read_interview(FOLDER / name)
        for part in interview.left_out:
            line = interview.text.count("\n", 0, part.span.start) + 1
            faults += [(name, part.reason, part.line, line)] if part.line != line else []
    assert faults == []


def test_time_codes_say_when_a_paragraph_is_said():
    interview = read_interview(FOLDER / "captions.srt")
    times = [interview.time_at(turn.paragraphs[0].start) for turn in interview.turns]
    assert times == [4.0, 76.0]


def test_glued_time_codes_say_when_a_paragraph_is_said():
    interview = read_interview(FOLDER / "transcript_glued.txt")
    assert [interview.time_at(turn.paragraphs[0].start) for turn in interview.turns] == [3.0, 11.0]
