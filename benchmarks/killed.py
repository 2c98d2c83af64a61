"""Kill the builder of an archive in Milvus Lite again and again; read what is in service each time.

Each time one interview of a copy of an invented corpus is changed, `onrecord build` is started, and
killed (SIGKILL) at a moment drawn at random from the time that a whole build takes. What is in service
then must be whole: all interviews and passages as before the change, or all as after it. In the end a
build that nobody kills must serve the last change, and drop all that was left behind.

    python -m benchmarks.killed --times 200 --json benchmarks/killed.json
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from onrecord.reading import find_interviews
from onrecord.retrieval.build import fingerprint_files
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import find_in_service
from onrecord.retrieval.milvus.store import MilvusStore

CORPUS = Path(__file__).parents[1] / "tests" / "questions" / "corpus"
_CHANGED = (
    "\n\nPourquoi une question de plus ?\n\nParce que ceci est le changement numéro {}, pas un autre.\n"
)


@dataclass(frozen=True, slots=True)
class Killed:
    """How often a builder was killed, and what was in service after that.

    Attributes
    ----------
    killed, ended
        Builds that were killed, and builds that had ended by then.
    before, after
        How often all was as before the change, or as after it.
    lost
        What was neither, in words.
    left
        Collections in the engine when the last build had ended.
    """

    killed: int
    ended: int
    before: int
    after: int
    lost: tuple[str, ...]
    left: int


def kill_builds(times: int, seed: int, folder: Path) -> Killed:
    """Kill builders at random moments, in a folder that is empty."""
    chance = random.Random(seed)
    corpus, index = folder / "corpus", folder / "archive.db"
    shutil.copytree(CORPUS, corpus)
    changed = next(path for path in sorted(corpus.iterdir()) if path.suffix == ".txt")
    text = changed.read_text("utf-8")
    _build(corpus, index)
    changed.write_text(text + _CHANGED.format("first"), "utf-8")
    lasts, _ = _build(corpus, index)  # as long as each build takes, of which one interview is new
    killed = ended = before = after = 0
    lost: list[str] = []
    served = _fingerprint(corpus)
    for number in range(times):
        changed.write_text(text + _CHANGED.format(number), "utf-8")
        wanted = _fingerprint(corpus)
        _, was_killed = _build(corpus, index, chance.uniform(0, lasts))
        killed, ended = killed + was_killed, ended + (not was_killed)
        found, problem = _read(index)
        before, after = before + (found == served), after + (found == wanted)
        if problem or found not in (served, wanted):
            lost.append(f"{number}: {problem or 'neither before nor after'}")
        served = found
    _build(corpus, index)
    found, problem = _read(index)
    if problem or found != _fingerprint(corpus):
        lost.append(f"last: {problem or 'not what was built last'}")
    return Killed(killed, ended, before, after, tuple(lost), _count_collections(index))


def _fingerprint(corpus: Path) -> dict[str, str]:
    """Return the fingerprint of each interview of a corpus, by id."""
    return fingerprint_files(find_interviews(corpus)).fingerprints


def _build(corpus: Path, index: Path, seconds: float | None = None) -> tuple[float, bool]:
    """Build, and kill the builder after some seconds; return how long it ran, and if it was killed."""
    command = [sys.executable, "-m", "onrecord", "build", "--corpus", corpus, "--index", index]
    start = time.monotonic()
    with tempfile.TemporaryFile() as told:
        builder = subprocess.Popen(command, stdout=told, stderr=told)
        try:
            status = builder.wait(seconds)
        except subprocess.TimeoutExpired:
            builder.kill()
            builder.wait()
            return time.monotonic() - start, True
        if status:
            told.seek(0)
            raise RuntimeError(told.read().decode())
    return time.monotonic() - start, False


def _read(index: Path) -> tuple[dict[str, str], str]:
    """Return the fingerprints of the interviews in service, and what is wrong, if anything."""
    engine = Engine(index)
    try:
        generation = find_in_service(engine)
        assert generation is not None, "a whole build came first"
        store = MilvusStore(engine, generation)
        texts = {one.id: one.text for one in store.interviews}
        wrong = [
            one for one in store.passages if texts[one.interview_id][one.start : one.end] != one.text
        ]
        found, _ = store.search_words(["changement"], len(store), store.allow(store.ids))
        problem = f"{len(wrong)} passages are not in their interviews" if wrong else ""
        if len(store) != engine.count(generation.passages) or not len(found):
            problem = "passages are missing"
        return store.corpus, problem
    finally:
        _release(index)


def _count_collections(index: Path) -> int:
    try:
        return len(Engine(index).list_collections())
    finally:
        _release(index)


def _release(index: Path) -> None:
    """Let another process open a file of Milvus Lite."""
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(str(index))


def main() -> None:
    """Kill builders, print what came of it, and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = kill_builds(options.times, options.seed, Path(folder))
    print(json.dumps(asdict(result), indent=1))
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
