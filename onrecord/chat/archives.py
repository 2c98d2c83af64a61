"""The archive that everybody asks, and where accepted interviews are added.

By default an interview is added to a copy of the archive, in memory, that only its session asks. When
the operator keeps uploads, it is added to the corpus, for all visitors.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import Archive
from onrecord.chat.upload import Offer, Uploads, clean_name
from onrecord.error import CorpusError
from onrecord.retrieval.build import Progress

MOST_SESSIONS = 64  # with an archive of their own: each holds a copy of the index in memory


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where accepted interviews are kept: the folder of the corpus, and that of its index."""

    corpus: Path
    index: Path


class Archives:
    """The shared archive and those of single sessions.

    Parameters
    ----------
    keeping
        Where to keep accepted interviews for everybody; None to keep each in its session.
    """

    def __init__(self, archive: Archive, keeping: Keeping | None = None) -> None:
        self.shared = archive
        self._keeping = keeping
        self._lock = threading.Lock()
        self._private: weakref.WeakSet[Archive] = weakref.WeakSet()  # one leaves when its session ends

    @property
    def keeps(self) -> bool:
        """Whether accepted interviews go into the corpus."""
        return self._keeping is not None

    def archive_of(self, uploads: Uploads) -> Archive:
        """Return the archive that a session asks: its own, or the shared one before it begins."""
        return uploads.archive or self.shared

    def add(self, archive: Archive, offer: Offer, on_progress: Progress) -> tuple[Archive, str]:
        """Add an accepted file; return the archive that its session asks from now on, and its name.

        Raises
        ------
        OnRecordError
            When the file or the index cannot be written, or too many sessions have an archive of
            their own. Nothing is kept then.
        """
        if self._keeping is None:
            return self._add_privately(archive, offer, on_progress), offer.name
        with self._lock:
            path = _write(self._keeping.corpus, offer)
            try:
                self.shared = self._open(self._keeping, on_progress)
            except Exception:
                path.unlink()
                raise
            return self.shared, path.name

    def remove(self, archive: Archive, name: str) -> Archive:
        """Remove the file `name` of a session; return the archive that it asks from now on.

        Raises
        ------
        OnRecordError
            When the file cannot be removed, or the index cannot be written.
        """
        if self._keeping is None:
            return archive.without_interview(Path(name).stem)
        with self._lock:
            path = self._keeping.corpus / Path(name).name
            with _as_corpus_error(path.name, "upload_not_removed"):
                path.unlink(missing_ok=True)
            self.shared = self._open(self._keeping)
            return self.shared

    def _add_privately(self, archive: Archive, offer: Offer, on_progress: Progress) -> Archive:
        if archive not in self._private and len(self._private) >= MOST_SESSIONS:
            raise CorpusError.of("upload_busy")
        grown = archive.with_interview(offer.interview, on_progress)
        self._private.add(grown)
        return grown

    def _open(self, keeping: Keeping, on_progress: Progress | None = None) -> Archive:
        encoder = self.shared.encoder
        return Archive.open(keeping.corpus, keeping.index, encoder, on_progress=on_progress)


def _write(corpus: Path, offer: Offer) -> Path:
    """Write an offered file whole, or leave nothing; return its path, under a name not yet taken."""
    with _as_corpus_error(offer.name, "upload_not_written"):
        taken = {path.stem for path in corpus.iterdir()}
        path = corpus / clean_name(offer.name, taken)
        with path.open(
            "xb"
        ) as stream:  # fails when the file exists: another process may have written it
            try:
                stream.write(offer.content)
                stream.flush()
            except OSError:
                path.unlink()
                raise
    return path


@contextmanager
def _as_corpus_error(name: str, error_name: str) -> Iterator[None]:
    """Raise an OSError as the CorpusError `error_name`, which names the file but not its folder."""
    try:
        yield
    except OSError as error:
        raise CorpusError.of(error_name, where=name, found=error.strerror or error) from error
