"""Damages by the thousand: a killed build, a broken file, a wrong call. None may give a wrong answer.

    python -m benchmarks.faults [--count 1000] [--seed 1] [--only KIND ...]

Prints for each kind how many were tried, how many gave the right answer all the same, how many were
told in one sentence (an `OnRecordError`), and how many were wrong: a wrong answer, another exception,
an index that `build --from-scratch` does not mend. Exits with 1 when any was wrong. Files of a corpus
are damaged by `reading_fuzz`, a server is loaded by `server_load`.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from onrecord.answer.verify import verify_answer
from onrecord.archive import Archive
from onrecord.error import OnRecordError
from onrecord.retrieval.encoder import Encoder, load_encoder
from onrecord.retrieval.storage import lock_index, read_index, write_index

ROOT = Path(__file__).parents[1]
_QUESTION = "Combien d'apprentis avez-vous formés ?"
_SOURCE = ROOT / "tests/questions/corpus/fournil-ravoire.md"
RIGHT, TOLD, WRONG = "right", "told", "wrong"


class Site:
    """A corpus of one interview, its index, and the answer that it must give."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.index, self._kept = (folder / one for one in ("corpus", "index", "kept"))
        self.corpus.mkdir()
        shutil.copy(_SOURCE, self.corpus)
        self.encoder: Encoder = load_encoder()
        self.archive = Archive.open(self.corpus, self.index, self.encoder)
        self.expected = self.archive.ask(_QUESTION).to_dict()
        shutil.copytree(self.index, self._kept)

    def restore(self) -> None:
        """Put the whole index back, whatever became of it."""
        shutil.rmtree(self.index)
        shutil.copytree(self._kept, self.index)

    def files(self) -> list[Path]:
        """Return the files of the index, CURRENT and manifest too."""
        return sorted(path for path in self.index.rglob("*") if path.is_file() and path.name != ".lock")

    def ask(self, *, from_scratch: bool = False) -> str:
        """Open the index, ask, and return the outcome."""
        try:
            opened = Archive.open(self.corpus, self.index, self.encoder, from_scratch=from_scratch)
            return RIGHT if opened.ask(_QUESTION).to_dict() == self.expected else WRONG
        except OnRecordError:
            return TOLD


def kill_builds(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Kill a process that writes the index again and again, at any moment."""
    for _ in range(count):
        writer = multiprocessing.Process(target=_write_for_ever, args=(site,))
        writer.start()
        time.sleep(chance.uniform(0, 0.05))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        yield site.ask()


def damage_index(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Damage one file of the index, open it, and mend it."""
    for _ in range(count):
        chance.choice(_DAMAGES)(chance.choice(site.files()), chance)
        outcome = site.ask()
        yield outcome if site.ask(from_scratch=True) == RIGHT else WRONG
        site.restore()


def damage_under_process(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Damage one file of the index under an archive that is open."""
    for _ in range(count):
        chance.choice(_DAMAGES)(chance.choice(site.files()), chance)
        yield RIGHT if site.archive.ask(_QUESTION).to_dict() == site.expected else WRONG
        site.restore()


def open_during_builds(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Open the index while another process writes it again and again."""
    writer = multiprocessing.Process(target=_write_for_ever, args=(site,))
    writer.start()
    try:
        for _ in range(count):
            outcome = site.ask()
            yield RIGHT if outcome == RIGHT else WRONG  # a sentence would be no excuse
            time.sleep(chance.uniform(0, 0.01))
    finally:
        writer.kill()
        writer.join()


def damage_encoder(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Flip one bit of the encoder's files."""
    folder = site.corpus.parent / "encoder"
    shutil.copytree(ROOT / "onrecord/retrieval/bundled_encoder", folder)
    names = ("onnx/model.onnx", "tokenizer.json", "word_pieces.safetensors", "tokenizer_config.json")
    for _ in range(min(count, 100)):  # each takes a second
        path = folder / chance.choice(names)
        content = path.read_bytes()
        _flip(path, chance)
        try:
            load_encoder(folder)
            yield WRONG
        except OnRecordError:
            yield TOLD
        path.write_bytes(content)


def forge_answers(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Change one field of a saved answer that a source can confirm, which `verify` must find."""
    for number in range(count):
        answer = site.archive.ask(_QUESTION).to_dict()
        hit = chance.choice(answer["hits"] or answer["nearest"])
        name = chance.choice(sorted(hit.keys() - {"rank", "score", "sure", "quote"}))
        hit[name] = _forge(hit[name], number)
        wrong = [check for check in verify_answer(answer, site.corpus) if not check.ok]
        yield TOLD if wrong else WRONG


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
            call(chance.choice((_QUESTION, _QUESTION, *_VALUES)), **arguments)
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


def _write_for_ever(site: Site) -> None:
    index = read_index(site.index)
    while index is not None:
        with lock_index(site.index):
            write_index(site.index, index)


def _forge(value: object, number: int) -> object:
    """Return another value, mostly of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1 + number % 7
    return f"{value}x" if isinstance(value, str) and number % 3 else f"faux {number}"


def _flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _truncate(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def _zero(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.write(b"\0" * max(1, path.stat().st_size // chance.randint(1, 4)))


def _remove(path: Path, chance: random.Random) -> None:
    path.unlink()


def _make_folder(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _make_pipe(path: Path, chance: random.Random) -> None:
    path.unlink()
    os.mkfifo(path)


def _make_loop(path: Path, chance: random.Random) -> None:
    path.unlink()
    path.symlink_to(path.name)


_DAMAGES = (_flip, _truncate, _zero, _remove, _make_folder, _make_pipe, _make_loop)
KINDS: dict[str, Callable[[Site, int, random.Random], Iterator[str]]] = {
    "build killed": kill_builds,
    "index damaged": damage_index,
    "index damaged while open": damage_under_process,
    "opened during builds": open_during_builds,
    "encoder damaged": damage_encoder,
    "answer forged": forge_answers,
    "wrong call": call_wrongly,
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
    options = parser.parse_args()
    wrong = 0
    print(f"{'kind':26}{'tried':>8}{RIGHT:>8}{TOLD:>8}{WRONG:>8}")
    for kind in options.only:
        outcomes = run(kind, options.count, options.seed)
        counts = "".join(f"{outcomes[one]:8,}" for one in (RIGHT, TOLD, WRONG))
        print(f"{kind:26}{outcomes.total():8,}{counts}", flush=True)
        wrong += outcomes[WRONG]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
