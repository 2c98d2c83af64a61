"""Passages: exact slices of one speaker, long paragraphs cut, short ones joined, times kept."""

import pytest
from conftest import ROOT

from onrecord.interview import Interview, Person
from onrecord.reading import read_interview
from onrecord.retrieval.passage import LONGEST, cut_passages, describe_context, write_context
from onrecord.text.span import Span

FOLDER = ROOT / "tests" / "interviews"


def read(tmp_path, text, name="a.md"):
    (tmp_path / name).write_text(text, "utf-8")
    return read_interview(tmp_path / name)


def test_a_passage_never_spans_two_speakers():
    interview = read_interview(FOLDER / "several_speakers.txt")
    assert [(one.speaker, one.text) for one in cut_passages(interview)] == [
        ("Clara Nguyen", "Il le faut. Nous avons les quais et les gens."),
        ("Igor Petit", "Je suis plus prudent, il manque des conducteurs."),
        ("Clara Nguyen", "Moins qu'une route, je vous assure."),
        ("Igor Petit", "Cela dépend de la route."),
    ]


def test_a_passage_of_a_transcript_knows_when_it_is_said():
    passages = cut_passages(read_interview(FOLDER / "captions.srt"))
    assert [(one.text, one.start_time) for one in passages] == [
        ("Dans le bois, je l'ai vu hier.", 4.0),
        ("Avec trois petits.", 76.0),
    ]


def test_a_passage_without_time_codes_has_no_time():
    passages = cut_passages(read_interview(FOLDER / "bold_questions.md"))
    assert {one.start_time for one in passages} == {None}


def test_a_long_paragraph_is_cut_at_sentence_ends(tmp_path):
    sentence = "Je l'ai vu venir de loin, avec son chapeau et sa canne. "
    interview = read(tmp_path, f"# Entretien avec Ida Roc\n\n**Qui ?**\n\n{sentence * 40}\n")
    passages = cut_passages(interview)
    assert all(len(one.text) <= LONGEST and one.text.endswith("canne.") for one in passages)
    assert " ".join(one.text for one in passages) == (sentence * 40).strip()


def test_a_short_paragraph_goes_with_the_next(tmp_path):
    interview = read(
        tmp_path, f"# Entretien avec Ida Roc\n\n**Qui ?**\n\nMoi.\n\n{'Je reste. ' * 12}\n"
    )
    assert [one.text.split("\n")[0] for one in cut_passages(interview)] == ["Moi."]


def test_the_context_names_the_interview_the_people_and_the_question():
    interview = read_interview(FOLDER / "labels_initials.md")
    passage = cut_passages(interview)[0]
    assert describe_context(interview, passage) == (
        "Entretien avec Hadrien Solal, éclusier. Hadrien Solal, éclusier. "
        "Quand passe le premier bateau ?"
    )


