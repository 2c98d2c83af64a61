"""README and docs/ say what the program does: their blocks run, the example is what comes out."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import onrecord
from onrecord.archive import Archive
from onrecord.evaluation import read_gold

README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))
OTHERS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "benchmarks/README.md")
CARDS = (
    "corpus/README.md",
    "index/README.md",
    "onrecord/retrieval/bundled_encoder/README.md",
    "onrecord/retrieval/bundled_encoder/judge/README.md",
    "tests/questions/README.md",
    "training/README.md",
    "training/judge/README.md",
)
MADE = {"dist", "milvus-data"}  # by a command that the page gives
TEXT = README.read_text("utf-8")


def find_written() -> list[Path]:
    """Return the files of the repository, without what commands make of them."""
    hidden = (".git", ".venv", "__pycache__")
    return [path for path in ROOT.rglob("*") if path.is_file() and not set(hidden) & set(path.parts)]


def blocks(language: str, pages: tuple[Path, ...] = PAGES) -> list[str]:
    """Return the blocks of a language, of README first."""
    texts = [page.read_text("utf-8") for page in pages]
    return [one for text in texts for one in re.findall(rf"```{language}\n(.*?)```", text, flags=re.S)]


@pytest.mark.model
def test_the_example_is_what_comes_out(seed_archive: Archive) -> None:
    (shown,) = blocks("text")
    command, _, answer = shown.partition("\n")
    arguments = shlex.split(command)
    assert arguments[:4] == ["$", "python", "-m", "onrecord"]
    assert answer == f"{seed_archive.ask(arguments[5], k=int(arguments[7]))}\n"


@pytest.mark.model
def test_the_python_blocks_run(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    printed = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for script in blocks("python")
    ]
    assert len(printed) >= 4
    assert "Cédric O, La Gazette des communes, 28 novembre 2019, question 1" in printed[0]


@pytest.mark.model
def test_the_http_blocks_run(seed_archive: Archive, tmp_path: Path) -> None:
    import shutil

    from serving import serving

    expected = seed_archive.ask("Que signifie la refonte de la Dinum ?").to_dict()
    bounded = seed_archive.ask("Que dit-il des collectivités ?", k=1, since="2019-01-01").to_dict()
    with serving(ROOT / "app.py", "--index", tmp_path / "index") as address:
        found: dict[str, object] = {}
        for python in blocks("py"):
            exec(python.replace("http://127.0.0.1:7860", address.rstrip("/")), found)
        assert found["answer"] == expected
        assert found["found"] == bounded
        assert [one["id"] for one in found["interviews"]] == ["cedric-o-gazette-2019"]  # type: ignore[attr-defined]
        assert found["passage"]["text"].startswith("C’est aussi visible")  # type: ignore[index]
        assert len(found["nearest"]) == 2  # type: ignore[arg-type]
        if shutil.which("curl"):
            short, named, event = (_run("bash", "-c", one, address) for one in blocks("bash"))
            assert (json.loads(short), json.loads(named)) == (expected, bounded)
            data = next(line for line in event.splitlines() if line.startswith("data: "))
            assert json.loads(data.removeprefix("data: "))[0] == expected
        if shutil.which("node"):
            (script,) = blocks("js")
            told = _run("node", "--input-type=module", "--eval", script, address)
            assert told.startswith("found [") and expected["hits"][0]["citation"] in told


def _run(*command: str) -> str:
    """Return what a command prints; its last argument is the address of the chat in the one before."""
    *before, script, address = command
    script = script.replace("http://127.0.0.1:7860", address.rstrip("/"))
    done = subprocess.run([*before, script], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_schema_names_what_an_answer_holds(archive: Archive) -> None:
    (schema,) = blocks("json")
    answer = archive.ask("le prix du gazole").to_dict()
    (hit, *_) = answer["hits"] + answer["nearest"]
    fact = archive.ask("Qui est interviewé ?").to_dict()["facts"][0]
    held = {*answer, *hit, *hit["quote"], *fact, "shown", "was"}  # of a change
    values = {"found", "not_said", "maybe_unread", "fr", "en"}
    assert set(re.findall(r'"(\w+)"', schema)) - values == held


def test_the_commands_exist() -> None:
    from onrecord.cli.parser import make_parser

    lines = [
        line
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("python -m onrecord")
    ]
    assert len(lines) >= 10
    for line in lines:
        command = line.split("#")[0].split(">")[0]
        assert make_parser().parse_args(shlex.split(command)[3:]).run


def test_the_questions_are_read(tmp_path: Path) -> None:
    (lines,) = blocks("jsonl")
    (tmp_path / "questions.jsonl").write_text(lines, "utf-8")
    assert [one.answerable for one in read_gold(tmp_path / "questions.jsonl")] == [True, False]


def test_every_link_leads_to_a_file() -> None:
    broken = []
    for page in (*PAGES, *(ROOT / name for name in OTHERS)):
        links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
        here = [link for link in links if "://" not in link and "?" not in link]
        broken += [(page.name, link) for link in here if not (page.parent / link).exists()]
    assert broken == []


def test_every_path_that_a_page_names_is_there() -> None:
    written = [path.relative_to(ROOT) for path in find_written()]
    tails = {"/".join(path.parts[start:]) for path in written for start in range(len(path.parts))}
    folders = {"/".join(one.split("/")[:end]) for one in tails for end in range(one.count("/") + 1)}
    missing = []
    for page in (*PAGES, *(ROOT / name for name in (*OTHERS, *CARDS))):
        prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
        named = re.findall(r"`([a-z_.][\w./-]*(?:\.(?:py|md|txt|toml|cff)|/))`", prose)
        missing += [(page.name, one) for one in named if one.rstrip("/") not in tails | folders | MADE]
    assert missing == []


def test_the_api_page_holds_every_public_name() -> None:
    named = re.findall(r"^::: (onrecord\.\S+)$", (ROOT / "docs/api.md").read_text("utf-8"), re.M)
    assert sorted(one.rpartition(".")[2] for one in named) == onrecord.__all__
    for one in named:
        public = getattr(onrecord, one.rpartition(".")[2])
        assert f"{public.__module__}.{public.__qualname__}" == one


def test_every_benchmark_is_in_the_table() -> None:
    table = re.findall(
        r"^\| `benchmarks\.(\w+)", (ROOT / "benchmarks/README.md").read_text("utf-8"), re.M
    )
    files = sorted((ROOT / "benchmarks").glob("*.py"))
    commands = [one.stem for one in files if '== "__main__"' in one.read_text("utf-8")]
    assert sorted(table) == commands


def test_the_figures_are_those_committed() -> None:
    from benchmarks import figures

    assert figures.figures() in figures.FIGURES.read_text("utf-8")
    assert figures.summary() in TEXT


def test_the_example_of_a_test_is_one() -> None:
    (example,) = blocks("python", (ROOT / "CONTRIBUTING.md",))
    assert example in (ROOT / "tests/retrieval/test_passage.py").read_text("utf-8")


def test_the_pictures_are_those_that_the_command_makes_and_each_page_of_the_five_has_one() -> None:
    from benchmarks.screenshots import FOLDER, STATES

    assert {one.stem for one in FOLDER.iterdir()} == {"grid", *(state[0] for state in STATES)}
    for name in ("index", "interviews", "asking", "workbench", "serving"):
        assert "](pictures/" in (ROOT / "docs" / f"{name}.md").read_text("utf-8"), name


def test_readme_is_short() -> None:
    assert TEXT.count("\n") <= 190


def test_one_version_is_told() -> None:
    released = re.search(r"^## \[(\d.*?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    assert released is not None and released[1] == onrecord.__version__
    assert cited is not None and cited[1] == onrecord.__version__


def test_the_space_runs_the_same_gradio() -> None:
    pinned = re.search(r"^gradio==(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    assert pinned is not None and f"sdk_version: {pinned[1]}" in TEXT
