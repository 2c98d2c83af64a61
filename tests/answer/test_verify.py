"""A saved answer is checked against the interview files, to the letter."""

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asking import make_archive, make_talk_from_the_first_letter

from onrecord.answer.verify import describe_difference, verify_answer
from onrecord.archive import Archive
from onrecord.error import AnswerError
from onrecord.reading import read_interview


@pytest.fixture
def answer(archive: Archive) -> dict[str, Any]:
    return archive.ask("Que dit-elle du prix du gazole ?").to_dict()


def problems(answer: dict[str, Any], corpus: Path) -> list[str]:
    return [problem for check in verify_answer(answer, corpus) for problem in check.problems]


def test_an_answer_of_this_program_stands(answer: dict[str, Any], corpus: Path) -> None:
    checks = verify_answer(answer, corpus)
    assert len(checks) == 3
    assert all(check.ok for check in checks)


def put(**fields: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change of a hit that gives fields other values."""
    return lambda hit: hit.update(fields)


def put_quote(**fields: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change of a hit that gives fields of its quote other values."""
    return lambda hit: hit["quote"].update(fields)


def move(passage: tuple[int, int], quote: tuple[int, int]) -> Callable[[dict[str, Any]], None]:
    """Return a change of a hit that moves the starts and ends of passage and quote, words unchanged."""

    def change(hit: dict[str, Any]) -> None:
        for part, (start, end) in ((hit, passage), (hit["quote"], quote)):
            part.update(start=part["start"] + start, end=part["end"] + end)

    return change


def cut_quote(start: int, end: int) -> Callable[[dict[str, Any]], None]:
    """Return a change of a hit whose quote loses characters at its ends, its offsets with them."""

    def change(hit: dict[str, Any]) -> None:
        quote = hit["quote"]
        text = quote["text"][start : len(quote["text"]) - end]
        quote.update(text=text, start=quote["start"] + start, end=quote["end"] - end)

    return change


def replace(was: str, becomes: str) -> Callable[[dict[str, Any]], None]:
    """Return a change of a hit that replaces words in its passage and its quote."""

    def change(hit: dict[str, Any]) -> None:
        for part in (hit, hit["quote"]):
            part["text"] = part["text"].replace(was, becomes)

    return change


PLACE = "the passage is not at"
FORGERIES: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    # its words
    (put(text="Le prix du lait."), PLACE),
    (put(text=""), PLACE),
    (replace("mille", "cent"), PLACE),
    (replace("gazole", "Gazole"), PLACE),
    (replace(";", ","), PLACE),
    (replace("litres", "litres environ"), PLACE),
    (replace(" ", "\u00a0"), PLACE),
    (replace("û", "u\u0302"), PLACE),
    (replace("à", "a"), PLACE),
    (replace("s", "\u0455"), PLACE),
    (put_quote(text="Le prix du lait."), "the quote is not at .* stands nowhere"),
    (put_quote(text="Le prix du gazole !"), "the quote is not at"),
    (cut_quote(3, 0), "the quote cuts a sentence"),
    (cut_quote(0, 5), "the quote cuts a sentence"),
    (cut_quote(0, 10**6), "the quote is not"),
    # its offsets
    (move((-1, -1), (0, 0)), PLACE),
    (move((0, 0), (1, 1)), "the quote is not at"),
    (move((0, 1), (0, 1)), PLACE),
    (move((-(10**9), 0), (0, 0)), "the passage is not at -"),
    (move((10**30, 10**30), (0, 0)), PLACE),
    (put(start=-5), "the passage is not at -5"),
    (put(start=0, end=0, text=""), "the quote is not inside the passage"),
    (put_quote(start=0, end=6, text="Publié"), "the quote is not inside the passage"),
    # its source
    (put(interview_id="autre"), "not in the corpus"),
    (put(interview_id="../criee"), "not in the corpus"),
    (put(interview_id=""), "not in the corpus"),
    (put(source_sha256="0" * 64), "has changed since"),
    (put(source_sha256=""), "has changed since"),
    (put(source_sha256=None), "has changed since"),
    # who says it
    (put(speaker="Paul Riou"), "speaker is “Paul Riou”; the source gives “Jeanne Le Bihan”"),
    (put(speaker="jeanne le bihan"), "speaker is"),
    (put(speaker=""), "speaker is empty"),
    (put(speaker=["Jeanne Le Bihan"]), "speaker is"),
    (put(role="présidente"), "role is “présidente”; the source gives “directrice de la criée”"),
    (put(role=""), "role is empty"),
    # the question put
    (put(asked="Êtes-vous coupable ?"), "asked is"),
    (put(asked=""), "asked is empty"),
    # the interview
    (put(title="La criée ferme"), "title is"),
    (put(publication="Le Monde"), "publication is “Le Monde”; the source gives “Le Phare de l'Aven”"),
    (put(author="Paul Riou"), "author is “Paul Riou”; the source gives “Maud Kerbrat”"),
    (put(date="2024-04-01"), "date is “2024-04-01”; the source gives “2021-05-03”"),
    (put(date=None), "date is empty"),
    (put(date=20210503), "date is"),
    (put(url="https://autre.example.org/"), "url is"),
    (put(url=""), "url is empty"),
    # the place
    (put(turn=99), "turn is “99”"),
    (put(turn=True), "turn is “True”"),
    (put(paragraph=99), "paragraph is “99”"),
    (put(paragraph=1.0), "paragraph is “1.0”"),
    (put(cut=True), "cut is “True”; the source gives “False”"),
    (put(cut=0), "cut is “0”"),
    (put(citation="Quelqu'un d'autre, Le Monde, question 9, § 9"), "citation is"),
    (
        put(citation=""),
        "citation is empty; the source gives “Jeanne Le Bihan, Le Phare de l'Aven, 3 mai",
    ),
    (put(link="https://autre.example.org/"), "link is"),
    (put(link="javascript:alert(1)"), "link is"),
]


