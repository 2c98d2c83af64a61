"""No request leaves the machine: a guard ends the program at the first connection elsewhere.

It sees Python's sockets, everywhere; `test_wire` sees those of native libraries too, on Linux.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.model
QUESTION = "Que signifie la refonte de la Dinum ?"


@pytest.fixture
def guarded(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which Python cannot leave the machine, and has no cache to lean on."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("HF_", "GRADIO_"))
    }
    path = os.pathsep.join([str(ROOT / "tests" / "offline"), str(ROOT)])
    return {**environment, "PYTHONPATH": path, "HF_HOME": str(tmp_path / "empty")}


def test_the_guard_guards(guarded: dict[str, str]) -> None:
    script = "import urllib.request; urllib.request.urlopen('http://example.org')"
    done = subprocess.run(
        [sys.executable, "-c", script], env=guarded, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (99, "LEAVES THE MACHINE: example.org")


def test_a_question_on_the_command_line_stays_here(guarded: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "onrecord", "ask", QUESTION, "--json"]
    folders = ["--corpus", str(ROOT / "corpus"), "--index", str(tmp_path / "index")]
    done = subprocess.run(
        [*command, *folders], env=guarded, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "found"


def test_the_chat_stays_here(guarded: dict[str, str], tmp_path: Path) -> None:
    from gradio_client import Client

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        str(ROOT / "app.py"),
        "--port",
        str(port),
        "--index",
        str(tmp_path / "index"),
    ]
    with (tmp_path / "log").open("w+") as log:
        server = subprocess.Popen(command, env=guarded, stdout=log, stderr=log)
        try:
            _wait_for(port, server, tmp_path / "log")
            client = Client(f"http://127.0.0.1:{port}", verbose=False, analytics_enabled=False)
            answer = client.predict(QUESTION, 3, api_name="/ask")
            assert answer["verdict"] == "found"
            time.sleep(2)  # a version check or telemetry would come now
            assert server.poll() is None, (tmp_path / "log").read_text()
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError(f"the chat did not start: {log.read_text()}")
