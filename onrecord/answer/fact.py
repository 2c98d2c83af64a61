"""Facts about an interview itself: who, when, where, which questions, is it complete?

They answer a question that no passage answers. Nothing is searched and nothing generated: a value
is metadata, or a slice of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.interview import Card, Interview, Person
from onrecord.question.question import Intent, Question
from onrecord.question.scope import Scope
from onrecord.text.name import How, match_name
from onrecord.wording import say, say_date, say_share

_MOST_INTERVIEWS = 10


def tell_facts(
    known: Iterable[Interview | Card],
    read: Callable[[frozenset[str]], Iterable[Interview]],
    question: Question,
    scope: Scope,
) -> Answer:
    """Return the answer, in facts, to a question about the interviews of a scope, or their summary.

    Where the question names a person, only the interviews with that person are described.

    Parameters
    ----------
    known
        All interviews, or their cards.
    read
        Returns the interviews of some ids, in order.
    """
    inside = [one for one in known if one.id in scope.interviews]
    named = [one for one in inside if any(_is_named(question.name, person) for person in one.people)]
    inside = named or inside
    described = tuple(read(frozenset(one.id for one in inside[:_MOST_INTERVIEWS])))
    language = question.language
    fields = ("lead", "questions") if question.intent is Intent.SUMMARY else (question.field,)
    facts: list[Fact] = []
    for field in fields:
        facts += find_facts(field, described, language, question.name)
    notes = [say("summary", language)] if question.intent is Intent.SUMMARY else []
    if len(inside) > _MOST_INTERVIEWS:
        notes.append(say("more_interviews", language, count=len(inside) - _MOST_INTERVIEWS))
    verdict = Verdict.FOUND if facts else Verdict.NOT_SAID
    return Answer(question.text, verdict, facts=tuple(facts), notes=tuple(notes), language=language)


def find_facts(
    field: str, interviews: Sequence[Interview], language: str, name: str = ""
) -> list[Fact]:
    """Return the values of a field for each of the first ten interviews; a sentence if unknown.

    Parameters
    ----------
    field
        people, asker, date, publication, questions, completeness, url, title, lead or role.
    name
        The folded name of the person whose role is wanted, for the field role only.
    """
    if field == "role":
        return [
            Fact("people", person.described, interview.id)
            for interview in interviews[:_MOST_INTERVIEWS]
            for person in interview.people
            if _is_named(name, person)
        ]
    return [
        Fact(field, value, interview.id)
        for interview in interviews[:_MOST_INTERVIEWS]
        for value in _VALUES[field](interview, language) or [say("unknown", language)]
    ]


def describe_gap(interview: Interview, language: str) -> str:
    """Return a sentence on what is missing of an interview, or that nothing indicates a gap."""
    gap = interview.gap
    if gap is None:
        return say("complete", language, name=interview.name)
    if gap.share is not None:
        return say("missing", language, name=interview.name, share=say_share(gap.share, language))
    sentence = "missing_unknown" if gap.reason == "paywall" else "cut_end"
    return say(sentence, language, name=interview.name)


def _is_named(name: str, person: Person) -> bool:
    """Return whether a name in a question is the full or the last name of a person."""
    return match_name(name, person.name) in (How.FULL, How.LAST)


def _people(interview: Interview, language: str) -> list[str]:
    return [person.described for person in interview.people]


def _date(interview: Interview, language: str) -> list[str]:
    return [say_date(interview.date, language)] if interview.date else []


def _listed(value: str) -> list[str]:
    """Return a value as a list, empty when it is not known."""
    return [value] if value else []


_VALUES: dict[str, Callable[[Interview, str], list[str]]] = {
    "people": _people,
    "asker": lambda interview, language: _listed(interview.author),
    "date": _date,
    "publication": lambda interview, language: _listed(interview.publication),
    "questions": lambda interview, language: list(interview.questions),
    "completeness": lambda interview, language: [describe_gap(interview, language)],
    "url": lambda interview, language: _listed(interview.url),
    "title": lambda interview, language: _listed(interview.title),
    "lead": lambda interview, language: [interview.show(span) for span in interview.lead],
}

FIELDS = tuple(_VALUES)
"""The fields of a `Fact`."""