@pytest.mark.parametrize(("change", "problem"), FORGERIES)
def test_each_falsehood_is_found(
    answer: dict[str, Any], corpus: Path, change: Any, problem: str
) -> None:
    false = copy.deepcopy(answer)
    hits = false["hits"] or false["nearest"]
    change(next(hit for hit in hits if "gazole" in hit["text"]))
    found = problems(false, corpus)
    assert found
    assert any(re.search(problem, one) for one in found), found


def test_another_speaker_s_words_joined_to_a_passage_are_found(
    answer: dict[str, Any], corpus: Path
) -> None:
    text = read_interview(corpus / "criee.txt").text
    start, end = text.index("Trente-deux"), len(text.rstrip())
    false = copy.deepcopy(answer)
    hit = (false["hits"] or false["nearest"])[0]
    hit.update(text=text[start:end], start=start, end=end)  # over the interviewer's last question
    assert any("is not said by 'Jeanne Le Bihan' but by" in one for one in problems(false, corpus))


def test_a_passage_may_end_before_its_paragraph_does(answer: dict[str, Any], corpus: Path) -> None:
    shorter = copy.deepcopy(answer)
    (hit,) = shorter["hits"]
    hit.update(text=hit["text"][:-1], end=hit["end"] - 1)
    assert not [one for one in problems(shorter, corpus) if "is not said by" in one]


def test_a_missing_or_unknown_field_is_unchecked(answer: dict[str, Any], corpus: Path) -> None:
    partial = copy.deepcopy(answer)
    hit = (partial["hits"] or partial["nearest"])[0]
    del hit["role"], hit["source_sha256"], hit["citation"], hit["score"]
    hit["note"] = 3
    hit["quote"]["speaker"] = "Paul Riou"
    check = verify_answer(partial, corpus)[0]
    assert check.ok
    assert check.unchecked == ("role", "source_sha256", "citation", "note", "quote.speaker")


