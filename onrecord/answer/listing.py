"""What is known of an interview, and one of its paragraphs, as JSON: for HTTP and for MCP alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.answer.paragraph import find_place
from onrecord.error import QuestionError
from onrecord.interview import Interview

OF_A_SEARCH = ("rank", "score", "quote")  # fields of a hit that a paragraph given by place has not


def list_interviews(
    interviews: Mapping[str, Interview], passages: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return each interview as JSON types: what it is called, who speaks, what was asked, how whole.

    Parameters
    ----------
    passages
        How many each has, by id.
    """
    return [_describe(one, passages[one.id]) for one in interviews.values()]


def show_paragraph(
    interviews: Mapping[str, Interview], interview_id: str, anchor: str
) -> dict[str, Any]:
    """Return one paragraph, verbatim, with its citation, as JSON types.

    Raises
    ------
    QuestionError
        When there is no such interview, or no such paragraph in it.
    """
    if interview_id not in interviews:
        close = ", ".join(list(interviews)[:5])
        raise QuestionError.of("no_interview", found=repr(interview_id[:60]), close=close)
    found = find_place(interviews[interview_id], anchor).to_dict()
    return {name: value for name, value in found.items() if name not in OF_A_SEARCH}


def _describe(interview: Interview, passages: int) -> dict[str, Any]:
    return {
        "id": interview.id,
        "title": interview.title,
        "people": [{"name": person.name, "role": person.role} for person in interview.people],
        "publication": interview.publication,
        "date": interview.date.isoformat() if interview.date else None,
        "author": interview.author,
        "url": interview.url,
        "questions": list(interview.questions),
        "passages": passages,
        "complete": interview.gap is None,
        "missing_share": interview.gap.share if interview.gap else None,
    }
