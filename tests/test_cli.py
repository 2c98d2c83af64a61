"""The command line, as a user runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import INTERVIEW, ROOT, StubEncoder

from onrecord import cli
from onrecord.archive import Archive


@pytest.fixture
def folders(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the options that name the folders; the encoder is the tests' own."""
    monkeypatch.setattr("onrecord.archive.load_encoder", lambda _: StubEncoder())
    return ["--corpus", str(corpus), "--index", str(tmp_path / "index")]


def run(*arguments: str) -> int:
    return cli.main(list(arguments))


def test_ask_prints_what_python_answers(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "le prix du gazole", *folders) == 0
    shown = capsys.readouterr().out
    archive = Archive.open(folders[1], folders[3], StubEncoder())
    assert shown == f"{archive.ask('le prix du gazole')}\n"
    assert run("ask", "le prix du gazole", "--json", "-k", "2", *folders) == 0
    assert json.loads(capsys.readouterr().out) == archive.ask("le prix du gazole", k=2).to_dict()


def test_ask_takes_history_and_diverse(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ask", "la suite", "-k", "1", "--history", "le prix du gazole", *folders) == 0
    assert "Cette réponse s’arrête là." in capsys.readouterr().out
    assert run("ask", "le prix du gazole", "--diverse", "--json", *folders) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["hits"] + answer["nearest"]) == 1


def test_not_said_is_done(folders: list[str]) -> None:
    assert run("ask", "Comment réparer un lave-vaisselle ?", *folders) == 0


