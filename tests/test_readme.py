"""README says what the program does: its blocks run, its example is what comes out."""

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from onrecord.archive import Archive
from onrecord.evaluation import read_gold

TEXT = (ROOT / "README.md").read_text("utf-8")


def read_map() -> list[list[str]]:
    """Return the rooms of each row of « What is where »."""
    rows = re.findall(r"^\| (`onrecord/.*?) \|", TEXT, flags=re.M)
    return [
        [Path(name.removeprefix("onrecord/")).stem for name in re.findall("`(.*?)`", row)]
        for row in rows
    ]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, flags=re.S)


def test_the_map_names_every_room() -> None:
    rooms = [path for path in (ROOT / "onrecord").iterdir() if path.suffix == ".py" or path.is_dir()]
    named = [name for row in read_map() for name in row]
    assert sorted(named) == sorted(
        {path.stem for path in rooms} - {"__init__", "__main__", "__pycache__", "bundled_encoder"}
    )


def test_a_room_knows_those_above_it_and_none_below() -> None:
    order = {name: number for number, row in enumerate(read_map()) for name in row}
    below = []
    for path in (ROOT / "onrecord").rglob("*.py"):
        room = Path(path.relative_to(ROOT / "onrecord").parts[0]).stem
        tree = ast.parse(path.read_text("utf-8"))
        known = [
            node.module.split(".")[1]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onrecord.")
        ]
        if room in order:
            below += [(room, one) for one in known if order[one] > order[room]]
    assert below == []


@pytest.mark.model
def test_the_example_is_what_comes_out(seed_archive: Archive) -> None:
    (shown,) = blocks("text")
    command, _, answer = shown.partition("\n")
    arguments = shlex.split(command)
    assert arguments[:4] == ["$", "python", "-m", "onrecord"]
    assert answer == f"{seed_archive.ask(arguments[5], k=int(arguments[7]))}\n"


@pytest.mark.model
def test_the_python_block_runs(tmp_path: Path) -> None:
    (script,) = blocks("python")
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Cédric O, La Gazette des communes, 28 novembre 2019, question 1" in done.stdout


@pytest.mark.model
def test_the_http_blocks_run(seed_archive: Archive, tmp_path: Path) -> None:
    import shutil

    from serving import serving

    (python,), (shell,) = blocks("py"), blocks("bash")
    expected = seed_archive.ask("Que signifie la refonte de la Dinum ?").to_dict()
    with serving(ROOT / "app.py", "--index", tmp_path / "index") as address:
        found: dict[str, object] = {}
        exec(python.replace("http://127.0.0.1:7860", address.rstrip("/")), found)
        assert found["answer"] == expected
        assert [one["id"] for one in found["interviews"]] == ["cedric-o-gazette-2019"]  # type: ignore[attr-defined]
        assert found["passage"]["text"].startswith("C’est aussi visible")  # type: ignore[index]
        assert len(found["passages"]) == 3  # type: ignore[arg-type]
        if shutil.which("curl"):
            script = shell.replace("http://127.0.0.1:7860", address.rstrip("/"))
            done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
            data = next(line for line in done.stdout.splitlines() if line.startswith("data: "))
            assert json.loads(data.removeprefix("data: "))[0] == expected


def test_the_commands_exist() -> None:
    from onrecord.cli import _make_parser

    lines = [
        line
        for block in blocks("sh")
        for line in block.splitlines()
        if line.startswith("python -m onrecord")
    ]
    assert len(lines) == 6
    for line in lines:
        command = line.split("#")[0].split(">")[0]
        assert _make_parser().parse_args(shlex.split(command)[3:]).run


def test_the_questions_are_read(tmp_path: Path) -> None:
    (lines,) = blocks("jsonl")
    (tmp_path / "questions.jsonl").write_text(lines, "utf-8")
    assert [one.answerable for one in read_gold(tmp_path / "questions.jsonl")] == [True, False]


def test_every_link_leads_to_a_file() -> None:
    links = [
        link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in link and "?" not in link
    ]
    assert len(links) >= 4
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_room_is_on_the_map() -> None:
    rooms = {path.name for path in (ROOT / "onrecord").iterdir() if path.name[0] not in "_."}
    hidden = {"error.py", "py.typed", "bundled_encoder"}
    table = TEXT[TEXT.index("## What is where") :]
    assert [
        room for room in sorted(rooms - hidden) if f"{room}`" not in table and f"{room}/`" not in table
    ] == []


def test_the_space_runs_the_same_gradio() -> None:
    pinned = re.search(r"^gradio==(\S+)$", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    assert pinned is not None and f"sdk_version: {pinned[1]}" in TEXT
