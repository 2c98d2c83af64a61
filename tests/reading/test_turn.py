"""Who answers what, at the edges of the rules: a monologue, a question in two, a rubric, a title."""

import pytest

from onrecord.reading import read_interview
from onrecord.text.markup import plain


def read(tmp_path, text, name="a.md"):
    (tmp_path / name).write_text(text, "utf-8")
    return read_interview(tmp_path / name)


def said(interview):
    return [span.of(interview.text) for turn in interview.turns for span in turn.paragraphs]


def prose(length, opening=""):
    """Return sentences of exactly so many characters, of nobody in the first person."""
    text = (opening + "Le vent tombe et la mer monte au loin. " * 60)[: length - 1].rstrip(" .")
    return text + "a" * (length - 1 - len(text)) + "."


SIDE = "interviewees: [{name: Léa Roux, role: éclusière}]\n"


@pytest.mark.parametrize(("length", "spoken"), [(600, True), (601, False)])
def test_a_monologue_says_je_once_in_600_characters(tmp_path, length, spoken):
    (tmp_path / "a.yaml").write_text(SIDE, "utf-8")
    told = prose(length, "Je pars. ")
    assert said(read(tmp_path, f"# L'eau\n\n{told}\n")) == ([told] if spoken else [])


@pytest.mark.parametrize(("length", "is_rubric"), [(79, True), (80, False)])
def test_a_line_of_under_80_characters_without_a_full_stop_stands_over_a_monologue(
    tmp_path, length, is_rubric
):
    (tmp_path / "a.yaml").write_text(SIDE, "utf-8")
    line = prose(length + 1)[:-1]
    told = "Je pars. " + prose(100)
    expected = [told] if is_rubric else [line, told]
    assert said(read(tmp_path, f"# L'eau\n\n{line}\n\n{told}\n")) == expected


@pytest.mark.parametrize("mark", [".", "!", "…", ":", "»", '"', ")"])
def test_a_line_that_ends_as_a_sentence_is_spoken(tmp_path, mark):
    (tmp_path / "a.yaml").write_text(SIDE, "utf-8")
    line, told = f"Le vent tombe{mark}", "Je pars, et nous partons tous."
    assert said(read(tmp_path, f"# L'eau\n\n{line}\n\n{told}\n")) == [line, told]


@pytest.mark.parametrize(("length", "joined"), [(1900, True), (2100, False)])
def test_a_question_over_two_blocks_is_one_under_2000_characters(tmp_path, length, joined):
    first = prose(length - 60) + " Pourquoi partir ?"
    second = "Et pourquoi revenir ?"
    text = (
        "# Entretien avec Léa Roux\n\n**Et le vent ?**\n\nJe le sens.\n\n"
        f"**{first}**\n\n**{second}**\n\nJe pars."
    )
    interview = read(tmp_path, text)
    asked = [plain(question) for question in interview.questions]
    assert asked == ["Et le vent ?", f"{first} {second}" if joined else second]
    unanswered = [note for note in interview.warnings if "no answer after it" in note]
    assert len(unanswered) == (0 if joined else 1)


@pytest.mark.parametrize(("length", "asks"), [(599, True), (600, False)])
def test_a_block_without_a_label_goes_on_with_a_labelled_question_under_600(tmp_path, length, asks):
    more = prose(length)
    text = (
        f"# L'eau\n\nIda Roc : Pourquoi partir ?\n\n{more}\n\nLéa Roux : Je pars.\n\n"
        "Ida Roc : Et le vent ?\n\nLéa Roux : Je le sens.\n"
    )
    assert (more in said(read(tmp_path, text))) is not asks


@pytest.mark.parametrize(("length", "reason"), [(199, "section title"), (200, "no rule claims it")])
def test_a_bold_line_under_200_characters_is_a_title(tmp_path, length, reason):
    line = prose(length + 1)[:-1]
    text = (
        f"# Entretien avec Léa Roux\n\n### Pourquoi partir ?\n\nJe pars.\n\n**{line}**\n\nJe reste.\n\n"
        "### Et le vent ?\n\nJe le sens."
    )
    interview = read(tmp_path, text)
    assert [part.reason for part in interview.left_out if line in part.span.of(interview.text)] == [
        reason
    ]


def test_of_two_people_the_one_whom_the_question_calls_answers(tmp_path):
    side = "interviewees: [{name: Léa Roux}, {name: Paul Mas}]\n"
    (tmp_path / "a.yaml").write_text(side, "utf-8")
    text = (
        "# L'eau\n\n**Léa, pourquoi partir ?**\n\nJe pars.\n\n**Et vous, Paul ?**\n\nJe reste.\n\n"
        "**Léa, Paul, et le vent ?**\n\nOn le sent."
    )
    speakers = [turn.speaker.name for turn in read(tmp_path, text).turns]
    assert speakers == ["Léa Roux", "Paul Mas", ""]
