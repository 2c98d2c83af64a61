"""The first interview, with the bundled encoder: what a newcomer asks, and what must come back."""

import hashlib

import pytest
from conftest import SEED

from onrecord.answer.answer import Verdict
from onrecord.archive import Archive

pytestmark = pytest.mark.model


def test_the_interview_is_the_page_byte_for_byte(seed_archive: Archive) -> None:
    text = seed_archive.interviews[SEED].text
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "2e55aca03d1732d92ac0946e77d2b120dbd307edfb55a216752d1d0a0452f51c"
    )


def test_the_page_is_understood(seed_archive: Archive) -> None:
    interview = seed_archive.interviews[SEED]
    assert interview.date is not None and interview.date.isoformat() == "2019-11-28"
    assert interview.author == "Laura Fernandez Rodriguez"
    assert interview.publication == "La Gazette des communes"
    assert [passage.speaker for passage in seed_archive.passages] == ["Cédric O"] * 3
    assert [passage.cut for passage in seed_archive.passages] == [False, False, True]
    assert interview.gap is not None and interview.gap.share == 0.6
    assert interview.questions[0] == "Que signifie la refonte de la Dinum ?"
    assert len(interview.questions) == 2


@pytest.mark.parametrize(
    "word", ["abonn", "Mot de passe", "E-mail", "dossier", "Numérique\n", "Publié"]
)
def test_what_surrounds_the_interview_is_no_passage(seed_archive: Archive, word: str) -> None:
    assert not any(word in passage.text for passage in seed_archive.passages)


def test_the_first_question_is_answered_in_his_words(seed_archive: Archive) -> None:
    answer = seed_archive.ask("Que signifie la refonte de la Dinum ?")
    assert answer.verdict is Verdict.FOUND
    hit = answer.hits[0]
    assert (hit.speaker, hit.role) == ("Cédric O", "Secrétaire d'État chargé du numérique")
    assert hit.asked == "Que signifie la refonte de la Dinum ?"
    assert (
        hit.citation
        == f"Cédric O, La Gazette des communes, 28 novembre 2019, question 1, § {hit.paragraph}"
    )
    assert [(one.turn, one.paragraph) for one in answer.hits] == [(1, 1), (1, 2)]


@pytest.mark.parametrize(
    ("question", "turn", "paragraph"),
    [
        ("Que dit-il des collectivités ?", 2, 1),
        ("Que font les grandes entreprises ?", 1, 2),
        ("Quelle est l'ambition nouvelle ?", 1, 1),
        ("que pense-t-il des startup d'etat", 1, 1),
        ("Why is digital transformation being recentralised?", 1, 2),
        ("mutualisation des savoir-faire", 1, 2),
    ],
)
def test_a_question_finds_its_paragraph(
    seed_archive: Archive, question: str, turn: int, paragraph: int
) -> None:
    answer = seed_archive.ask(question)
    first = (*answer.hits, *answer.nearest)[0]
    assert (first.turn, first.paragraph) == (turn, paragraph)


def test_the_cut_passage_is_marked_cut(seed_archive: Archive) -> None:
    answer = seed_archive.ask("Que dit-il des collectivités ?")
    assert answer.verdict is Verdict.FOUND
    assert answer.hits[0].cut
    assert answer.hits[0].text.endswith("qui relève des collectivités, de")
    assert any("60\u00a0%" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question", ["Que dit-il de l'open data ?", "Et l'open data ?", "What about open data?"]
)
def test_what_the_lead_announces_may_be_unread(seed_archive: Archive, question: str) -> None:
    answer = seed_archive.ask(question)
    assert answer.verdict is Verdict.MAYBE_UNREAD
    assert answer.hits == ()
    evidence = answer.nearest[0]
    assert (evidence.turn, evidence.speaker) == (0, "Laura Fernandez Rodriguez")
    assert "open data" in evidence.quote.text
    assert any("60" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    ["Le budget des collectivités va-t-il baisser ?", "Quelles collectivités recevront des moyens ?"],
)
def test_what_a_passage_was_going_to_say_may_be_unread(seed_archive: Archive, question: str) -> None:
    answer = seed_archive.ask(question)
    assert answer.verdict is Verdict.MAYBE_UNREAD
    assert answer.nearest[0].cut
    assert answer.nearest[0].speaker == "Cédric O"


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le budget de la Dinum ?",
        "Combien d'agents travaillent à la Dinum ?",
        "Qui dirige la Dinum ?",
        "Quel âge a Cédric O ?",
        "Comment réparer un lave-vaisselle qui fuit ?",
        "Que pense-t-il de la réforme des retraites ?",
    ],
)
def test_what_is_not_said_is_not_answered(seed_archive: Archive, question: str) -> None:
    answer = seed_archive.ask(question)
    assert answer.verdict is Verdict.NOT_SAID
    assert answer.hits == ()
    assert all(hit.turn for hit in answer.nearest)


@pytest.mark.parametrize(
    ("question", "field", "value"),
    [
        ("Qui est interviewé ?", "people", "Cédric O, Secrétaire d'État chargé du numérique"),
        ("Qui pose les questions ?", "asker", "Laura Fernandez Rodriguez"),
        ("De quand date l'entretien ?", "date", "28 novembre 2019"),
        ("When was the interview published?", "date", "28 November 2019"),
        ("Où l'entretien a-t-il été publié ?", "publication", "La Gazette des communes"),
        ("Quelles questions ont été posées ?", "questions", "Que signifie la refonte de la Dinum ?"),
        ("Qui est Cédric O ?", "people", "Cédric O, Secrétaire d'État chargé du numérique"),
    ],
)
def test_the_interview_itself_is_known(
    seed_archive: Archive, question: str, field: str, value: str
) -> None:
    answer = seed_archive.ask(question)
    assert answer.verdict is Verdict.FOUND
    assert answer.hits == ()
    assert (answer.facts[0].field, answer.facts[0].value) == (field, value)


def test_what_is_missing_is_known(seed_archive: Archive) -> None:
    (fact,) = seed_archive.ask("L'interview est-elle complète ?").facts
    assert "60\u00a0% de l’article n’est pas fourni" in fact.value


def test_a_summary_is_the_lead_and_the_questions(seed_archive: Archive) -> None:
    answer = seed_archive.ask("Fais un résumé")
    assert [fact.field for fact in answer.facts] == ["lead", "questions", "questions"]
    assert "Rien n’est généré" in answer.notes[0]
    text = seed_archive.interviews[SEED].text
    assert all(fact.value in text for fact in answer.facts)


@pytest.mark.parametrize("question", ["bonjour", "merci"])
def test_politeness_gets_a_line_and_no_passage(seed_archive: Archive, question: str) -> None:
    answer = seed_archive.ask(question)
    assert (answer.hits, answer.nearest, answer.facts) == ((), (), ())
    assert len(answer.notes) == 1
