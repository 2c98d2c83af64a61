"""Reads the open text that the encoder is made from, and separates what is held out for evaluation.

The first step of `train.py` and `evaluate.py`. Rows are chosen by the hash of their text, not by a
random generator, so that the same data always give the same sample. No text is cleaned or changed.
"""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

# Sources of questions that people asked, not headings: a share of their passages is held out.
HELD_OUT_SOURCES = ("piaf", "piaf_ml_dila", "mesconseilscovid", "python_faq_fr", "mon_entreprise")
HELD_OUT_SHARE = 0.2
HELD_OUT_PARALLEL_SHARE = 0.01


@dataclass(frozen=True)
class Pair:
    """A question (or heading) and the passage that answers it, in French."""

    question: str
    passage: str
    source: str


@dataclass(frozen=True)
class Parallel:
    """An English sentence and its French translation, or the reverse."""

    english: str
    french: str
    source: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of French prose, and the title of the text that it is from, "" if unknown."""

    text: str
    source: str
    title: str = ""


Row = TypeVar("Row", Pair, Parallel, Paragraph)


@dataclass(frozen=True)
class TrainingText:
    """All that training may read, without what is held out, in the order of the files."""

    pairs: list[Pair]
    parallels: list[Parallel]
    paragraphs: list[Paragraph]


def read_training_text(folder: Path) -> TrainingText:
    """Read the three files of `folder` without the held-out passages.

    Parameters
    ----------
    folder
        Holds `pairs_fr.jsonl.gz`, `parallel_enfr.jsonl.gz` and `text_fr.jsonl.gz`.
    """
    pairs = list(_read_pairs(folder))
    kept_apart = {pair.passage for pair in pairs if _is_held_out(pair)}
    return TrainingText(
        pairs=[pair for pair in pairs if pair.passage not in kept_apart],
        parallels=[row for row in _read_parallels(folder) if not _is_parallel_held_out(row)],
        paragraphs=[row for row in _read_paragraphs(folder) if row.text not in kept_apart],
    )


def read_held_out_pairs(folder: Path) -> dict[str, list[Pair]]:
    """Read the held-out pairs, by source, in the order of the file."""
    held_out: dict[str, list[Pair]] = {source: [] for source in HELD_OUT_SOURCES}
    for pair in _read_pairs(folder):
        if _is_held_out(pair):
            held_out[pair.source].append(pair)
    return held_out


def read_held_out_parallels(folder: Path, limit: int) -> list[Parallel]:
    """Read the held-out aligned sentences, at most `limit`: those of lowest hash."""
    rows = {row.french: row for row in _read_parallels(folder) if _is_parallel_held_out(row)}
    return [rows[french] for french in sorted(rows, key=hash_text)][:limit]


def cap_each_source(rows: Sequence[Row], limit: int, text_of: Callable[[Row], str]) -> list[Row]:
    """Return at most `limit` rows of each source: those of lowest text hash, in order of the hash."""
    seen: Counter[str] = Counter()
    kept = []
    for row in sorted(rows, key=lambda row: (hash_text(text_of(row)), row.source)):
        if seen[row.source] < limit:
            seen[row.source] += 1
            kept.append(row)
    return kept


def hash_text(text: str) -> float:
    """Return a number in [0, 1) that depends only on the text."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _is_held_out(pair: Pair) -> bool:
    """Return whether a pair is held out; all questions about one passage are, or none is."""
    return pair.source in HELD_OUT_SOURCES and hash_text(pair.passage) < HELD_OUT_SHARE


def _is_parallel_held_out(row: Parallel) -> bool:
    return hash_text(row.french) < HELD_OUT_PARALLEL_SHARE


def _read_pairs(folder: Path) -> Iterator[Pair]:
    for row in _read_rows(folder / "pairs_fr.jsonl.gz"):
        yield Pair(row["query"], row["passage"], row["source"])


def _read_parallels(folder: Path) -> Iterator[Parallel]:
    for row in _read_rows(folder / "parallel_enfr.jsonl.gz"):
        yield Parallel(row["en"], row["fr"], row["source"])


def _read_paragraphs(folder: Path) -> Iterator[Paragraph]:
    for row in _read_rows(folder / "text_fr.jsonl.gz"):
        yield Paragraph(row["text"], row["source"], row["title"])


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
