"""Turn off what libraries send, or write to the home folder, without being asked.

Call each function right before the import of the libraries it concerns: after the import, most of them
no longer look. It imports none of them, and importing this module changes nothing. The settings are
environment variables, which processes started from this one inherit. `tests/test_wire.py` checks that
nothing is sent or written.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile

_REPORTS_OFF = {
    "ORT_DISABLE_TELEMETRY": "1",  # ONNX Runtime from 1.29 on: a cached identifier, and events
    "HF_HUB_DISABLE_TELEMETRY": "1",  # huggingface_hub: a report of each download
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",  # of which Gradio remembers who, what and when, in memory
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),  # events between two summaries of those
}


def stop_reports() -> None:
    """Keep ONNX Runtime, huggingface_hub and Gradio from reporting, whatever the environment says."""
    os.environ.update(_REPORTS_OFF)


def quiet_torch() -> None:
    """Keep torch from asking the system for the user's name.

    torch asks for it to name a cache folder, which is not used here, unless a variable names one.
    """
    _move_cache("TORCHINDUCTOR_CACHE_DIR")


def quiet_matplotlib() -> None:
    """Keep matplotlib from writing its fonts and settings to the home folder.

    Gradio asks matplotlib, if it is installed, for its backend; with a backend set beforehand,
    matplotlib does not list all fonts to answer. If it is already imported, nothing changes.
    """
    if "matplotlib" not in sys.modules:
        os.environ.setdefault("MPLBACKEND", "agg")
        _move_cache("MPLCONFIGDIR")


def quiet_milvus() -> None:
    """Keep pymilvus from reading a file `.env`, and gRPC from a name server."""
    os.environ.setdefault("PYTHON_DOTENV_DISABLED", "1")
    os.environ.setdefault("GRPC_DNS_RESOLVER", "native")


def _move_cache(variable: str) -> None:
    """Set `variable` to a temporary folder, removed when the program ends, unless it is already set."""
    if variable not in os.environ:
        folder = tempfile.mkdtemp(prefix="onrecord-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ[variable] = folder
