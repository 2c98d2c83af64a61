"""Damages of an index and an encoder on disk, and builds that are killed: what each of them leads to.

Each function yields one outcome for each damage; `faults` counts them.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.site import QUESTION, RIGHT, ROOT, TOLD, WRONG, Site
from onrecord.answer.reader import Reader
from onrecord.error import OnRecordError
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.onnx_encoder import OnnxEncoder
from onrecord.retrieval.storage import lock_index, read_index, write_index


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
        yield RIGHT if site.archive.ask(QUESTION).to_dict() == site.expected else WRONG
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
    """Flip one bit of the files of the encoder and its judge."""
    folder = site.corpus.parent / "encoder"
    shutil.copytree(ROOT / "onrecord/retrieval/bundled_encoder", folder)
    names = ("onnx/model.onnx", "tokenizer.json", "word_pieces.safetensors", "tokenizer_config.json")
    names += ("onnx/lower.onnx", "judge/judge.onnx")
    for _ in range(min(count, 100)):  # each takes a second
        path = folder / chance.choice(names)
        content = path.read_bytes()
        _flip(path, chance)
        try:
            encoder = load_encoder(folder)
            assert isinstance(encoder, OnnxEncoder)
            Reader(encoder, folder / "judge")
            yield WRONG
        except OnRecordError:
            yield TOLD
        path.write_bytes(content)


def _write_for_ever(site: Site) -> None:
    index = read_index(site.index)
    while index is not None:
        with lock_index(site.index):
            write_index(site.index, index)


def _flip(path: Path, chance: random.Random) -> None:
    """Flip one bit."""
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


_DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (
    _flip,
    _truncate,
    _zero,
    _remove,
    _make_folder,
    _make_pipe,
    _make_loop,
)
