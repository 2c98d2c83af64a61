"""Exact words are found wherever they stand, and nowhere else."""

import dataclasses

import pytest
from conftest import INTERVIEW, StubEncoder

from onrecord.answer.answer import Verdict
from onrecord.answer.occurrence import AROUND
from onrecord.answer.tally import count_occurrences
from onrecord.archive import Archive
from onrecord.error import QuestionError

PORT = """\
Entretien avec Paul Riou, patron de pêche

Que pensez-vous des start-up ?

La start-up du port, c'est dix emplois. Une startup vit vite. Les chalutiers, eux, durent ; un chalutier
dure trente ans.

Et l'État ?

L'État dit-il merci ? Pour le gazole, l'état des caisses décide du prix.
"""


@pytest.fixture
def port(corpus, tmp_path) -> Archive:
    (corpus / "port.txt").write_text(PORT, "utf-8")
    (corpus / "port.yaml").write_text(
        "author: Maud Kerbrat\ndate: 2022-02-01\ninterviewees:\n  - name: Paul Riou\n", "utf-8"
    )
    return Archive.open(corpus, tmp_path / "index", StubEncoder())


@pytest.mark.parametrize(
    ("words", "options", "found"),
    [
        ("gazole", {}, ["gazole", "gazole"]),
        ("GAZOLE", {}, ["gazole", "gazole"]),
        ("startup", {}, ["start-up", "startup"]),
        ("start-up", {}, ["start-up", "startup"]),
        ("start up", {}, ["start-up"]),
        ("up", {}, ["up"]),
        ("dit", {}, ["dit"]),
        ("dit-il", {}, ["dit-il"]),
        ("etat", {}, ["État", "état"]),
        ("L'État", {}, ["L'État", "l'état"]),
        ("le prix", {}, ["Le prix", "le prix"]),
        ("prix le", {}, []),
        ("prix du gazole", {}, ["prix du gazole"]),
        ("chalutier", {}, ["chalutier", "chalutier"]),
        ("chalutier", {"any_form": True}, ["chalutier", "chalutiers", "chalutier"]),
        ("emploi", {"any_form": True}, ["emplois"]),
        ("prix gazole", {}, []),
        ("gazole prix", {"near": 3}, ["prix du gazole"]),
        ("gazole prix", {"near": 2}, []),
        ("gazole prix", {"near": 9}, ["prix du gazole", "gazole, l'état des caisses décide du prix"]),
        ("gaz", {}, []),
        ("zole", {}, []),
        ("start-up", {"asked": True}, ["start-up"]),
        ("gazole", {"asked": True}, []),
        ("gazole", {"speaker": "Riou"}, ["gazole"]),
        ("gazole", {"interview": "criee"}, ["gazole"]),
        ("gazole", {"since": "2022-01-01"}, ["gazole"]),
    ],
)
def test_words_are_found_where_they_stand(
    port: Archive, words: str, options: dict, found: list[str]
) -> None:
    places = port.find(words, **options)
    assert [one.text for one in places] == found
    for one in places:
        text = port.interviews[one.interview_id].text
        assert text[one.start : one.end] == one.text
        assert text[one.start - len(one.before) : one.end + len(one.after)] == (
            one.before + one.text + one.after
        )
        assert max(len(one.before), len(one.after)) <= AROUND


def test_a_place_is_cited_with_who_says_it(port: Archive) -> None:
    (one,) = port.find("trente ans")
    assert (one.speaker, one.asked, one.turn, one.paragraph) == ("Paul Riou", False, 1, 1)
    assert (
        one.citation == "Paul Riou, Entretien avec Paul Riou, patron de pêche, 1er février 2022, "
        "question 1, § 1"
    )
    (question,) = port.find("pensez-vous", asked=True)
    assert (question.speaker, question.asked, question.paragraph) == ("Maud Kerbrat", True, 0)
    assert question.citation.endswith(", question 1")
    assert question.to_dict()["date"] == "2022-02-01"