def test_what_else_an_answer_or_a_fact_holds_is_unchecked(archive: Archive, corpus: Path) -> None:
    answer = archive.ask("Qui parle ?").to_dict()
    answer["facts"][0]["title"] = "Elle ment"
    answer["parts"] = [{"hits": [], "nearest": [], "passages": []}]
    fact, other = verify_answer(answer, corpus)
    assert (fact.ok, fact.unchecked) == (True, ("title",))
    assert (other.ok, other.citation, other.unchecked) == (True, "the answer", ("passages",))


def test_a_citation_in_english_stands(archive: Archive, corpus: Path) -> None:
    answer = archive.ask("What does she say about the price of gazole?").to_dict()
    assert answer["language"] == "en"
    assert "3 May 2021" in (answer["hits"] or answer["nearest"])[0]["citation"]
    assert problems(answer, corpus) == []


def test_facts_are_compared_too(archive: Archive, corpus: Path) -> None:
    answer = archive.ask("Qui parle ?").to_dict()
    assert [fact["value"] for fact in answer["facts"]] == ["Jeanne Le Bihan, directrice de la criée"]
    assert problems(answer, corpus) == []
    answer["facts"][0]["value"] = "Paul Riou, ministre"
    assert problems(answer, corpus) == [
        "people is “Paul Riou, ministre”; the source gives “Jeanne Le Bihan, directrice de la criée”"
    ]


def test_the_parts_of_an_answer_are_checked(archive: Archive, corpus: Path) -> None:
    message = "Combien d'apprentis la criée a-t-elle recrutés ? Quel est le prix du gazole ?"
    answer = archive.ask(message).to_dict()
    assert len(answer["parts"]) == 2
    assert problems(answer, corpus) == []
    part = answer["parts"][1]
    (part["hits"] or part["nearest"])[0]["speaker"] = "Paul Riou"
    assert len(problems(answer, corpus)) == 1


def test_a_source_changed_since_is_found(answer: dict[str, Any], corpus: Path) -> None:
    path = corpus / "criee.txt"
    path.write_text(path.read_text("utf-8").replace("mille litres", "cent litres"), "utf-8")
    found = problems(answer, corpus)
    assert "the source's text has changed since (SHA-256)" in found
    assert any("stands nowhere in the source" in problem for problem in found)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"hits": 3, "nearest": []},
        {"hits": {}, "nearest": []},
        {"hits": [{"text": 1}], "nearest": []},
        {"hits": [{"field": "people", "value": "a", "interview_id": "criee"}], "nearest": []},
        {"hits": [], "nearest": [], "facts": [{"field": "people", "quote": {}, "interview_id": "a"}]},
    ],
)
def test_what_is_no_answer_is_refused(answer: dict[str, Any], corpus: Path) -> None:
    with pytest.raises(AnswerError, match="expected an answer as `onrecord ask --json` prints it"):
        verify_answer(answer, corpus)


def test_a_place_before_the_text_is_none(answer: dict[str, Any], corpus: Path) -> None:
    """Counted from the end, as Python counts, the same words would stand there."""
    false = copy.deepcopy(answer)
    hit = (false["hits"] or false["nearest"])[0]
    text = (corpus / "criee.txt").read_text("utf-8")
    for part in (hit, hit["quote"]):
        part.update(text=text[-1:], start=-1, end=len(text))
    assert any("the passage is not at -1" in one for one in problems(false, corpus))


def test_where_the_words_stand_instead_is_told(answer: dict[str, Any], corpus: Path) -> None:
    moved = copy.deepcopy(answer)
    hit = (moved["hits"] or moved["nearest"])[0]
    start, end, quoted = hit["start"], hit["end"], dict(hit["quote"])
    move((2, 2), (2, 2))(hit)
    assert problems(moved, corpus) == [  # who says it, and where, are right of the place it stands at
        f"the passage is not at {start + 2}:{end + 2}; it stands at {start}",
        f"the quote is not at {quoted['start'] + 2}:{quoted['end'] + 2}; "
        f"it stands at {quoted['start']}",
        "the quote cuts a sentence",
    ]


