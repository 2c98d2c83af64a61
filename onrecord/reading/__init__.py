"""Reading: a file becomes an Interview.

The steps: `format` (bytes to text), `block` (text to blocks, their look and labels), `page` (what
surrounds the interview, its metadata), `talk` (who asks, who answers). `assemble` runs the steps in
order, `report` describes the result for a person, `bounded` reads an untrusted file in a process of
its own. Nothing here searches, encodes or writes.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.interview import Interview
from onrecord.reading.assemble import assemble
from onrecord.reading.find import find_files, find_interviews, find_unread
from onrecord.reading.format.source import load_source

__all__ = ["find_files", "find_interviews", "find_unread", "read_interview"]


def read_interview(path: str | Path) -> Interview:
    """Read one interview file, and its side file (`<id>.yaml`) if there is one.

    Parameters
    ----------
    path
        A `.txt`, `.md`, `.html`, `.pdf`, `.docx`, `.odt`, `.srt`, `.vtt`, `.xml` (TEI, OHMS) or `.json`
        (a transcriber's) file, at most 50 MB.

    Returns
    -------
    Interview
        Its `text` is that of the file, unchanged, or extracted from it where the format is not
        text. Every span is an exact slice of it.

    Raises
    ------
    CorpusError
        When the file is missing, empty, damaged or of an unknown kind, or its metadata is not
        valid YAML.
    """
    return assemble(load_source(Path(path)))
