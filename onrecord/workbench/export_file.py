"""Answers as a file of another tool, by the suffix of its name."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from onrecord.answer.annotation import to_annotations
from onrecord.answer.answer import Answer
from onrecord.answer.export import Format, export_conversation
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.workbench.place import check_free, write_whole
from onrecord.workbench.refi import write_project

_PROJECT = ".qdpx"
Interviews = Mapping[str, Interview]
"""Interviews by id."""


def write_export(
    answers: Sequence[Answer],
    interviews: Interviews,
    path: str | Path,
    accessed: datetime.date | None = None,
) -> None:
    """Write the quotes of answers to a file that is not there yet.

    Parameters
    ----------
    interviews
        At least those quoted: `archive.interviews`.
    path
        A name that ends in .md, .bib, .ris, .json (CSL-JSON), .jsonld (W3C Web Annotations) or .qdpx
        (REFI-QDA, with the interviews in it).
    accessed
        The day on which the quotes were read; today by default.

    Raises
    ------
    AnswerError
        When the name ends otherwise, there is nothing to write, a file is there, or it cannot be
        written.
    """
    place = check_free(path, SUFFIXES)
    day = accessed or datetime.date.today()
    if place.suffix.lower() == _PROJECT:
        if not interviews:
            raise AnswerError(f"{place}: expected interviews to write, found none")
        write_whole(place, lambda file: write_project(answers, interviews, day, file))
        return
    if not answers:
        raise AnswerError(f"{place}: expected saved answers to export, found none")
    text = _WRITERS[place.suffix.lower()](answers, interviews, day)
    write_whole(place, lambda file: _write_text(file, text))


def _write_text(file: Path, text: str) -> None:
    file.write_text(text, "utf-8", newline="")


def _write_as(wanted: Format) -> Callable[[Sequence[Answer], Interviews, datetime.date], str]:
    def write(answers: Sequence[Answer], interviews: Interviews, day: datetime.date) -> str:
        language = answers[0].language if answers else "fr"
        return export_conversation(answers, interviews, wanted, day, language)

    return write


_WRITERS: dict[str, Callable[[Sequence[Answer], Interviews, datetime.date], str]] = {
    **{f".{one.value}": _write_as(one) for one in Format},
    ".jsonld": lambda answers, _, __: to_annotations(answers),
}

SUFFIXES = (*_WRITERS, _PROJECT)
"""What the name of an export may end in."""
