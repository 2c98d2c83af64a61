"""Verification of a saved answer: is each passage in its source, said, dated and cited as it claims?

The interview files are read again, not the index, and each hit is made anew from them; what it says
otherwise is a problem. The answer is only a list of claims. `verify_export` does the same for what
was exported.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.answer.answer import Answer, Fact
from onrecord.answer.citation import cite
from onrecord.answer.fact import FIELDS, find_facts
from onrecord.answer.hit import Hit, Quote, make_hit
from onrecord.error import AnswerError
from onrecord.interview import Interview
from onrecord.reading import find_files, read_interview
from onrecord.retrieval.passage import Passage, cut_passages, list_turns, make_passage
from onrecord.text.shown import shorten
from onrecord.text.span import Span
from onrecord.wording import LANGUAGES

_FIELDS, _OF_QUOTE, _OF_FACT, _OF_ANSWER = (
    tuple(field.name for field in dataclasses.fields(kind)) for kind in (Hit, Quote, Fact, Answer)
)
_JUDGED = ("rank", "score", "sure")  # the program's opinion: no source can confirm it
_PLACED = ("text", "start", "end", "quote", "interview_id", "source_sha256", "citation")
_OF_INTERVIEW = ("title", "publication", "author", "date", "url")  # wherever the passage stands
_LONGEST = 80  # characters of a value in a message


@dataclass(frozen=True, slots=True)
class Check:
    """A passage, or a fact, of an answer after its check.

    Attributes
    ----------
    citation
        The citation that the answer gives.
    interview_id
        The interview that it names.
    problems
        Sentences on what the source says otherwise; empty when it confirms everything.
    unchecked
        Names of fields that are missing or unknown, so that nothing was compared.
    doubt
        How sure (0..1) the reading is of who says it, where a person should check; else None.
    """

    citation: str
    interview_id: str
    problems: tuple[str, ...]
    unchecked: tuple[str, ...] = ()
    doubt: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the source confirms all that was compared."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Source:
    interview: Interview
    passages: tuple[Passage, ...]


def _read_source(path: Path) -> _Source:
    interview = read_interview(path)
    return _Source(interview, tuple(cut_passages(interview)))


def verify_answer(answer: Mapping[str, Any], corpus: str | Path = "corpus") -> list[Check]:
    """Check every passage and fact of an answer (`Answer.to_dict`) against the files of a corpus.

    Quote and passage are compared to the letter and at their offsets; SHA-256, speaker, role, title,
    date, publication, author, address, question, turn, paragraph, pages, cut, citation and link with
    what the source gives. `rank`, `score` and the notes are the program's own and are not compared.

    Returns
    -------
    list of Check
        One for each hit, nearest passage and fact, in order; then those of the parts of an answer
        to several questions; then one that names what else the answer holds, if it does.

    Raises
    ------
    AnswerError
        When `answer` does not have the fields of `Answer.to_dict`.
    CorpusError
        When the corpus cannot be read.
    """
    parts = list(_find_parts(answer))
    claims = [claim for part in parts for claim in _find_claims(part)]
    paths = {path.stem: path for path in find_files(Path(corpus))}
    named = {claim["interview_id"] for claim in claims} & paths.keys()
    sources = {name: _read_source(paths[name]) for name in named}
    checks = [
        (_check_hit if "quote" in claim else _check_fact)(claim, sources.get(claim["interview_id"]))
        for claim in claims
    ]
    unknown = tuple(_shown(name) for part in parts for name in part if name not in _OF_ANSWER)
    return [*checks, Check("the answer", "", (), unknown)] if unknown else checks


def describe_difference(name: str, claimed: object, given: object) -> str:
    """Return the sentence that says what a field claims and what the source gives."""
    shown = [
        shorten(str(value), _LONGEST) if value not in (None, "") else "" for value in (claimed, given)
    ]
    source = f"“{shown[1]}”" if shown[1] else "nothing"
    return f"{name} is " + (f"“{shown[0]}”" if shown[0] else "empty") + f"; the source gives {source}"


def _find_parts(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield an answer and its parts, and theirs: each with claims that have what is compared."""
    waiting = [answer]
    try:
        while waiting:
            one = waiting.pop(0)
            for claim in _find_claims(one):
                for part in (claim, claim["quote"]) if "quote" in claim else ():
                    if not (
                        isinstance(part["text"], str)
                        and type(part["start"]) is type(part["end"]) is int
                    ):
                        raise TypeError(f"text, start and end of {_shown(part)}")
                if not isinstance(claim["interview_id"], str):
                    raise TypeError("interview_id")
            yield one
            waiting += one.get("parts", ())
    except (AttributeError, KeyError, TypeError) as error:
        raise AnswerError(
            f"expected an answer as `onrecord ask --json` prints it, found one without {error}"
        ) from error


