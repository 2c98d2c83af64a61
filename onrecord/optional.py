"""Import a library that only an extra of the package installs.

Without extras (`pip install .`), the package reads every format, answers, and serves the chat. The
extra `models` runs a sentence-transformers model that a user names; `evaluate` measures an archive;
`mcp` serves it as tools; `milvus` keeps its index in Milvus.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from onrecord.error import OnRecordError
from onrecord.privacy import quiet_matplotlib, quiet_milvus

_PACKAGES = {  # library: (its package, the extra that installs it, "" if none does)
    "grpc": ("grpcio", "milvus"),
    "ir_measures": ("ir-measures", "evaluate"),
    "matplotlib": ("matplotlib", "evaluate"),
    "mcp": ("mcp", "mcp"),
    "milvus_lite": ("milvus-lite", "milvus"),
    "pandas": ("pandas", ""),
    "pymilvus": ("pymilvus", "milvus"),
    "sentence_transformers": ("sentence-transformers", "models"),
}


def load_optional(module: str, error: type[OnRecordError], needed_by: str) -> ModuleType:
    """Import a module of an optional library and return it.

    Parameters
    ----------
    module
        The module's name, such as "matplotlib.figure".
    error
        The class of the error to raise when it cannot be imported.
    needed_by
        What needs the library: the beginning of the message.

    Raises
    ------
    OnRecordError
        Of class `error`, when the library is not installed or does not load; the message names the
        command that installs it.
    """
    library = module.partition(".")[0]
    package, extra = _PACKAGES[library]
    if library == "matplotlib":
        quiet_matplotlib()
    if library == "pymilvus":
        quiet_milvus()
    try:
        return import_module(module)
    except ImportError as problem:
        is_absent = isinstance(problem, ModuleNotFoundError) and problem.name in (library, module)
        found = "is not installed" if is_absent else f"does not load ({problem})"
        alone = f"pip install {package}"
        command = f"pip install 'onrecord[{extra}]' (or: {alone})" if extra else alone
        raise error(f"{needed_by} needs {package}, which {found}; run: {command}") from problem