def test_build_says_what_it_did(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build", *folders) == 0
    out, err = capsys.readouterr()
    assert "1 interviews, 4 passages" in out
    assert "criee" in out
    assert "encoding: 100%" in err


def test_verify_tells_true_from_false(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("ask", "le prix du gazole", "--json", *folders)
    answer = capsys.readouterr().out
    saved = tmp_path / "answer.json"
    saved.write_text(answer, "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 0
    assert "3 of 3 are as the sources give them" in capsys.readouterr().out
    saved.write_text(answer.replace("mille litres", "cent litres"), "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 1
    assert "FALSE" in capsys.readouterr().out
    partial = json.loads(answer)
    del partial["nearest"][0]["role"]
    saved.write_text(json.dumps(partial), "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 0
    assert "unchecked: role" in capsys.readouterr().out
    saved.write_text("[" + answer, "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 2
    assert "expected CSL-JSON" in capsys.readouterr().err
    saved.write_text('{"a":' * 100_000, "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 2
    assert "expected an answer in JSON" in capsys.readouterr().err


def test_verify_reads_what_ask_prints(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("ask", "le prix du gazole", *folders)
    saved = tmp_path / "answer.md"
    saved.write_text(capsys.readouterr().out, "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 0
    assert "are as the sources give them" in capsys.readouterr().out
    saved.write_text(saved.read_text("utf-8").replace("Jeanne Le Bihan", "Paul Riou"), "utf-8")
    assert run("verify", str(saved), *folders[:2]) == 1
    assert "source is “Paul Riou" in capsys.readouterr().out


def test_read_reports_a_file_and_a_folder(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(Path(folders[1]) / "criee.txt")
    assert run("read", file) == 0
    shown = capsys.readouterr().out
    assert "Jeanne Le Bihan" in shown
    assert "Maud Kerbrat" in shown
    assert run("read", folders[1]) == 0
    assert "1 interviews, 3 answers" in capsys.readouterr().out
    assert run("read", "--json", file) == 0
    assert json.loads(capsys.readouterr().out)[0]["interview_id"] == "criee"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", ""], "expected a question, found no word"),
        (["ask", "a" * 100_000], "at most 10,000 characters"),
        (["ask", "gazole", "-k", "0"], "k: expected a whole number from 1, found 0"),
        (["ask", "gazole", "--since", "un jour"], "since: expected a date"),
        (["ask", "gazole", "--interview", "crie"], "try criee"),
    ],
)
def test_a_user_error_is_one_line_and_status_2(
    folders: list[str], arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments, *folders) == 2
    out, err = capsys.readouterr()
    assert out == ""
    last = err.strip().splitlines()[-1]
    assert last.startswith("onrecord: ") and message in last
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "found an empty file"),
        (b"\x00\x01\x02\xff" * 100, "expected"),
    ],
)
def test_a_bad_file_is_named(
    folders: list[str], content: bytes, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(folders[1]) / "mauvais.txt").write_bytes(content)
    assert run("build", *folders) == 2
    err = capsys.readouterr().err
    assert "mauvais.txt" in err and message in err


def test_what_does_not_exist_is_said(folders: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", "nowhere.txt") == 2
    assert run("verify", "nowhere.json", *folders[:2]) == 2
    assert run("ask", "x", "--corpus", "nowhere", *folders[2:]) == 2
    assert capsys.readouterr().err.count("onrecord: ") == 3


def test_two_files_of_one_id_are_refused(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (Path(folders[1]) / "criee.md").write_text(INTERVIEW, "utf-8")
    assert run("build", *folders) == 2
    assert "criee.md and criee.txt have one id" in capsys.readouterr().err


def test_the_module_runs_and_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("onrecord 0.")
    command = f"{sys.executable} -m onrecord --help | true"
    help_ = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert "Traceback" not in help_.stderr


def test_find_prints_every_place_and_counts_them(
    folders: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("find", "le prix", *folders) == 0
    out = capsys.readouterr().out
    assert "… [Le prix] du gazole." in out and "si [le prix] double" in out
    assert out.rstrip().endswith("2 in 1 interview; Jeanne Le Bihan 2")
    assert run("find", "zeppelin", *folders) == 0
    assert capsys.readouterr().out == "0 in 0 interviews\n"
    assert run("find", "le prix", "--count", "year", *folders) == 0
    assert capsys.readouterr().out == "2 in 1 interview; 2021 2\n"
    assert run("find", "le prix", "--count", "interview", "--json", *folders) == 0
    assert json.loads(capsys.readouterr().out) == {"criee": 2}
    assert run("find", "le prix", "--json", *folders) == 0
    assert [one["text"] for one in json.loads(capsys.readouterr().out)] == ["Le prix", "le prix"]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--rate", "-1"], "expected 1 or more a minute, or 0 for any, found -1"),
        (["--framed-by", "https://a.org; script-src *"], "expected a site such as https://example.org"),
        (["--framed-by", "example.org"], "expected a site such as https://example.org"),
    ],
)
def test_what_the_server_is_told_of_others_is_checked(
    capsys: pytest.CaptureFixture[str], option: list[str], told: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        run("serve", *option)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_app_takes_its_port_from_the_environment() -> None:
    environment = {**os.environ, "GRADIO_SERVER_PORT": "sept"}
    done = subprocess.run(
        [sys.executable, ROOT / "app.py"], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith("argument --port: invalid int value: 'sept'")


def write_questions(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "questions.txt"
    path.write_text("\n".join(lines), "utf-8")
    return str(path)


def test_grid_writes_what_verify_confirms(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write_questions(tmp_path, "le prix du gazole", "", "Qui est interviewé ?")
    out = tmp_path / "grid.xlsx"
    assert run("grid", questions, "--out", str(out), *folders) == 0
    told = capsys.readouterr()
    assert told.out == f"{out}: 1 × 2; found 2\n"
    assert "asking: 100%" in told.err
    assert sorted(path.name for path in tmp_path.iterdir() if "grid" in path.name) == ["grid.xlsx"]
    assert run("verify", str(out), *folders[:2]) == 0
    assert "4 of 4 are as the sources give them" in capsys.readouterr().out
    assert run("grid", questions, "--out", str(out), *folders) == 2
    assert "is there already; name another, or remove it" in capsys.readouterr().err


def test_a_grid_stopped_keeps_its_answers_and_goes_on(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = write_questions(tmp_path, *(f"le prix du gazole {number}" for number in range(9)))
    out = tmp_path / "grid.csv"
    with pytest.MonkeyPatch.context() as patched:
        ask = Archive.ask
        patched.setattr(Archive, "ask", lambda *given, **named: stop(ask, *given, **named))
        assert run("grid", questions, "--out", str(out), *folders) == 130
    assert f"the same command goes on from {out}.answers" in capsys.readouterr().err
    assert not out.exists()
    assert (tmp_path / "grid.csv.answers").read_text("utf-8").count('{"key"') == 4
    assert run("grid", questions, "--out", str(out), *folders) == 0
    assert "1 × 9" in capsys.readouterr().out
    assert not (tmp_path / "grid.csv.answers").exists()


def stop(ask: object, archive: Archive, question: str, **named: object) -> object:
    """Ask as the archive does, but be interrupted at the fifth question."""
    if question.endswith("4"):
        raise KeyboardInterrupt
    return ask(archive, question, **named)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([], "questions.txt: expected a question on each line, found none"),
        (["Qui ?", "", "qui ?"], "question 2: expected each question once, found number 1 again"),
    ],
)
def test_a_bad_file_of_questions_is_one_sentence(
    folders: list[str], tmp_path: Path, lines: list[str], message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    out = str(tmp_path / "grid.xlsx")
    assert run("grid", write_questions(tmp_path, *lines), "--out", out, *folders) == 2
    assert message in capsys.readouterr().err
    (tmp_path / "questions.txt").write_bytes(b"\xff\xfe\x00caf\xe9")
    assert run("grid", str(tmp_path / "questions.txt"), "--out", out, *folders) == 2
    assert "expected a file of questions in UTF-8" in capsys.readouterr().err


def test_export_takes_saved_answers_to_other_tools(
    folders: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("ask", "le prix du gazole", "--json", *folders)
    saved = tmp_path / "answer.json"
    saved.write_text(capsys.readouterr().out, "utf-8")
    for name in ("quotes.ris", "quotes.jsonld"):
        out = str(tmp_path / name)
        assert run("export", str(saved), "--out", out, *folders[:2]) == 0
        assert capsys.readouterr().out == f"{out}: 1 quotes that answer, of 1 interview\n"
        assert run("verify", out, *folders[:2]) == 0
        assert "1 of 1 are as the sources give them" in capsys.readouterr().out
    assert run("export", "nowhere.json", "--out", str(tmp_path / "a.ris"), *folders[:2]) == 2
    assert "expected an answer in JSON" in capsys.readouterr().err
