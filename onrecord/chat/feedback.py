"""Visitors' judgements of answers, in a file of this machine: one line of JSON for each.

They are recorded only when the operator names a file. A line holds the question, the verdict and the
places of the passages on the page, nothing of who asked or from where.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

from onrecord.answer.answer import Answer
from onrecord.answer.hit import Hit
from onrecord.error import OnRecordError


class Feedback:
    """A file to which judgements are added; it is made if it does not exist.

    Raises
    ------
    OnRecordError
        When the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._append("")

    def add(self, answer: Answer, liked: bool) -> None:
        """Add whether a visitor liked an answer; when one is judged again, the last line counts.

        Raises
        ------
        OnRecordError
            When the file cannot be written.
        """
        line = {
            "liked": liked,
            "question": answer.question,
            "understood_as": answer.understood_as,
            "verdict": answer.verdict.value,
            "hits": [_identify(hit) for hit in answer.hits],
            "nearest": [_identify(hit) for hit in answer.nearest],
        }
        self._append(json.dumps(line, ensure_ascii=False) + "\n")

    def _append(self, line: str) -> None:
        try:
            with self._lock, self._path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(line)
        except OSError as error:
            raise OnRecordError(
                f"{self._path}: cannot be written ({error.strerror or error})"
            ) from error


def _identify(hit: Hit) -> dict[str, object]:
    """Return where a hit stands: interview, anchor and offsets (code points, end exclusive)."""
    return {
        "interview_id": hit.interview_id,
        "anchor": hit.anchor,
        "start": hit.start,
        "end": hit.end,
    }
