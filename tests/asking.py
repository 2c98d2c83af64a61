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


def make_talk_from_the_first_letter(folder: Path) -> Archive:
    """Return an archive of an interview whose first passage begins at offset 0."""
    text = (
        "Je vis seul au phare depuis vingt ans. Je vois la mer de ma fenêtre, et elle me voit.\n\n"
        "Je dors peu, je compte les bateaux.\n"
    )
    return make_archive(folder, {"phare.txt": text, "phare.yaml": "interviewees: [{name: Ida Roc}]\n"})
