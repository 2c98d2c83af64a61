"""Saved answers and grids, read back to be exported; and the interviews that they quote."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from onrecord.answer.answer import Answer
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.text.shown import shorten
from onrecord.workbench.verify_grid import SUFFIXES, read_grid


def read_answers(path: str | Path) -> list[Answer]:
    """Return the answers of a file: of a grid (XLSX, CSV), or the one of `onrecord ask --json`.

    Raises
    ------
    AnswerError
        When the file is something else.
    """
    place = Path(path)
    if place.suffix.lower() in SUFFIXES:
        return [cell.answer for cell in read_grid(place).cells]
    expected = f"{place}: expected an answer in JSON (`onrecord ask --json`) or a grid"
    try:
        return [Answer.from_dict(json.loads(place.read_text("utf-8")))]
    except OSError as error:
        raise AnswerError(f"{expected}, {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        found = shorten(str(error), 80)
        raise AnswerError(f"{expected}, found something else ({found})") from error


def read_quoted(answers: Iterable[Answer], corpus: str | Path) -> dict[str, Interview]:
    """Return the interviews that answers quote, by id, read from a corpus.

    Raises
    ------
    AnswerError
        When one is not there, or its text is another than the one that was quoted.
    CorpusError
        When the corpus cannot be read.
    """
    paths = {path.stem: path for path in find_files(Path(corpus))}
    found: dict[str, Interview] = {}
    for hit in (hit for answer in answers for hit in (*answer.hits, *answer.nearest)):
        name = shorten(hit.interview_id, 80)
        if hit.interview_id not in paths:
            raise AnswerError(f"{corpus}: expected the interview {name}, which is quoted, found none")
        if hit.interview_id not in found:
            found[hit.interview_id] = read_interview(paths[hit.interview_id])
        if found[hit.interview_id].sha256 != hit.source_sha256:
            raise AnswerError(f"{name}: the text has changed since it was quoted; ask again")
    return found


def read_interviews(corpus: str | Path) -> dict[str, Interview]:
    """Return all interviews of a corpus, by id; a CorpusError is raised when it cannot be read."""
    return {one.id: one for one in map(read_interview, find_files(Path(corpus)))}
