"""Hidden names are shown nowhere; the source, its offsets and its verification stay."""

import json
import re
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import INTERVIEW, ROOT, SIDE, StubEncoder
from gradio_client import Client
from gradio_client.exceptions import AppError
from serving import serving

from onrecord.answer.answer import Answer
from onrecord.answer.export import Format
from onrecord.answer.verify import verify_answer
from onrecord.archive import Archive
from onrecord.chat.answer_view import describe_archive, describe_speakers, show_conversation
from onrecord.chat.example import choose_examples
from onrecord.chat.filters import NO_FILTERS
from onrecord.chat.interview_view import show_interview, show_note
from onrecord.chat.library_view import show_library
from onrecord.chat.session import Conversation, keep_conversation, put_question
from onrecord.error import CorpusError, OnRecordError
from onrecord.reading import read_interview
from onrecord.reading.report import describe_reading
from onrecord.retrieval.passage import cut_passages
from onrecord.text.fold import fold
from onrecord.text.span import Span
from onrecord.workbench.export_file import SUFFIXES, write_export
from onrecord.workbench.export_folder import Tool, write_folder
from onrecord.workbench.grid_file import write_grid
from onrecord.workbench.verify_grid import verify_grid

TALK = """\
La criée de Port-Aven rouvre : entretien avec Jeanne Le Bihan

Par Maud Kerbrat

**Jeanne  Le&nbsp;Bihan** dirige la criée. Mme LE BIHAN y est née.
Écrire à jeanne.le-bihan@criee.example.

Maud Kerbrat : Pourquoi avoir fermé la criée, Jeanne Le
Bihan ?

Jeanne Le Bihan : Le toit laissait passer la pluie. On me disait : « Jeanne, il pleut ! »

Maud Kerbrat : Et le prix du gazole, madame Le Bihan ?

Jeanne Le Bihan : Le prix du gazole double, et mon mari, M. Bihan, n'y peut rien ; le port non plus.
"""
HIDDEN = """\
interviewees: [{name: Jeanne Le Bihan, role: directrice de la criée de Port-Aven}]
publication: Le Phare de Port-Aven
url: https://example.org/jeanne-le-bihan
date: 2021-05-03
pseudonyms:
  Jeanne Le Bihan: Mme A.
  Maud Kerbrat: la journaliste
  Port-Aven: Ville-1
"""
NAMES = re.compile(r"jeanne|bihan|maud|kerbrat|port-?aven|example\.org")
QUESTIONS = [
    "Pourquoi fermer la criée ?",
    "Le prix du gazole ?",
    "Qui est interviewé ?",
    "Qui pose les questions ?",
    "Où lire l'entretien ?",
    "Quelles questions ont été posées ?",
    "De quoi parle l'entretien ?",
    "Combien de fois dit-elle « pluie » ?",
]


def holds_name(text: str) -> str:
    """Return the hidden name that a text holds, escaped for a link or not; "" for none."""
    found = NAMES.search(fold(unquote(text)))
    return found.string[max(0, found.start() - 30) : found.end() + 30] if found else ""


