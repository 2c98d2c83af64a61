"""Cut an interview into passages: exact slices, each of one speaker.

A passage is a paragraph of an answer. A long paragraph is cut at sentence ends; one too short to be
understood alone (« Oui, tout à fait. ») is joined to the next. A passage is encoded with its context
(title, people, question asked), but an answer shows the passage alone. Nothing here encodes or
searches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.interview import Interview, Person, Turn
from onrecord.text.change import Change, cut_shown, keep_within
from onrecord.text.mark import match_item
from onrecord.text.markup import plain
from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span

LONGEST = 900  # characters; about 200 word pieces, which with the context the encoder does not truncate
_SHORTEST = 60  # characters; a shorter passage cannot be understood alone


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an interview that one person said: `interview.show(Span(start, end)) == text`.

    Attributes
    ----------
    start, end
        Offsets in the interview's text: code points, end exclusive.
    text
        Verbatim but for `changes`.
    turn, paragraph
        The turn and the paragraph in it, counted from 1; turn 0 is the lead, which the journalist
        wrote.
    question
        How many questions were asked up to here; 0 before the first.
    speaker, role
        Who says it, and their role at the date of the interview, "" if unknown.
    asked
        The interviewer's question that this answers, verbatim, or "".
    cut
        Whether the interview, which is incomplete, breaks off at the end of this passage.
    sentences
        The sentences of the passage, by their offsets in the interview's text.
    start_time
        In seconds from the start of the recording; None when the file has no time codes.
    page, last_page
        The pages on which it begins and ends, counted from 1; None when the file has no pages.
    changes
        The words of the interview that are shown otherwise in it, at their offsets in the interview.
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
    page: int | None = None
    last_page: int | None = None
    changes: tuple[Change, ...] = ()

    def cut_out(self, span: Span) -> str:
        """Return what is shown of a slice that lies in the passage, by its offsets in the interview."""
        return cut_shown(self.text, self.start, span, self.changes)

    @property
    def anchor(self) -> str:
        """The passage's place in its interview: "t1p2" is the second paragraph of turn 1."""
        return make_anchor(self.turn, self.paragraph)


def make_anchor(turn: int, paragraph: int) -> str:
    """Return the name of a paragraph of a turn in web addresses: "t1p2"."""
    return f"t{turn}p{paragraph}"


def cut_passages(interview: Interview) -> list[Passage]:
    """Return the passages of the lead, then those of the turns, each in the order of the text."""
    return [
        make_passage(interview, turn, paragraph, Span(sentences[0].start, sentences[-1].end), sentences)
        for turn in list_turns(interview)
        for paragraph, sentences in _pieces(interview.text, turn)
    ]


def make_passage(
    interview: Interview, turn: Turn, paragraph: int, span: Span, sentences: Sequence[Span] = ()
) -> Passage:
    """Return the passage at `span`, which lies in a turn and begins in its paragraph `paragraph`.

    `paragraph` counts from 1; `sentences` are the passage's own.
    """
    last = interview.turns[-1].paragraphs[-1].end if interview.turns else -1
    return Passage(
        interview_id=interview.id,
        start=span.start,
        end=span.end,
        text=interview.show(span),
        turn=turn.number,
        question=turn.question,
        paragraph=paragraph,
        speaker=turn.speaker.name,
        role=turn.speaker.role,
        asked=interview.show(turn.asked) if turn.asked else "",
        cut=interview.cut and span.end == last,
        sentences=tuple(sentences),
        start_time=interview.time_at(span.start),
        page=interview.page_at(span.start),
        last_page=interview.page_at(span.end - 1),
        changes=tuple(keep_within(interview.changes, span)),
    )


def list_turns(interview: Interview) -> tuple[Turn, ...]:
    """Return the turns of an interview, each at the place of its number.

    Turn 0 is the lead, spoken by the journalist who wrote it, or else by the publication.
    """
    writer = Person(interview.author or interview.publication)
    lead = Turn(number=0, question=0, asked=None, speaker=writer, paragraphs=interview.lead)
    return (lead, *interview.turns)


def describe_context(interview: Interview, passage: Passage) -> str:
    """Return the context of a passage on one line: title, people, question asked. Not verbatim."""
    return write_context(interview.title, interview.people, plain(passage.asked))


def write_context(title: str, people: Sequence[Person], asked: str) -> str:
    """Return a context: « Title. Name, role, name, role. Question asked? », without what is empty.

    `title` and `asked` are on one line, without markup. `training/context.py` calls this too, so that
    the encoder is trained on the contexts that it meets.
    """
    described = ", ".join(person.described for person in people)
    parts = (part for part in (title, described, asked) if part)
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in parts)


Describe = Callable[[Interview, Passage], str]
"""Returns the context to encode in front of a passage, "" for none."""


def encoded_text(
    interview: Interview, passage: Passage, describe: Describe = describe_context
) -> tuple[str, list[int]]:
    """Return the text to encode for a passage, and the offset at which each sentence begins in it.

    The text is the context, a line end, and the sentences without markup: not verbatim.
    """
    text = describe(interview, passage)
    starts: list[int] = []
    for sentence in passage.sentences:
        text += "\n" if not starts else " "
        starts.append(len(text))
        text += plain(interview.show(sentence))
    return text, starts


def _pieces(text: str, turn: Turn) -> Iterator[tuple[int, list[Span]]]:
    """Yield for each passage of a turn the number of its first paragraph, and its sentences."""
    pending: list[Span] = []
    first = 1
    for number, paragraph in enumerate(turn.paragraphs, 1):
        if not pending:
            first = number
        for sentence in find_sentences(text, paragraph):
            pending += _cut_at_blanks(text, sentence)
        following = turn.paragraphs[number] if number < len(turn.paragraphs) else None
        if pending and not (following and _needs_next(text, pending, following)):
            for sentences in _cut_evenly(pending):
                yield first, sentences
            pending = []


def _needs_next(text: str, sentences: list[Span], following: Span) -> bool:
    """Return whether a passage needs the paragraph after it: it is short, or a list follows."""
    length = sentences[-1].end - sentences[0].start
    announces = text[sentences[-1].start : sentences[-1].end].rstrip("*_ ").endswith(":")
    is_list = match_item(text, following.start, following.end) is not None
    return length < _SHORTEST or announces or (is_list and length < LONGEST)


def _cut_at_blanks(text: str, sentence: Span) -> list[Span]:
    """Cut a sentence (of a transcript without full stops) into parts of at most LONGEST, at blanks."""
    parts: list[Span] = []
    start = sentence.start
    while sentence.end - start > LONGEST:
        blank = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        end = blank if blank > start else start + LONGEST
        parts.append(Span(start, end))
        start = end + 1 if blank > start else end
    return [*parts, Span(start, sentence.end)]


def _cut_evenly(sentences: list[Span]) -> list[list[Span]]:
    """Group sentences into parts of about equal length, each of at most LONGEST characters."""
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
