"""The page in a process of its own, as a user runs it; as a script, serves with the stub encoder.

With `--slow` the script's judge takes a second for each question, as a large archive may.
"""

from __future__ import annotations

import importlib
import os
import socket
import subprocess
import sys
import time
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
    from onrecord.answer.confidence import SearchJudge

    class SlowJudge(SearchJudge):
        def judge(self, *case):
            time.sleep(1)
            return super().judge(*case)

    archive = importlib.import_module("onrecord.archive")
    archive.load_encoder = lambda _: StubEncoder()
    if "--slow" in options:
        archive.load_judge = lambda _: SlowJudge()
    others = [one for one in options if one != "--slow"]
    cli.main(["serve", "--corpus", corpus, "--index", index, *others])


if __name__ == "__main__":
    serve_stub(*sys.argv[1:])
