"""Verification of exported quotes: Markdown, BibTeX, RIS and CSL-JSON against the interview files.

The words of each entry are looked up in the corpus, what stands there is exported anew, and the two
are compared field by field. The day of access, which no source gives, is not compared.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from onrecord.answer.entry import Entry, read_bibtex, read_csl_json, read_markdown, read_ris
from onrecord.answer.export import to_bibtex, to_csl_json, to_markdown, to_ris
from onrecord.answer.hit import Hit, Quote, make_hit
from onrecord.answer.verify import Check, describe_difference
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.passage import Passage, cut_passages
from onrecord.text.date import date_pattern
from onrecord.text.markup import plain
from onrecord.text.shown import shorten
from onrecord.text.span import Span
from onrecord.wording import LANGUAGES, say_date

_DAY = datetime.date(1, 1, 1)  # stands for the day of access
_LONGEST = 80  # characters of a quote in a message


@dataclass(frozen=True, slots=True)
class _Format:
    """How a format is read and written; `quote` holds the words, `accessed` is the day of access."""

    read: Callable[[str], list[Entry]]
    writers: tuple[Callable[[Hit, Interview, datetime.date, str], str], ...]
    quote: str
    accessed: str


@dataclass(frozen=True, slots=True)
class _Source:
    """A passage of the corpus, with its sentences as exports show them."""

    interview: Interview
    passage: Passage
    sentences: tuple[str, ...]


def verify_export(text: str, corpus: str | Path = "corpus") -> list[Check]:
    """Check every quote of an export against the files of a corpus, as far as the format carries it.

    Parameters
    ----------
    text
        Markdown (also what `onrecord ask` prints), BibTeX, RIS or CSL-JSON; its beginning tells which.

    Returns
    -------
    list of Check
        One for each entry, in order.

    Raises
    ------
    AnswerError
        When nothing is quoted, or the export cannot be read.
    CorpusError
        When the corpus cannot be read.
    """
    text = text.lstrip("\ufeff \t\r\n")
    written = _find_format(text)
    try:
        entries = written.read(text)
    except (AttributeError, RecursionError, ValueError) as error:
        raise AnswerError(f"expected CSL-JSON as the export writes it, {error}") from error
    if not entries:
        raise AnswerError("expected a saved answer or an export, found no quote in it")
    sources = [
        _Source(interview, passage, _show_sentences(interview, passage))
        for interview in map(read_interview, find_files(Path(corpus)))
        for passage in cut_passages(interview)
    ]
    return [_check(entry, written, sources) for entry in entries]


def _check(entry: Entry, written: _Format, sources: Sequence[_Source]) -> Check:
    """Compare an entry with that export of its words that differs least from it."""
    fields = entry.fields
    words = " ".join(fields.get(written.quote, "").split())
    unread = tuple(shorten(line, _LONGEST) for line in entry.unread)
    nowhere = ("no passage of the corpus has these words",)
    closest = Check(shorten(words, _LONGEST), "", nowhere, unread)
    least = len(fields) + 1
    for source, quote in ((one, quote) for one in sources for quote in _find_quotes(words, one)):
        for cited, language in product(LANGUAGES, repeat=2):
            hit = make_hit(source.interview, source.passage, quote, cited)
            for write in written.writers:
                given = written.read(write(hit, source.interview, _DAY, language))[0].fields
                problems = tuple(_compare(fields, given, written.accessed, say_date(_DAY, language)))
                if len(problems) < least:
                    least = len(problems)
                    missing = tuple(name for name in given if name not in fields)
                    closest = Check(hit.citation, hit.interview_id, problems, (*missing, *unread))
    return closest


def _compare(
    fields: Mapping[str, str], given: Mapping[str, str], accessed: str, day: str
) -> Iterator[str]:
    """Yield what an entry says otherwise than the one from the source; its day of access is any day."""
    for name, claimed in fields.items():
        right = given.get(name, "")
        if name == accessed:
            same = re.sub(r"\\?\d+", r"\\d+", re.escape(right))
        else:
            same = f"(?i:{date_pattern()})".join(map(re.escape, right.split(day)))
        if not re.fullmatch(same, claimed, re.S):
            yield describe_difference(name, claimed, right)


def _find_quotes(words: str, source: _Source) -> Iterator[Quote]:
    """Yield the runs of whole sentences of a passage that stand in the words of an entry."""
    inside = [bool(sentence) and sentence in words for sentence in source.sentences]
    spans, passage = source.passage.sentences, source.passage
    for first in range(len(inside)):
        for last in range(first, len(inside)):
            if not inside[last]:
                break
            start, end = spans[first].start, spans[last].end
            text = passage.cut_out(Span(start, end))
            if plain(text) in words:
                yield Quote(text, start, end)


def _show_sentences(interview: Interview, passage: Passage) -> tuple[str, ...]:
    return tuple(plain(interview.show(sentence)) for sentence in passage.sentences)


def _find_format(text: str) -> _Format:
    for opening, written in _OPENINGS.items():
        if text.startswith(opening):
            return written
    return _MARKDOWN


def _write_passage(hit: Hit, interview: Interview, day: datetime.date, language: str) -> str:
    return hit.to_markdown(language)


_MARKDOWN = _Format(read_markdown, (to_markdown, _write_passage), "quote", "")
_CSL_JSON = _Format(read_csl_json, (to_csl_json,), "note", "accessed")
_OPENINGS = {
    "@": _Format(read_bibtex, (to_bibtex,), "note", "urldate"),
    "TY  -": _Format(read_ris, (to_ris,), "N1", "Y2"),
    "[": _CSL_JSON,
}
