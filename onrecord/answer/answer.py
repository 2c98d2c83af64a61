"""An answer: a verdict, the passages that answer with their quotes, facts and notes.

Python, the chat, the command line and HTTP all return an `Answer`: `to_dict` gives the one JSON
schema of the project, `str` its Markdown. Nothing here searches or judges.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from onrecord.answer.hit import DOUBTFUL, Hit, number_hits
from onrecord.error import AnswerError
from onrecord.optional import load_optional
from onrecord.text.shown import escape_markdown
from onrecord.wording import label, name_field, say


class Verdict(enum.Enum):
    """Whether the interviews answer the question.

    FOUND: they do, in `hits` (their words) or in `facts` (what is known of the interview itself).
    NOT_SAID: they do not. MAYBE_UNREAD: the answer may be in a part of an interview that is missing.
    """

    FOUND = "found"
    NOT_SAID = "not_said"
    MAYBE_UNREAD = "maybe_unread"


TONES = ("found", "doubtful", "not_said", "maybe_unread")
"""The values of `Answer.tone`."""

NOTHING = "nothing"
"""The kind of the record of an answer without passages or facts."""


def make_frame(records: Sequence[Mapping[str, Any]]) -> Any:
    """Return records as a DataFrame of pandas.

    Raises
    ------
    AnswerError
        When pandas is not installed.
    """
    return load_optional("pandas", AnswerError, "a table of answers").DataFrame(list(records))


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about an interview itself.

    `field` is people, asker, date, publication, questions, completeness, url, title or lead; `value`
    is a text in the language of the answer, or verbatim from the interview.
    """

    field: str
    value: str
    interview_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What `Archive.ask` returns.

    `hits` are the passages that answer, best first; `nearest` are the next ones, which do not count
    as an answer. `facts` answer a question about the interviews themselves. `understood_as` is how
    a follow-up was read, None otherwise. `notes` are sentences of the program, never of an
    interview, in `language` ("fr" or "en"). In a comparison `compared` is True, and `hits` hold one
    passage for each person and interview, sorted by date. When a message asks several questions,
    `parts` are their answers in order, and `hits` are those of all parts, by score.
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

    @property
    def is_doubtful(self) -> bool:
        """Whether passages were found of which each is more likely no answer than one."""
        return bool(self.hits) and all(hit.score < DOUBTFUL for hit in self.hits)

    @property
    def tone(self) -> str:
        """The verdict as it is shown: its value, or "doubtful" for what is found and doubtful."""
        return "doubtful" if self.is_doubtful else self.verdict.value

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON types: the schema of the command line and of HTTP."""
        return {
            "question": self.question,
            "verdict": self.verdict.value,
            "hits": [hit.to_dict() for hit in self.hits],
            "nearest": [hit.to_dict() for hit in self.nearest],
            "facts": [dataclasses.asdict(fact) for fact in self.facts],
            "understood_as": self.understood_as,
            "notes": list(self.notes),
            "language": self.language,
            "compared": self.compared,
            "parts": [part.to_dict() for part in self.parts],
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Answer:
        """Return the answer that `to_dict` gave."""
        made = {
            "verdict": Verdict(values["verdict"]),
            "hits": tuple(map(Hit.from_dict, values["hits"])),
            "nearest": tuple(map(Hit.from_dict, values["nearest"])),
            "facts": tuple(Fact(**fact) for fact in values["facts"]),
            "notes": tuple(values["notes"]),
            "parts": tuple(map(cls.from_dict, values["parts"])),
        }
        return cls(**{**values, **made})

    def to_records(self) -> list[dict[str, Any]]:
        """Return each passage and fact as a flat row, or one that says that there is none.

        The names are those of the JSON; `kind` is hit, nearest, fact or nothing.
        """
        told = {
            "question": self.question,
            "verdict": self.verdict.value,
            "language": self.language,
            "understood_as": self.understood_as or "",
            "notes": "\n".join(self.notes),
        }
        rows = [{"kind": "hit", **hit.to_record()} for hit in self.hits]
        rows += [{"kind": "nearest", **hit.to_record()} for hit in self.nearest]
        rows += [{"kind": "fact", **dataclasses.asdict(fact)} for fact in self.facts]
        return [{**told, **row} for row in rows or [{"kind": NOTHING}]]

    def to_frame(self) -> Any:
        """Return `to_records` as a DataFrame of pandas; an AnswerError is raised without pandas."""
        return make_frame(self.to_records())

    def __str__(self) -> str:
        if self.parts:
            sections = [f"### {escape_markdown(part.question)}\n\n{part}" for part in self.parts]
            return "\n\n".join(sections)
        blocks: list[str] = []
        if self.understood_as:
            blocks.append(
                f"*{escape_markdown(say('understood_as', self.language, text=self.understood_as))}*"
            )
        blocks += [escape_markdown(note) for note in self.notes]
        blocks += [_list_fact(fact, self.language) for fact in self.facts]
        blocks += [hit.to_markdown(self.language, headed=self.compared) for hit in self.hits]
        if self.nearest and self.verdict is not Verdict.FOUND:
            blocks.append(f"*{say('nearest', self.language)}*")
            blocks += [hit.to_markdown(self.language) for hit in self.nearest]
        return "\n\n".join(blocks)

    def __bool__(self) -> bool:
        """Return whether the verdict is FOUND."""
        return self.verdict is Verdict.FOUND

    def _repr_markdown_(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return _to_html(self)


def _list_fact(fact: Fact, language: str) -> str:
    """Return a fact as an item of Markdown."""
    name, value = f"- **{name_field(fact.field, language)}**", escape_markdown(fact.value)
    return say("labelled", language, label=name, value=value)


def join_answers(question: str, parts: Sequence[Answer], unread: int = 0) -> Answer:
    """Return one answer to a message, from the answers to its questions, in order.

    A single answer is returned unchanged. Otherwise the verdict is the best of the parts, and a
    passage that answers two questions is listed once, with the higher score.

    Parameters
    ----------
    question
        The message.
    parts
        At least one answer.
    unread
        How many questions of the message were not read; a note mentions them.
    """
    if len(parts) == 1:
        return parts[0]
    if unread:
        note = say("part_not_read", parts[-1].language, count=len(parts))
        parts = [*parts[:-1], replace(parts[-1], notes=(*parts[-1].notes, note))]
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
        hits=tuple(number_hits(hits)),
        nearest=tuple(number_hits(nearest, len(hits) + 1)),
        facts=tuple(dict.fromkeys(fact for part in parts for fact in part.facts)),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
        language=parts[0].language,
        parts=tuple(parts),
    )


def _mix(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits by score, highest first, each passage once."""
    once: dict[tuple[str, int], Hit] = {}
    for hit in sorted(hits, key=lambda hit: -hit.score):
        once.setdefault((hit.interview_id, hit.start), hit)
    return list(once.values())


def _to_html(answer: Answer) -> str:
    """Return an answer as HTML: its notes, facts and passages, or those of each part."""
    if answer.parts:
        return "".join(f"<h3>{escape(part.question)}</h3>{_to_html(part)}" for part in answer.parts)
    language = answer.language
    notes = [say("understood_as", language, text=answer.understood_as)] if answer.understood_as else []
    notes += answer.notes
    facts = [label(one.value, one.field, language) for one in answer.facts]
    passages = [hit.to_html(language, headed=answer.compared) for hit in answer.hits]
    if answer.nearest and not answer:
        passages.append(_paragraphs([say("nearest", language)]))
        passages += [hit.to_html(language) for hit in answer.nearest]
    items = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    return _paragraphs(notes) + (f"<ul>{items}</ul>" if items else "") + "".join(passages)


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)
