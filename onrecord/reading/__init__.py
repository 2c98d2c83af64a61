"""Reading: a file becomes an Interview.

The steps, one file each: `source` (bytes to text; `html`, `pdf`, `docx`, `subtitle` extract),
`markup` and `timecode` (what is not prose), `block` and `split` (text to blocks), `boilerplate`
and `comment` (what is around), `head`, `credit` and `metadata`, `interviewee` and `role`, `speaker`
(labels), `question` and `statement` (which blocks ask), `note`, `turn` (blocks to turns), `report`
(what was understood, for a person); `bounded` takes them all for a stranger's file. Nothing here
searches, encodes or writes.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.interview import Interview
from onrecord.reading.assemble import assemble
from onrecord.reading.find import find_files
from onrecord.reading.source import load_source

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
