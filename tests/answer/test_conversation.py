"""Conversations: steps after an answer, several questions, comparisons, people and periods."""

from pathlib import Path

import pytest
from conftest import RuleJudge, StubEncoder

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.hit import Hit
from onrecord.archive import Archive

SAILOR = """\
Par Maud Kerbrat

Et le gazole ?

Le prix du gazole me gêne peu, je navigue à la voile depuis vingt ans.

Le vent ne coûte rien à personne, et le gazole reste au port.

Et la criée ?

La criée de Port-Aven a rouvert, le toit est neuf et les pêcheurs sont contents.
"""
SAILOR_SIDE = "interviewees: [{name: Paul Riou, role: maire de Port-Aven}]\ndate: 2022-01-01\n"
FUEL = "le prix du gazole"
SAIL, WIND = "Le prix du gazole me gêne peu", "Le vent ne coûte rien"
TRAWLER = "Le prix du gazole. Un chalutier"


@pytest.fixture
def both(corpus: Path, tmp_path: Path) -> Archive:
    """Return an archive of two interviews, of 2021 and 2022."""
    (corpus / "marin.txt").write_text(SAILOR, "utf-8")
    (corpus / "marin.yaml").write_text(SAILOR_SIDE, "utf-8")
    return Archive.open(corpus, tmp_path / "both", StubEncoder())


def shown(answer: Answer) -> list[Hit]:
    return [*answer.hits, *answer.nearest]


def texts(hits: list[Hit] | tuple[Hit, ...]) -> list[str]:
    return [hit.text for hit in hits]


def test_the_next_passages_are_those_not_shown(both: Archive) -> None:
    all_texts = texts(shown(both.ask(FUEL, k=20)))
    first = both.ask(FUEL, k=2)
    second = both.ask("autre chose ?", k=2, history=[FUEL])
    third = both.ask("Quoi d'autre ?", k=2, history=[FUEL, "autre chose ?"])
    assert texts(shown(first)) + texts(shown(second)) + texts(shown(third)) == all_texts[:6]
    assert second.understood_as == f"autre chose que ce qui a été montré, pour : {FUEL}"
    assert (second.verdict, second.notes[0]) == (
        Verdict.NOT_SAID,
        "Rien d’autre n’y répond avec assurance.",
    )


def test_when_all_is_shown_it_is_said(both: Archive) -> None:
    answer = both.ask("autre chose ?", k=20, history=[FUEL])
    assert (answer.verdict, shown(answer)) == (Verdict.NOT_SAID, [])
    assert answer.notes[0].startswith("Il n’y a pas d’autre passage")


def test_other_passages_may_answer_too(both: Archive) -> None:
    answer = both.ask("anything else?", k=1, history=[FUEL])
    assert [hit.text[:15] for hit in answer.hits] == [TRAWLER[:15]]
    assert answer.language == "en"
    assert answer.understood_as == f"other passages than those shown, for: {FUEL}"


def test_what_follows_is_the_next_passage_of_the_same_answer(both: Archive) -> None:
    answer = both.ask("la suite", k=1, history=[FUEL])
    (hit,) = answer.hits
    assert hit.text.startswith(WIND)
    assert (hit.rank, hit.score, hit.quote.text) == (1, 1.0, hit.text)
    assert both.interviews["marin"].text[hit.start : hit.end] == hit.text
    assert answer.understood_as == f"la suite de la réponse citée pour : {FUEL}"


def test_at_the_end_of_an_answer_it_is_said(both: Archive) -> None:
    for history in ([FUEL, "la suite"], [FUEL, "la suite", "continue"]):
        answer = both.ask("continue", k=1, history=history)
        assert (answer.verdict, shown(answer)) == (Verdict.NOT_SAID, [])
        assert answer.notes == ("Cette réponse s’arrête là.",)