@pytest.mark.parametrize(
    ("words", "options", "message"),
    [
        ("", {}, "found no word"),
        (" - ", {}, "found no word"),
        ("gazole", {"near": -1}, "near: expected a whole number from 0, found -1"),
        ("gazole", {"near": True}, "near: expected a whole number"),
        ("gazole", {"speaker": "Personne"}, "speaker: expected one of the archive's"),
    ],
)
def test_a_search_that_cannot_be_made_is_told(
    archive: Archive, words: str, options: dict, message: str
) -> None:
    with pytest.raises(QuestionError, match=message):
        archive.find(words, **options)


def test_the_words_above_the_talk_are_said_by_who_wrote_them(corpus, tmp_path) -> None:
    lead = "Paul Riou pêche la baudroie depuis trente ans, et n'a pas fini de le dire."
    (corpus / "lotte.txt").write_text(PORT.replace("\n\nQue", f"\n\n{lead}\n\nQue", 1), "utf-8")
    (corpus / "lotte.yaml").write_text("author: Maud Kerbrat\ninterviewees:\n  - name: Paul Riou\n")
    archive = Archive.open(corpus, tmp_path / "index", StubEncoder())
    (one,) = archive.find("baudroie")
    assert (one.speaker, one.turn, one.paragraph, one.asked) == ("Maud Kerbrat", 0, 1, False)
    assert archive.find("baudroie", asked=True) == ()


def test_how_often_a_word_is_said_is_counted(port: Archive) -> None:
    answer = port.ask("Combien de fois parle-t-on de « gazole » ?")
    assert answer.verdict is Verdict.FOUND
    assert answer.notes == ("« gazole » : 2 fois, dans 2 passage(s), à la lettre.",)
    assert [hit.speaker for hit in answer.hits] == ["Jeanne Le Bihan", "Paul Riou"]
    assert answer.hits[0].quote.text == "Le prix du gazole."
    assert all("gazole" in hit.quote.text for hit in answer.hits)


@pytest.mark.parametrize(
    ("question", "note", "verdict"),
    [
        ("Où Paul Riou parle-t-il de « gazole » ?", "« gazole » : une fois", Verdict.FOUND),
        (
            "Combien de fois dit-il “chaloupe” ?",
            "« chaloupe » ne se trouve nulle part",
            Verdict.NOT_SAID,
        ),
        ('How many times does he say "startup"?', "“startup”: 2 times", Verdict.FOUND),
        ("Est-ce qu'il dit « l'État » ?", "« l'État » : 2 fois", Verdict.FOUND),
    ],
)
def test_questions_for_exact_words(port: Archive, question: str, note: str, verdict: Verdict) -> None:
    answer = port.ask(question)
    assert answer.verdict is verdict
    assert answer.notes[0].startswith(note)


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("dix emplois", "La start-up du port, c'est dix emplois."),
        ("une startup", "Une startup vit vite."),
        ("dix emplois une startup", "La start-up du port, c'est dix emplois. Une startup vit vite."),
        ("trente ans", "Les chalutiers, eux, durent ; un chalutier\ndure trente ans."),
    ],
)
def test_the_whole_sentences_that_hold_the_words_are_marked(
    port: Archive, words: str, marked: str
) -> None:
    (hit,) = port.ask(f"Combien de fois dit-il « {words} » ?").hits
    assert hit.quote.text == marked
    assert port.interviews["port"].text[hit.quote.start : hit.quote.end] == marked


def test_a_question_that_only_quotes_is_searched_by_meaning(port: Archive) -> None:
    answer = port.ask("Combien coûte un « chalutier » ?")
    assert "chalutier" not in "".join(answer.notes)


def test_the_letters_of_an_interview_may_be_many(corpus, tmp_path) -> None:
    (corpus / "criee.txt").write_text(INTERVIEW + "\nOui oui oui, œuvre, cœur-à-cœur.\n", "utf-8")
    opened = Archive.open(corpus, tmp_path / "index", StubEncoder())
    assert len(opened.find("oui")) == 3
    assert [one.text for one in opened.find("oeuvre")] == ["œuvre"]
    assert [one.text for one in opened.find("coeur à coeur")] == ["cœur-à-cœur"]


