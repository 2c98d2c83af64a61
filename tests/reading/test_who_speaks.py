"""Layouts met in public transcripts, invented anew: labels, captions, tables, names in parts."""

import pytest

from onrecord.reading import read_interview
from onrecord.reading.block.block import cut_blocks
from onrecord.text.markup import plain


def read(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")
    return read_interview(tmp_path / name)


def said(interview):
    return [
        (
            turn.asked.of(interview.text) if turn.asked else None,
            turn.speaker.name,
            " ".join(span.of(interview.text) for span in turn.paragraphs),
        )
        for turn in interview.turns
    ]


TALKS = {
    "a time on the label's line": (
        "Speaker 0: 00:00:15\n\nWhy did you move?\n\nSpeaker 1: 00:00:18\n\nI was cold.\n\n"
        "Speaker 0: 00:00:22\n\nAnd now?\n\nSpeaker 1: 00:00:25\n\nI am warm.\n"
    ),
    "a part and its number": (
        "Question 1) Why did you move?\n\nAnswer 1) I was cold.\n\n"
        "Question 2) And now?\n\nAnswer 2)I am warm.\n"
    ),
}


@pytest.mark.parametrize("name", TALKS)
def test_labels_are_taken_off_what_is_said(tmp_path, name):
    turns = said(read(tmp_path, "a.md", TALKS[name]))
    assert [(asked, says) for asked, _, says in turns] == [
        ("Why did you move?", "I was cold."),
        ("And now?", "I am warm."),
    ]


def test_a_last_name_may_open_with_its_particle(tmp_path):
    places = ["au port", "sur le bac", "dans la cale"]
    text = "# Entretien avec Lucile du Tertre et Jeanne de La Roncière\n\n" + "".join(
        f"**Carlier :** Que faites-vous {place} ?\n\n**du Tertre :** Je travaille {place}.\n\n"
        f"**de La Roncière :** Moi, je ne vais pas {place}.\n\n"
        for place in places
    )
    assert said(read(tmp_path, "a.md", text))[:2] == [
        ("Que faites-vous au port ?", "Lucile du Tertre", "Je travaille au port."),
        ("Que faites-vous au port ?", "Jeanne de La Roncière", "Moi, je ne vais pas au port."),
    ]


def test_witnesses_told_by_number_are_two(tmp_path):
    text = "".join(
        f"Question : Et en 19{n}0 ?\n\nTémoin 1 : J'étais là.\n\nTémoin 2 : Moi, j'étais loin.\n\n"
        for n in range(4, 8)
    )
    assert {speaker for _, speaker, _ in said(read(tmp_path, "a.md", text))} == {"Témoin 1", "Témoin 2"}


def test_a_role_is_nobody_and_a_name_in_parts_is_somebody(tmp_path):
    text = (
        "---\nfirstName: Aude\nlastName: Ravoux\njob: Chief Designer\n---\n\n"
        "## Que faites-vous&nbsp;?\n\nJe suis Chief Designer chez Norval.\n\n"
        "## Et avant, vous étiez où&nbsp;?\n\nJ'étais au port.\n"
    )
    interview = read(tmp_path, "a.md", text)
    assert [person.described for person in interview.people] == ["Aude Ravoux, Chief Designer"]


def test_of_several_in_captions_without_marks_nobody_is_named(tmp_path):
    lines = [
        "We have Ida Roc and Jo Mas on the show.", "Can you tell us who you are?", "Sure.",
        "I'm Ida Roc and I build ferries.", "And you, where do you work?", "I paint them.",
    ]  # fmt: skip
    cues = [
        f"00:00:{3 * n:02d}.000 --> 00:00:{3 * n + 2:02d}.000\n{line}" for n, line in enumerate(lines)
    ]
    interview = read(tmp_path, "a.vtt", "WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    assert {turn.speaker.name for turn in interview.turns} == {""}


def test_a_table_of_figures_is_one_block_and_one_of_talk_is_cut_at_its_bars():
    figures = cut_blocks("| un | deux |\n|---|---|\n| 3 | 4 |\n| 5 | 6 |\n")
    talk = cut_blocks("| Où êtes-vous ? | Je suis au port depuis ce matin. |\n")
    assert len(figures) == 1
    assert [block.plain for block in talk] == ["Où êtes-vous ?", "Je suis au port depuis ce matin."]


def test_blocks_of_markdown_begin_where_commonmark_begins_them():
    markdown_it = pytest.importorskip("markdown_it")
    text = (
        "# Titre\n\nUn paragraphe\nsur deux lignes.\n\nSous-titre\n---\n\n**Question ?**\n\nRéponse.\n"
        "### Serré\nTexte.\n\n> Cité.\n\n***\n\nFin.\n"
    )
    kinds = {"paragraph_open", "heading_open"}
    tokens = markdown_it.MarkdownIt("commonmark").parse(text)
    starts = {token.map[0] + 1 for token in tokens if token.type in kinds}
    assert {block.line for block in cut_blocks(text) if block.look.value != "empty"} == starts


def test_an_entity_is_its_character_and_never_a_private_one():
    assert plain("rôle&nbsp;? &eacute;t&#233; &#1048576;") == "rôle ? été &#1048576;"
