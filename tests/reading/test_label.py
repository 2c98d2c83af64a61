"""What sets a label off: a bar, a tab, a wide blank, a heading, small letters; what is no label."""

import io

import docx
import pytest
from counting import measure_processor

from onrecord.reading import read_interview
from onrecord.reading.block.label import read_label
from onrecord.text.span import Span

ASKED = ["Qui a commencé ?", "Et après ?", "Que vous reste-t-il ?"]
SAID = ["Moi, un soir de neige.", "J'ai continué.", "Un carnet, et je le garde."]


def read(tmp_path, content, suffix=".txt"):
    path = tmp_path / f"talk{suffix}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_interview(path)


def show(interview):
    """Return who says what to which question."""
    text = interview.text
    return [
        (turn.asked and turn.asked.of(text), turn.speaker.name, turn.paragraphs[0].of(text))
        for turn in interview.turns
    ]


def label(line):
    found = read_label(line, Span(0, len(line)))
    return (found.text, line[found.span.end :], found.is_weak) if found else None


def talk(form, host, guest, join="\n\n"):
    pairs = zip(ASKED, SAID, strict=True)
    return join.join(
        form.format(name) + text
        for pair in pairs
        for name, text in zip((host, guest), pair, strict=False)
    )


def expected(name):
    return [(asked, name, said) for asked, said in zip(ASKED, SAID, strict=True)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Léa Roux | Oui.", ("Léa Roux", "Oui.", True)),
        ("**Léa** | Oui.", ("Léa", "Oui.", True)),
        ("Léa Roux\tOui.", ("Léa Roux", "Oui.", True)),
        ("Léa Roux (LR)  Oui ?", ("Léa Roux", "Oui ?", True)),
        ("Léa Roux\u00a0 Oui ?", ("Léa Roux", "Oui ?", True)),
        ("Léa Roux Oui !", None),
        ("Oui.  Et puis non.", None),
        ("| Léa | Oui. |", None),
    ],
)
def test_a_bar_or_a_wide_blank_sets_a_label_off(line, expected):
    assert label(line) == expected


@pytest.mark.parametrize("form", ["{} : ", "[{}] ", "{}\n", "{} | "])
@pytest.mark.parametrize(("host", "guest"), [("brun", "roux79"), ("l.brun", "roux")])
def test_labels_in_small_letters_that_come_back_are_two_voices(tmp_path, form, host, guest):
    text = "Léa Roux est éclusière.\n\n" + talk(form, host, guest)
    assert [(asked, said) for asked, _, said in show(read(tmp_path, text))] == [
        (asked, said) for asked, said in zip(ASKED, SAID, strict=True)
    ]


def test_one_label_in_small_letters_among_prose_is_none(tmp_path):
    said = "note : J'ai tout gardé."
    text = "\n\n".join(f"**{asked}**\n\n{said}" for asked in ASKED)
    assert [words for *_, words in show(read(tmp_path, text, ".md"))] == [said] * 3


def test_a_label_without_blanks_stands_for_a_last_name_of_several_words(tmp_path):
    text = "# Entretien avec Inès de La Roche\n\n" + talk("{} : ", "brun", "delaroche2")
    assert show(read(tmp_path, text, ".md")) == expected("Inès de La Roche")


def test_a_heading_that_comes_back_is_a_label(tmp_path):
    text = "# L'écluse\n\n" + talk("### {}\n\n", "Jo Brun", "Léa Roux")
    assert show(read(tmp_path, text, ".md")) == expected("Léa Roux")


