"""Answers kept in a file while a grid is filled, so that one that was stopped goes on where it was.

Each line is one answer in JSON, under a key of all that it depends on: with other interviews, another
encoder or other settings it is asked anew. A line that was being written when the program was killed
is left out. Nothing here asks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from onrecord.answer.answer import Answer
from onrecord.error import AnswerError


class SavedAnswers:
    """Answers by key, in a file where one is named; `close` is not needed, each line is flushed.

    Parameters
    ----------
    path
        The file, made with the first answer; None to keep nothing.
    depends_on
        What every answer depends on beside its key.

    Raises
    ------
    AnswerError
        When the file is something else, or cannot be read.
    """

    def __init__(self, path: str | Path | None, depends_on: Sequence[str] = ()) -> None:
        self.path = Path(path) if path is not None else None
        self._depends_on = tuple(depends_on)
        self._answers: dict[str, Answer] = {}
        if self.path is not None and self.path.exists():
            self._answers = _read_lines(self.path)

    def find(self, key: Sequence[str]) -> Answer | None:
        """Return the answer that was kept under a key, None if there is none."""
        return self._answers.get(self._hash(key))

    def add(self, key: Sequence[str], answer: Answer) -> None:
        """Keep an answer.

        Raises
        ------
        AnswerError
            When the file cannot be written.
        """
        if self.path is None:
            return
        line = json.dumps({"key": self._hash(key), "answer": answer.to_dict()}, ensure_ascii=False)
        try:
            with self.path.open("a", encoding="utf-8", newline="\n") as stream:
                stream.write(f"\n{line}")  # a line that broke off before it stays alone
        except OSError as error:
            raise AnswerError(f"{self.path}: cannot be written ({error.strerror or error})") from error

    def _hash(self, key: Sequence[str]) -> str:
        return hashlib.sha256(json.dumps([self._depends_on, *key]).encode()).hexdigest()


def _read_lines(path: Path) -> dict[str, Answer]:
    try:
        lines = [line for line in path.read_text("utf-8", "replace").split("\n") if line.strip()]
    except OSError as error:
        raise AnswerError(f"{path}: cannot be read ({error.strerror or error})") from error
    found: dict[str, Answer] = {}
    for line in lines:
        try:
            kept = json.loads(line)
            found[kept["key"]] = Answer.from_dict(kept["answer"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue  # the line broke off: its question is asked again
    if lines and not found and not lines[0].startswith('{"key"'):
        raise AnswerError(f"{path}: expected answers that a grid has kept, found another file")
    return found
