"""A grid is written whole, verifies as it is, and is told false where anything of it was changed."""

import csv
import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from conftest import RuleJudge
from openpyxl import load_workbook

from onrecord.answer.answer import Answer
from onrecord.answer.verify_export import verify_export
from onrecord.archive import Archive
from onrecord.error import AnswerError
from onrecord.workbench.grid import Grid
from onrecord.workbench.grid_file import read_csv, to_csv, to_html, to_markdown, write_grid
from onrecord.workbench.record import COLUMNS
from onrecord.workbench.verify_grid import verify_grid

QUESTIONS = [
    "Que dit-elle du prix du gazole ?",
    "Qui est interviewé ?",
    "Combien de fois dit-elle « zeppelin » ?",
]


@pytest.fixture
def grid(archive: Archive) -> Grid:
    return archive.ask_all(QUESTIONS)


@pytest.fixture
def written(grid: Grid, tmp_path: Path) -> Path:
    write_grid(grid, tmp_path / "grid.xlsx")
    return tmp_path / "grid.xlsx"


def problems(path: Path, corpus: Path) -> list[str]:
    return [problem for check in verify_grid(path, corpus) for problem in check.problems]


def test_a_spreadsheet_shows_verdict_quote_citation_and_passages(written: Path, grid: Grid) -> None:
    book = load_workbook(written)
    shown, passages = book["grid"], book["passages"]
    assert [cell.value for cell in shown[1]] == ["entretien", "de qui, d’où, de quand", *QUESTIONS]
    hit = grid.answers[0][0].hits[0]
    assert shown["C2"].value.splitlines()[:3] == [
        "dit",
        f"«\u202f{hit.quote.text}\u202f»",
        f"— {hit.citation} ({hit.score:.2f})",
    ]
    assert shown["C2"].hyperlink.target == hit.link
    assert shown["D2"].value == "dit\nQui parle : Jeanne Le Bihan, directrice de la criée"
    assert shown["E2"].value == (
        "pas dit\n« zeppelin » ne se trouve nulle part dans ce qui est dit, à la lettre."
    )
    assert shown["C2"].fill.start_color.rgb != shown["E2"].fill.start_color.rgb
    assert shown["C2"].alignment.wrap_text
    assert (shown.freeze_panes, passages.freeze_panes) == ("B2", "D2")
    row = dict(zip(COLUMNS, (cell.value for cell in passages[2]), strict=True))
    assert (row["text"], row["start"], row["end"]) == (hit.text, hit.start, hit.end)
    assert (row["source_sha256"], row["score"]) == (hit.source_sha256, hit.score)


def test_a_cell_in_doubt_is_told_and_coloured_apart(
    archive: Archive, written: Path, corpus: Path, tmp_path: Path
) -> None:
    judge = RuleJudge(lambda passage: 0.4 if "gazole" in passage.text else 0.0)
    judge.threshold = 0.3
    doubtful = Archive(archive.index, archive.encoder, judge).ask_all(QUESTIONS[:1])
    write_grid(doubtful, tmp_path / "doubtful.xlsx")
    told = load_workbook(tmp_path / "doubtful.xlsx")["grid"]["C2"]
    sure = load_workbook(written)["grid"]["C2"]
    lines = told.value.splitlines()
    assert lines[0] == "peut-être dit"
    assert lines[3] == "L’entretien répond peut-être\u202f: à lire avant de citer."
    assert told.fill.start_color.rgb != sure.fill.start_color.rgb
    assert problems(tmp_path / "doubtful.xlsx", corpus) == []
    assert '<td class="doubtful"><strong>peut-être dit</strong>' in to_html(doubtful)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_what_is_written_verifies(grid: Grid, tmp_path: Path, corpus: Path, suffix: str) -> None:
    path = tmp_path / f"other{suffix}"
    write_grid(grid, path)
    checks = verify_grid(path, corpus)
    hits = [hit for _, _, answer in grid.cells() for hit in (*answer.hits, *answer.nearest)]
    assert [check.citation for check in checks] == [
        *(hit.citation for hit in hits),
        "people: Jeanne Le Bihan, directrice de la criée",
    ]
    assert all(check.ok for check in checks)
    assert not any(check.unchecked for check in checks)


@pytest.mark.parametrize(
    ("sheet", "column", "value", "told"),
    [
        ("passages", "text", "Le prix de l'essence.", "it stands nowhere in the source"),
        (
            "passages",
            "speaker",
            "Paul Riou",
            "speaker is “Paul Riou”; the source gives “Jeanne Le Bihan”",
        ),
        ("passages", "source_sha256", "0", "the source's text has changed since"),
        ("passages", "row", "moulin", "row is “moulin”; the source gives “criee”"),
        ("grid", "C2", "dit\n« Le gazole est gratuit. »", "cell is “dit « Le gazole est gratuit. »”"),
        ("grid", "E2", "dit", "cell is “dit”; the source gives “pas dit"),
        ("grid", "E1", "Dit-elle tout ?", "the source gives nothing"),
    ],
)
def test_a_change_is_told(
    written: Path, corpus: Path, sheet: str, column: str, value: str, told: str
) -> None:
    book = load_workbook(written)
    place = column if sheet == "grid" else book[sheet].cell(2, COLUMNS.index(column) + 1).coordinate
    book[sheet][place] = value
    book.save(written)
    assert any(told in problem for problem in problems(written, corpus))