def test_the_rest_of_an_answer_is_given_on_either_side(both: Archive) -> None:
    question = "Le vent ne coûte rien à personne"
    assert both.ask(question, k=1, interview="marin").hits[0].text.startswith(WIND)
    answer = both.ask("tu peux développer ?", k=1, history=[question], interview="marin")
    assert [hit.text.startswith(SAIL) for hit in answer.hits] == [True]
    again = both.ask("Plus de détails", k=1, history=[question, "développe"], interview="marin")
    assert all(hit.turn == 2 for hit in shown(again)), "then what comes next"


@pytest.mark.parametrize("step", ["autre chose ?", "la suite", "tu peux préciser ?"])
@pytest.mark.parametrize("history", [[], ["merci"], ["la suite"], ["Qui est interviewé ?"], ["  "]])
def test_a_step_with_no_answer_before_says_so(both: Archive, step: str, history: list[str]) -> None:
    answer = both.ask(step, history=history)
    assert (answer.verdict, shown(answer)) == (Verdict.NOT_SAID, [])
    assert answer.notes[0].startswith("Rien n’a répondu avant")


def test_what_was_not_said_has_no_continuation(both: Archive) -> None:
    lost = "Comment réparer un lave-vaisselle qui fuit ?"
    assert both.ask(lost).verdict is Verdict.NOT_SAID
    assert both.ask("la suite", history=[lost]).notes[0].startswith("Rien n’a répondu avant")


def test_a_long_conversation_is_followed(both: Archive) -> None:
    history = [FUEL, *["autre chose ?", "merci"] * 40]
    assert both.ask("autre chose ?", history=history).notes[0].startswith("Il n’y a pas d’autre")


def test_no_passage_comes_back_however_often_one_asks_for_another(corpus: Path, tmp_path: Path) -> None:
    syllables = [first + second for first in "bdfglmnprstv" for second in "aeiou"]
    paragraphs = [
        f"Le gazole {' '.join(one * 2 + other for other in syllables[:12])} coûte." for one in syllables
    ]
    text = "Par Maud Kerbrat\n\nEt le gazole ?\n\n" + "\n\n".join(paragraphs)
    (corpus / "flotte.txt").write_text(text, "utf-8")
    (corpus / "flotte.yaml").write_text(SAILOR_SIDE, "utf-8")
    fleet = Archive.open(corpus, tmp_path / "fleet", StubEncoder())
    history, seen = [FUEL], [shown(fleet.ask(FUEL, k=1))[0].text]
    for _ in range(55):
        (hit, *_) = shown(fleet.ask("autre chose ?", k=1, history=history))
        seen.append(hit.text)
        history.append("autre chose ?")
    assert len(set(seen)) == len(seen) == 56


def test_each_question_of_a_message_is_answered(both: Archive) -> None:
    message = (
        "Combien d'apprentis la criée a-t-elle recrutés ? Quel est le prix du gazole ? Qui parle ?"
    )
    answer = both.ask(message, k=2)
    roles = [part.question for part in answer.parts]
    assert " ".join(roles) == message == answer.question
    assert answer.parts[1].to_dict() == both.ask("Quel est le prix du gazole ?", k=2).to_dict()
    assert [hit.score for hit in answer.hits] == sorted((h.score for h in answer.hits), reverse=True)
    assert [hit.rank for hit in shown(answer)] == list(range(1, len(shown(answer)) + 1))
    places = [(hit.interview_id, hit.start) for hit in shown(answer)]
    assert len(set(places)) == len(places)
    assert answer.verdict is Verdict.FOUND and answer.facts == answer.parts[2].facts
    assert [part["question"] for part in answer.to_dict()["parts"]] == roles
    assert str(answer).startswith("### Combien d'apprentis la criée a-t-elle recrutés ?\n\n> ")


