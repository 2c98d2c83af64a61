"""Labels that come back, lines without blank lines, and articles that a box interrupts."""

import pytest

from onrecord.reading import read_interview


def read(tmp_path, text, suffix=".txt"):
    path = tmp_path / f"talk{suffix}"
    path.write_text(text, "utf-8")
    return read_interview(path)


def show(interview):
    """Return who says what to which question."""
    text = interview.text
    return [
        (turn.asked.of(text), turn.speaker.name, [span.of(text) for span in turn.paragraphs])
        for turn in interview.turns
    ]


ASKED = ["Qui a commencé ?", "Et après ?", "Que vous reste-t-il ?"]
SAID = ["Moi, un soir de neige.", "J'ai continué.", "Un carnet, et je le garde."]


@pytest.mark.parametrize("form", ["{} : ", "({}) ", "[{}] ", "{}. – ", "{}\t"])
@pytest.mark.parametrize(("host", "guest"), [("Paul", "Inès"), ("PV", "IR"), ("KERBRAT", "ROUX")])
def test_labels_that_come_back_name_two_voices_whoever_they_are(tmp_path, form, host, guest):
    lines = []
    for asked, said in zip(ASKED, SAID, strict=True):
        lines += [form.format(host) + asked, form.format(guest) + said]
    read_turns = show(read(tmp_path, "\n\n".join(lines)))
    assert [(asked, said) for asked, _, said in read_turns] == [
        (asked, [said]) for asked, said in zip(ASKED, SAID, strict=True)
    ]
    assert {name.casefold().rstrip(".") for _, name, _ in read_turns} == {guest.casefold()}


def test_words_before_a_dash_that_come_once_are_no_labels(tmp_path):
    said = "Un mot. – Non, deux. Puis j'ai recommencé."
    turns = show(read(tmp_path, f"**Qui ?**\n\n{said}\n\n**Et après ?**\n\nJe suis reparti."))
    assert turns[0][2] == [said]


def test_lines_without_blank_lines_are_paragraphs(tmp_path):
    lines = ["Entretien avec Léa Roux", "Propos recueillis par Jo Brun"]
    for asked, said in zip(ASKED, SAID, strict=True):
        lines += [asked, f"Léa : {said}"]
    assert show(read(tmp_path, "\n".join(lines))) == [
        (asked, "Léa Roux", [said]) for asked, said in zip(ASKED, SAID, strict=True)
    ]


def test_wrapped_lines_without_blank_lines_stay_together(tmp_path):
    prose = "Je ne sais plus quand tout cela a commencé, ni pourquoi nous\n" * 12
    interview = read(tmp_path, f"**Qui ?**\n\n{prose}\n**Où ?**\n\nIci, chez moi.")
    assert len(interview.turns[0].paragraphs) == 1


def test_an_article_goes_on_after_a_box(tmp_path):
    turns = [
        f"<p><strong>{asked}</strong></p><p>{said} {'Et la neige tombait toujours.' * 3}</p>"
        for asked, said in zip(ASKED, SAID, strict=True)
    ]
    page = (
        f'<body><article class="a"><h1>Entretien avec Léa Roux</h1>{turns[0]}{turns[1]}</article>'
        f'<aside><p>Recevez notre lettre.</p></aside><article class="a">{turns[2]}</article>'
        '<article class="a"><h2><a href="/b">Qui paie ?</a></h2><p>Une autre page.</p></article></body>'
    )
    interview = read(tmp_path, page, ".html")
    assert [asked for asked, _, _ in show(interview)] == ASKED
    assert "Une autre page." not in str(show(interview))


def test_the_one_who_alone_answers_is_the_one_interviewed(tmp_path):
    lines = ["# Entretien avec Léa Roux"]
    for asked, said in zip(ASKED, SAID, strict=True):
        lines += [f"Intervenant 1 : {asked}", f"Intervenant 2 : {said}"]
    assert {name for _, name, _ in show(read(tmp_path, "\n\n".join(lines), ".md"))} == {"Léa Roux"}


def test_who_is_called_by_first_name_is_interviewed(tmp_path):
    text = "# La scierie\n\nLéa Roux dans son atelier\n\n" + "\n\n".join(
        f"**Léa, {asked[0].lower()}{asked[1:]}**\n\n{said}"
        for asked, said in zip(ASKED, SAID, strict=True)
    )
    assert [person.name for person in read(tmp_path, text, ".md").people] == ["Léa Roux"]


def test_questions_between_quotation_marks_ask(tmp_path):
    text = "# Entretien avec Léa Roux\n\n" + "\n\n".join(
        f"« {asked} »\n\n{said}" for asked, said in zip(ASKED, SAID, strict=True)
    )
    assert [said for _, _, said in show(read(tmp_path, text, ".md"))] == [[said] for said in SAID]