def test_a_passage_may_begin_with_the_text(tmp_path: Path) -> None:
    archive = make_talk_from_the_first_letter(tmp_path)
    corpus = tmp_path / "interviews"
    answer = archive.ask("Vois-tu la mer de ta fenêtre ?", k=1).to_dict()
    (hit,) = (*answer["hits"], *answer["nearest"])
    assert (hit["start"], hit["quote"]["text"][:18]) == (0, "Je vois la mer de ")
    assert problems(answer, corpus) == []
    end, quoted = hit["end"], hit["quote"]
    start = quoted["start"]
    move((1, 1), (1, 1))(hit)
    assert problems(answer, corpus) == [
        f"the passage is not at 1:{end + 1}; it stands at 0",
        f"the quote is not at {start + 1}:{quoted['end']}; it stands at {start}",
        "the quote cuts a sentence",
    ]


def test_of_words_that_stand_nowhere_the_rest_is_compared_with_their_place(
    answer: dict[str, Any], corpus: Path
) -> None:
    false = copy.deepcopy(answer)
    hit = next(one for one in [*false["hits"], *false["nearest"]] if "gazole" in one["text"])
    replace("gazole", "Gazole")(hit)
    assert problems(false, corpus) == [
        f"the {name} is not at {part['start']}:{part['end']}; it stands nowhere in the source"
        for name, part in (("passage", hit), ("quote", hit["quote"]))
        if "Gazole" in part["text"]
    ]


def test_a_passage_over_two_paragraphs_of_one_person_is_at_the_first(
    archive: Archive, corpus: Path
) -> None:
    answer = archive.ask("Pourquoi le toit de la criée ?", k=9).to_dict()
    of_turn = [hit for hit in (*answer["hits"], *answer["nearest"]) if hit["turn"] == 1]
    first, second = sorted(of_turn, key=lambda hit: hit["paragraph"])
    text = read_interview(corpus / "criee.txt").text[first["start"] : second["end"]]
    del first["link"]  # which has the last words of the passage
    answer["hits"], answer["nearest"] = (
        [first | {"text": text, "end": second["end"], "last_line": second["last_line"]}],
        [],
    )
    assert problems(answer, corpus) == []
    answer["hits"][0]["paragraph"] = 2
    assert problems(answer, corpus) == ["paragraph is “2”; the source gives “1”"]


def test_a_quote_may_begin_and_end_where_its_passage_does_but_not_be_empty(
    answer: dict[str, Any], corpus: Path
) -> None:
    whole = copy.deepcopy(answer)
    hit = (whole["hits"] or whole["nearest"])[0]
    hit["quote"] = {name: hit[name] for name in ("text", "start", "end")}
    assert problems(whole, corpus) == []
    hit["quote"] = {"text": "", "start": hit["start"], "end": hit["start"]}
    assert problems(whole, corpus) == ["the quote is not inside the passage"]


def test_what_is_compared_of_words_that_nobody_says_is_what_holds_of_the_interview(
    answer: dict[str, Any], corpus: Path
) -> None:
    false = copy.deepcopy(answer)
    hit = (false["hits"] or false["nearest"])[0]
    end = read_interview(corpus / "criee.txt").text.index("•")
    text = "Publié le 03/05/2021 "
    hit.update(text=text, start=0, end=end, title="Autre", turn=99)
    hit["quote"] = {"text": text, "start": 0, "end": end}
    assert problems(false, corpus) == [
        "the passage is not said by 'Jeanne Le Bihan' but by nobody",
        "title is “Autre”; the source gives “La criée de Port-Aven rouvre”",
    ]


