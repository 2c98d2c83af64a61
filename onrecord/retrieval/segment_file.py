"""The files of a segment: a folder with an array, or JSON lines, in each; index/README.md lists them.

Nothing here decides when a segment is written or whether its files are whole: `storage` does. No file
is a pickle.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from onrecord.retrieval.check import LaterCheck
from onrecord.retrieval.clusters import Clusters
from onrecord.retrieval.lexical import WordTable
from onrecord.retrieval.piece_table import PieceTable
from onrecord.retrieval.rows import dump_row, make_card, make_interview, make_passage_row
from onrecord.retrieval.segment import Segment
from onrecord.retrieval.stored import Lines, load_array
from onrecord.retrieval.vectors import VectorIndex

_PIECE_ARRAYS = ("vectors", "ids", "sentences", "starts")
_CLUSTERS = "vectors.ivf"
# of a large index these are mapped; they are nearly all of it
LARGE = frozenset(
    [
        "interviews.jsonl",
        "passages.jsonl",
        "vectors.npy",
        _CLUSTERS,
        *(f"words.{name}.npy" for name in ("starts", "rows", "counts", "lengths")),
        *(f"pieces.{name}.npy" for name in _PIECE_ARRAYS),
    ]
)


def write_segment(folder: Path, segment: Segment) -> Segment:
    """Write a segment into a new folder; return it with the name of the folder."""
    folder.mkdir()
    cards = "".join(dump_row(card) + "\n" for card in segment.cards)
    (folder / "cards.jsonl").write_text(cards, "utf-8", newline="\n")
    segment.interviews.save(folder / "interviews.jsonl")
    segment.passages.save(folder / "passages.jsonl")
    segment.words.save(folder)
    if segment.vectors.clusters is not None:
        segment.vectors.clusters.save(folder / _CLUSTERS)
    arrays = {
        "rows": segment.starts,
        "speakers": segment.speakers,
        "vectors": segment.vectors.vectors,
        "pieces.counts": segment.counts,
        **{f"pieces.{name}": getattr(segment.pieces, name) for name in _PIECE_ARRAYS},
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    return replace(segment, name=folder.name)


def describe_segment(segment: Segment) -> dict[str, Any]:
    """Return what the manifest says of a segment, for `read_segment`."""
    clusters = segment.vectors.clusters
    found = {} if clusters is None else {"probes": clusters.probes, "recall": clusters.recall}
    return {"name": segment.name, "hidden": sorted(segment.hidden), **found}


def read_segment(
    generation: Path,
    described: dict[str, Any],
    piece_dimension: int,
    check: LaterCheck | None = None,
) -> Segment:
    """Return the segment that `write_segment` wrote.

    Parameters
    ----------
    described
        What `describe_segment` returned.
    check
        Of its large files, which are mapped then; None to read them into memory.
    """
    mapped = check is not None
    folder = generation / described["name"]
    pieces = {name: load_array(folder / f"pieces.{name}.npy", mapped=mapped) for name in _PIECE_ARRAYS}
    with (folder / "cards.jsonl").open("rb") as stream:
        cards = tuple(make_card(orjson.loads(line)) for line in stream)
    clusters = None
    if "probes" in described:
        clusters = Clusters.load(folder / _CLUSTERS, described["probes"], described["recall"])
    return Segment(
        name=folder.name,
        cards=cards,
        interviews=Lines.load(folder / "interviews.jsonl", make_interview, mapped=mapped),
        passages=Lines.load(folder / "passages.jsonl", make_passage_row, mapped=mapped),
        starts=load_array(folder / "rows.npy"),
        speakers=load_array(folder / "speakers.npy"),
        vectors=VectorIndex(load_array(folder / "vectors.npy", mapped=mapped), clusters),
        words=WordTable.load(folder, mapped=mapped),
        pieces=PieceTable(**pieces, width=piece_dimension),
        counts=load_array(folder / "pieces.counts.npy"),
        hidden=frozenset(described["hidden"]),
        check=check,
    )