@pytest.fixture
def hidden(tmp_path: Path) -> Path:
    """Return a folder with an invented interview whose names are hidden."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "criee.md").write_text(TALK, "utf-8")
    (folder / "criee.yaml").write_text(HIDDEN, "utf-8")
    return folder


def open_archive(folder: Path) -> Archive:
    return Archive.open(folder, folder.parent / "index", StubEncoder())


def test_every_form_of_a_name_is_replaced_and_the_text_stays(hidden: Path) -> None:
    interview = read_interview(hidden / "criee.md")
    assert interview.text == TALK
    shown = interview.show(Span(0, len(TALK)))
    assert "**Mme A.** dirige la criée. Mme Mme A. y est née.\nÉcrire à Mme A.@criee.example." in shown
    assert "la journaliste : Pourquoi avoir fermé la criée, Mme A. ?" in shown
    assert "On me disait : « Mme A., il pleut ! »" in shown
    assert "mon mari, M. Mme A., n'y peut rien ; le port non plus." in shown
    assert holds_name(shown) == ""


def test_passages_show_the_pseudonym_at_the_offsets_of_the_source(hidden: Path) -> None:
    passages = [one for one in cut_passages(read_interview(hidden / "criee.md")) if one.turn]
    said = "Le prix du gazole double, et mon mari, M. {}, n'y peut rien ; le port non plus."
    assert [(one.speaker, one.text) for one in passages][1] == ("Mme A.", said.format("Mme A."))
    assert TALK[passages[1].start : passages[1].end] == said.format("Bihan")
    assert [one.asked for one in passages] == [
        "Pourquoi avoir fermé la criée, Mme A. ?",
        "Et le prix du gazole, madame Mme A. ?",
    ]


def write_all(archive: Archive, folder: Path) -> Iterator[str]:
    """Yield all that Python returns, files hold and the page shows of an archive."""
    answers = [archive.ask(question) for question in QUESTIONS]
    for answer in answers:
        yield from (json.dumps(answer.to_dict(), ensure_ascii=False), str(answer), answer._repr_html_())
        yield answer.to_frame().to_csv()
    yield from (
        str(archive.search("la criée")),
        str(archive.find("la")),
        str(archive.find("la", asked=True)),
    )
    for suffix in SUFFIXES:
        write_export(answers, archive.interviews, folder / f"out{suffix}")
    for tool in Tool:
        write_folder(answers, archive.interviews, folder / f"out-{tool.value}", tool)
    grid = archive.ask_all(QUESTIONS, by="speaker")
    for suffix in (".csv", ".html", ".md", ".xlsx"):
        write_grid(grid, folder / f"grid{suffix}")
    yield from (read_written(path) for path in sorted(folder.rglob("*")) if path.is_file())
    for interview in archive.interviews.values():
        yield from (describe_reading(interview), show_interview(interview, "fr"))
        yield show_note(interview, "t1p1", interview.date, "fr")
    listed = list(archive.interviews.values())
    yield from (show_library(listed, NO_FILTERS, "fr"), "\n".join(choose_examples(listed, "fr")))
    yield from (describe_archive(archive.interviews, "fr"), describe_speakers(listed, "fr"))
    conversation = Conversation()
    for question in QUESTIONS:
        conversation = put_question(archive, conversation, question)
    yield show_conversation(archive.interviews, conversation)
    for wanted in Format:
        yield str(keep_conversation(archive.interviews, conversation, wanted))


def read_written(path: Path) -> str:
    """Return what a file holds, also inside a zip."""
    if path.suffix not in (".xlsx", ".qdpx"):
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_no_answer_page_export_grid_or_report_holds_a_hidden_name(hidden: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    told = list(write_all(open_archive(hidden), tmp_path / "out"))
    assert len(told) > 60
    assert [one for one in map(holds_name, told) if one] == []
    assert sum("Mme A." in one for one in told) > 30


def test_a_server_tells_no_hidden_name(hidden: Path) -> None:
    with serving(ROOT / "tests" / "serving.py", hidden, hidden.parent / "index") as address:
        told = [
            urllib.request.urlopen(f"{address}{place}").read().decode("utf-8", "replace")
            for place in ("", "config", "gradio_api/info", "?interview=criee", "?q=gazole")
        ]
        client = Client(address, verbose=False, analytics_enabled=False)
        told += [str(client.predict(question, api_name="/ask")) for question in QUESTIONS]
        told += [str(client.predict("la criée", api_name=f"/{name}")) for name in ("search", "find")]
        told.append(str(client.predict(api_name="/interviews")))
        told += [
            str(client.predict("criee", at, api_name="/passage")) for at in ("t0p1", "t1p1", "t2p1")
        ]
        for name, value in (("speaker", "x"), ("interview", "x"), ("publication", "x"), ("since", "x")):
            with pytest.raises(AppError) as error:
                client.predict("le gazole", api_name="/ask", **{name: value})
            told.append(str(error.value))
        with pytest.raises(AppError) as error:
            client.predict("criee", "t9p9", api_name="/passage")
        told.append(str(error.value))
        client.close()
    assert [one for one in map(holds_name, told) if one] == []


def test_the_tools_of_a_program_that_converses_tell_no_hidden_name(hidden: Path) -> None:
    pytest.importorskip("mcp")
    from onrecord.cli.mcp_server import Tools

    tools = Tools(open_archive(hidden))
    told = [str(tools.ask(one)) for one in QUESTIONS]
    told += [
        str(tools.search("la criée")),
        str(tools.passage("criee", "t1p1")),
        str(tools.interviews()),
    ]
    assert [one for one in map(holds_name, told) if one] == []


@pytest.mark.parametrize(
    "question",
    [
        "Que dit {} du prix du gazole ?",
        "{} parle-t-elle de la pluie ?",
        "Qui est {} ?",
        "Quel est le rôle de {} ?",
        "Combien de fois dit-on « {} » ?",
    ],
)
def test_a_hidden_name_is_answered_as_a_name_that_nobody_has(hidden: Path, question: str) -> None:
    archive = open_archive(hidden)
    real, invented = "Jeanne Le Bihan", "Zoélie Le Goarec"
    told = [archive.ask(question.format(name)) for name in (real, invented)]
    shown = [
        (one.verdict, one.facts, len(one.hits), [note.replace(name, "…") for note in one.notes])
        for one, name in zip(told, (real, invented), strict=True)
    ]
    assert shown[0] == shown[1]
    hits = [str(hit) for one in told for hit in (*one.hits, *one.nearest)]
    assert [one for one in map(holds_name, hits) if one] == []


@pytest.mark.parametrize("name", ["Jeanne Le Bihan", "Le Bihan", "Jeanne"])
def test_a_hidden_name_is_no_speaker_and_stands_nowhere(hidden: Path, name: str) -> None:
    archive = open_archive(hidden)
    assert archive.find(name) == ()
    errors = []
    for asked in (name, "Zoélie"):
        with pytest.raises(OnRecordError) as told:
            archive.ask("le prix du gazole", speaker=asked)
        errors.append(str(told.value).replace(asked, "…"))
    assert errors[0] == errors[1]
    assert archive.ask("le prix du gazole", speaker="Mme A.").hits[0].speaker == "Mme A."


def test_who_has_the_source_verifies(hidden: Path, tmp_path: Path) -> None:
    archive = open_archive(hidden)
    answer: Answer = archive.ask("Le prix du gazole ?")
    checks = verify_answer(answer.to_dict(), hidden)
    assert [check for check in checks if check.problems or check.unchecked] == []
    write_grid(archive.ask_all(QUESTIONS), tmp_path / "grid.xlsx")
    assert all(check.ok for check in verify_grid(tmp_path / "grid.xlsx", hidden))
    (hidden / "criee.yaml").write_text(HIDDEN.replace("Mme A.", "Mme B."), "utf-8")
    assert not any(check.ok for check in verify_answer(answer.to_dict(), hidden))


def test_a_corrected_name_is_hidden_too(hidden: Path) -> None:
    at, other = TALK.index("M. Bihan"), TALK.index("pluie")
    entries = (f"{{at: {at + 3}, was: Bihan, is: Le Bihan}}", f"{{at: {other}, was: pluie, is: neige}}")
    (hidden / "criee.yaml").write_text(f"{HIDDEN}corrections: [{', '.join(entries)}]\n", "utf-8")
    interview = read_interview(hidden / "criee.md")
    shown = interview.show(Span(0, len(TALK)))
    assert "M. Mme A. [corrigé], n'y peut rien" in shown and "passer la neige [corrigé]. On" in shown
    assert holds_name(shown) == holds_name(str(interview.changes)) == ""
    assert [one.was for one in interview.changes if one.was] == ["pluie"]


def test_a_part_of_two_names_is_shown_as_either(hidden: Path) -> None:
    (hidden / "criee.yaml").write_text(
        "pseudonyms: {Jeanne Le Bihan: Mme A., Paul Le Bihan: M. B.}\n", "utf-8"
    )
    (hidden / "criee.md").write_text(f"{TALK}\nMaud Kerbrat : Et Paul Le Bihan ?\n", "utf-8")
    shown = read_interview(hidden / "criee.md").show(Span(0, len(TALK) + 40))
    assert "madame Mme A. / M. B. ?" in shown and "Et M. B. ?" in shown


@pytest.mark.parametrize(
    ("pseudonyms", "told"),
    [
        ("oui", r"criee\.yaml, line 1: pseudonyms: expected {name: pseudonym}, found 'oui'"),
        ("{Jeanne Le Bihan: ''}", "expected a name to show, found ''"),
        ("{Jeanne Le Bihan: 3}", "expected a name to show, found 3"),
        ("{'-': Paul}", "expected a name to hide, found '-'"),
        ("{Jeanne Le Bihan: maud kerbrat}", "expected a name that the interview does not hold"),
        ("{Jeanne Le Biham: Mme A.}", "expected a name that the interview holds, found 'Jeanne Le Bi"),
        ("{La criée: X}", r"expected a file whose name does not hold a hidden name"),
    ],
)
def test_a_mistake_is_one_sentence(hidden: Path, pseudonyms: str, told: str) -> None:
    (hidden / "criee.yaml").write_text(f"pseudonyms: {pseudonyms}", "utf-8")
    (hidden / "criee.md").rename(hidden / "la-criee.md")
    (hidden / "criee.yaml").rename(hidden / "la-criee.yaml")
    with pytest.raises(CorpusError, match=told):
        read_interview(hidden / "la-criee.md")


def test_a_pseudonym_that_is_another_persons_name_is_refused(hidden: Path) -> None:
    (hidden / "port.txt").write_text(INTERVIEW, "utf-8")
    (hidden / "port.yaml").write_text(SIDE.replace("Jeanne Le Bihan", "Mme A."), "utf-8")
    with pytest.raises(CorpusError, match=r"criee\.yaml: pseudonyms: expected names that nobody has"):
        open_archive(hidden)


def test_one_person_may_have_one_pseudonym_in_two_interviews(hidden: Path) -> None:
    (hidden / "port.md").write_text(TALK.replace("pluie", "neige"), "utf-8")
    (hidden / "port.yaml").write_text(HIDDEN, "utf-8")
    assert {one.people[0].name for one in open_archive(hidden).interviews.values()} == {"Mme A."}
