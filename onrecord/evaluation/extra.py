"""The libraries of the extra `evaluate`: imported when one is needed, named when it is absent."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from onrecord.error import EvaluationError
from onrecord.privacy import quiet_matplotlib

_PACKAGES = {"ir_measures": "ir-measures", "matplotlib": "matplotlib"}


def load_extra(module: str) -> ModuleType:
    """Return a module of an optional library.

    Raises
    ------
    EvaluationError
        When it is not installed; the message names the command that installs it.
    """
    if module.startswith("matplotlib"):
        quiet_matplotlib()
    try:
        return import_module(module)
    except ImportError as error:
        package = _PACKAGES[module.partition(".")[0]]
        raise EvaluationError(
            f"evaluating needs {package}, which is not installed; "
            f"run: pip install 'onrecord[evaluate]' (or: pip install {package})"
        ) from error