def test_a_tab_of_a_word_file_sets_a_label_off(tmp_path):
    document = docx.Document()
    for line in talk("{}\t", "Jo Brun", "Léa Roux").split("\n\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    assert show(read(tmp_path, stream.getvalue(), ".docx")) == expected("Léa Roux")


@pytest.mark.parametrize("name", ["R", "Léa R. Roux", "Mme Roux", "Dr. Roux"])
def test_a_time_between_a_label_and_its_colon_is_taken_out(tmp_path, name):
    pairs = zip(ASKED, SAID, strict=True)
    host = "Q" if name == "R" else "Jo Brun"
    lines = [
        f"{host} [00:{2 * number:02}]: {asked}\n\n{name} [00:{2 * number + 1:02}]: {said}"
        for number, (asked, said) in enumerate(pairs)
    ]
    turns = show(read(tmp_path, "\n\n".join(lines)))
    assert [(asked, said) for asked, _, said in turns] == list(zip(ASKED, SAID, strict=True))


def test_two_labels_on_a_line_may_be_of_names_with_particles(tmp_path):
    pairs = zip(ASKED, SAID, strict=True)
    text = "\n\n".join(f"Jo Brun : {asked} Inès de La Roche : {said}" for asked, said in pairs)
    assert show(read(tmp_path, text)) == expected("Inès de La Roche")


def test_a_headline_that_quotes_somebody_is_no_answer(tmp_path):
    text = "Léa Roux : « J'ai continué »\n\n" + talk("{} : ", "Jo Brun", "Léa Roux")
    assert show(read(tmp_path, text)) == expected("Léa Roux")


def test_captions_begin_anew_at_labels_in_small_letters(tmp_path):
    lines = talk("{}: ", "brun", "roux", "\n").split("\n")
    cues = [
        f"{number}\n00:00:0{number},000 --> 00:00:0{number},900\n{first}\n{second}\n"
        for number, (first, second) in enumerate(zip(lines[::2], lines[1::2], strict=True))
    ]
    assert show(read(tmp_path, "\n".join(cues), ".srt")) == expected("roux")


def test_a_row_of_a_markdown_table_holds_a_question_and_its_answer(tmp_path):
    rows = "\n".join(f"| {asked} | {said} |" for asked, said in zip(ASKED, SAID, strict=True))
    text = f"# Entretien avec Léa Roux\n\n| | |\n|---|---|\n{rows}\n"
    assert show(read(tmp_path, text, ".md")) == expected("Léa Roux")


def test_front_matter_in_toml_names_who_is_interviewed(tmp_path):
    text = '+++\ntitle = "L\'eau"\npeople = ["Léa Roux"]\n+++\n\n' + talk("{} : ", "Q", "R")
    assert show(read(tmp_path, text, ".md")) == expected("Léa Roux")


def test_paragraphs_open_with_their_questions(tmp_path):
    asked = ["Qui a commencé ?", "Et après ?", "Seul ?", "Que vous reste-t-il ?", "Et demain ?"]
    said = ["Moi, un soir de vent.", "J'ai continué tout l'hiver.", "Avec trois amis de la vallée.",
            "Un carnet, et je le garde.", "Demain je pars. Et pourquoi pas ?"]  # fmt: skip
    text = "\n\n".join(f"{one} {other}" for one, other in zip(asked, said, strict=True))
    turns = show(read(tmp_path, "# Entretien avec Léa Roux\n\n" + text, ".md"))
    assert [(one, other) for one, _, other in turns] == list(zip(asked, said, strict=True))


def test_a_sound_alone_in_brackets_ends_no_answer(tmp_path):
    pairs = zip(ASKED, SAID, strict=True)
    text = "\n\n".join(f"**{asked}**\n\n[Musique]\n\n{said}" for asked, said in pairs)
    interview = read(tmp_path, "# Entretien avec Léa Roux\n\n" + text, ".md")
    assert show(interview) == expected("Léa Roux")
    assert [part.reason for part in interview.left_out[1:]] == ["sound, not words"] * 3


def test_a_last_name_in_capitals_finds_the_name_of_the_lead(tmp_path):
    lead = "Depuis vingt ans, Octave du Tertre tient l'écluse. Léa Roux l'a rencontré."
    pairs = zip(ASKED, SAID, strict=True)
    text = "\n\n".join(f"**{asked}**\n\nDU TERTRE : {said}" for asked, said in pairs)
    assert show(read(tmp_path, f"{lead}\n\n{text}", ".md")) == expected("Octave du Tertre")


@pytest.mark.parametrize("written", ["[AL-RASHID, Maud (Externe)] ", "al-Rashid : ", "MAR\n"])
def test_a_particle_may_be_joined_to_its_name_by_a_hyphen(tmp_path, written):
    text = "Entretien avec Maud al-Rashid\n\n" + talk("{}", "Jo Brun : ", written)
    assert show(read(tmp_path, text)) == expected("Maud al-Rashid")


def test_a_label_after_questions_without_labels_answers_though_it_asks_back(tmp_path):
    pairs = zip(ASKED, SAID, strict=True)
    text = "\n\n".join(f"**{asked}**\n\nLéa Roux : {said} Et pourquoi pas ?" for asked, said in pairs)
    assert show(read(tmp_path, text, ".md")) == [
        (asked, "Léa Roux", f"{said} Et pourquoi pas ?")
        for asked, said in zip(ASKED, SAID, strict=True)
    ]


@pytest.mark.parametrize("between", ["\t", "\n", "\r\n", " | "])
def test_what_is_called_after_a_label_is_no_part_of_its_name(tmp_path, between):
    asked = [f"Zora, {one[0].lower()}{one[1:]}" for one in ASKED]
    pairs = zip(asked, SAID, strict=True)
    text = "\n\n".join(f"Paul Brun{between}{one}\n\nZora{between}{said}" for one, said in pairs)
    assert {turn[1] for turn in show(read(tmp_path, text))} == {"Zora"}


def test_the_foot_of_each_page_is_no_label(tmp_path):
    pairs = list(zip(ASKED, SAID, strict=True))
    text = "\n\n".join(
        f"[Brun] {asked}\n\nEntretien  –  {number}\n\n{said}"
        for number, (asked, said) in enumerate(pairs, 1)
    )
    assert [(asked, said) for asked, _, said in show(read(tmp_path, text))] == pairs


def test_a_short_last_name_in_capitals_before_a_comma_is_no_initials(tmp_path):
    text = talk("{} : ", "BRUN, Jo", "ROUX, Léa (Externe)").replace("\n", "\r\n")
    assert show(read(tmp_path, text)) == expected("Léa Roux")


def test_answers_have_no_label_where_only_the_first_has_one(tmp_path):
    asked = [*ASKED, "Et demain ?", "Pour qui ?"]
    said = [*SAID, "Demain je pars.", "Pour ceux qui viennent. Qui d'autre ?"]
    pairs = list(zip(asked, said, strict=True))
    text = "\n\n".join(f"#### {one}\n\n{other}" for one, other in pairs)
    text = text.replace(SAID[0], f"**Mme Roux** : {SAID[0]}")
    interview = read(tmp_path, "# Entretien avec Léa Roux\n\n" + text, ".md")
    assert show(interview) == [(one, "Léa Roux", other) for one, other in pairs]


@pytest.mark.parametrize("mark", ["[", "\\[", "*", "_", "«", "<b>", " ", "\u200b", "[*<i>"])
def test_a_line_of_marks_alone_takes_no_time(mark):
    line = mark * 60
    assert measure_processor(lambda: read_label(line, Span(0, len(line)))) < 0.5


@pytest.mark.parametrize("written", ["Paul Mas – ", "**Paul Mas**\n"])
def test_a_full_name_set_off_by_a_dash_or_its_line_is_a_label_when_it_comes_back_once(
    tmp_path, written
):
    said = [f"Je pars le {day} mai." for day in range(1, 13)]
    labelled = [f"{written}{one}" if day in (9, 11) else one for day, one in enumerate(said)]
    text = "\n\n".join(f"**Et le {day} ?**\n\n{one}" for day, one in enumerate(labelled, 1))
    interview = read(tmp_path, "# Partir\n\n" + text, ".md")
    assert show(interview) == [(f"Et le {day} ?", "Paul Mas", one) for day, one in enumerate(said, 1)]


@pytest.mark.parametrize(
    ("host", "guest", "short_host", "short"),
    [
        ("Paul Vey, journaliste au Fil : ", "Léa Roux, maire de Vif : ", "Paul Vey : ", "Léa Roux : "),
        ("Le Fil : ", "Léa Roux, maire de Vif : ", "Le Fil : ", "Léa : "),
        ("P.V. : ", "Léa Roux, maire de Vif, élue aux eaux : ", "P.V. : ", "L. Roux : "),
        ("**Le Fil :** ", "**Léa Roux, maire de Vif :** ", "**Le Fil :** ", "**Léa Roux :** "),
        ("LE FIL : ", "LÉA ROUX, MAIRE DE VIF : ", "LE FIL : ", "LÉA ROUX : "),
        ("Host: ", "Léa Roux, mayor of Vif: ", "Host: ", "Roux: "),
    ],
)
def test_a_role_stands_with_the_name_the_first_time(tmp_path, host, guest, short_host, short):
    pairs = list(zip(ASKED, SAID, strict=True))
    text = f"{host}{ASKED[0]}\n\n{guest}{SAID[0]}\n\n"
    text += "\n\n".join(f"{short_host}{asked}\n\n{short}{said}" for asked, said in pairs[1:])
    assert show(read(tmp_path, text + "\n", ".md")) == expected("Léa Roux")


def test_a_name_before_a_comma_that_comes_later_opens_a_sentence(tmp_path):
    said = [*SAID[:2], "Léa Roux, ma mère : c'est elle qui compte."]
    pairs = zip(ASKED, said, strict=True)
    text = "\n\n".join(f"Le Fil : {asked}\n\nLéa Roux : {one}" for asked, one in pairs)
    text += "\n\nLéa Roux, une chose encore : la neige."
    interview = read(tmp_path, text)
    last = interview.turns[-1]
    assert [one.of(interview.text) for one in last.paragraphs] == [
        said[-1],
        "Léa Roux, une chose encore : la neige.",
    ]
