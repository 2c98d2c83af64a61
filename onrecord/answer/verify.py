"""Verification of a saved answer: is every quote in its source, to the letter, by that speaker?

The interview files are read again, not the index; the answer is only a list of claims to check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.passage import cut_passages


@dataclass(frozen=True, slots=True)
class Check:
    """A passage of an answer after its check; `problems` is empty when the source confirms it."""

    citation: str
    interview_id: str
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the source has the passage and its quote, to the letter, by the same speaker."""
        return not self.problems


def verify_answer(answer: Mapping[str, Any], corpus: str | Path = "corpus") -> list[Check]:
    """Check every passage of an answer (`Answer.to_dict`) against the files of a corpus.

    Returns
    -------
    list of Check
        One for each hit, then one for each nearest passage, in order.

    Raises
    ------
    AnswerError
        When `answer` does not have the fields of `Answer.to_dict`.
    CorpusError
        When the corpus cannot be read.
    """
    hits = _hits_of(answer)
    paths = {path.stem: path for path in find_files(Path(corpus))}
    named = {hit["interview_id"] for hit in hits} & paths.keys()
    interviews = {name: read_interview(paths[name]) for name in named}
    return [_check(hit, interviews.get(hit["interview_id"])) for hit in hits]


def _hits_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the hits and nearest passages of an answer, after a check of their types."""
    try:
        hits = [*answer["hits"], *answer["nearest"]]
        for hit in hits:
            for part in (hit, hit["quote"]):
                if not (
                    isinstance(part["text"], str) and type(part["start"]) is type(part["end"]) is int
                ):
                    raise TypeError(f"text, start and end of {str(part)[:60]}")
            if not isinstance(hit["interview_id"], str):
                raise TypeError("interview_id")
    except (KeyError, TypeError) as error:
        raise AnswerError(
            f"expected an answer as `onrecord ask --json` prints it, found one without {error}"
        ) from error
    return hits


def _check(hit: Mapping[str, Any], interview: Interview | None) -> Check:
    citation = str(hit.get("citation", ""))
    if interview is None:
        return Check(citation, hit["interview_id"], ("the interview is not in the corpus",))
    text = interview.text
    problems = []
    if interview.sha256 != hit.get("source_sha256"):
        problems.append("the source's text has changed since (SHA-256)")
    quote = hit["quote"]
    for name, part in (("passage", hit), ("quote", quote)):
        if part["start"] < 0 or text[part["start"] : part["end"]] != part["text"]:
            elsewhere = text.find(part["text"])
            where = f"it stands at {elsewhere}" if elsewhere >= 0 else "it stands nowhere in the source"
            problems.append(f"the {name} is not at {part['start']}:{part['end']}; {where}")
    if not hit["start"] <= quote["start"] <= quote["end"] <= hit["end"]:
        problems.append("the quote is not inside the passage")
    speakers = {
        p.speaker for p in cut_passages(interview) if p.start < hit["end"] and hit["start"] < p.end
    }
    if speakers != {hit.get("speaker")}:
        said_by = ", ".join(sorted(speakers)) or "nobody"
        problems.append(f"the passage is not said by {hit.get('speaker')!r} but by {said_by}")
    return Check(citation, hit["interview_id"], tuple(problems))
