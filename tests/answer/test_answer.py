"""The answer as JSON and as Markdown."""

import dataclasses
import json
from pathlib import Path

from asking import make_archive, told
from chat_samples import make_hit

from onrecord.answer.answer import Answer, Fact, Verdict, join_answers
from onrecord.archive import Archive
from onrecord.text.shown import escape_markdown

HIT_KEYS = {
    *(
        "rank",
        "score",
        "text",
        "start",
        "end",
        "quote",
        "interview_id",
        "title",
        "publication",
        "author",
    ),
    *("date", "url", "speaker", "role", "asked", "turn", "paragraph", "cut", "source_sha256"),
    *("citation", "link", "sure"),
}


def test_the_json_is_the_one_schema(archive: Archive) -> None:
    answer = archive.ask("Que dit-elle du prix du gazole ?").to_dict()
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == {
        *("question", "verdict", "hits", "nearest", "facts", "understood_as", "notes", "language"),
        *("compared", "parts"),
    }
    hit = (answer["hits"] + answer["nearest"])[0]
    assert set(hit) >= HIT_KEYS
    assert set(hit["quote"]) == {"text", "start", "end"}
    assert hit["date"] == "2021-05-03"


def test_markdown_shows_the_quote_in_bold_inside_its_passage(archive: Archive) -> None:
    answer = archive.ask("Que dit-elle du prix du gazole ?", k=1)
    (hit,) = answer.hits + answer.nearest
    shown = str(answer)
    assert f"**{hit.quote.text}**" in shown
    assert "> *Question posée : Qu'est-ce qui vous inquiète le plus ?*" in shown
    assert "— Jeanne Le Bihan, Le Phare de l'Aven, 3 mai 2021, question 3, § 1" in shown


def test_facts_and_notes_are_shown(archive: Archive) -> None:
    answer = Answer(
        "?", Verdict.FOUND, facts=(Fact("date", "3 mai 2021", "criee"),), notes=("Une note.",)
    )
    assert str(answer) == "Une note.\n\n- **Date de publication** : 3 mai 2021"


def test_markdown_marks_are_escaped() -> None:
    assert escape_markdown("<b> *a* [x](y) $$\n# _t_ |") == r"\<b\> \*a\* \[x\](y) \$\$ \# \_t\_ \|"


def test_nearest_passages_are_labelled_as_no_answer(archive: Archive) -> None:
    answer = archive.ask("Comment réparer un lave-vaisselle qui fuit ?")
    assert answer.verdict is Verdict.NOT_SAID
    assert str(answer).startswith("L’entretien ne le dit pas.")
    assert "qui ne répondent pas à la question" in str(answer)


def test_how_a_question_was_understood_is_shown_where_it_was_read_with_another(
    archive: Archive,
) -> None:
    asked = "Que dit-elle du prix du gazole ?"
    after = archive.ask("et des apprentis ?", history=[asked])
    assert after.understood_as == f"{asked} et des apprentis ?"
    assert f"{asked} et des apprentis ?" in str(after)
    alone = archive.ask(asked)
    assert alone.understood_as is None
    assert str(alone).startswith(("> ", "L’entretien ne le dit pas."))
    assert "Compris comme" in after._repr_html_()
    assert "Compris comme" not in alone._repr_html_()


def test_a_cut_passage_alone_is_said_to_be_cut(tmp_path: Path) -> None:
    text = (
        "**Et le vent ?**\n\nLe vent d'ouest me fatigue beaucoup, je rentre au port.\n\n"
        "**Et la lotte ?**\n\nLa lotte se vend mal, et les pêcheurs de Lorient n'ont plus que\n\n"
        "Il vous reste 60 % de l'article à lire.\n"
    )
    archive = make_archive(tmp_path, {"a.md": text, "a.yaml": "interviewees: [{name: Rose Riou}]\n"})
    whole, cut = (archive.ask(asked, k=1) for asked in ("le vent d'ouest", "la lotte se vend mal"))
    assert [hit.cut for hit in told(whole)] == [False]
    assert [hit.cut for hit in told(cut)] == [True]
    assert ["(passage coupé" in str(answer) for answer in (whole, cut)] == [False, True]


