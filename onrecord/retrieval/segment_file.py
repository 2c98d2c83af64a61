"""The files of a segment: a folder with an array, or JSON lines, in each; index/README.md lists them.

Nothing here decides when a segment is written or whether its files are whole: `storage` does. No file
is a pickle.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from onrecord.retrieval.lexical import WordTable
from onrecord.retrieval.piece_table import PieceTable
from onrecord.retrieval.rows import dump_row, make_card, make_interview, make_passage_row
from onrecord.retrieval.segment import Segment
from onrecord.retrieval.stored import Lines, load_array
from onrecord.retrieval.vectors import VectorIndex

_PIECE_ARRAYS = ("vectors", "ids", "sentences", "starts")


def write_segment(folder: Path, segment: Segment) -> Segment:
    """Write a segment into a new folder; return it with the name of the folder."""
    folder.mkdir()
    cards = "".join(dump_row(card) + "\n" for card in segment.cards)
    (folder / "cards.jsonl").write_text(cards, "utf-8", newline="\n")
    segment.interviews.save(folder / "interviews.jsonl")
    segment.passages.save(folder / "passages.jsonl")
    segment.words.save(folder)
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


def read_segment(
    folder: Path, piece_dimension: int, hidden: frozenset[str] = frozenset(), *, mapped: bool = False
) -> Segment:
    """Return the segment that `write_segment` wrote.

    Parameters
    ----------
    hidden
        The ids of its interviews that are left out.
    mapped
        Whether its large files are mapped, not read into memory.
    """
    pieces = {name: load_array(folder / f"pieces.{name}.npy", mapped=mapped) for name in _PIECE_ARRAYS}
    with (folder / "cards.jsonl").open(encoding="utf-8", newline="\n") as stream:
        cards = tuple(make_card(json.loads(line)) for line in stream)
    return Segment(
        name=folder.name,
        cards=cards,
        interviews=Lines.load(folder / "interviews.jsonl", make_interview, mapped=mapped),
        passages=Lines.load(folder / "passages.jsonl", make_passage_row, mapped=mapped),
        starts=load_array(folder / "rows.npy"),
        speakers=load_array(folder / "speakers.npy"),
        vectors=VectorIndex(load_array(folder / "vectors.npy", mapped=mapped)),
        words=WordTable.load(folder, mapped=mapped),
        pieces=PieceTable(**pieces, width=piece_dimension),
        counts=load_array(folder / "pieces.counts.npy"),
        hidden=hidden,
    )
