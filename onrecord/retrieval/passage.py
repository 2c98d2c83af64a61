"""An interview becomes passages: exact slices, each of one speaker, with what surrounds it.

A passage is a paragraph of an answer; a long one is cut at sentence ends, one too short to stand
alone (« Oui, tout à fait. ») goes with the next. The context (title, people, question asked) is
for matching only: what is shown is the passage alone. Nothing here encodes or searches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.interview import Interview, Person, Turn
from onrecord.text.mark import match_item
from onrecord.text.markup import plain
from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span

LONGEST = 900  # characters; about 200 word pieces, within the encoder's reach with the context
_SHORTEST = 60  # characters; less cannot be understood alone


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an interview that one person said: `interview.text[start:end] == text`.

    `turn` and `paragraph` count from 1; `turn` 0 is the lead, which the journalist wrote.
    `sentences` cover the passage; `asked` is the question put, verbatim, or "". `start_time` is
    in seconds from the start of the recording, None where the file has no time codes.
    """

    interview_id: str
    start: int
    end: int
    text: str
    turn: int
    question: int
    paragraph: int
    speaker: str
    role: str
    asked: str
    cut: bool
    sentences: tuple[Span, ...]
    start_time: float | None = None

    @property
    def anchor(self) -> str:
        """Where the passage stands in its interview: "t1p2" is the second paragraph of turn 1."""
        return make_anchor(self.turn, self.paragraph)


def make_anchor(turn: int, paragraph: int) -> str:
    """Return what a paragraph of a turn is called in addresses: "t1p2"."""
    return f"t{turn}p{paragraph}"


def cut_passages(interview: Interview) -> list[Passage]:
    """Return the passages of an interview in the order of its text, the lead's first."""
    return [
        make_passage(interview, turn, paragraph, Span(sentences[0].start, sentences[-1].end), sentences)
        for turn in (make_lead_turn(interview), *interview.turns)
        for paragraph, sentences in _pieces(interview.text, turn)
    ]


def make_passage(
    interview: Interview, turn: Turn, paragraph: int, span: Span, sentences: Sequence[Span] = ()
) -> Passage:
    """Return a slice of one paragraph of a turn (from 1) as a passage, with what it belongs to."""
    last = interview.turns[-1].paragraphs[-1].end if interview.turns else -1
    return Passage(
        interview_id=interview.id,
        start=span.start,
        end=span.end,
        text=span.of(interview.text),
        turn=turn.number,
        question=turn.question,
        paragraph=paragraph,
        speaker=turn.speaker.name,
        role=turn.speaker.role,
        asked=turn.asked.of(interview.text) if turn.asked else "",
        cut=interview.cut and span.end == last,
        sentences=tuple(sentences),
        start_time=interview.time_at(span.start),
    )


def make_lead_turn(interview: Interview) -> Turn:
    """Return the lead as turn 0, which the journalist wrote."""
    writer = Person(interview.author or interview.publication)
    return Turn(number=0, question=0, asked=None, speaker=writer, paragraphs=interview.lead)


def describe_context(interview: Interview, passage: Passage) -> str:
    """Return what surrounds a passage, on one line: title, people, question asked. Not verbatim."""
    people = ", ".join(f"{person.name}, {person.role}".rstrip(", ") for person in interview.people)
    asked = plain(passage.asked)
    parts = (part for part in (interview.title, people, asked) if part)
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts)


Describe = Callable[[Interview, Passage], str]
"""Gives what is put before a passage when it is encoded."""


def encoded_text(
    interview: Interview, passage: Passage, describe: Describe = describe_context
) -> tuple[str, list[int]]:
    """Return a passage with its context as it is encoded, and where its sentences begin in it."""
    text = describe(interview, passage)
    starts: list[int] = []
    for sentence in passage.sentences:
        text += "\n" if not starts else " "
        starts.append(len(text))
        text += plain(sentence.of(interview.text))
    return text, starts


def _pieces(text: str, turn: Turn) -> Iterator[tuple[int, list[Span]]]:
    """Yield each passage-to-be of a turn: its paragraph's number and its sentences."""
    pending: list[Span] = []
    first = 1
    for number, paragraph in enumerate(turn.paragraphs, 1):
        if not pending:
            first = number
        for sentence in find_sentences(text, paragraph):
            pending += _cut_at_blanks(text, sentence)
        following = turn.paragraphs[number] if number < len(turn.paragraphs) else None
        if pending and not (following and _goes_on(text, pending, following)):
            for sentences in _cut_evenly(pending):
                yield first, sentences
            pending = []


def _goes_on(text: str, sentences: list[Span], following: Span) -> bool:
    """Say whether a paragraph is too little without the next: short, or announcing a list."""
    length = sentences[-1].end - sentences[0].start
    announces = text[sentences[-1].start : sentences[-1].end].rstrip("*_ ").endswith(":")
    is_list = match_item(text, following.start, following.end) is not None
    return length < _SHORTEST or announces or (is_list and length < LONGEST)


def _cut_at_blanks(text: str, sentence: Span) -> list[Span]:
    """Cut a sentence longer than LONGEST (a transcript without full stops) at blanks."""
    parts: list[Span] = []
    start = sentence.start
    while sentence.end - start > LONGEST:
        blank = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        end = blank if blank > start else start + LONGEST
        parts.append(Span(start, end))
        start = end + 1 if blank > start else end
    return [*parts, Span(start, sentence.end)]


def _cut_evenly(sentences: list[Span]) -> list[list[Span]]:
    """Cut a run of sentences into parts of about one length, each at most LONGEST if it can be."""
    total = sentences[-1].end - sentences[0].start
    count = -(-total // LONGEST)
    parts: list[list[Span]] = [[]]
    for sentence in sentences:
        start = parts[-1][0].start if parts[-1] else sentence.start
        middle = (sentence.start + sentence.end) / 2
        if (parts[-1] and len(parts) < count and middle - start > total / count) or (
            parts[-1] and sentence.end - start > LONGEST
        ):
            parts.append([])
        parts[-1].append(sentence)
    return parts
