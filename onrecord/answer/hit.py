"""A hit: a passage, verbatim, with the sentences that answer and all that is needed to check it.

`Archive.search` returns hits, and an `Answer` holds them. A hit renders itself as JSON, Markdown and
HTML. Nothing here searches or judges.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from onrecord.answer.citation import cite, link_to
from onrecord.interview import DOUBTED, Interview
from onrecord.retrieval.passage import Passage, list_turns, make_anchor
from onrecord.text.change import Change, find_place
from onrecord.text.shown import escape_markdown, show, show_parts
from onrecord.wording import say, say_date

DOUBTFUL = 0.5
"""The score (0..1) below which a passage is more likely no answer than one."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentences of a passage that answer: `interview.show(Span(start, end)) == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, verbatim, with all that is needed to cite and check it.

    `rank` counts from 1. `score`, in 0..1, is how sure the judge is that the passage answers. `start`
    and `end` (exclusive) are offsets in code points into the interview's text, whose SHA-256 in
    UTF-8 is `source_sha256`. `asked` is the interviewer's question, verbatim, or "". `turn` and
    `paragraph` count from 1; `turn` 0 is the lead, which the journalist wrote. `cut` is True when
    the passage breaks off because its rest is missing. `sure`, in 0..1, is how sure the reading is
    that this person says it in answer to that question. `page` and `last_page` count from 1; they are
    None when the file has no pages. `start_time` is in seconds from the start of the recording; None
    when the file has no time codes. `line` and `last_line` count from 1 the lines of the interview's
    text on which the passage begins and ends. `changes` are the words of the source that are shown
    otherwise in `text`, at their offsets in the source: corrected (« [corrigé] »), or names hidden.
    """

    rank: int
    score: float
    text: str
    start: int
    end: int
    quote: Quote
    interview_id: str
    title: str
    publication: str
    author: str
    date: datetime.date | None
    url: str
    speaker: str
    role: str
    asked: str
    turn: int
    paragraph: int
    cut: bool
    source_sha256: str
    citation: str
    link: str
    sure: float = 1.0
    page: int | None = None
    last_page: int | None = None
    start_time: float | None = None
    line: int | None = None
    last_line: int | None = None
    changes: tuple[Change, ...] = ()

    @property
    def is_doubted(self) -> bool:
        """Whether a person should check who says it before relying on it."""
        return self.sure < DOUBTED

    @property
    def anchor(self) -> str:
        """The place of the passage in its interview, as in `Passage.anchor`: "t1p2"."""
        return make_anchor(self.turn, self.paragraph)

    @property
    def cuts(self) -> tuple[int, int]:
        """Where the quote begins and ends in `text`."""
        start, end = self.quote.start, self.quote.end
        return find_place(start, self.start, self.changes), find_place(end, self.start, self.changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as JSON types; the date is YYYY-MM-DD, or None when unknown."""
        values = dataclasses.asdict(self)
        date = self.date.isoformat() if self.date else None
        return {**values, "date": date, "changes": list(values["changes"])}

    def to_record(self) -> dict[str, Any]:
        """Return `to_dict` without a table in it: quote_start and quote_end, `changes` as JSON."""
        values = self.to_dict()
        quote = values.pop("quote")
        flat = {"quote": quote["text"], "quote_start": quote["start"], "quote_end": quote["end"]}
        changes = json.dumps(values["changes"], ensure_ascii=False) if self.changes else ""
        return {**values, **flat, "changes": changes}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Hit:
        """Return the hit that `to_dict` gave."""
        date = datetime.date.fromisoformat(values["date"]) if values["date"] else None
        changes = tuple(Change(**one) for one in values.get("changes", ()))
        made = {"date": date, "quote": Quote(**values["quote"]), "changes": changes}
        return cls(**{**values, **made})

    def to_markdown(self, language: str = "fr", *, headed: bool = False) -> str:
        """Return the passage as a Markdown quotation, with the quote in bold, and its citation.

        `headed` adds a line with the speaker and the date above it.
        """
        before, quote, after = map(escape_markdown, show_parts(self.text, self.cuts))
        lines = [f"> {' '.join(part for part in (before, f'**{quote}**', after) if part)}", ">"]
        if headed:
            when = f", {say_date(self.date, language)}" if self.date else ""
            lines.insert(0, f"**{escape_markdown(self.speaker)}**{when}\n")
        if self.asked:
            lines.append(f"> *{say('asked', language)} {escape_markdown(show(self.asked))}*  ")
        source = escape_markdown(self.citation) + self._say_notes(language)
        lines.append(f"> — {source} [↗]({self.link})")
        return "\n".join(lines)

    def to_html(self, language: str = "fr", *, headed: bool = False) -> str:
        """Return the same as HTML, with the quote in `<mark>`; every text is escaped."""
        before, quote, after = map(escape, show_parts(self.text, self.cuts))
        when = f", {say_date(self.date, language)}" if self.date else ""
        head = f"<p><strong>{escape(self.speaker)}</strong>{when}</p>" if headed else ""
        asked = (
            f"<p><em>{say('asked', language)} {escape(show(self.asked))}</em></p>" if self.asked else ""
        )
        notes = self._say_notes(language)
        link = f'<a href="{escape(self.link)}">↗</a>'
        return (
            f"{head}<blockquote>{before}<mark>{quote}</mark>{after}</blockquote>{asked}"
            f"<p>— {escape(self.citation)}{notes} {link}</p>"
        )

    def _say_notes(self, language: str) -> str:
        """Return what to know of the passage beside its citation: that it is cut, or in doubt."""
        notes = [say(name, language) for name, holds in self.notes if holds]
        return f" ({' ; '.join(notes)})" if notes else ""

    @property
    def notes(self) -> tuple[tuple[str, bool], ...]:
        """What may have to be said beside a citation: the sentence's name, and whether it holds."""
        return ("cut", self.cut), ("doubted", self.is_doubted)

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def _repr_html_(self) -> str:
        return self.to_html()


def make_hit(
    interview: Interview,
    passage: Passage,
    quote: Quote,
    language: str,
    score: float = 1.0,
) -> Hit:
    """Return a passage as a hit, with its citation in `language`; `number_hits` sets its rank."""
    return Hit(
        rank=1,
        score=round(score, 4),
        text=passage.text,
        start=passage.start,
        end=passage.end,
        quote=quote,
        interview_id=interview.id,
        title=interview.title,
        publication=interview.publication,
        author=interview.author,
        date=interview.date,
        url=interview.url,
        speaker=passage.speaker,
        role=passage.role,
        asked=passage.asked,
        turn=passage.turn,
        paragraph=passage.paragraph,
        cut=passage.cut,
        source_sha256=interview.sha256,
        citation=cite(interview, passage, language),
        link=link_to(interview, passage),
        sure=_find_sure(interview, passage.turn),
        page=passage.page,
        last_page=passage.last_page,
        start_time=passage.start_time,
        line=_count_lines(interview.text, passage.start),
        last_line=_count_lines(interview.text, passage.end),
        changes=passage.changes,
    )


def _find_sure(interview: Interview, number: int) -> float:
    """Return how sure the reading of a turn is; the lead, turn 0, is the journalist's."""
    turn = list_turns(interview)[number]
    return min(turn.sure_speaker, turn.sure_asked)


def _count_lines(text: str, end: int) -> int:
    return text.count("\n", 0, end) + 1


def number_hits(hits: Iterable[Hit], first: int = 1) -> list[Hit]:
    """Return hits with ranks that count from `first`, in the order given."""
    return [replace(hit, rank=rank) for rank, hit in enumerate(hits, first)]
