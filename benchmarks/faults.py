"""Damages by the thousand: a killed build, a broken file, a wrong call. None may give a wrong answer.

    python -m benchmarks.faults [--count 1000] [--only KIND ...] [--json benchmarks/faults.json]

Prints for each kind how many were tried, how many gave the right answer all the same, how many were
told in one sentence (an `OnRecordError`), and how many were wrong: a wrong answer, another exception,
an index that `build --from-scratch` does not mend, a file that takes more than 10 seconds or 512 MB.
Exits with 1 when any was wrong. Ten times as many files of a corpus are broken, by `reading_fuzz`; a
fifth as many ask one server at the same moment, by `server_load`; `stranger` and `script` are visitors
who mean harm. In the JSON, kinds that were left out keep their figures.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import copy
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import reading_fuzz, server_load, stranger
from benchmarks.damage import (
    damage_encoder,
    damage_index,
    damage_under_process,
    kill_builds,
    open_during_builds,
)
from benchmarks.forgery import forge_all
from benchmarks.hostile import make_harmful
from benchmarks.script import run_scripts
from benchmarks.site import QUESTION, RIGHT, ROOT, TOLD, WRONG, Site
from onrecord import cli
from onrecord.error import OnRecordError

_MOST_MEMORY = 512_000  # kB that a file of a stranger may take, the program included
_READ = """
import sys
from pathlib import Path
from onrecord.cli import main
status = main(sys.argv[1:])
print(Path("/proc/self/status").read_text())
sys.exit(status)
"""


def forge_answers(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Forge answers and exports, then fields of answers at random; `verify` must find each."""
    forgeries = forge_all(site.archive, QUESTION)
    for number in range(count):
        forged, text = next(forgeries, None) or _forge_at_random(site, number, chance)
        path = site.corpus.parent / "forged"
        path.write_text(text, "utf-8", newline="")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            status = cli.main(["verify", str(path), "--corpus", str(site.corpus)])
        found = status in (1, 2) or "unchecked: " in printed.getvalue()
        if not found:
            print(f"forged, and not found: {forged}", file=sys.stderr)
        yield TOLD if found else WRONG


def _forge_at_random(site: Site, number: int, chance: random.Random) -> tuple[str, str]:
    """Return an answer of which one field that a source can confirm is another, and its name."""
    answer = copy.deepcopy(site.expected)
    hit = chance.choice(answer["hits"] or answer["nearest"])
    name = chance.choice(sorted(hit.keys() - {"rank", "score", "sure", "quote"}))
    hit[name] = _forge(hit[name], number)
    return name, json.dumps(answer, ensure_ascii=False)


