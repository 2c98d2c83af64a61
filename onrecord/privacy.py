"""Privacy: what libraries send, or keep in the home folder, of their own accord is switched off.

Each function is called right before the libraries that it is for are imported: later is too late for
most. It imports none of them, and nothing happens when it is itself imported. What it sets stays in
the environment, so that processes started from here are as quiet. `tests/test_wire.py` proves it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

_REPORTS_OFF = {
    "ORT_DISABLE_TELEMETRY": "1",  # ONNX Runtime since 1.29: an id in the cache folder, and events
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub, when a model is fetched
    "GRADIO_ANALYTICS_ENABLED": "False",
}


def stop_reports() -> None:
    """Stop ONNX Runtime, huggingface_hub and Gradio from reporting, whatever the environment says."""
    os.environ.update(_REPORTS_OFF)


def quiet_torch() -> None:
    """Keep torch from asking the system who its user is: it names a cache, which is not used, so."""
    _move_cache("TORCHINDUCTOR_CACHE_DIR")


def quiet_matplotlib() -> None:
    """Keep matplotlib's fonts and settings out of the home folder.

    Gradio asks matplotlib, where it is installed, what it draws with: an answer given beforehand
    spares a list of all fonts. Where matplotlib is imported already, nothing changes.
    """
    if "matplotlib" not in sys.modules:
        os.environ.setdefault("MPLBACKEND", "agg")
        _move_cache("MPLCONFIGDIR")


def _move_cache(variable: str) -> None:
    """Name a temporary folder, which goes when the program ends, unless the user named one."""
    if variable not in os.environ:
        folder = tempfile.mkdtemp(prefix="onrecord-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ[variable] = folder
