"""Answers as a file of another tool, by the suffix of its name."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from onrecord.answer.annotation import to_annotations
from onrecord.answer.answer import Answer
from onrecord.answer.export import Format, export_conversation
from onrecord.interview import Interview
from onrecord.workbench.place import check_free, write_whole

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
        A name that ends in .md, .bib, .ris, .json (CSL-JSON) or .jsonld (W3C Web Annotations).
    accessed
        The day on which the quotes were read; today by default.

    Raises
    ------
    AnswerError
        When the name ends otherwise, a file is there, or it cannot be written.
    """
    place = check_free(path, SUFFIXES)
    day = accessed or datetime.date.today()
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

SUFFIXES = tuple(_WRITERS)
"""What the name of an export may end in."""