def test_a_message_of_many_questions_is_bounded_and_says_so(both: Archive) -> None:
    message = " ".join(f"Quel est le prix du gazole à {place} ?" for place in "ABCDEFGHIJ")
    answer = both.ask(message)
    asked = [f"Quel est le prix du gazole à {place} ?" for place in "ABCDE"]
    assert [part.question for part in answer.parts] == asked
    assert answer.notes[-1] == "Seules les 5 premières questions du message ont été lues."
    assert answer.parts[-1].notes[-1] == answer.notes[-1]
    assert answer.notes[-1] in str(answer)


def test_a_message_in_the_history_is_its_questions(both: Archive) -> None:
    questions = ["Combien d'apprentis la criée a-t-elle recrutés ?", "Quel est le prix du gazole ?"]
    for step in ("la suite", "autre chose ?"):
        after = both.ask(step, k=1, history=[" ".join(questions)])
        assert after.to_dict() == both.ask(step, k=1, history=questions).to_dict()
        assert after.understood_as is not None and after.understood_as.endswith(questions[1])


def test_people_are_compared_by_date_one_passage_each(both: Archive) -> None:
    answer = both.ask("Que disent-ils du gazole ?", k=5)
    assert [hit.speaker for hit in answer.hits] == ["Jeanne Le Bihan", "Paul Riou"]
    assert [hit.rank for hit in answer.hits] == [1, 2]
    assert answer.compared and "compared" in answer.to_dict()
    assert answer.notes[0].startswith("Un passage par personne")
    assert "**Jeanne Le Bihan**, 3 mai 2021\n\n> **Le prix" in str(answer)
    named = both.ask("Que disent Riou et Le Bihan de la criée ?", k=5)
    assert {hit.speaker for hit in shown(named)} == {"Jeanne Le Bihan", "Paul Riou"}


@pytest.mark.parametrize("sure", ["Jeanne Le Bihan", "Paul Riou"])
def test_who_answers_is_told_whoever_comes_before(both: Archive, sure: str) -> None:
    judge = RuleJudge(lambda passage: 0.9 if passage.speaker == sure else 0.1)
    answer = Archive(both.index, both.encoder, judge).ask("Que disent-ils du gazole ?", k=5)
    assert [(hit.rank, hit.speaker) for hit in answer.hits] == [(1, sure)]
    assert [(hit.rank, hit.speaker != sure) for hit in answer.nearest] == [(2, True)]


@pytest.mark.parametrize(("surest", "following"), [("Paul Riou", [WIND]), ("Jeanne Le Bihan", [])])
def test_after_a_comparison_what_follows_is_of_the_one_who_answers_best(
    both: Archive, surest: str, following: list[str]
) -> None:
    judge = RuleJudge(lambda passage: 0.9 if passage.speaker == surest else 0.6)
    archive = Archive(both.index, both.encoder, judge)
    asked = "Que disent-ils du gazole ?"
    assert [hit.speaker for hit in archive.ask(asked).hits] == ["Jeanne Le Bihan", "Paul Riou"]
    answer = archive.ask("la suite", history=[asked])
    assert [hit.text[: len(WIND)] for hit in answer.hits] == following
    assert (answer.verdict is Verdict.FOUND) is bool(following)


def test_what_follows_is_never_what_comes_before(both: Archive) -> None:
    asked = "Le vent ne coûte-t-il rien à personne ?"
    first = both.ask(asked, k=1, interview="marin")
    assert [hit.text[: len(WIND)] for hit in first.hits] == [WIND]
    after = both.ask("la suite", k=1, interview="marin", history=[asked])
    assert (after.verdict, after.hits) == (Verdict.NOT_SAID, ())
    more = both.ask("Tu peux préciser ?", k=1, interview="marin", history=[asked])
    assert [hit.text[: len(SAIL)] for hit in more.hits] == [SAIL]


BROKEN = """\
Et le quai ?

Le quai est en pierre de taille, et nul n'y dort la nuit, pas même les chats du port.

La grue rouille depuis que le gazole manque, et personne ne la répare plus ici.

La lotte part pour Rungis, et nos pêcheurs n'ont plus que

Il vous reste 60 % de l'article à lire.
"""


