"""Reads 10,000 damaged files and some hostile ones: none may crash, hang or exhaust memory.

    python -m benchmarks.reading_fuzz [--count 10000] [--seed 1] [FOLDER ...]

Each mutation damages a file of the folders (default: tests/interviews and corpus): it truncates it,
flips bytes, swaps or repeats parts, or changes the encoding or the suffix. Then come files made to
harm: zip bombs named .docx, deep nesting, a PDF without text, malformed front matter. Prints how many
files were read, how many were refused (by the name of the OnRecordError), the slowest, and the peak of
memory. Exits with 1 if a file raised any other error or took more than 10 seconds.
"""

from __future__ import annotations

import argparse
import collections
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.hostile import make_harmful
from onrecord.error import OnRecordError
from onrecord.reading import read_interview
from onrecord.reading.report import describe_reading
from onrecord.retrieval.passage import cut_passages

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx", ".srt", ".vtt")
FOLDERS = [Path("tests/interviews"), Path("corpus")]
MOST_SECONDS = 10.0
_FRENCH = ("cp1252", "utf-16", "utf-16-le", "mac_roman", "cp850", "utf-32", "iso8859_15")


def list_files(folders: Iterable[Path]) -> list[Path]:
    """Return the files of folders that can be damaged."""
    return [one for folder in folders for one in sorted(folder.iterdir()) if one.suffix in SUFFIXES]


def mutate(content: bytes, suffix: str, chance: random.Random) -> tuple[bytes, str]:
    """Return a damaged copy of a file's content, and the suffix to save it with."""
    for _ in range(chance.randint(1, 3)):
        content = chance.choice(_MUTATIONS)(content, chance)
    return content, chance.choice(SUFFIXES) if chance.random() < 0.15 else suffix


def read_all(path: Path) -> str:
    """Read a file, cut its passages, make its report; return "read" or the name of the error."""
    try:
        interview = read_interview(path)
        for passage in cut_passages(interview):
            assert interview.text[passage.start : passage.end] == passage.text, "a passage is a slice"
        describe_reading(interview)
    except OnRecordError as error:
        return type(error).__name__
    return "read"


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    files = list_files(options.folders)
    outcomes: collections.Counter[str] = collections.Counter()
    slowest, failures = (0.0, ""), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            source = chance.choice(files)
            content, suffix = mutate(source.read_bytes(), source.suffix, chance)
            outcome, seconds = try_reading(Path(folder) / f"file{suffix}", content)
            outcomes[outcome] += 1
            slowest = max(slowest, (seconds, f"mutation {number} of {source.name}"))
            if is_failure(outcome, seconds):
                failures.append(
                    f"mutation {number} of {source.name}{suffix}: {outcome}, {seconds:.1f} s"
                )
        for name, content in make_harmful():
            outcome, seconds = try_reading(Path(folder) / name, content)
            outcomes[outcome] += 1
            slowest = max(slowest, (seconds, name))
            if is_failure(outcome, seconds):
                failures.append(f"{name}: {outcome}, {seconds:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{dict(outcomes)}; slowest {slowest[0]:.1f} s ({slowest[1]}); memory {memory:.0f} MB")
    print("\n".join(failures[:50]))
    return 1 if failures else 0


def try_reading(path: Path, content: bytes) -> tuple[str, float]:
    """Write a file and read it; return what `read_all` does, or the crash, and the seconds."""
    path.write_bytes(content)
    start = time.perf_counter()
    try:
        outcome = read_all(path)
    except Exception as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        outcome = f"CRASH {type(error).__name__}: {str(error)[:80]} at {where}"
        Path(tempfile.gettempdir(), f"onrecord-crash{path.suffix}").write_bytes(content)
    seconds = time.perf_counter() - start
    path.unlink()
    return outcome, seconds


def is_failure(outcome: str, seconds: float) -> bool:
    """Return whether a file crashed its reader, or held it too long."""
    return outcome.startswith("CRASH") or seconds > MOST_SECONDS


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _swap_lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    for _ in range(5):
        a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    part = content[start : start + chance.choice((1, 3, 30))]
    return content[:start] + part * chance.choice((2, 50, 2_000)) + content[start:]


def _recode(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(_FRENCH), "replace")


def _cut_out(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randint(1, 200) :]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.choice(_SPLINTERS) + content[start:]


_SPLINTERS = (
    b"\xef\xbb\xbf", b"\0", b"**", b"<div class='note'>", b"</div>", b"---\n", b":::\n",
    b"```\n", b"{%",
    b"![](", b"00:12",
    b"\r", b"\xe2\x80\x8b", b"<!--", b"Q : ", b"\n\n\n", b"\xed\xa0\x80", b"? ", b"# ",
    b"\x85", b"\xe2\x80\xa8", b"\x1e",
)  # fmt: skip
_MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _truncate, _flip, _swap_lines, _repeat, _recode, _cut_out, _insert,
)  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