def _find_claims(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the hits and nearest passages, which have a quote, and the facts, which have a field."""
    for name, needed in (("hits", "quote"), ("nearest", "quote"), ("facts", "field")):
        claims = part.get(name, []) if name == "facts" else part[name]
        if not isinstance(claims, list) or any(
            ("quote" in one) != (needed == "quote") for one in claims
        ):
            raise TypeError(f"a list of {name}, each with its {needed}")
        yield from claims


def _check_hit(claim: Mapping[str, Any], source: _Source | None) -> Check:
    citation = str(claim.get("citation", ""))
    if source is None:
        return Check(citation, claim["interview_id"], ("the interview is not in the corpus",))
    interview = source.interview
    problems = [*_check_place(claim, source)]
    if claim.get("source_sha256", interview.sha256) != interview.sha256:
        problems.append("the source's text has changed since (SHA-256)")
    problems += _check_fields(claim, source)
    unchecked = [name for name in _FIELDS if name not in claim and name not in _JUDGED]
    unchecked += [_shown(name) for name in claim if name not in _FIELDS]
    unchecked += [f"quote.{_shown(name)}" for name in claim["quote"] if name not in _OF_QUOTE]
    return Check(
        citation, interview.id, tuple(problems), tuple(unchecked), _find_doubt(claim, interview)
    )


def _find_doubt(claim: Mapping[str, Any], interview: Interview) -> float | None:
    """Return how sure the reading is of the turn of a claim, where it is in doubt."""
    turn = next((one for one in interview.turns if one.number == claim.get("turn")), None)
    return min(turn.sure_speaker, turn.sure_asked) if turn is not None and turn.is_doubted else None


def _check_place(claim: Mapping[str, Any], source: _Source) -> Iterator[str]:
    """Yield what is wrong with the words and offsets of a passage and its quote."""
    quote, interview = claim["quote"], source.interview
    for name, part in (("passage", claim), ("quote", quote)):
        place = Span(part["start"], part["end"])
        if place.start < 0 or interview.show(place) != part["text"]:
            found = interview.find(part["text"])
            where = f"it stands at {found.start}" if found else "it stands nowhere in the source"
            yield f"the {name} is not at {part['start']}:{part['end']}; {where}"
    if not claim["start"] <= quote["start"] < quote["end"] <= claim["end"]:
        yield "the quote is not inside the passage"
    sentences = [one for passage in source.passages for one in passage.sentences]
    if any(one.start < edge < one.end for edge in (quote["start"], quote["end"]) for one in sentences):
        yield "the quote cuts a sentence"


def _check_fields(claim: Mapping[str, Any], source: _Source) -> Iterator[str]:
    """Yield what a hit says otherwise than the one that is made anew from the source."""
    interview = source.interview
    passage, speakers = _find_passage(claim, source)
    if passage is None:
        said_by = ", ".join(speakers) or "nobody"
        yield f"the passage is not said by {claim.get('speaker')!r} but by {said_by}"
        date = interview.date.isoformat() if interview.date else None
        given = {name: getattr(interview, name) for name in _OF_INTERVIEW} | {"date": date}
    else:
        hit = make_hit(interview, passage, Quote("", 0, 0), LANGUAGES[0]).to_dict()
        given = {name: value for name, value in hit.items() if name not in (*_JUDGED, *_PLACED)}
        citations = [cite(interview, passage, language) for language in LANGUAGES]
        if claim.get("citation", citations[0]) not in citations:
            yield describe_difference("citation", claim["citation"], citations[0])
    for name, value in given.items():
        if name in claim and (type(claim[name]), claim[name]) != (type(value), value):
            yield describe_difference(name, claim[name], value)


def _find_passage(claim: Mapping[str, Any], source: _Source) -> tuple[Passage | None, tuple[str, ...]]:
    """Return the passage where the words of a claim stand, if one person says them, and who does.

    Where they do not stand at their offsets, it is the first place that has them, if there is one.
    """
    interview, span = source.interview, Span(claim["start"], claim["end"])
    if span.start < 0 or interview.show(span) != claim["text"]:
        elsewhere = Span(span.start, span.start + len(claim["text"]))
        span = interview.find(claim["text"]) or elsewhere
    inside = [one for one in source.passages if one.start < span.end and span.start < one.end]
    if (
        len({one.turn for one in inside}) != 1
        or not inside[0].start <= span.start < span.end <= inside[-1].end
    ):
        return None, tuple(dict.fromkeys(one.speaker for one in inside))
    turn = list_turns(interview)[inside[0].turn]
    return make_passage(interview, turn, inside[0].paragraph, span), (inside[0].speaker,)


def _check_fact(claim: Mapping[str, Any], source: _Source | None) -> Check:
    """Check a fact: its value is what the source gives for its field, in one of the languages."""
    name, value = claim["field"], claim.get("value")
    citation = f"{name}: {_shown(value)}"
    if source is None:
        return Check(citation, claim["interview_id"], ("the interview is not in the corpus",))
    interview = source.interview
    unchecked = tuple(_shown(one) for one in claim if one not in _OF_FACT)
    if name not in FIELDS:
        return Check(citation, interview.id, (), (_shown(name), *unchecked))
    given = [fact.value for language in LANGUAGES for fact in find_facts(name, [interview], language)]
    wrong = () if value in given else (describe_difference(name, value, given[0]),)
    return Check(citation, interview.id, wrong, unchecked)


def _shown(value: object) -> str:
    return shorten(str(value), _LONGEST)
