"""The answer as JSON and as Markdown."""

import json

from onrecord.answer.answer import Answer, Fact, Verdict
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
    *("citation", "link"),
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
    assert "> *Question posée : Qu'est-ce qui vous inquiète le plus ?*" in shown
    assert "— Jeanne Le Bihan, Le Phare de l'Aven, 3 mai 2021, question 3, § 1" in shown


def test_facts_and_notes_are_shown(archive: Archive) -> None:
    answer = Answer(
        "?", Verdict.FOUND, facts=(Fact("date", "3 mai 2021", "criee"),), notes=("Une note.",)
    )
    assert str(answer) == "Une note.\n\n- **Date de publication** : 3 mai 2021"


def test_markdown_marks_are_escaped() -> None:
    assert escape_markdown("<b> *a* [x](y) $$\n# _t_ |") == r"\<b\> \*a\* \[x\](y) \$\$ \# \_t\_ \|"


def test_nearest_passages_are_labelled_as_no_answer(archive: Archive) -> None:
    answer = archive.ask("Comment réparer un lave-vaisselle qui fuit ?")
    assert answer.verdict is Verdict.NOT_SAID
    assert str(answer).startswith("L'entretien ne le dit pas.")
    assert "qui ne répondent pas à la question" in str(answer)
