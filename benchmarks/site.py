"""A corpus of one interview, its index and the answer that it must give: to be damaged, and mended."""

from __future__ import annotations

import shutil
from pathlib import Path

from onrecord.archive import Archive
from onrecord.error import OnRecordError
from onrecord.retrieval.encoder import Encoder, load_encoder

ROOT = Path(__file__).parents[1]
QUESTION = "Combien d'apprentis avez-vous formés ?"
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
        self.expected = self.archive.ask(QUESTION).to_dict()
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
            return RIGHT if opened.ask(QUESTION).to_dict() == self.expected else WRONG
        except OnRecordError:
            return TOLD