def test_what_is_said_word_for_word_is_nearly_sure(tmp_path: Path) -> None:
    said = ("vent d'ouest me fatigue", "nuit est noire", "quai est en pierre", "phare tourne seul")
    talk = "".join(
        f"**Et cela, numéro {n} ?**\n\nLe {one}, et je n'y peux rien.\n\n"
        for n, one in enumerate(said * 3)
    )
    archive = make_archive(tmp_path, {"a.md": talk, "a.yaml": "interviewees: [{name: Rose Riou}]\n"})
    assert archive.ask("le phare tourne seul", k=1).hits[0].score > 0.8


ROOF = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1)
BOLD = make_hit("Le gras commence ici.", "Le gras commence ici.", 1)
LEAD = make_hit("À Port-Aven, la criée rouvre.", "À Port-Aven, la criée rouvre.", 0)


def test_the_answer_to_several_questions_is_the_best_of_theirs() -> None:
    one = dataclasses.replace(ROOF, score=0.6)
    same, other = dataclasses.replace(ROOF, score=0.9), dataclasses.replace(BOLD, score=0.7)
    fact = Fact("date", "3 mai 2021", "criee")
    found = Answer("A ?", Verdict.FOUND, (one,), (BOLD, LEAD), (fact,), notes=("Une note.",))
    again = Answer("B ?", Verdict.FOUND, (other, same), (LEAD,), (fact,), notes=("Une note.",))
    both = join_answers("A ? B ?", [found, again])
    assert [(hit.rank, hit.start, hit.score) for hit in both.hits] == [
        (1, ROOF.start, 0.9),
        (2, BOLD.start, 0.7),
    ]
    assert [(hit.rank, hit.start) for hit in both.nearest] == [(3, LEAD.start)]
    assert (both.facts, both.notes, both.parts) == ((fact,), ("Une note.",), (found, again))
    assert str(both) == f"### A ?\n\n{found}\n\n### B ?\n\n{again}"


def test_the_verdict_on_several_questions_is_the_best_of_theirs() -> None:
    order = (Verdict.FOUND, Verdict.MAYBE_UNREAD, Verdict.NOT_SAID)
    for better, worse in ((0, 1), (0, 2), (1, 2), (2, 2)):
        parts = [Answer("?", order[worse]), Answer("?", order[better])]
        assert join_answers("? ?", parts).verdict is order[better]


def test_one_answer_stays_as_it_is_and_questions_left_unread_are_told_with_the_last() -> None:
    alone, other = Answer("A ?", Verdict.FOUND), Answer("B ?", Verdict.NOT_SAID, notes=("Non.",))
    assert join_answers("A ?", [alone], unread=3) is alone
    english = Answer("C?", Verdict.NOT_SAID, notes=("No.",), language="en")
    read = join_answers("A ? B ? C? D ?", [alone, other, english], unread=1)
    note = "Only the first 3 questions of the message were read."
    assert [part.notes for part in read.parts] == [(), ("Non.",), ("No.", note)]
    assert (read.notes, read.language) == (("Non.", "No.", note), "fr")


def test_the_nearest_passages_are_shown_only_where_none_answers() -> None:
    label = "Passages les plus proches"
    for verdict in Verdict:
        for nearest in ((), (LEAD,)):
            answer = Answer("?", verdict, (), nearest, notes=("Une note.",))
            is_shown = bool(nearest) and verdict is not Verdict.FOUND
            for text, passage in (
                (str(answer), LEAD.to_markdown()),
                (answer._repr_html_(), LEAD.to_html()),
            ):
                assert (label in text, passage in text) == (is_shown, is_shown)
                assert "Une note." in text
