"""What would send or keep something of its own accord is switched off before it is imported."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

LOAD = "from onrecord.retrieval.encoder import load_encoder; load_encoder().encode_question('a')"


def run(script: str, home: Path, **variables: str) -> str:
    """Return what a script prints, with a home folder of its own and no variable that says CI."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(home), **variables}
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_onnxruntime_is_imported_by_one_function() -> None:
    found = []
    for path in sorted(ROOT.joinpath("onrecord").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found += [(path.name, node.name) for one in ast.walk(node) if _imports(one)]
            elif isinstance(node, ast.Module):
                found += [(path.name, "") for one in node.body if _imports(one)]
    assert found == [("onnx_encoder.py", "load_onnxruntime")]


def _imports(node: ast.AST) -> bool:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(name.split(".")[0] == "onnxruntime" for name in names)


@pytest.mark.parametrize(
    "module",
    ["onrecord", "onrecord.cli", "onrecord.privacy", "onrecord.archive", "onrecord.retrieval.encoder"],
)
def test_importing_changes_nothing_outside(module: str, tmp_path: Path) -> None:
    script = f"""
import os, sys
before = dict(os.environ)
import {module}
print(os.environ == before, "onnxruntime" in sys.modules)
"""
    assert run(script, tmp_path) == "True False"


@pytest.mark.model
@pytest.mark.parametrize("asked", ["", "0", "false"])
def test_the_telemetry_of_onnxruntime_never_starts(tmp_path: Path, asked: str) -> None:
    shown = run(
        f"{LOAD}; import os; print(os.environ['ORT_DISABLE_TELEMETRY'])",
        tmp_path,
        **{"ORT_DISABLE_TELEMETRY": asked},
    )
    assert shown == "1"
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.model
def test_an_onnxruntime_imported_before_serves_too(tmp_path: Path) -> None:
    script = f"import onnxruntime; {LOAD}; print('encoded')"
    assert run(script, tmp_path, ORT_DISABLE_TELEMETRY="1") == "encoded"


def test_matplotlib_keeps_nothing_in_the_home_folder(tmp_path: Path) -> None:
    script = """
from onrecord.privacy import quiet_matplotlib
quiet_matplotlib()
import matplotlib.font_manager, os
folder = os.environ["MPLCONFIGDIR"]
print(matplotlib.get_cachedir() == folder, matplotlib.get_backend(), os.listdir(folder) != [])
print(folder)
"""
    said, folder = run(script, tmp_path).splitlines()
    assert said == "True agg True"
    assert list(tmp_path.rglob("*")) == []
    assert not Path(folder).exists()


def test_what_the_user_chose_stays(tmp_path: Path) -> None:
    script = """
from onrecord.privacy import quiet_matplotlib, quiet_torch
quiet_matplotlib()
quiet_torch()
import os
print(*(os.environ[name] for name in ("MPLCONFIGDIR", "MPLBACKEND", "TORCHINDUCTOR_CACHE_DIR")))
"""
    chosen = {"MPLCONFIGDIR": "fonts", "MPLBACKEND": "svg", "TORCHINDUCTOR_CACHE_DIR": "torch"}
    assert run(script, tmp_path, **chosen) == "fonts svg torch"


def test_a_matplotlib_imported_before_is_left_alone(tmp_path: Path) -> None:
    script = """
import os, sys, types
sys.modules["matplotlib"] = types.ModuleType("matplotlib")
from onrecord.privacy import quiet_matplotlib
quiet_matplotlib()
print("MPLBACKEND" in os.environ)
"""
    assert run(script, tmp_path) == "False"