@pytest.mark.parametrize(
    ("claimed", "given", "told"),
    [
        ("a", "b", "“a”; the source gives “b”"),
        ("", "b", "empty; the source gives “b”"),
        (None, "b", "empty; the source gives “b”"),
        ("a", "", "“a”; the source gives nothing"),
        (0, None, "“0”; the source gives nothing"),
        ("x" * 80, "y" * 81, f"“{'x' * 80}”; the source gives “{'y' * 79}…”"),
    ],
)
def test_a_difference_is_told_in_eighty_characters_of_each_side(
    claimed: object, given: object, told: str
) -> None:
    assert describe_difference("title", claimed, given) == f"title is {told}"


def test_facts_are_checked_by_field_and_interview(archive: Archive, corpus: Path) -> None:
    answer = archive.ask("Qui parle ?").to_dict()
    (fact,) = answer["facts"]
    answer["facts"] = [fact | {"field": "shoe size"}, fact | {"interview_id": "autre"}, fact]
    unknown, elsewhere, right = verify_answer(answer, corpus)
    assert (unknown.ok, unknown.unchecked) == (True, ("shoe size",))
    assert elsewhere.problems == ("the interview is not in the corpus",)
    assert elsewhere.interview_id == "autre"
    assert (right.ok, right.unchecked, right.interview_id) == (True, (), "criee")
    assert right.citation == "people: Jeanne Le Bihan, directrice de la criée"


@pytest.mark.parametrize("change", [put, put_quote])
@pytest.mark.parametrize(
    "fields",
    [{"text": 1}, {"text": None}, {"start": "3"}, {"start": 3.0}, {"end": None}, {"end": True}],
)
def test_a_passage_of_other_types_is_refused(
    answer: dict[str, Any], corpus: Path, change: Any, fields: dict[str, Any]
) -> None:
    false = copy.deepcopy(answer)
    change(**fields)((false["hits"] or false["nearest"])[0])
    with pytest.raises(AnswerError, match="found one without text, start and end of"):
        verify_answer(false, corpus)


def test_offsets_are_never_counted_from_the_end(answer: dict[str, Any], corpus: Path) -> None:
    """Python would find the same words there."""
    false = copy.deepcopy(answer)
    hit = (false["hits"] or false["nearest"])[0]
    start, end = hit["start"], hit["end"]
    before = start - len(read_interview(corpus / "criee.txt").text)
    hit.update(start=before)
    assert problems(false, corpus) == [
        f"the passage is not at {before}:{end}; it stands at {start}",
    ]


def test_the_same_words_said_twice_are_each_compared_at_their_own_place(tmp_path: Path) -> None:
    said = "Oui, je le pense depuis vingt ans, et je ne suis pas seule à le dire."
    talk = "\n\n".join(f"**Et {what}, qu'en dites-vous ?**\n\n{said}" for what in ("la mer", "le vent"))
    archive = make_archive(tmp_path, {"a.md": talk, "a.yaml": "interviewees: [{name: Rose Riou}]\n"})
    for what, turn in (("la mer", 1), ("le vent", 2)):
        (hit,) = archive.search(f"Et {what}, qu'en dites-vous ?", k=1)
        assert (hit.turn, hit.text) == (turn, said)
        answer = {"hits": [hit.to_dict()], "nearest": []}
        assert problems(answer, tmp_path / "interviews") == []
        answer["hits"][0]["turn"] = 3 - turn
        assert problems(answer, tmp_path / "interviews") == [
            f"turn is “{3 - turn}”; the source gives “{turn}”"
        ]


def test_no_words_at_all_are_said_by_nobody(answer: dict[str, Any], corpus: Path) -> None:
    empty = copy.deepcopy(answer)
    hit = (empty["hits"] or empty["nearest"])[0]
    inside = hit["start"] + 3
    hit.update(text="", start=inside, end=inside)
    assert problems(empty, corpus) == [
        "the quote is not inside the passage",
        "the passage is not said by 'Jeanne Le Bihan' but by Jeanne Le Bihan",
    ]
