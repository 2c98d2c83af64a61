"""Questions on whole interviews: each with every passage that answers it, or none in the interview.

Those of `questions/on_interviews.jsonl` are on the open interviews, without their text; those of
`questions/on_invented.jsonl` on the interviews of `questions/invented.jsonl`, which were invented for
this. Passages are cut as the product cuts them. Many questions have versions: in English, and in other
words. Nothing is searched here.
"""

import gzip
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.interview import Interview
from onrecord.reading import read_interview
from onrecord.retrieval.passage import Passage, cut_passages
from onrecord.text.span import Span
from training.judge.case import Case, Question

QUESTIONS = Path(__file__).parent / "questions"
FILES = QUESTIONS / "on_interviews.jsonl", QUESTIONS / "on_invented.jsonl"
INVENTED = QUESTIONS / "invented.jsonl"
FAMILY = "whole"
SHORTEST = 40  # characters of a passage
VERSIONS = "english", "reworded"  # of a question, in the order in which they are read; "" for none


@dataclass(frozen=True)
class WholeQuestion:
    """A question and the places, in the text of its interview, that answer it; none if it does not."""

    interview: str
    text: str
    answers: tuple[Span, ...]


def read_whole_questions() -> list[WholeQuestion]:
    """Read the questions, then their versions in English, then those in other words."""
    rows = list(_read_rows())
    return [
        WholeQuestion(row["interview"], row[name], tuple(Span(*place) for place in row["answers"]))
        for name in ("question", *VERSIONS)
        for row in rows
        if row[name]
    ]


def read_versions() -> dict[str, str]:
    """Return the questions, as they were written first, by their versions."""
    return {row[name]: row["question"] for row in _read_rows() for name in VERSIONS if row[name]}


def _read_rows() -> Iterator[Mapping[str, Any]]:
    for file in FILES:
        yield from map(json.loads, file.read_text("utf-8").splitlines())


def read_whole_cases(interviews: Path) -> list[Case]:
    """Return every passage of the interviews, with the questions that it answers."""
    asked: dict[str, list[WholeQuestion]] = {}
    for one in read_whole_questions():
        asked.setdefault(one.interview, []).append(one)
    return [
        case
        for interview in read_interviews(interviews)
        for case in make_cases(interview, asked.get(interview.id, []))
    ]


def read_interviews(interviews: Path) -> Iterator[Interview]:
    """Read the open interviews (JSON lines, compressed) and the invented ones, each by its id."""
    with tempfile.TemporaryDirectory() as folder:
        for path in write_texts(interviews, Path(folder)):
            yield read_interview(path)


def write_texts(interviews: Path, folder: Path) -> list[Path]:
    """Write the open interviews as text, the invented ones as Markdown; return their paths."""
    texts = {
        ".txt": gzip.decompress(interviews.read_bytes()).decode("utf-8"),
        ".md": INVENTED.read_text("utf-8"),
    }
    paths = []
    for suffix, lines in texts.items():
        for row in map(json.loads, lines.strip().split("\n")):
            paths.append(folder / f"{row['id']}{suffix}")
            paths[-1].write_text(row["text"], encoding="utf-8")
    return paths


def make_cases(interview: Interview, questions: list[WholeQuestion]) -> Iterator[Case]:
    """Yield the passages of an interview, each with those of its questions that it answers."""
    for passage in cut_passages(interview):
        if passage.end - passage.start >= SHORTEST:
            yield Case(
                family=FAMILY,
                key=f"{interview.id}#{passage.start}",
                group=interview.id,
                title=interview.title,
                speaker=", ".join(person.described for person in interview.people),
                asked=passage.asked,
                passage=passage.text,
                sentences=tuple(
                    Span(one.start - passage.start, one.end - passage.start)
                    for one in passage.sentences
                ),
                questions=tuple(_find_answered(passage, questions)),
            )


def _find_answered(passage: Passage, questions: list[WholeQuestion]) -> Iterator[Question]:
    """Yield the questions of which the passage holds at least half of an answer."""
    for question in questions:
        for place in question.answers:
            start, end = max(place.start, passage.start), min(place.end, passage.end)
            if 2 * (end - start) >= place.end - place.start:
                yield Question(question.text, Span(start - passage.start, end - passage.start))
                break
