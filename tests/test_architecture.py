"""ARCHITECTURE.md says how the code is built: its tables name every room, and who may know whom."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "onrecord"
TEXT = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
INSIDE = "reading"  # the one room that has rooms of its own
GROUND_ENDS = "interview.py"  # the last row of the ground
HEAVY = {  # a library, and the rooms that may import it
    "faiss": {"retrieval/"},
    "sentence_transformers": {"retrieval/"},
    "torch": {"retrieval/"},
    "transformers": {"retrieval/"},
    "onnxruntime": {"retrieval/", "answer/"},
    "gradio": {"chat/"},
    "mcp": {"cli/"},
    "openpyxl": {"workbench/"},
    "pymilvus": {"retrieval/"},
    "milvus_lite": {"retrieval/"},
}


def read_tables() -> dict[str, set[str]]:
    """Return the rooms of ARCHITECTURE's tables, in order, and the rooms that each may know."""
    rows = re.findall(r"^\| `([\w/]+/|\w+\.py)` \| .* \| ([^|]+) \|$", TEXT, flags=re.M)
    names = [room for room, _ in rows]
    ground = set(names[: names.index(GROUND_ENDS) + 1])
    known = {room: set(re.findall("`(.*?)`", cell)) for room, cell in rows}
    for room, cell in rows:
        known[room] |= ground if "the ground" in cell else set()
    return known


ROOMS = read_tables()


def room_of(module: str, path: Path) -> str:
    """Return the room of a module as the tables name it: "answer/", "reading/talk/", "cli.py"."""
    parts = path.relative_to(PACKAGE).parts
    if len(parts) == 1:
        return parts[0]
    return "/".join(parts[:-1] if parts[0] == INSIDE else parts[:1]) + "/"


def imports_of(path: Path) -> Iterator[str]:
    """Yield all that a file imports, late or not: modules, and names of modules as `a.b.name`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_known(path: Path) -> set[str]:
    """Return the modules of onrecord that a file imports, in whichever of the ways there are."""
    names = [name for name in imports_of(path) if name.partition(".")[0] == "onrecord"]
    return {name if name in MODULES else name.rpartition(".")[0] for name in names}


def find_circle(knows: dict[str, set[str]]) -> list[str]:
    """Return a circle among what knows what, empty where there is none."""
    try:
        list(TopologicalSorter(knows).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


KNOWS = {module: modules_known(path) - {module} for module, path in MODULES.items()}


def test_a_circle_is_seen() -> None:
    assert sorted(set(find_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}))) == ["a", "b", "c"]
    assert find_circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_every_way_to_import_is_seen(tmp_path: Path) -> None:
    ways = (
        "import onrecord.text.fold\n"
        "from onrecord import cli\n"
        "from onrecord import Archive\n"
        "from onrecord.text import word\n"
        "def late():\n    from onrecord.answer.answer import Hit\n"
    )
    (tmp_path / "ways.py").write_text(ways, "utf-8")
    expected = {"onrecord.text.fold", "onrecord.cli", "onrecord", "onrecord.text.word"}
    assert modules_known(tmp_path / "ways.py") == {*expected, "onrecord.answer.answer"}


def test_the_tables_name_every_room() -> None:
    rooms = {room_of(module, path) for module, path in MODULES.items()}
    assert sorted(rooms - {"__init__.py"}) == sorted(ROOMS)


def test_the_tables_name_rooms_alone() -> None:
    assert {name for known in ROOMS.values() for name in known} <= set(ROOMS)


def test_knowing_runs_one_way() -> None:
    order = {room: number for number, room in enumerate(ROOMS)}
    back = [(room, one) for room, known in ROOMS.items() for one in known if order[one] >= order[room]]
    assert back == []


def test_a_file_knows_only_what_its_room_may_know() -> None:
    wrong = []
    for module, known in KNOWS.items():
        room = room_of(module, MODULES[module])
        if room != "__init__.py":  # the public names, from wherever they are
            others = {room_of(one, MODULES[one]) for one in known} - {room}
            wrong += [(module, one) for one in sorted(others - ROOMS[room])]
    assert wrong == []


def test_no_two_files_know_each_other() -> None:
    assert find_circle(KNOWS) == []


def test_no_two_rooms_know_each_other() -> None:
    rooms: dict[str, set[str]] = {}
    for module, known in KNOWS.items():
        room = room_of(module, MODULES[module])
        rooms.setdefault(room, set()).update({room_of(one, MODULES[one]) for one in known} - {room})
    assert find_circle(rooms) == []


def test_a_heavy_library_has_few_importers() -> None:
    found: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        for name in imports_of(path):
            library = name.partition(".")[0]
            if library in HEAVY:
                found.setdefault(library, set()).add(room_of(module, path))
    assert {library: rooms - HEAVY[library] for library, rooms in found.items()} == {
        library: set() for library in found
    }


def test_few_files_lie_straight_in_the_package() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 10


@pytest.mark.parametrize("folder", ["onrecord", "benchmarks", "training"])
def test_files_and_functions_are_short(folder: str) -> None:
    paths = sorted((ROOT / folder).rglob("*.py"))
    long = [str(path) for path in paths if path.read_text("utf-8").count("\n") > 300]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and count_lines(node) >= 40:
                long.append(f"{path}: {node.name}")
    assert long == []


def count_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the lines of a function without those of its docstring."""
    docstring = function.body[0] if ast.get_docstring(function) is not None else None
    written = docstring.end_lineno - docstring.lineno + 1 if docstring else 0  # type: ignore[operator]
    return (function.end_lineno or 0) - function.lineno + 1 - written
