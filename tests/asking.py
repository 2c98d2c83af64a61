"""Small archives of invented interviews, asked through `Archive.ask` alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conftest import StubEncoder

from onrecord.answer.answer import Answer, Hit
from onrecord.archive import Archive


def make_archive(folder: Path, files: Mapping[str, str], encoder: StubEncoder | None = None) -> Archive:
    """Return an archive of files, given as their texts by name."""
    corpus = folder / "interviews"
    corpus.mkdir()
    for name, text in files.items():
        (corpus / name).write_text(text, "utf-8")
    return Archive.open(corpus, folder / "index of them", encoder or StubEncoder())


def told(answer: Answer) -> list[Hit]:
    """Return the passages of an answer in the order told: those that answer, then the nearest."""
    return [*answer.hits, *answer.nearest]


def openings(answer: Answer, words: int = 2) -> list[str]:
    """Return the first words of each passage of an answer, in the order told."""
    return [" ".join(hit.text.split()[:words]) for hit in told(answer)]
