"""The parse report: what a person checks at a glance, and the same as JSON."""

import json

import pytest
from conftest import ROOT

from onrecord.reading import read_interview
from onrecord.reading.report import (
    describe_briefly,
    describe_reading,
    measure_confidence,
    reading_to_dict,
)

SEED = ROOT / "corpus" / "cedric-o-gazette-2019.txt"


def read(tmp_path, text, name="file.md"):
    (tmp_path / name).write_text(text, "utf-8")
    return read_interview(tmp_path / name)


def test_one_line_says_who_how_much_and_what_is_missing():
    assert describe_briefly(read_interview(SEED)) == (
        "cedric-o-gazette-2019: Cédric O; 2 questions; 2 answers; incomplete (paywall, 60% missing); "
        "confidence 0.99"
    )


def test_the_report_says_where_each_field_was_found():
    report = describe_reading(read_interview(SEED))
    assert "  date: 2019-11-28  (line 3)" in report
    assert "  publication: La Gazette des communes  (cedric-o-gazette-2019.yaml)" in report
    assert "  title: not found" in report


def test_the_report_numbers_turns_with_line_question_and_speaker():
    report = describe_reading(read_interview(SEED))
    assert "  1. (line 7, question 1) Que signifie la refonte de la Dinum ?" in report
    assert "     Cédric O: Il faut repenser" in report


def test_the_report_says_what_was_left_out_and_why_by_line():
    report = describe_reading(read_interview(SEED))
    assert "  line 17: paywall notice: [60% reste à lire]" in report
    assert "  line 19: after the paywall notice: Cet article est en relation" in report


def test_json_spans_are_exact_slices():
    interview = read_interview(SEED)
    report = json.loads(json.dumps(reading_to_dict(interview)))
    paragraphs = [paragraph for turn in report["turns"] for paragraph in turn["paragraphs"]]
    for part in [*report["lead"], *report["left_out"], *paragraphs, report["turns"][0]["asked"]]:
        assert interview.text[part["start"] : part["end"]] == part["text"]
    assert report["turns"][0]["asked"]["line"] == 7
    assert report["gap"] == {"reason": "paywall", "share": 0.6}
    assert report["metadata"]["date"] == {"value": "2019-11-28", "found_in": "line 3"}


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("**Qui ?**\n\nMoi.\n\n**Où ?**\n", "a question with no answer after it: Où ?"),
        (
            "Ida Roc : Je suis née ici.\n\nIda Roc : Et j'y reste.",
            "turn 1: an answer with no question before it",
        ),
        ("Q : Qui ?\n\nZed : Moi.\n\nQ : Où ?\n\nZed : Ici.", "the label 'Zed' is nobody's full name"),
        (
            "Q : Qui ?\n\nIda Rocard : Moi.\n\nQ : Où ?\n\nIda Roccard : Ici.",
            "two speakers with near-equal names: Ida Rocard and Ida Roccard",
        ),
        ("Un lieu\n\n**Qui ?**\n\nMoi.", "line 1: no rule claims it: Un lieu"),
        ("Qui ?\n\nMoi.", "nobody interviewed is named"),
        ("Il pleut.", "no answer was found: nothing of this file can be searched"),
    ],
)
def test_warnings_say_what_a_person_should_look_at(tmp_path, text, warning):
    assert warning in read(tmp_path, text).warnings


def test_confidence_is_lower_for_what_is_less_understood(tmp_path):
    sure = read(tmp_path, "# Entretien avec Ida Roc\n\n**Qui ?**\n\nMoi.\n\n**Où ?**\n\nIci.")
    unnamed = read(tmp_path, "**Qui ?**\n\nMoi.\n\n**Où ?**\n\nIci.")
    nothing = read(tmp_path, "Il pleut.")
    assert measure_confidence(sure) > 0.9
    assert 0.4 < measure_confidence(unnamed) < 0.7
    assert measure_confidence(nothing) == 0.0


def test_a_turn_in_doubt_is_listed_with_how_sure_it_is(tmp_path):
    unnamed = read(tmp_path, "**Qui ?**\n\nMoi.\n\n**Où ?**\n\nIci.")
    assert all(turn.is_doubted for turn in unnamed.turns)
    assert "To be checked\n  turn 1: said by somebody not named (0.45) to “Qui ?” (" in (
        describe_reading(unnamed)
    )
    sure = read(tmp_path, "# Entretien avec Ida Roc\n\n**Qui ?**\n\nMoi.\n\n**Où ?**\n\nIci.")
    assert not any(turn.is_doubted for turn in sure.turns)
    assert "To be checked" not in describe_reading(sure)
    assert reading_to_dict(sure)["turns"][0]["sure_speaker"] > 0.9
