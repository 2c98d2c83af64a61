"""Verification of exported quotes: Markdown, BibTeX, RIS and CSL-JSON against the interview files.

The words of each entry are looked up in the corpus, what stands there is exported anew, and the two
are compared field by field. The day of access, which no source gives, is not compared.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from onrecord.answer.export import from_tex, to_bibtex, to_csl_json, to_markdown, to_ris
from onrecord.answer.hit import Hit, Quote, make_hit
from onrecord.answer.verify import Check, describe_difference
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.passage import Passage, cut_passages
from onrecord.text.markup import plain
from onrecord.text.shown import shorten
from onrecord.wording import LANGUAGES, say_date

Entry = dict[str, str]
"""The fields of an exported quote, by the names that its format gives them."""

_DAY = datetime.date(1, 1, 1)  # stands for the day of access
_LONGEST = 80  # characters of a quote in a message
_BIBTEX_HEAD = re.compile(r"@(\w+)\{([^,\s]+),")
_BIBTEX_FIELD = re.compile(r"\s*(\w+)\s*=\s*\{(.*)\},?")
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - ?(.*)")
_MARKDOWN_SOURCE = re.compile(r"— (.*?)(?: \[↗\]\((.*)\))?")
_MARKDOWN_ESCAPE = re.compile(r"\\([\\`*_\[\]<>#|~$])")
_BOLD = re.compile(r"(?<!\\)\*\*(.+)(?<!\\)\*\*")


@dataclass(frozen=True, slots=True)
class _Format:
    """How a format is read and written; `quote` holds the words, `accessed` the day of access."""

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
    words = " ".join(entry.get(written.quote, "").split())
    closest = Check(shorten(words, _LONGEST), "", ("no passage of the corpus has these words",))
    least = len(entry) + 1
    for source, quote in ((one, quote) for one in sources for quote in _find_quotes(words, one)):
        for cited, language in product(LANGUAGES, repeat=2):
            hit = make_hit(source.interview, source.passage, quote, cited)
            for write in written.writers:
                given = written.read(write(hit, source.interview, _DAY, language))[0]
                problems = tuple(_compare(entry, given, written.accessed, say_date(_DAY, language)))
                if len(problems) < least:
                    least = len(problems)
                    missing = tuple(name for name in given if name not in entry)
                    closest = Check(hit.citation, hit.interview_id, problems, missing)
    return closest


def _compare(entry: Entry, given: Entry, accessed: str, day: str) -> Iterator[str]:
    """Yield what an entry says otherwise than the one from the source, but for the day of access."""
    for name, claimed in entry.items():
        right = given.get(name, "")
        same = ".+".join(map(re.escape, right.split(day)))
        if name != accessed and not re.fullmatch(same, claimed, re.S):
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
            text = passage.text[start - passage.start : end - passage.start]
            if plain(text) in words:
                yield Quote(text, start, end)


def _show_sentences(interview: Interview, passage: Passage) -> tuple[str, ...]:
    return tuple(plain(sentence.of(interview.text)) for sentence in passage.sentences)


def _find_format(text: str) -> _Format:
    for opening, written in _OPENINGS.items():
        if text.startswith(opening):
            return written
    return _MARKDOWN


def _read_csl_json(text: str) -> list[Entry]:
    """Return the items of CSL-JSON, or the only one; a value that is not text as its JSON."""
    items = json.loads(text)
    return [
        {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in item.items()
        }
        for item in (items if isinstance(items, list) else [items])
    ]


def _read_bibtex(text: str) -> list[Entry]:
    """Return the entries of BibTeX, one field a line, with their kind and key."""
    entries: list[Entry] = []
    for line in text.splitlines():
        if head := _BIBTEX_HEAD.match(line):
            entries.append({"kind": head[1], "key": head[2]})
        elif entries and (field := _BIBTEX_FIELD.fullmatch(line)):
            entries[-1][field[1]] = from_tex(field[2])
    return entries


def _read_ris(text: str) -> list[Entry]:
    """Return the records of RIS, which begins with TY, by tag; values of one tag are joined by "; "."""
    records: list[Entry] = []
    for match in filter(None, map(_RIS_LINE.fullmatch, text.splitlines())):
        tag, value = match[1], match[2]
        if tag == "TY":
            records.append({})
        if tag != "ER":
            records[-1][tag] = "; ".join(filter(None, (records[-1].get(tag), value)))
    return records


def _read_markdown(text: str) -> list[Entry]:
    """Return the quotations of Markdown: quote, passage around it, question, source and link."""
    entries: list[Entry] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith(">"):
            inside = False
            continue
        content = line[1:].strip()
        if not inside:
            entries.append(_read_quoted(content))
        elif source := _MARKDOWN_SOURCE.fullmatch(content):
            entries[-1] |= {"source": _unescape(source[1])} | ({"link": source[2]} if source[2] else {})
        elif content:
            entries[-1]["asked"] = _unescape(content.strip("*"))
        inside = True
    return entries


def _read_quoted(content: str) -> Entry:
    """Return the first line of a quotation: the quote alone, or in bold within its passage."""
    bold = _BOLD.search(content)
    if bold is None:
        return {"quote": _unescape(content)}
    return {"quote": _unescape(bold[1]), "passage": _unescape(content)}


def _unescape(text: str) -> str:
    return _MARKDOWN_ESCAPE.sub(r"\1", text)


def _write_passage(hit: Hit, interview: Interview, day: datetime.date, language: str) -> str:
    return hit.to_markdown(language)


_MARKDOWN = _Format(_read_markdown, (to_markdown, _write_passage), "quote", "")
_CSL_JSON = _Format(_read_csl_json, (to_csl_json,), "note", "accessed")
_OPENINGS = {
    "@": _Format(_read_bibtex, (to_bibtex,), "note", "urldate"),
    "TY  -": _Format(_read_ris, (to_ris,), "N1", "Y2"),
    "[": _CSL_JSON,
}