def break_files(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Break files of a corpus, and read them."""
    files = reading_fuzz.list_files(ROOT / one for one in reading_fuzz.FOLDERS)
    for _ in range(10 * count):
        source = chance.choice(files)
        content, suffix = reading_fuzz.mutate(source.read_bytes(), source.suffix, chance)
        path = site.corpus.parent / f"file{suffix}"
        outcome, seconds = reading_fuzz.try_reading(path, content)
        if reading_fuzz.is_failure(outcome, seconds):
            print(f"a broken {source.name}: {outcome}, {seconds:.1f} s", file=sys.stderr)
            yield WRONG
        else:
            yield RIGHT if outcome == "read" else TOLD


def read_hostile(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Read files that are made to harm, each in a process whose time and memory are measured."""
    for name, content in list(make_harmful())[:count]:
        path = site.corpus.parent / name
        path.write_bytes(content)
        start = time.perf_counter()
        reading = subprocess.run(
            [sys.executable, "-c", _READ, "read", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        seconds = time.perf_counter() - start
        path.unlink()
        peak = re.findall(rb"VmHWM:\s+(\d+)", reading.stdout)
        if not peak or seconds > reading_fuzz.MOST_SECONDS or int(peak[-1]) > _MOST_MEMORY:
            print(f"{name}: {seconds:.1f} s, {peak} kB", file=sys.stderr)
            yield WRONG
        else:
            yield {0: RIGHT, 2: TOLD}.get(reading.returncode, WRONG)


def ask_at_once(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Ask one server from many clients at the same moment."""

    async def ask_all(server: server_load.Server) -> list[server_load.Reply]:
        askers = (server_load.ask(server, QUESTION) for _ in range(count // 5))
        return await asyncio.gather(*askers)

    expected = json.loads(json.dumps(site.expected))
    with server_load.serve(site.corpus) as server:
        for reply in asyncio.run(ask_all(server)):
            if reply.told == "busy":
                yield TOLD
            else:
                yield RIGHT if reply.answer == expected else WRONG


def call_wrongly(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Call `ask` and `search` with arguments of any kind."""
    for _ in range(count):
        arguments: dict[str, Any] = {
            name: chance.choice(_VALUES)
            for name in chance.sample(_ARGUMENTS, chance.randint(1, len(_ARGUMENTS)))
        }
        call = chance.choice((site.archive.ask, site.archive.search))
        if call == site.archive.search:
            arguments.pop("history", None)
        try:
            call(chance.choice((QUESTION, QUESTION, *_VALUES)), **arguments)
            yield RIGHT
        except OnRecordError:
            yield TOLD
        except Exception as error:
            print(f"{type(error).__name__}: {error} for {arguments!r:.200}", file=sys.stderr)
            yield WRONG


_ARGUMENTS = ("k", "history", "interview", "speaker", "publication", "since", "until")
_VALUES: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 10**30, 1.5, float("nan"), float("inf"), "", " ", "\0", "é" * 5_000),
    *("\ud800", "2019-13-45", "../..", "%s{0}", b"octets", [], ["a", 1], {}, {"a": 1}, object()),
    *((), ("Pourquoi ?",), range(3), iter(["a"]), Path("x"), "Combien ?", "Gaspard Thélin"),
)


def _forge(value: object, number: int) -> object:
    """Return another value, mostly of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 + number % 7
    return f"{value}x" if isinstance(value, str) and number % 3 else f"faux {number}"


KINDS: dict[str, Callable[[Site, int, random.Random], Iterator[str]]] = {
    "build killed": kill_builds,
    "index damaged": damage_index,
    "index damaged while open": damage_under_process,
    "opened during builds": open_during_builds,
    "encoder damaged": damage_encoder,
    "answer forged": forge_answers,
    "wrong call": call_wrongly,
    "corpus file broken": break_files,
    "hostile file": read_hostile,
    "asked at once": ask_at_once,
    "odd request": stranger.send_odd_requests,
    "path upwards": stranger.try_paths,
    "odd call over HTTP": stranger.call_endpoints,
    "script in a page": run_scripts,
    "flood": stranger.flood,
}


def run(kind: str, count: int, seed: int) -> Counter[str]:
    """Try a kind of fault and return how many had each outcome."""
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        tried = KINDS[kind](Site(Path(folder)), count, random.Random(seed))
        while True:
            try:
                outcomes[next(tried)] += 1
            except StopIteration:
                return outcomes
            except Exception as error:
                print(f"{kind}: {type(error).__name__}: {error}", file=sys.stderr)
                outcomes[WRONG] += 1
                return outcomes  # the generator has ended


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1_000, help="of each kind (default 1,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--json")
    options = parser.parse_args()
    figures = {}
    if options.json and Path(options.json).exists():
        figures = json.loads(Path(options.json).read_text("utf-8"))
    print(f"{'kind':26}{'tried':>8}{RIGHT:>8}{TOLD:>8}{WRONG:>8}")
    for kind in options.only:
        outcomes = run(kind, options.count, options.seed)
        counts = "".join(f"{outcomes[one]:8,}" for one in (RIGHT, TOLD, WRONG))
        print(f"{kind:26}{outcomes.total():8,}{counts}", flush=True)
        figures[kind] = {one: outcomes[one] for one in (RIGHT, TOLD, WRONG)}
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 1 if any(figures[kind][WRONG] for kind in options.only) else 0


if __name__ == "__main__":
    sys.exit(main())
