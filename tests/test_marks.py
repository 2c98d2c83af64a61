"""What answers each question that an interviewer put, marked by hand, and how much of it is quoted.

tests/questions/README.md says how `marks.jsonl` was made.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from conftest import ROOT

from onrecord.archive import Archive
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span

HERE = ROOT / "tests" / "questions"
INTERVIEWS = {path.stem: read_interview(path) for path in find_files(HERE / "corpus")}
MARKS: list[dict[str, str]] = [
    json.loads(line) for line in (HERE / "marks.jsonl").read_text("utf-8").splitlines()
]


def find_sentences_marked(interview: Interview, mark: dict[str, str]) -> list[Span]:
    """Return the sentences of a mark, where it is whole sentences of an answer to its question."""
    for turn in interview.turns:
        for paragraph in turn.paragraphs if turn.asked else ():
            start = interview.text.find(mark["quote"], paragraph.start, paragraph.end)
            if start < 0 or turn.asked is None or turn.asked.of(interview.text) != mark["asked"]:
                continue
            end = start + len(mark["quote"])
            sentences = find_sentences(interview.text, paragraph)
            inside = [one for one in sentences if start <= one.start and one.end <= end]
            if inside and (inside[0].start, inside[-1].end) == (start, end):
                return inside
    return []


def test_every_mark_is_whole_sentences_of_an_answer_to_its_question() -> None:
    faults = []
    for mark in MARKS:
        interview = INTERVIEWS[mark["interview_id"]]
        rules = {
            "its keys, in order": list(mark) == ["interview_id", "asked", "quote"],
            "a question that was put": mark["asked"] in interview.questions,
            "once in its interview": interview.text.count(mark["quote"]) == 1,
            "whole sentences of an answer": bool(find_sentences_marked(interview, mark)),
        }
        faults += [(rule, mark) for rule, holds in rules.items() if not holds]
    assert faults == []


def test_every_question_put_has_a_mark_and_no_speaker_two() -> None:
    put = {(name, asked) for name, one in INTERVIEWS.items() for asked in one.questions}
    marked = Counter((mark["interview_id"], mark["asked"]) for mark in MARKS)
    assert put == marked.keys()
    assert len(put) == 122, "README.md says how many"
    twice = {name for (name, _), n in marked.items() if n > 1}
    assert twice == {"dentellieres-saint-aubrin"}, "two people answer there"


@pytest.mark.model
def test_how_many_of_the_quotes_hold_the_sentence_that_answers(tmp_path: Path) -> None:
    """Nearly all hold its first sentence; how many hold all that answers, `-s` shows."""
    archive = Archive.open(HERE / "corpus", tmp_path / "index")
    marks: dict[tuple[str, str], list[list[Span]]] = defaultdict(list)
    for mark in MARKS:
        sentences = find_sentences_marked(INTERVIEWS[mark["interview_id"]], mark)
        marks[mark["interview_id"], mark["asked"]].append(sentences)
    whole = begun = 0
    for (name, asked), wanted in marks.items():
        answer = archive.ask(asked)
        (hit, *_) = [*answer.hits, *answer.nearest]
        quote, here = hit.quote, hit.interview_id == name
        held = [[quote.start <= one.start < one.end <= quote.end for one in mark] for mark in wanted]
        whole += here and any(all(mark) for mark in held)
        begun += here and any(mark[0] for mark in held)
    print(f"of {len(marks)} quotes, {whole} hold a whole mark, {begun} its first sentence")
    assert 0 <= whole <= begun <= len(marks)
    assert begun >= 0.95 * len(marks)
