"""The public face: its names, its errors, and that it costs nothing to import."""

import inspect
import subprocess
import sys

import pytest

import onrecord
from onrecord import error

HEAVY = (
    "torch",
    "gradio",
    "faiss",
    "sentence_transformers",
    "transformers",
    "numpy",
    "onnxruntime",
    "dateparser",
    "openpyxl",
)


def test_the_public_names_are_sorted_and_exist() -> None:
    assert sorted(onrecord.__all__) == onrecord.__all__
    assert [name for name in onrecord.__all__ if not hasattr(onrecord, name)] == []
    assert set(dir(onrecord)) == {*onrecord.__all__, "__version__"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = onrecord.Nothing


@pytest.mark.parametrize(
    "statement", ["import onrecord", "import onrecord.cli", "from onrecord import Verdict"]
)
def test_importing_is_light(statement: str) -> None:
    script = f"import sys; {statement}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_error_is_safe_to_show_and_a_builtin_too() -> None:
    tree = [
        one for _, one in inspect.getmembers(error, inspect.isclass) if one.__module__ == error.__name__
    ]
    for one in tree:
        assert issubclass(one, onrecord.OnRecordError)
        assert one is onrecord.OnRecordError or issubclass(one, ValueError | RuntimeError)
        assert one.__name__ in (error.__doc__ or "")


def test_each_public_thing_is_documented() -> None:
    for name in onrecord.__all__:
        assert inspect.getdoc(getattr(onrecord, name)), name
