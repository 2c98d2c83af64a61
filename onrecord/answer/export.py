"""Quotes as text, Markdown, BibTeX, CSL-JSON or RIS, each with its citation and what is missing.

Names are written whole, never split into first and last. Quotes are written as a reader sees them:
their words, without the markup of the file. Nothing here searches or reads the clock: the day of
access is an argument.
"""

from __future__ import annotations

import datetime
import enum
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.citation import format_range
from onrecord.answer.fact import describe_gap
from onrecord.answer.hit import Hit
from onrecord.interview import Interview
from onrecord.text.fold import fold
from onrecord.text.markup import plain
from onrecord.text.shown import escape_markdown
from onrecord.wording import say, say_date

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # `\{` would leave BibTeX's own braces unbalanced
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{one: f"\\{one}" for one in "%$&#_"},
}
_PLACES = ("line", "page", "start_time")
_FROM_TEX = {escaped: character for character, escaped in _TEX.items()}
_TEX_ESCAPE = re.compile("|".join(map(re.escape, _FROM_TEX)))


class Format(enum.Enum):
    """A format of export; the value is the suffix of its files."""

    MARKDOWN = "md"
    BIBTEX = "bib"
    CSL_JSON = "json"
    RIS = "ris"


def to_text(hit: Hit, interview: Interview, accessed: datetime.date, language: str = "fr") -> str:
    """Return a quote and its citation as plain text."""
    quoted = _add_quotation_marks(plain(hit.quote.text), language)
    return f"{quoted}\n— {_source(hit, interview, accessed, language)} {_web_link(hit)}".rstrip()


def to_markdown(hit: Hit, interview: Interview, accessed: datetime.date, language: str = "fr") -> str:
    """Return a quote as a Markdown quotation, with the interviewer's question and the source."""
    lines = [f"> {escape_markdown(_add_quotation_marks(plain(hit.quote.text), language))}", ">"]
    if hit.asked:
        lines.append(f"> *{say('asked', language)} {escape_markdown(plain(hit.asked))}*  ")
    source = escape_markdown(_source(hit, interview, accessed, language))
    link = re.sub(r"[()<>\s\\]", lambda found: f"%{ord(found[0]):02X}", _web_link(hit))
    return "\n".join([*lines, f"> — {source} [↗]({link})" if link else f"> — {source}"])


def to_bibtex(hit: Hit, interview: Interview, accessed: datetime.date, language: str = "fr") -> str:
    """Return a quote as a BibTeX entry; accents stay UTF-8, names are not split into parts."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(hit, interview)),
        "title": f"{{{_tex(interview.name)}}}",
        "journal": _tex(hit.publication),
        "year": str(hit.date.year) if hit.date else "",
        "month": str(hit.date.month) if hit.date else "",
        "date": hit.date.isoformat() if hit.date else "",
        "interviewer": " and ".join(f"{{{_tex(name)}}}" for name in _interviewers(hit, interview)),
        "pages": format_range(hit.page, hit.last_page, "--"),
        "url": re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", hit.url),
        "urldate": accessed.isoformat(),
        "note": _tex(_note(hit, interview, language)),
    }
    kind = "article" if hit.publication else "misc"
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{_key(hit)},\n{rows}\n}}\n"


def to_csl_json(hit: Hit, interview: Interview, accessed: datetime.date, language: str = "fr") -> str:
    """Return a quote as one CSL-JSON item, of the type interview."""
    return json.dumps(_csl_item(hit, interview, accessed, language), ensure_ascii=False, indent=1)


def to_ris(hit: Hit, interview: Interview, accessed: datetime.date, language: str = "fr") -> str:
    r"""Return a quote as a RIS record; its lines end with `\r\n`, as the format requires."""
    rows = [("TY", "NEWS" if hit.publication else "GEN"), ("ID", _key(hit))]
    rows += [("AU", name) for name in _authors(hit, interview)]
    rows += [("A2", name) for name in _interviewers(hit, interview)]
    rows += [("TI", interview.name), ("T2", hit.publication)]
    if hit.date:
        rows += [("PY", str(hit.date.year)), ("DA", f"{hit.date:%Y/%m/%d/}")]
    if hit.page and hit.last_page:
        rows += [("SP", str(hit.page)), ("EP", str(hit.last_page))]
    rows += [("UR", hit.url), ("Y2", f"{accessed:%Y/%m/%d/}")]
    rows += [("N1", _note(hit, interview, language))]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def export_hits(
    hits: Iterable[Hit],
    interviews: Mapping[str, Interview],
    wanted: Format,
    accessed: datetime.date,
    language: str = "fr",
) -> str:
    """Return quotes in a format, in order, without duplicates.

    Parameters
    ----------
    interviews
        By id; at least those quoted.
    wanted
        The format.
    accessed
        The day on which the reader read them.
    """
    once: dict[tuple[str, int, int], Hit] = {}
    for hit in hits:
        once.setdefault((hit.interview_id, hit.quote.start, hit.quote.end), hit)
    kept = [(hit, interviews[hit.interview_id]) for hit in once.values()]
    if wanted is Format.CSL_JSON:
        items = [_csl_item(hit, interview, accessed, language) for hit, interview in kept]
        return json.dumps(items, ensure_ascii=False, indent=1) + "\n"
    write = _WRITERS[wanted]
    joint = "" if wanted is Format.RIS else "\n"
    return joint.join(write(hit, interview, accessed, language) for hit, interview in kept)


def export_conversation(
    answers: Sequence[Answer],
    interviews: Mapping[str, Interview],
    wanted: Format,
    accessed: datetime.date,
    language: str = "fr",
) -> str:
    """Return a conversation: all of it in Markdown, only the quotes that answer in other formats.

    The nearest passages of a question without an answer appear in Markdown, under a heading that
    says so, and in no list of references. The parameters are those of `export_hits`.
    """
    if wanted is not Format.MARKDOWN:
        hits = [hit for answer in answers for hit in answer.hits]
        return export_hits(hits, interviews, wanted, accessed, language)
    parts = ["# On the Record"]
    for answer in answers:
        parts.append(f"## {escape_markdown(answer.question)}")
        if answer.hits and answer.verdict is Verdict.FOUND:
            parts += [escape_markdown(note) for note in answer.notes]
            parts += [
                to_markdown(hit, interviews[hit.interview_id], accessed, answer.language)
                for hit in answer.hits
            ]
        else:
            parts.append(str(answer))
    return "\n\n".join(parts) + "\n"


def _csl_item(hit: Hit, interview: Interview, accessed: datetime.date, language: str) -> dict[str, Any]:
    """Return a quote as a CSL-JSON item.

    Source: CSL-JSON schema 1.0.2, https://docs.citationstyles.org
    """
    fields: dict[str, Any] = {
        "id": _key(hit),
        "type": "interview" if hit.turn else "article-newspaper",
        "author": [{"literal": name} for name in _authors(hit, interview)],
        "interviewer": [{"literal": name} for name in _interviewers(hit, interview)],
        "title": interview.name,
        "container-title": hit.publication,
        "issued": _csl_date(hit.date) if hit.date else {},
        "accessed": _csl_date(accessed),
        "page": format_range(hit.page, hit.last_page),
        "URL": hit.url,
        "note": _note(hit, interview, language),
        "custom": _describe_place(hit),
    }
    return {name: value for name, value in fields.items() if value}


def _describe_place(hit: Hit) -> dict[str, Any]:
    """Return where the quote stands in the source, for programs: offsets, line, page and second."""
    return {
        "source_sha256": hit.source_sha256,
        "start": hit.quote.start,
        "end": hit.quote.end,
        **{name: value for name in _PLACES if (value := getattr(hit, name)) is not None},
    }


def _csl_date(date: datetime.date) -> dict[str, Any]:
    return {"date-parts": [[date.year, date.month, date.day]]}


def _source(hit: Hit, interview: Interview, accessed: datetime.date, language: str) -> str:
    """Return the citation, the day of access, and what is missing of the interview."""
    seen = say("accessed", language, date=say_date(accessed, language))
    return (
        f"{hit.citation}{_say_lines(hit, language)}, {seen}. {_gap(hit, interview, language)}".strip()
    )


def _web_link(hit: Hit) -> str:
    """Return the link to the publisher's page, or "": a link into the chat is of no use elsewhere."""
    return hit.link if hit.link.startswith(("http://", "https://")) else ""