def said(length, sentence="Je l'ai vu venir de loin, avec son chapeau. "):
    """Return sentences of exactly so many characters."""
    text = (sentence * (length // len(sentence) + 1))[: length - 1].rstrip(" .,")
    return text + "a" * (length - 1 - len(text)) + "."


def pieces(tmp_path, *paragraphs):
    """Return the texts of the passages that an answer of these paragraphs is cut into."""
    text = "# Entretien avec Ida Roc\n\n**Qui ?**\n\n" + "\n\n".join(paragraphs) + "\n"
    return [one.text for one in cut_passages(read(tmp_path, text))]


def test_a_paragraph_of_900_characters_is_one_passage_and_of_901_two(tmp_path):
    assert pieces(tmp_path, said(900)) == [said(900)]
    halves = pieces(tmp_path, said(901))
    assert " ".join(halves) == said(901)
    assert [400 < len(half) < 500 for half in halves] == [True, True], "about one length"


def test_a_paragraph_of_59_characters_goes_with_the_next_and_of_60_stands_alone(tmp_path):
    assert pieces(tmp_path, said(59), said(80)) == [f"{said(59)}\n\n{said(80)}"]
    assert pieces(tmp_path, said(60), said(80)) == [said(60), said(80)]
    assert pieces(tmp_path, said(80), said(59)) == [said(80), said(59)], "the last has no next"


def test_a_long_paragraph_is_cut_into_as_few_parts_as_can_be_of_about_one_length(tmp_path):
    for length, count in ((1780, 2), (2600, 3), (4000, 5)):
        parts = pieces(tmp_path, said(length))
        assert " ".join(parts) == said(length)
        assert len(parts) == count
        assert max(map(len, parts)) - min(map(len, parts)) < 100, "about a sentence"


def test_no_part_is_longer_than_900_where_sentences_are_of_unlike_length(tmp_path):
    sentences = [said(length, "je le vois ").capitalize() for length in (100, 850, 850)]
    assert pieces(tmp_path, " ".join(sentences)) == sentences


def test_a_long_sentence_is_cut_at_blanks_and_a_word_without_blanks_at_900(tmp_path):
    rambling = "je le vois et je le dis " * 80 + "fin."
    parts = pieces(tmp_path, rambling)
    assert " ".join(parts) == rambling
    assert all(len(part) <= 900 for part in parts)
    assert len(parts) == 3
    longest = ("je le vois et je le dis " * 80)[:898] + "a."
    assert pieces(tmp_path, longest) == [longest]
    word = "a" * 1000 + "."
    assert [len(part) for part in pieces(tmp_path, word)] == [900, 101]
    on_lines = ("jelevoisetjeledis\n" * 80) + "fin."
    assert "\n".join(pieces(tmp_path, on_lines)) == on_lines, "between two lines too"


@pytest.mark.parametrize("bullet", ["- ", "* ", "• ", "+ ", "1. ", "12) "])
def test_a_list_goes_with_the_paragraph_before_it(tmp_path, bullet):
    items = f"{bullet}un quai tout neuf et bien large\n{bullet}une grue"
    assert len(pieces(tmp_path, said(80), items)) == 1
    assert len(pieces(tmp_path, said(80), f"{bullet.strip()}un quai")) == 2
    assert len(pieces(tmp_path, said(900), items)[0]) == 900, "full without it"
    assert len(pieces(tmp_path, said(901), items)) == 3, "what is long enough needs no list"


def test_a_paragraph_that_announces_goes_with_what_it_announces(tmp_path):
    announced = said(80)[:-1] + " :"
    assert pieces(tmp_path, announced, said(80)) == [f"{announced}\n\n{said(80)}"]
    in_bold = said(80) + " **Voici mes deux raisons :**"
    assert pieces(tmp_path, in_bold, said(80)) == [f"{in_bold}\n\n{said(80)}"]


def test_a_passage_counts_the_paragraph_that_it_begins_with(tmp_path):
    paragraphs = [said(80), said(59), said(80), said(90)]
    text = "# Entretien avec Ida Roc\n\n**Qui ?**\n\n" + "\n\n".join(paragraphs) + "\n"
    passages = cut_passages(read(tmp_path, text))
    assert [(one.paragraph, one.anchor) for one in passages] == [(1, "t1p1"), (2, "t1p2"), (4, "t1p4")]


def test_an_incomplete_interview_breaks_off_at_the_end_of_its_last_passage_alone(tmp_path):
    talk = "\n\n".join(f"**Pourquoi {n} ?**\n\n{said(80)}\n\n{said(90)}" for n in "ab")
    whole = cut_passages(read(tmp_path, f"# Entretien avec Ida Roc\n\n{talk}\n"))
    assert [one.cut for one in whole] == [False] * 4
    broken = f"# Entretien avec Ida Roc\n\n{talk}\n\nEt nos pêcheurs n'ont plus que\n\n"
    for end in ("Il vous reste 60 % de l'article à lire.", "La suite est réservée aux abonnés."):
        passages = cut_passages(read(tmp_path, broken + end + "\n"))
        assert [one.cut for one in passages] == [False] * 4 + [True]
        assert passages[-1].text == "Et nos pêcheurs n'ont plus que"


def test_the_lead_is_written_by_the_author_or_else_by_the_medium():
    lead = Span(0, 6)
    made = {"id": "one", "text": "Chapô.", "sha256": "", "fingerprint": "", "lead": (lead,)}
    for author, publication, speaker in (
        ("Maud Kerbrat", "Le Phare", "Maud Kerbrat"),
        ("", "Le Phare", "Le Phare"),
        ("Maud Kerbrat", "", "Maud Kerbrat"),
        ("", "", ""),
    ):
        interview = Interview(**made, author=author, publication=publication)
        (passage,) = cut_passages(interview)
        assert (passage.speaker, passage.role, passage.asked) == (speaker, "", "")
        assert (passage.turn, passage.question, passage.anchor) == (0, 0, "t0p1")
        assert (passage.text, passage.cut) == ("Chapô.", False)


@pytest.mark.parametrize(
    ("title", "asked", "context"),
    [
        ("La criée rouvre", "Pourquoi ?", "La criée rouvre. Ida Roc, marin, Jo Le Goff. Pourquoi ?"),
        ("La criée rouvre !", "", "La criée rouvre ! Ida Roc, marin, Jo Le Goff."),
        ("", "Dites-nous tout", "Ida Roc, marin, Jo Le Goff. Dites-nous tout."),
    ],
)
def test_a_context_is_what_is_known_in_sentences(title, asked, context):
    people = [Person("Ida Roc", "marin"), Person("Jo Le Goff")]
    assert write_context(title, people, asked) == context
    assert write_context("", [], "") == ""
