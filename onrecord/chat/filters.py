"""The filters of a visitor's questions: who speaks, where and when the interview was published.

Dates are years of publication. `Archive.ask` applies the filters to an answer; here they are read from
the page's form, put in words, and applied to the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from onrecord.interview import Card, Interview
from onrecord.question.scope import make_scope
from onrecord.wording import say

_Known = TypeVar("_Known", Interview, Card)


@dataclass(frozen=True, slots=True)
class Filters:
    """A speaker, a publication, the first and the last year (both included); "" leaves one open."""

    speaker: str = ""
    publication: str = ""
    first: str = ""
    last: str = ""

    def __bool__(self) -> bool:
        return any((self.speaker, self.publication, self.first, self.last))

    @property
    def arguments(self) -> dict[str, Any]:
        """The filters as keyword arguments of `Archive.ask`."""
        return {
            "speaker": self.speaker or None,
            "publication": self.publication or None,
            "since": f"{self.first}-01-01" if self.first else None,
            "until": f"{self.last}-12-31" if self.last else None,
        }


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that the filters offer for some interviews, sorted."""

    speakers: tuple[str, ...]
    publications: tuple[str, ...]
    years: tuple[str, ...]


def read_filters(values: Mapping[str, object]) -> Filters:
    """Return the filters of a form; when the first year is after the last, the two are swapped."""
    speaker, publication, first, last = (
        str(values.get(name) or "") for name in ("speaker", "publication", "first", "last")
    )
    if first and last and first > last:
        first, last = last, first
    return Filters(speaker, publication, first, last)


def find_choices(interviews: Iterable[Interview]) -> Choices:
    """Return the speakers, publications and years of interviews."""
    known = list(interviews)
    speakers = {turn.speaker.name for one in known for turn in one.turns}
    return Choices(
        speakers=tuple(sorted(speakers - {""}, key=str.casefold)),
        publications=tuple(sorted({one.publication for one in known} - {""}, key=str.casefold)),
        years=tuple(sorted({f"{one.date.year:04}" for one in known if one.date})),
    )


def select_interviews(interviews: Iterable[_Known], filters: Filters) -> tuple[_Known, ...]:
    """Return the interviews, or their cards, that pass the filters, in order.

    Raises
    ------
    QuestionError
        When a filter names a speaker or a publication that no interview has.
    """
    known = tuple(interviews)
    if not known:
        return ()
    scope = make_scope(known, **filters.arguments)
    return tuple(
        one for one in known if any(scope.allows(one.id, person.name) for person in one.speakers)
    )


def describe_filters(filters: Filters, language: str) -> str:
    """Return the filters in words (« Jeanne Le Bihan, Le Phare, publié de 2019 à 2021 »)."""
    first, last = filters.first, filters.last
    if first and last:
        name = "published_in" if first == last else "published_between"
    else:
        name = "published_since" if first else "published_until"
    when = say(name, language, first=first, last=last) if first or last else ""
    return ", ".join(part for part in (filters.speaker, filters.publication, when) if part)
