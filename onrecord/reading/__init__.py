"""Reading: a file becomes an Interview.

`format` (bytes to text and blocks), `block` (how blocks are set, their labels), `page` (what is
around, what the page says of itself), `talk` (who asks, who answers), each knowing those before it;
`assemble` takes the steps, `report` says for a person what was understood, `bounded` reads a
stranger's file. Nothing here searches, encodes or writes.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.interview import Interview
from onrecord.reading.assemble import assemble
from onrecord.reading.find import find_files
from onrecord.reading.format.source import load_source

__all__ = ["find_files", "read_interview"]


def read_interview(path: str | Path) -> Interview:
    """Read one interview file, with its side file where there is one.

    Parameters
    ----------
    path
        A `.txt`, `.md`, `.html`, `.pdf`, `.docx`, `.srt` or `.vtt` file, at most 50 MB.

    Returns
    -------
    Interview
        Its `text` is the file, unchanged (or what is extracted from it); every span is an exact
        slice of it.

    Raises
    ------
    CorpusError
        When the file is missing, empty, damaged or of no known kind, or its metadata is no YAML.
    """
    return assemble(load_source(Path(path)))
