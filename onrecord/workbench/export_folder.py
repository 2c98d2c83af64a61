"""Interviews as a folder of files for another tool, one each: TEI, OHMS, or notes for Obsidian."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from onrecord.answer.answer import Answer
from onrecord.error import AnswerError
from onrecord.workbench.export_file import Interviews
from onrecord.workbench.note import write_notes
from onrecord.workbench.ohms import write_ohms
from onrecord.workbench.place import check_folder, write_whole
from onrecord.workbench.tei import write_tei


class Tool(enum.Enum):
    """What the files of a folder are written for."""

    TEI = "tei"
    OHMS = "ohms"
    OBSIDIAN = "obsidian"


def write_folder(
    answers: Sequence[Answer], interviews: Interviews, path: str | Path, tool: str | Tool
) -> int:
    """Write interviews to a folder that is not there yet, and return the number of files.

    Parameters
    ----------
    answers
        Whose quotes are written too, where the tool has a place for them (Obsidian).
    interviews
        All that are written; at least those quoted.

    Raises
    ------
    AnswerError
        When there is no such tool, no interview, the folder is there, or it cannot be written.
    """
    place = check_folder(path)
    try:
        wanted = Tool(tool)
    except ValueError as error:
        names = ", ".join(one.value for one in Tool)
        raise AnswerError(f"expected one of {names}, found {str(tool)[:60]!r}") from error
    if not interviews:
        raise AnswerError(f"{place}: expected interviews to write, found none")
    files = _make_files(answers, interviews, wanted)
    write_whole(place, partial(_fill, files))
    return len(files)


def _fill(files: dict[str, str], folder: Path) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="")


def _make_files(answers: Sequence[Answer], interviews: Interviews, tool: Tool) -> dict[str, str]:
    if tool is Tool.OBSIDIAN:
        return write_notes(answers, interviews)
    write = write_tei if tool is Tool.TEI else write_ohms
    return {f"{one.id}.xml": write(one) for one in interviews.values()}
