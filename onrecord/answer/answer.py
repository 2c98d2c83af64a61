"""An answer: a verdict, the passages that answer, and the sentence in each; or why there is none.

The same object serves Python, the chat, the command line and HTTP: `to_dict` is the one JSON of
the project, `str` its Markdown. Nothing here searches.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.answer.citation import cite, link_to
from onrecord.interview import Interview
from onrecord.retrieval.passage import Passage, make_anchor
from onrecord.text.shown import show, show_parts
from onrecord.wording import name_field, say, say_date


class Verdict(enum.Enum):
    """Whether the interviews answer.

    FOUND: they do, in `hits` (their words) or in `facts` (what is known of the interview itself).
    NOT_SAID: they do not. MAYBE_UNREAD: the answer may be in a part that was not given to us.
    """

    FOUND = "found"
    NOT_SAID = "not_said"
    MAYBE_UNREAD = "maybe_unread"


@dataclass(frozen=True, slots=True)
class Quote:
    """The sentence or sentences of a passage that answer: an exact slice of the interview's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, verbatim, with all that is needed to cite and check it.

    `score` in 0..1 says how sure it is that the passage answers. `start` and `end` are code points
    into the interview's text, whose SHA-256 in UTF-8 is `source_sha256`. `turn` 0 is the lead,
    which the journalist wrote.
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

    @property
    def anchor(self) -> str:
        """Where the passage stands in its interview, as `Passage.anchor` has it."""
        return make_anchor(self.turn, self.paragraph)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of an interview itself: `field` is one of people, asker, date, publication,
    questions, completeness, url, title, lead.
    """

    field: str
    value: str
    interview_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What `Archive.ask` returns.

    `hits` answer, best first; `nearest` are the next ones, which are not sure enough to be called
    an answer. `notes` are sentences of the program, never of an interview, in `language`.
    `compared` when the hits are one a person and interview, by date instead. `parts` are the answers
    to the questions of one message, empty where it asks one; `hits` are then theirs, mixed by score.
    """

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    nearest: tuple[Hit, ...] = ()
    facts: tuple[Fact, ...] = ()
    understood_as: str | None = None
    notes: tuple[str, ...] = ()
    language: str = "fr"
    compared: bool = False
    parts: tuple[Answer, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON types: the schema of the command line and of HTTP."""
        return {
            "question": self.question,
            "verdict": self.verdict.value,
            "hits": [_hit_to_dict(hit) for hit in self.hits],
            "nearest": [_hit_to_dict(hit) for hit in self.nearest],
            "facts": [dataclasses.asdict(fact) for fact in self.facts],
            "understood_as": self.understood_as,
            "notes": list(self.notes),
            "language": self.language,
            "compared": self.compared,
            "parts": [part.to_dict() for part in self.parts],
        }

    def __str__(self) -> str:
        if self.parts:
            shown = [f"### {escape_markdown(part.question)}\n\n{part}" for part in self.parts]
            return "\n\n".join(shown)
        parts: list[str] = []
        if self.understood_as:
            parts.append(
                f"*{escape_markdown(say('understood_as', self.language, text=self.understood_as))}*"
            )
        parts += [escape_markdown(note) for note in self.notes]
        parts += [
            f"- **{name_field(fact.field, self.language)}** : {escape_markdown(fact.value)}"
            for fact in self.facts
        ]
        parts += [_hit_to_markdown(hit, self.language, headed=self.compared) for hit in self.hits]
        if self.nearest and self.verdict is not Verdict.FOUND:
            parts.append(f"*{say('nearest', self.language)}*")
            parts += [_hit_to_markdown(hit, self.language) for hit in self.nearest]
        return "\n\n".join(parts)


def make_hit(
    interview: Interview,
    passage: Passage,
    quote: Quote,
    language: str,
    rank: int = 1,
    score: float = 1.0,
) -> Hit:
    """Return a passage as a hit, with its citation in `language` and its link."""
    return Hit(
        rank=rank,
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
    )


def join_answers(question: str, parts: Sequence[Answer]) -> Answer:
    """Return one answer to a message of several questions, from the answers to each, in order.

    A passage that answers two of them stands once, as it answers better. The verdict is the best one.
    """
    verdicts = {part.verdict for part in parts}
    best = next(
        one for one in (Verdict.FOUND, Verdict.MAYBE_UNREAD, Verdict.NOT_SAID) if one in verdicts
    )
    hits = _mix(hit for part in parts for hit in part.hits)
    places = {(hit.interview_id, hit.start) for hit in hits}
    nearest = _mix(hit for part in parts for hit in part.nearest)
    nearest = [hit for hit in nearest if (hit.interview_id, hit.start) not in places]
    return Answer(
        question=question,
        verdict=best,
        hits=tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, 1)),
        nearest=tuple(replace(hit, rank=rank) for rank, hit in enumerate(nearest, len(hits) + 1)),
        facts=tuple(dict.fromkeys(fact for part in parts for fact in part.facts)),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        language=parts[0].language,
        parts=tuple(parts),
    )


def escape_markdown(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, on one line."""
    one_line = re.sub(r"[ \t\r\n]+", " ", text).strip()  # a no-break space stays
    return re.sub(r"([\\`*_\[\]<>#|~$])", r"\\\1", one_line)


def _hit_to_dict(hit: Hit) -> dict[str, Any]:
    return {**dataclasses.asdict(hit), "date": hit.date.isoformat() if hit.date else None}


def _mix(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits by score, each passage once."""
    once: dict[tuple[str, int], Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        once.setdefault((hit.interview_id, hit.start), hit)
    return list(once.values())


def _hit_to_markdown(hit: Hit, language: str, *, headed: bool = False) -> str:
    """Return a hit as a quotation, the sentence that answers in bold, and its citation.

    `headed` puts who speaks, and when, above it.
    """
    cuts = [hit.quote.start - hit.start, hit.quote.end - hit.start]
    before, quote, after = map(escape_markdown, show_parts(hit.text, cuts))
    lines = [f"> {' '.join(part for part in (before, f'**{quote}**', after) if part)}", ">"]
    if headed:
        when = f", {say_date(hit.date, language)}" if hit.date else ""
        lines.insert(0, f"**{escape_markdown(hit.speaker)}**{when}\n")
    if hit.asked:
        lines.append(f"> *{say('asked', language)} {escape_markdown(show(hit.asked))}*  ")
    source = escape_markdown(hit.citation) + (f" ({say('cut', language)})" if hit.cut else "")
    lines.append(f"> — {source} [↗]({hit.link})")
    return "\n".join(lines)
