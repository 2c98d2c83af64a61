"""`onrecord evaluate` as a user runs it, on the invented interview with the stub encoder."""

import json
from pathlib import Path

import pytest
from conftest import StubEncoder

from onrecord import cli
from onrecord.answer.answer import Verdict
from onrecord.archive import Archive
from onrecord.error import EvaluationError
from onrecord.evaluation import GoldAnswer, GoldQuestion, ask_questions

GAZOLE = {
    "qid": "price",
    "question": "Le prix du gazole",
    "kind": "factual",
    "answers": [{"interview_id": "criee", "quote": "Le prix du gazole."}],
    "speaker": "Jeanne Le Bihan",
}
HIDDEN = {
    "qid": "hidden",
    "question": "Comment réparer un lave-vaisselle ?",
    "kind": "unanswerable_offtopic",
}


@pytest.fixture
def questions(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the arguments that evaluate two questions over the invented interview."""
    monkeypatch.setattr("onrecord.archive.load_encoder", lambda _: StubEncoder())
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in (GAZOLE, HIDDEN)), "utf-8")
    return [str(path), "--corpus", str(corpus)]


def run(*arguments: str) -> int:
    return cli.main(["evaluate", *arguments])


def test_the_table_is_printed_and_nothing_is_left_behind(
    questions: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(tmp_path.iterdir())
    assert run(*questions) == 0
    out, err = capsys.readouterr()
    assert out.startswith("2 questions; ")
    assert "R@1                         1.000   1.000 to 1.000   over 1\n" in out
    assert "verbatim                    1.000" in out
    assert "the first passage is not right: 0" in out
    assert "asking: 100%" in err
    assert sorted(tmp_path.iterdir()) == before


def test_json_and_pictures_are_written_and_compared(
    questions: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "figures.json"
    assert run(*questions, "--json", str(saved), "--plots", str(tmp_path / "plots")) == 0
    assert (tmp_path / "plots" / "reliability.png").exists()
    assert run(*questions, "--compare", str(saved)) == 0
    assert "0 of 11 figures are worse than committed by more than 0.02" in capsys.readouterr().out
    figures = json.loads(saved.read_text("utf-8"))
    figures["figures"]["quote F1"]["value"] += 0.05
    saved.write_text(json.dumps(figures), "utf-8")
    assert run(*questions, "--compare", str(saved)) == 1
    assert "-0.050   WORSE" in capsys.readouterr().out
    assert run(*questions, "--compare", str(saved), "--tolerance", "0.1") == 0


def test_the_index_can_be_kept(questions: list[str], tmp_path: Path) -> None:
    assert run(*questions, "--index", str(tmp_path / "kept")) == 0
    assert (tmp_path / "kept").is_dir()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"question": ""}, "line 3: question: expected a text"),
        (
            {"question": "a", "answers": [{"interview_id": "crie", "quote": "b"}]},
            "line 3: interview_id: expected an interview of the corpus",
        ),
        ({"question": "a" * 10_001}, "line 3: expected a question of at most 10,000"),
    ],
)
def test_a_wrong_line_is_status_2_and_one_line(
    questions: list[str], row: object, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(questions[0])
    path.write_text(path.read_text("utf-8") + "\n" + json.dumps(row), "utf-8")
    assert run(*questions) == 2
    out, err = capsys.readouterr()
    assert out == ""
    last = err.strip().splitlines()[-1]
    assert last.startswith(f"onrecord: {path}, ") and message in last


def test_a_missing_library_is_told_before_anything_is_asked(
    questions: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    assert run(*questions, "--plots", "plots") == 2
    assert capsys.readouterr().err == (
        "onrecord: evaluating needs matplotlib, which is not installed; "
        "run: pip install 'onrecord[evaluate]' (or: pip install matplotlib)\n"
    )


def test_a_quote_that_stands_nowhere_is_told(
    questions: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(questions[0])
    path.write_text(
        path.read_text("utf-8").replace("Le prix du gazole.", "Autre chose, vraiment."), "utf-8"
    )
    assert run(*questions) == 0
    out, err = capsys.readouterr()
    assert f"{path}, line 1: answers: the quote stands in no passage of its interview" in err
    assert "the first passage is not right: 1" in out


def test_a_trial_holds_what_was_asked_and_found(archive: Archive) -> None:
    gold = GoldQuestion(
        "1",
        "et des apprentis ?",
        "followup",
        ("Combien d'emplois à la criée ?",),
        (GoldAnswer("criee", "Nous avons recruté sept apprentis, dont quatre femmes."),),
        "Jeanne Le Bihan",
        "line 1",
    )
    (trial,) = ask_questions(archive, [gold])
    answer = archive.ask(gold.question, k=10, history=gold.history)
    assert trial.ranked == (*answer.hits, *answer.nearest)
    assert trial.verdict is answer.verdict
    assert trial.right[(trial.rank or 0) - 1]
    assert trial.right.count(True) == 1
    assert trial.verbatim == (True,) * 2 * len(trial.ranked)
    assert trial.right_speaker is True
    assert trial.seconds > 0
    assert isinstance(trial.verdict, Verdict)


def test_an_interview_that_is_not_there_is_told_before_anything_is_asked(archive: Archive) -> None:
    gold = GoldQuestion("1", "?", "factual", (), (GoldAnswer("absent", "a"),), "", "file, line 9")
    with pytest.raises(EvaluationError, match=r"file, line 9: interview_id.*'absent'"):
        ask_questions(archive, [gold])
