"""What an install brings: every library that is imported, no other, and torch only with an extra."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from conftest import ROOT
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from serving import serving

from onrecord.optional import _PACKAGES as EXTRA_OF

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
BASE = PROJECT["dependencies"]
EXTRAS = PROJECT["optional-dependencies"]
COMES_WITH = {"lxml": "python-docx"}  # imported for its kind of error alone

LARGEST = 10_000_000  # bytes of a file that a hub takes as it is
WHEEL = 60_000_000

TORCH_ENCODER = ROOT / "onrecord" / "retrieval" / "torch_encoder.py"
MCP_SERVER = ROOT / "onrecord" / "cli" / "mcp_server.py"


def names(requirements: list[str]) -> set[str]:
    """Return the packages of requirements, as a registry names them."""
    return {canonicalize_name(Requirement(one).name) for one in requirements}


def read_pins(file: str) -> dict[str, str]:
    """Return the version of each package that a requirements file pins."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if re.match(r"[A-Za-z]", line))
    return {canonicalize_name(name): version for name, version in pins.items()}


def find_imports(path: Path) -> set[str]:
    """Return the packages of the libraries that a file imports, at its top or later."""
    tree = ast.parse(path.read_text("utf-8"))
    modules = [
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    ]
    modules += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    roots = {module.partition(".")[0] for module in modules}
    known = packages_distributions()
    return {
        COMES_WITH.get(package, package)
        for root in roots - set(sys.stdlib_module_names) - {"onrecord"}
        for package in {canonicalize_name(one) for one in known[root]}
    }


def test_the_base_is_what_the_package_imports() -> None:
    of_extras = {TORCH_ENCODER, MCP_SERVER}
    paths = [path for path in (ROOT / "onrecord").rglob("*.py") if path not in of_extras]
    assert set().union(*map(find_imports, paths)) == names(BASE)


def test_what_runs_a_named_model_is_an_extra() -> None:
    models = names(EXTRAS["models"])
    assert {"torch", "sentence-transformers", "transformers"} <= models
    assert models & names(BASE) == set()
    encoder = find_imports(TORCH_ENCODER)
    assert encoder - names(BASE) == models - {"torch"}  # sentence-transformers imports torch


def test_what_serves_the_model_context_protocol_is_an_extra() -> None:
    assert names(EXTRAS["mcp"]) & names(BASE) == set()
    served = find_imports(MCP_SERVER)
    assert served - names(BASE) == names(EXTRAS["mcp"]) | {"pydantic"}  # mcp imports pydantic


def test_what_reaches_milvus_is_an_extra() -> None:
    assert names(EXTRAS["milvus"]) == {"pymilvus", "milvus-lite"}
    assert names(EXTRAS["milvus"]) & names(BASE) == set()
    lent = {canonicalize_name(one) for one in EXTRA_OF if EXTRA_OF[one][1] == "milvus"}
    assert lent == {"pymilvus", "milvus-lite", "grpc"}  # pymilvus brings grpc


def test_every_pin_is_within_the_range_that_the_package_states() -> None:
    pins = read_pins("requirements.txt") | read_pins("requirements-dev.txt")
    stated = [Requirement(one) for one in [*BASE, *(one for extra in EXTRAS.values() for one in extra)]]
    assert [
        str(one) for one in stated if not one.specifier.contains(pins[canonicalize_name(one.name)])
    ] == []


def test_requirements_pin_the_base_and_the_models() -> None:
    assert set(read_pins("requirements.txt")) == names([*BASE, *EXTRAS["models"]])


def test_the_wheel_is_small_and_brings_the_weights(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    assert Path(built).stat().st_size < WHEEL
    held = {one.filename: one.file_size for one in zipfile.ZipFile(built).infolist()}
    large = {name for name, size in held.items() if size > LARGEST}
    folder = "onrecord/retrieval/bundled_encoder"
    assert large == {f"{folder}/onnx/model.onnx", f"{folder}/judge/judge.onnx"}
    told = (ROOT / "docs/serving.md").read_text("utf-8")
    assert '--include="*.onnx"' in told  # what a hub must store apart


def test_the_container_is_given_what_the_package_is_built_of() -> None:
    kept = re.findall(r"^!(\S+?)/?$", (ROOT / ".dockerignore").read_text("utf-8"), re.M)
    assert sorted(kept) == sorted(
        ["onrecord", "pyproject.toml", PROJECT["readme"], *PROJECT["license-files"]]
    )


@pytest.mark.model
def test_the_container_s_health_is_asked_of_an_address_that_answers(tmp_path: Path) -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")
    (script,) = re.findall(r'^  "(from urllib.request.*)"\]$', text, re.M)
    assert re.findall(r"^USER (.*)$", text, re.M) == ["onrecord"]
    with serving(ROOT / "app.py", "--index", tmp_path / "index") as address:
        asked = script.replace("http://127.0.0.1:7860/", address)
        assert asked != script
        subprocess.run([sys.executable, "-c", asked], check=True)
