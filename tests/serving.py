"""The page in a process of its own, as a user runs it; as a script, serves with the stub encoder."""

from __future__ import annotations

import importlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TESTS = Path(__file__).parent


def find_free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*command: str | Path, port: int = 0) -> Iterator[str]:
    """Run `python command… --port PORT`; yield the address that it prints, and end it afterwards."""
    port = port or find_free_port()
    arguments = [sys.executable, "-u", *map(str, command), "--port", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent)}
    environment.pop("GRADIO_SERVER_NAME", None)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            line = process.stdout.readline()
            assert f"http://127.0.0.1:{port}/" in line, f"the page did not start: {line!r}"
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(30)


def serve_stub(corpus: str, index: str, *options: str) -> None:
    """Serve an archive with the stub encoder and with options of `onrecord serve`."""
    from conftest import StubEncoder

    from onrecord import cli

    archive = importlib.import_module("onrecord.archive")
    archive.load_encoder = lambda _: StubEncoder()
    cli.main(["serve", "--corpus", corpus, "--index", index, *options])


if __name__ == "__main__":
    serve_stub(*sys.argv[1:])