def _note(hit: Hit, interview: Interview, language: str) -> str:
    """Return the quote, its citation, its turn, paragraph and lines, and what is missing around it."""
    place = hit.anchor if hit.turn else say("lead", language)
    lines = _say_lines(hit, language)
    quoted = _add_quotation_marks(plain(hit.quote.text), language)
    return f"{quoted} ({hit.citation} ; {place}{lines}) {_gap(hit, interview, language)}".strip()


def _say_lines(hit: Hit, language: str) -> str:
    """Return the lines of a transcript, for which nothing else says where to look; else ""."""
    if hit.line is None or hit.page or hit.start_time is not None or _web_link(hit):
        return ""
    return ", " + say("line", language, lines=format_range(hit.line, hit.last_line))


def _gap(hit: Hit, interview: Interview, language: str) -> str:
    notes = " ".join(f"({say(name, language)})" for name, holds in hit.notes if holds)
    missing = describe_gap(interview, language) if interview.gap else ""
    return f"{notes} {missing}".strip()


def _add_quotation_marks(quoted: str, language: str) -> str:
    return f"«\u202f{quoted}\u202f»" if language == "fr" else f"“{quoted}”"


def _authors(hit: Hit, interview: Interview) -> list[str]:
    """Return the speaker, or the author of a lead; empty when unknown."""
    return [name for name in (hit.speaker or interview.author,) if name]


def _interviewers(hit: Hit, interview: Interview) -> list[str]:
    """Return who asked; nobody where a lead is quoted, whose author that is."""
    return [interview.author] if interview.author and hit.turn else []


def _key(hit: Hit) -> str:
    """Return an ASCII key: the interview, the place, and the offset at which the quote begins."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(hit.interview_id)).strip("-") or "interview"
    return f"{name}-{hit.anchor}-{hit.quote.start}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in _one_line(text))


def from_tex(text: str) -> str:
    """Return the text that `to_bibtex` wrote in TeX, without the braces that keep a name whole."""
    text = text[1:-1] if text.startswith("{") and text.endswith("}") else text
    return _TEX_ESCAPE.sub(lambda found: _FROM_TEX[found[0]], text)


def _one_line(text: str) -> str:
    """Return a text on one line; no-break spaces stay."""
    return re.sub(r"[ \t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", text).strip()


_WRITERS: dict[Format, Callable[[Hit, Interview, datetime.date, str], str]] = {
    Format.MARKDOWN: lambda *given: to_markdown(*given) + "\n",
    Format.BIBTEX: to_bibtex,
    Format.RIS: to_ris,
}
