"""What a program does at the wire and on the disk, as the system sees it: a run under strace, judged.

Python's own sockets are not the only ones: native libraries open theirs, and ask the resolver. Every
system call that could reach out or write is recorded, for every thread and every process started.
"""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

_OPENING = ("open", "openat", "openat2", "creat")
_CHANGING = (
    *("mkdir", "mkdirat", "mknod", "mknodat", "rename", "renameat", "renameat2", "link", "linkat"),
    *("symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "truncate", "chmod", "fchmodat"),
)
_CALLS = ",".join(("network", "io_uring_setup", *_OPENING, *_CHANGING))
_LINE = re.compile(r"(?P<name>\w+)\((?P<given>.*)\)\s+= (?P<result>\d+)(<(?P<opened>[^>]*)>)?.*")
_FAMILY = re.compile(r"(?:socket|socketpair)\(AF_(?!(INET6?|UNIX|NETLINK)\b)")
_ADDRESS = re.compile(r'(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
_LOCAL_DOOR = re.compile(r"(?:connect|sendto|sendmsg|sendmmsg)\(.*sa_family=AF_UNIX, sun_path=")
_TO_WRITE = re.compile(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_OF_A_RESOLVER = ("/etc/resolv.conf", "/etc/hosts", "/etc/host.conf")
_NO_FILES = ("/dev/", "/proc/self/")  # devices, and semaphores in memory
_BYTE_CODE = re.compile(r"/__pycache__(/[^/]+\.pyc(\.\d+)?)?$")  # Python's own, beside the modules


def why_not_watched() -> str:
    """Return why no program can be watched here, "" where one can."""
    if not shutil.which("strace"):
        return "strace is missing"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "strace may not watch a program here" if tried.returncode else ""


@dataclass(frozen=True)
class Places:
    """The folders of one run: three that it may write into, and two where it has no business."""

    corpus: Path
    index: Path
    temporary: Path
    home: Path
    working: Path

    @classmethod
    def make(cls, folder: Path) -> Places:
        """Make all but the index, which the program makes."""
        places = cls(*(folder / name for name in ("corpus", "index", "temporary", "home", "working")))
        for path in (places.corpus, places.temporary, places.home, places.working):
            path.mkdir()
        return places

    def environment(self) -> dict[str, str]:
        """Return an environment of few names.

        None that says CI, under which some libraries keep quiet; a proxy that only the network knows.
        """
        proxy = "http://proxy.invalid:3128"
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "TMPDIR": str(self.temporary),
            **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), proxy),
        }


class Watched:
    """A program that runs under strace, and what it asked of the system."""

    def __init__(self, folder: Path, *command: str) -> None:
        folder.mkdir(parents=True)
        self.places = Places.make(folder)
        self.output = folder / "output"
        self._traces = folder / "traces"
        self._traces.mkdir()
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str | Path) -> None:
        """Run the command with these arguments.

        It can be interrupted, also where what started the tests ignores it (`pytest &`).
        """
        strace = ["strace", "-ff", "--seccomp-bpf", "-qq", "-y", "-s", "512", "-e", f"trace={_CALLS}"]
        with self.output.open("w") as output:
            self._process = subprocess.Popen(
                [
                    "env",
                    "--default-signal=INT",
                    *strace,
                    "-o",
                    str(self._traces / "of"),
                    *self._command,
                    *map(str, arguments),
                ],
                cwd=self.places.working,
                env=self.places.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def interrupt(self) -> None:
        """End the program as Ctrl+C does; strace then ends by itself."""
        assert self._process is not None
        mine = self._process.pid
        for child in Path(f"/proc/{mine}/task/{mine}/children").read_text().split():
            os.kill(int(child), signal.SIGINT)

    def wait(self, seconds: float) -> int:
        """Return the exit status, when it has ended."""
        assert self._process is not None
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.interrupt()
            raise

    def lines(self) -> Iterator[str]:
        """Yield each call, of all threads and processes."""
        for trace in sorted(self._traces.iterdir()):
            yield from trace.read_text("utf-8", "replace").splitlines()

    def reached_out(self) -> list[str]:
        """Return the calls that look up a name, or reach for anything but loopback."""
        return [line for line in self.lines() if _reaches_out(line)]

    def wrote_elsewhere(self) -> list[str]:
        """Return the calls that changed a file outside corpus, index and temporary folder."""
        return [line for line in self.lines() if not all(map(self._may_write, self._written(line)))]

    def _may_write(self, path: Path) -> bool:
        places = self.places
        allowed = (places.corpus, places.index, places.temporary)
        return (
            str(path).startswith(_NO_FILES)
            or bool(_BYTE_CODE.search(str(path)))
            or any(Path(os.path.normpath(path)).is_relative_to(folder) for folder in allowed)
        )

    def _written(self, line: str) -> list[Path]:
        """Return what a call made, changed or removed: nothing where it failed."""
        call = _LINE.fullmatch(line)
        if call is None:
            return []
        if call["name"] in _OPENING and (call["name"] == "creat" or _TO_WRITE.search(call["given"])):
            return [Path(call["opened"])]
        if call["name"] not in _CHANGING:
            return []
        return [
            Path(folder or self.places.working, path) for folder, path in _PATH.findall(call["given"])
        ]


def _reaches_out(line: str) -> bool:
    if line.startswith(("io_uring_setup(", *(f"{name}(" for name in _OPENING))):
        # what goes through an io_uring cannot be seen
        return line[0] == "i" or any(f'"{path}"' in line for path in _OF_A_RESOLVER)
    if _FAMILY.match(line) or _LOCAL_DOOR.match(line):
        return True  # behind a local door (nscd, resolved, a bus) another program may look up
    return not all(map(_is_loopback, _ADDRESS.findall(line)))


def _is_loopback(address: str) -> bool:
    found = ipaddress.ip_address(address)
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback
