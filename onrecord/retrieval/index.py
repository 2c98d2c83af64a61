"""The index of an archive, in memory. `build` makes it, `storage` writes and reads it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.interview import Interview
from onrecord.retrieval.lexical import LexicalIndex
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.piece_table import PieceTable
from onrecord.retrieval.vectors import VectorIndex


@dataclass(frozen=True, slots=True)
class Index:
    """All that is searched: row i of `vectors`, `lexical` and `pieces` belongs to `passages[i]`."""

    interviews: tuple[Interview, ...]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    lexical: LexicalIndex
    pieces: PieceTable
    encoder_name: str
    encoder_fingerprint: str

    @property
    def corpus(self) -> dict[str, str]:
        """The fingerprint of each interview (a hash of its file and side file), by id."""
        return {interview.id: interview.fingerprint for interview in self.interviews}

    @property
    def nbytes(self) -> int:
        """The memory of its arrays, in bytes: what a copy with one interview more takes again."""
        arrays = (self.pieces.vectors, self.pieces.ids, self.pieces.sentences, self.pieces.starts)
        return self.vectors.nbytes + self.lexical.nbytes + sum(one.nbytes for one in arrays)