def test_what_is_missing_is_told_once_the_passage_that_breaks_off_is_read(tmp_path: Path) -> None:
    (tmp_path / "marin.txt").write_text(BROKEN, "utf-8")
    (tmp_path / "marin.yaml").write_text("interviewees: [{name: Paul Riou}]\n", "utf-8")
    judge = RuleJudge(lambda passage: 0.9 if "quai" in passage.text else 0.0)
    archive = Archive.open(tmp_path, tmp_path / "index", StubEncoder(), judge=judge)
    history = ["Le quai est-il en pierre ?"]
    notes = []
    for opening in ("La grue", "La lotte", None):
        answer = archive.ask("la suite", k=1, history=history)
        assert [hit.text[: len(opening or "")] for hit in answer.hits] == ([opening] if opening else [])
        notes.append(answer.notes)
        history.append("la suite")
    whole, cut, end = notes
    assert whole == ()
    assert "60\u00a0% de l’article n’est pas fourni" in cut[0] and len(cut) == 1
    assert end[1:] == cut


def test_one_interview_is_not_compared(both: Archive) -> None:
    answer = both.ask("Que disent-ils du gazole ?", interview="marin")
    assert not answer.compared
    assert texts(shown(answer)) == texts(
        shown(both.ask("Que disent -ils du gazole ?", interview="marin"))
    )


def test_a_diverse_answer_has_the_best_of_each_interview(both: Archive) -> None:
    plain = both.ask(FUEL, k=9)
    diverse = both.ask(FUEL, k=9, diverse=True)
    best = {hit.interview_id: hit.text for hit in reversed(shown(plain))}
    assert {hit.interview_id: hit.text for hit in shown(diverse)} == best
    assert len(shown(diverse)) == 2


def test_near_identical_passages_are_told_once(corpus: Path, tmp_path: Path) -> None:
    for name in ("marin", "reprise"):
        (corpus / f"{name}.txt").write_text(SAILOR.replace("vingt ans", f"{name} ans"), "utf-8")
        (corpus / f"{name}.yaml").write_text(SAILOR_SIDE, "utf-8")
    twice = Archive.open(corpus, tmp_path / "twice", StubEncoder())
    found = [(hit.interview_id, hit.text[:20]) for hit in shown(twice.ask(FUEL, k=20))]
    assert [name for name, text in found if text == WIND[:20]] == ["marin"]
    assert len({text for _, text in found}) == len(found) == 7


def test_what_somebody_says_is_theirs_alone(both: Archive) -> None:
    for question in ("Que dit Paul Riou du toit ?", "Selon Riou, le toit ?", "Que pense le maire ?"):
        assert {hit.speaker for hit in shown(both.ask(question))} == {"Paul Riou"}
    note = "« maire » : Paul Riou, d’après la fiche de l’entretien."
    assert note in both.ask("Que pense le maire ?").notes
    assert note not in both.ask("Que pense le maire ?", interview="marin").notes


def test_a_person_who_is_named_comes_first(both: Archive) -> None:
    hits = shown(both.ask("Le Bihan et la criée", k=9))
    assert hits[0].speaker == "Jeanne Le Bihan"
    assert {hit.speaker for hit in hits} == {"Jeanne Le Bihan", "Paul Riou"}


def test_a_follow_up_to_another_person_is_theirs(both: Archive) -> None:
    answer = both.ask("et Le Bihan ?", history=["Que dit Paul Riou du gazole ?"])
    assert answer.understood_as == "Que dit Le Bihan du gazole ?"
    assert {hit.speaker for hit in shown(answer)} == {"Jeanne Le Bihan"}