def test_sixty_characters_of_the_paragraph_stand_around_an_occurrence(corpus, tmp_path) -> None:
    before, after = "une bouée danse au large, " * 4, ", et le phare tourne sans bruit" * 4
    text = f"Et alors ?\n\nHier, {before}la lotte{after}.\n\nEt la lotte ?\n\nLa lotte dort.\n"
    (corpus / "bouee.txt").write_text(text, "utf-8")
    (corpus / "bouee.yaml").write_text("interviewees: [{name: Ida Roc}]\n", "utf-8")
    archive = Archive.open(corpus, tmp_path / "index", StubEncoder())
    long, short = archive.find("la lotte", interview="bouee")
    assert (long.before, long.after) == (before[-60:], after[:60])
    assert (short.before, short.text, short.after) == ("", "La lotte", " dort.")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bus", ["bus"]),  # three letters keep their last
        ("bu", ["bu"]),
        ("mers", ["mers", "mer"]),
        ("choix", ["choix", "choi"]),
        ("sel", ["sel", "sel"]),
    ],
)
def test_the_last_letter_of_a_plural_makes_no_other_word_from_four_letters_on(
    corpus, tmp_path, words: str, found: list[str]
) -> None:
    said = "Le bus des mers a bu la mer ; un choix, un choi, le sel, du sel"
    (corpus / "mer.txt").write_text(f"Et alors ?\n\n{said}\n", "utf-8")
    (corpus / "mer.yaml").write_text("interviewees: [{name: Ida Roc}]\n", "utf-8")
    archive = Archive.open(corpus, tmp_path / "index", StubEncoder())
    assert [one.text for one in archive.find(words, interview="mer", any_form=True)] == found


def test_a_question_of_two_who_answer_is_found_once_and_a_talk_without_one_is_passed_by(
    corpus, tmp_path
) -> None:
    (corpus / "duo.md").write_text(
        "Entretien avec Ida Roc et Jo Le Goff\n\n**Et la lotte ?**\n\n**Ida Roc :** La lotte dort.\n\n"
        "**Jo Le Goff :** Elle dort bien.\n\n**Et encore la lotte ?**\n\n**Ida Roc :** Elle nage.\n",
        "utf-8",
    )
    (corpus / "seule.txt").write_text("Je vis seule au phare.\n\nLa lotte me suit.\n", "utf-8")
    (corpus / "seule.yaml").write_text("interviewees: [{name: Rose Riou}]\n", "utf-8")
    archive = Archive.open(corpus, tmp_path / "index", StubEncoder())
    places = archive.find("la lotte", asked=True)
    assert [(one.interview_id, one.turn) for one in places] == [("duo", 1), ("duo", 3)]


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        ("emploi", ("Sous une autre forme : 1 fois.",)),
        ("pensez", ("Dans les questions posées : 1 fois.",)),
        ("zeppelin", ()),
    ],
)
def test_where_else_words_stand_that_are_not_said_to_the_letter(
    port: Archive, words: str, notes: tuple[str, ...]
) -> None:
    answer = port.ask(f"Combien de fois dit-il « {words} » ?", speaker="Paul Riou")
    assert answer.verdict is Verdict.NOT_SAID
    assert answer.notes[1:] == notes


def test_places_are_counted_by_person_interview_and_year(port: Archive) -> None:
    found = [*port.find("gazole"), *port.find("startup")]
    assert list(count_occurrences(found).items()) == [("Paul Riou", 3), ("Jeanne Le Bihan", 1)]
    assert count_occurrences(found, "interview") == {"port": 3, "criee": 1}
    undated = [dataclasses.replace(found[0], date=None), *found]
    assert list(count_occurrences(undated, "year").items()) == [("2021", 1), ("2022", 3), ("", 1)]
    assert count_occurrences([]) == {}
    with pytest.raises(
        QuestionError, match="by: expected one of speaker, interview, year, found 'age'"
    ):
        count_occurrences(found, "age")


def test_one_letter_is_a_word_and_nothing_more(port: Archive) -> None:
    assert {one.text for one in port.find("l")} == {"L", "l"}
    with pytest.raises(QuestionError, match="found no word"):
        port.find("?")


def test_words_are_found_by_speaker_and_date(port: Archive) -> None:
    assert [one.speaker for one in port.find("gazole", speaker="Riou")] == ["Paul Riou"]
    assert [one.interview_id for one in port.find("gazole", until="2021-12-31")] == ["criee"]