def test_no_text_becomes_a_formula(grid: Grid, tmp_path: Path) -> None:
    odd = "=1+1 \x07 _x0041_ \r\n'=2"
    answer = dataclasses.replace(grid.answers[0][0], notes=(odd,))
    changed = dataclasses.replace(grid, answers=((answer, *grid.answers[0][1:]),))
    path = tmp_path / "odd.xlsx"
    write_grid(dataclasses.replace(changed, questions=("=HYPERLINK(0)", *QUESTIONS[1:])), path)
    book = load_workbook(path)
    assert [cell.data_type for cell in book["grid"][1]] == ["s"] * 5
    assert book["grid"]["C1"].value == "=HYPERLINK(0)"
    table = to_csv(changed)
    assert all(not field.startswith("=") for row in csv.reader(io.StringIO(table)) for field in row)
    assert read_csv(table)[0]["notes"] == odd


def test_what_spreadsheets_cannot_hold_comes_back(grid: Grid, tmp_path: Path, corpus: Path) -> None:
    answer = Answer("zeppelin ?", grid.answers[0][2].verdict, notes=("a\x07b _x0041_ \r c",))
    path = tmp_path / "odd.xlsx"
    write_grid(dataclasses.replace(grid, questions=("zeppelin ?",), answers=((answer,),)), path)
    assert problems(path, corpus) == []


def test_a_csv_tells_what_is_wrong_in_it(grid: Grid, tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text(to_csv(grid).replace("mille litres", "cent litres"), "utf-8", newline="")
    assert any("it stands nowhere" in problem for problem in problems(path, corpus))
    start = str(grid.answers[0][0].hits[0].start)
    path.write_text(to_csv(grid).replace(f",{start},", ",partout,", 1), "utf-8", newline="")
    with pytest.raises(AnswerError, match=r"passage in line 2: .*: expected a number, found “partout”"):
        verify_grid(path, corpus)
    path.write_text("a,b\r\n", "utf-8")
    with pytest.raises(AnswerError, match=r"grid\.csv: expected a grid .*, found other columns"):
        verify_grid(path, corpus)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "found no spreadsheet, or a damaged one"),
        (b"PK\x03\x04 not an archive", "found no spreadsheet, or a damaged one"),
    ],
)
def test_a_broken_spreadsheet_is_one_sentence(
    tmp_path: Path, corpus: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(content)
    with pytest.raises(AnswerError, match=told):
        verify_grid(path, corpus)
    with pytest.raises(AnswerError, match="found no spreadsheet"):
        verify_grid(tmp_path / "absent.xlsx", corpus)


def test_a_spreadsheet_cut_anywhere_is_one_sentence(
    written: Path, tmp_path: Path, corpus: Path
) -> None:
    content = written.read_bytes()
    path = tmp_path / "cut.xlsx"
    for end in range(1, len(content), len(content) // 20):
        path.write_bytes(content[:end])
        with pytest.raises(AnswerError, match="expected a grid"):
            verify_grid(path, corpus)


def test_another_spreadsheet_is_one_sentence(written: Path, tmp_path: Path, corpus: Path) -> None:
    book = load_workbook(written)
    book["passages"].title = "autre"
    book.save(written)
    with pytest.raises(AnswerError, match=r"found a spreadsheet without .*passages"):
        verify_grid(written, corpus)
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(AnswerError, match="found a"):
        verify_grid(tmp_path / "empty.xlsx", corpus)


def test_markdown_verifies_as_any_export_does(grid: Grid, corpus: Path) -> None:
    text = to_markdown(grid)
    assert (
        "| entretien | 1. | 2. | 3. |\n| --- | --- | --- | --- |\n| criee | dit | dit | pas dit |"
        in text
    )
    checks = verify_export(text, corpus)
    assert [check.ok for check in checks] == [True] * len(grid.answers[0][0].hits)


def test_html_escapes_what_interviews_and_questions_hold(archive: Archive) -> None:
    page = to_html(archive.ask_all(["<script>alert(1)</script> ?", QUESTIONS[0]]))
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ?" in page
    assert '<td class="found"><strong>dit</strong><blockquote>«\u202fLe prix du gazole.' in page


def test_nothing_is_written_over(grid: Grid, written: Path) -> None:
    before = written.read_bytes()
    with pytest.raises(AnswerError, match=r"grid\.xlsx: is there already; name another"):
        write_grid(grid, written)
    assert written.read_bytes() == before
    with pytest.raises(AnswerError, match=r"expected a name that ends in one of \.xlsx, \.csv"):
        write_grid(grid, written.with_suffix(".ods"))
    with pytest.raises(AnswerError, match="expected a folder to write into"):
        write_grid(grid, written.parent / "nowhere" / "grid.md")
    assert sorted(path.name for path in written.parent.glob("grid*")) == ["grid.xlsx"]
