"""Libraries that an extra of the package installs, imported when one is needed.

The base of the package (`pip install .`) answers, reads every format and serves the chat without
any of them. `models` runs a sentence-transformers model that a user names; `evaluate` measures.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from onrecord.error import OnRecordError
from onrecord.privacy import quiet_matplotlib

_PACKAGES = {  # of a library: its package, and the extra that installs it
    "ir_measures": ("ir-measures", "evaluate"),
    "matplotlib": ("matplotlib", "evaluate"),
    "sentence_transformers": ("sentence-transformers", "models"),
}


def load_optional(module: str, error: type[OnRecordError], needed_by: str) -> ModuleType:
    """Return a module of an optional library.

    Parameters
    ----------
    module
        Its name, such as "matplotlib.figure".
    error
        What is raised when it cannot be imported.
    needed_by
        The beginning of the message: what needs it.

    Raises
    ------
    OnRecordError
        An `error`, when it is not installed or does not load; the message names the command that
        installs it.
    """
    library = module.partition(".")[0]
    package, extra = _PACKAGES[library]
    if library == "matplotlib":
        quiet_matplotlib()
    try:
        return import_module(module)
    except ImportError as problem:
        is_absent = isinstance(problem, ModuleNotFoundError) and problem.name in (library, module)
        found = "is not installed" if is_absent else f"does not load ({problem})"
        raise error(
            f"{needed_by} needs {package}, which {found}; "
            f"run: pip install 'onrecord[{extra}]' (or: pip install {package})"
        ) from problem
