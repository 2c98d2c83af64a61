"""Exported quotes are checked against the interview files, field by field."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import make_talk_from_the_first_letter

from onrecord.answer.export import Format, export_conversation, export_hits
from onrecord.answer.hit import Hit
from onrecord.answer.verify_export import verify_export
from onrecord.archive import Archive
from onrecord.error import AnswerError

DAY = datetime.date(2026, 11, 23)


@pytest.fixture
def hits(archive: Archive) -> list[Hit]:
    answer = archive.ask("Que dit-elle du prix du gazole ?")
    return [*answer.hits, *answer.nearest]


@pytest.fixture
def export(archive: Archive, hits: list[Hit]) -> Callable[[Format, str], str]:
    interviews = dict(archive.interviews)
    return lambda wanted, language: export_hits(hits, interviews, wanted, DAY, language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("wanted", list(Format))
def test_an_export_of_this_program_stands(
    export: Callable[[Format, str], str], hits: list[Hit], corpus: Path, wanted: Format, language: str
) -> None:
    checks = verify_export(export(wanted, language), corpus)
    assert len(checks) == len(hits)
    assert [(check.problems, check.unchecked) for check in checks] == [((), ())] * len(hits)
    assert {check.interview_id for check in checks} == {"criee"}


def test_a_conversation_and_a_printed_answer_stand(archive: Archive, corpus: Path) -> None:
    answers = [
        archive.ask(text) for text in ("Que dit-elle du gazole ?", "Et de la lune ?", "Qui parle ?")
    ]
    interviews = dict(archive.interviews)
    conversation = export_conversation(answers, interviews, Format.MARKDOWN, DAY)
    for text in (conversation, str(answers[0]), str(answers[1])):
        checks = verify_export(text, corpus)
        assert checks
        assert [check.problems for check in checks] == [()] * len(checks)


@pytest.mark.parametrize("wanted", list(Format))
def test_a_passage_may_begin_with_the_text(tmp_path: Path, wanted: Format) -> None:
    archive = make_talk_from_the_first_letter(tmp_path)
    hits = archive.search("Vois-tu la mer de ta fenêtre ?", k=1)
    assert hits[0].start == 0 < hits[0].quote.start
    (check,) = verify_export(
        export_hits(hits, dict(archive.interviews), wanted, DAY), tmp_path / "interviews"
    )
    assert (check.problems, check.unchecked, check.citation) == ((), (), hits[0].citation)


@pytest.mark.parametrize(
    ("wanted", "was", "becomes", "problem"),
    [
        (Format.MARKDOWN, "gazole", "lait", " is “« Le prix du lait."),
        (Format.MARKDOWN, "Jeanne Le Bihan", "Paul Riou", "source is “Paul Riou, Le Phare"),
        (Format.MARKDOWN, "3 mai 2021", "3 mai 2022", "source is"),
        (Format.MARKDOWN, "Question posée : ", "Question posée : Coupable ? ", "asked is"),
        (Format.MARKDOWN, "https://example.org/", "https://autre.example.org/", "link is"),
        (Format.BIBTEX, "gazole", "lait", " is “« Le prix du lait."),
        (Format.BIBTEX, "{{Jeanne Le Bihan}}", "{{Paul Riou}}", "author is “Paul Riou”"),
        (Format.BIBTEX, "Jeanne Le Bihan, Le", "Paul Riou, Le", "note is"),
        (Format.BIBTEX, "Le Phare de l'Aven}", "Le Monde}", "journal is “Le Monde”"),
        (Format.BIBTEX, "year = {2021}", "year = {2022}", "year is “2022”; the source gives “2021”"),
        (Format.BIBTEX, "date = {2021-05-03}", "date = {2021-05-04}", "date is"),
        (Format.BIBTEX, "@article", "@book", "kind is “book”"),
        (Format.BIBTEX, "{criee-", "{autre-", "key is “autre-"),
        (Format.BIBTEX, "  year", "  pages = {3},\n  year", "pages is “3”; the source gives nothing"),
        (Format.RIS, "gazole", "lait", " is “« Le prix du lait."),
        (Format.RIS, "AU  - Jeanne", "AU  - Anne", "AU is “Anne Le Bihan”"),
        (Format.RIS, "DA  - 2021/05/03/", "DA  - 2022/05/03/", "DA is"),
        (Format.RIS, "T2  - Le Phare", "T2  - Le Nouveau Phare", "T2 is"),
        (Format.RIS, "UR  - https://", "UR  - http://", "UR is"),
        (Format.CSL_JSON, "gazole", "lait", " is “« Le prix du lait."),
        (Format.CSL_JSON, '"literal": "Jeanne Le Bihan"', '"literal": "Paul"', "author is"),
        (Format.CSL_JSON, '"literal": "Maud Kerbrat"', '"literal": "Paul"', "interviewer is"),
        (Format.CSL_JSON, "2021,", "2022,", "issued is"),
        (Format.CSL_JSON, '"title": "La', '"title": "Sa', "title is"),
    ],
)
def test_each_falsehood_is_found(
    export: Callable[[Format, str], str],
    corpus: Path,
    wanted: Format,
    was: str,
    becomes: str,
    problem: str,
) -> None:
    text = export(wanted, "fr")
    assert was in text
    found = [
        one for check in verify_export(text.replace(was, becomes), corpus) for one in check.problems
    ]
    assert any(problem in one for one in found), found


def test_words_that_nobody_said_are_found(export: Callable[[Format, str], str], corpus: Path) -> None:
    text = re.sub(r"«.+?»", "« Il pleut sur la criée. »", export(Format.RIS, "fr"))
    checks = verify_export(text, corpus)
    assert {check.problems for check in checks} == {("no passage of the corpus has these words",)}


@pytest.mark.parametrize("wanted", list(Format))
def test_what_an_editor_adds_around_an_export_changes_nothing(
    export: Callable[[Format, str], str], hits: list[Hit], corpus: Path, wanted: Format
) -> None:
    text = export(wanted, "fr").rstrip().removesuffix("ER  -")
    for changed in (f"\ufeff{text}", f"\n \r\n{text}\n\n", text.replace("\n", "\r\n")):
        checks = verify_export(changed, corpus)
        assert [(check.problems, check.unchecked) for check in checks] == [((), ())] * len(hits)


def test_words_added_to_a_quote_are_told_beside_the_quote(corpus: Path) -> None:
    (check,) = verify_export("> « Le prix du gazole. Et celui du lait. »", corpus)
    assert check.interview_id == "criee"
    assert check.problems == (
        "quote is “« Le prix du gazole. Et celui du lait. »”; "
        "the source gives “« Le prix du gazole. »”",
    )


def test_words_added_to_a_printed_answer_are_told_without_its_marks(tmp_path: Path) -> None:
    archive = make_talk_from_the_first_letter(tmp_path)
    printed = str(archive.ask("Vois-tu la mer de ta fenêtre ?", k=1))
    (check,) = verify_export(printed.replace("voit.**", "voit. Bien.**"), tmp_path / "interviews")
    quoted = "Je vois la mer de ma fenêtre, et elle me voit."
    assert check.problems[0] == f"quote is “{quoted} Bien.”; the source gives “{quoted}”"
    assert [problem.partition(" ")[0] for problem in check.problems] == ["quote", "passage"]


@pytest.mark.parametrize(
    ("wanted", "was", "other"),
    [
        (Format.MARKDOWN, "le 23 novembre 2026", "le 1er mars 2027"),
        (Format.BIBTEX, "urldate = {2026-11-23}", "urldate = {2027-03-01}"),
        (Format.RIS, "Y2  - 2026/11/23/", "Y2  - 2027/03/01/"),
        (Format.CSL_JSON, "2026,", "2027,"),
    ],
)
def test_the_day_of_access_is_any_day_and_no_other_text(
    export: Callable[[Format, str], str], corpus: Path, wanted: Format, was: str, other: str
) -> None:
    text = export(wanted, "fr")
    assert was in text
    assert all(check.ok for check in verify_export(text.replace(was, other), corpus))
    smuggled = was.replace("2026", '"elle ment"' if wanted is Format.CSL_JSON else "elle ment")
    checks = verify_export(text.replace(was, smuggled), corpus)
    assert {len(check.problems) for check in checks} == {1}


@pytest.mark.parametrize(
    ("wanted", "before", "added", "problem"),
    [
        (
            Format.MARKDOWN,
            "> *Q",
            "> *Question posée : Coupable ?*\n",
            "asked is “Question posée : Coup",
        ),
        (
            Format.MARKDOWN,
            "> — ",
            "> — Paul Riou, Le Monde.\n>\n",
            "source is “Paul Riou, Le Monde.; J",
        ),
        (Format.MARKDOWN, "\n>\n", "\nElle ment.", "asked is “Elle ment."),
        (Format.BIBTEX, "  author", "  author = {{Paul Riou}},\n", "author is “Paul Riou; Jeanne"),
        (Format.BIBTEX, "  author", '  author = "Paul Riou",\n', "author is “Paul Riou; Jeanne"),
        (Format.BIBTEX, "  year", "  year = 2022,\n", "year is “2022; 2021”; the source gives “2021”"),
        (Format.RIS, "AU  - ", "AU  - Paul Riou\r\n", "AU is “Paul Riou; Jeanne"),
    ],
)
def test_what_is_given_twice_is_not_what_the_source_gives_once(
    export: Callable[[Format, str], str],
    corpus: Path,
    wanted: Format,
    before: str,
    added: str,
    problem: str,
) -> None:
    text = export(wanted, "fr")
    assert before in text
    check = verify_export(text.replace(before, added + before, 1), corpus)[0]
    assert problem in check.problems[0]


def test_a_line_after_a_quotation_goes_on_with_it(
    export: Callable[[Format, str], str], corpus: Path
) -> None:
    check = verify_export(export(Format.MARKDOWN, "fr").rstrip() + "\nElle ment.", corpus)[-1]
    assert [problem.partition(" ")[0] for problem in check.problems] == ["asked"]


@pytest.mark.parametrize(
    ("wanted", "before", "line"),
    [
        (Format.MARKDOWN, "> «", "Elle ment.\n\n"),
        (Format.MARKDOWN, "> «", "<blockquote>Elle ment.</blockquote>\n\n"),
        (Format.BIBTEX, "  year", "  abstract = {Elle\n"),
        (Format.BIBTEX, "\n}\n", "\nElle ment."),
        (Format.RIS, "Y2  -", "Elle ment.\r\n"),
        (Format.RIS, "Y2  -", "A1 - Paul Riou\r\n"),
    ],
)
def test_a_line_that_is_no_field_is_told_as_unchecked(
    export: Callable[[Format, str], str], corpus: Path, wanted: Format, before: str, line: str
) -> None:
    text = export(wanted, "fr")
    assert before in text
    checks = verify_export(text.replace(before, line + before, 1), corpus)
    told = " ".join(line.split())
    assert told in checks[0].unchecked
    assert [check.problems for check in checks] == [()] * len(checks)


def test_a_missing_field_is_unchecked(export: Callable[[Format, str], str], corpus: Path) -> None:
    text = re.sub(r"  (?:url|year) = .*\n", "", export(Format.BIBTEX, "fr"))
    check = verify_export(text, corpus)[0]
    assert check.ok
    assert check.unchecked == ("year", "url")


@pytest.mark.parametrize("text", ["", "\n", "Bonjour.", "# Titre\n\nTexte", "[]", "@comment{x}"])
def test_what_quotes_nothing_is_refused(corpus: Path, text: str) -> None:
    with pytest.raises(AnswerError, match="found no quote in it"):
        verify_export(text, corpus)


@pytest.mark.parametrize("text", ["[1]", "[", "[" * 100_000, '[{"note": "a", "note": "b"}]'])
def test_what_is_no_csl_json_is_refused(corpus: Path, text: str) -> None:
    with pytest.raises(AnswerError, match="expected CSL-JSON as the export writes it"):
        verify_export(text, corpus)
