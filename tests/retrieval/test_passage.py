"""Passages: exact slices of one speaker, long paragraphs cut, short ones joined, times kept."""

from conftest import ROOT

from onrecord.reading import read_interview
from onrecord.retrieval.passage import LONGEST, cut_passages, describe_context

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