def test_a_period_bounds_and_says_so(both: Archive) -> None:
    answer = both.ask("Que disait-on du gazole en 2021 ?")
    assert {hit.interview_id for hit in shown(answer)} == {"criee"}
    note = "Seuls les entretiens publiés du 1er janvier 2021 au 31 décembre 2021 sont interrogés."
    assert answer.notes[-1] == note


def test_a_period_without_interviews_bounds_nothing_and_says_so(both: Archive) -> None:
    answer = both.ask("Que disait-on du gazole en 1998 ?", k=9)
    assert {hit.interview_id for hit in shown(answer)} == {"criee", "marin"}
    assert answer.notes[-1].startswith("Aucun entretien n’est daté du 1er janvier 1998")


def test_a_year_spoken_about_bounds_nothing(both: Archive) -> None:
    answer = both.ask("Pourquoi la criée a-t-elle fermé en 2021 ?", k=9)
    assert {hit.interview_id for hit in shown(answer)} == {"criee", "marin"}
    assert not any("publiés" in note for note in answer.notes)


def test_a_person_not_asked_then_is_asked_all_the_same_and_that_is_said(both: Archive) -> None:
    answer = both.ask("Que disait Paul Riou du gazole en 2021 ?")
    assert {hit.speaker for hit in shown(answer)} == {"Paul Riou"}
    assert answer.notes[-1].startswith("Aucun entretien n’est daté du 1er janvier 2021")


def test_and_she_is_the_other_of_two_who_speak(corpus: Path, tmp_path: Path) -> None:
    (corpus / "duo.md").write_text(
        "**Et le vent ?**\n\n**Rose Riou :** Le vent tourne, je rentre au port.\n\n"
        "**Anne Tanguy :** Le vent me plaît, je reste en mer.\n\n"
        "**Et la nuit ?**\n\n**Rose Riou :** La nuit, je dors.\n\n**Anne Tanguy :** Je veille.\n",
        "utf-8",
    )
    (corpus / "duo.yaml").write_text(
        "interviewees: [{name: Rose Riou}, {name: Anne Tanguy}]\n", "utf-8"
    )
    three = Archive.open(corpus, tmp_path / "three", StubEncoder())
    answer = three.ask("et elle ?", history=["Que dit Rose Riou du vent ?"])
    assert (answer.question, answer.understood_as) == ("et elle ?", "Que dit Anne Tanguy du vent ?")
    assert {hit.speaker for hit in shown(answer)} == {"Anne Tanguy"}
    alone = three.ask("et elle ?", history=["Que dit Jeanne Le Bihan du vent ?"])
    assert alone.understood_as == "Que dit Jeanne Le Bihan du vent ? et elle ?"


@pytest.mark.parametrize(
    "text",
    [
        "LE PRIX DU GAZOLE EN MER ?",
        "🙂🙂 gazole ?",
        "gazole ? " * 1000,
        "le prix du gazole, " * 500,
        "? ?a",
    ],
)
def test_odd_messages_are_answered(both: Archive, text: str) -> None:
    assert shown(both.ask(text, history=["🙂", text]))


def test_the_rest_of_the_only_answer_of_an_archive_is_told_in_order(tmp_path: Path) -> None:
    things = ("quai", "vent", "phare", "maire", "homard", "filet", "bistrot", "chantier", "mousse")
    said = [
        f"Le {one} de Port-Aven, je le connais par cœur, et lui aussi me connaît." for one in things
    ]
    corpus = tmp_path / "one"
    corpus.mkdir()
    (corpus / "quai.md").write_text("**Et alors ?**\n\n" + "\n\n".join(said), "utf-8")
    (corpus / "quai.yaml").write_text("interviewees: [{name: Rose Riou}]\n", "utf-8")
    alone = Archive.open(corpus, tmp_path / "index", StubEncoder())
    first = alone.ask("Le phare", k=1)
    assert texts(first.hits) == [said[2]]
    rest = alone.ask("tu peux développer ?", k=9, history=["Le phare"])
    assert texts(rest.hits) == [*said[:2], *said[3:]]
