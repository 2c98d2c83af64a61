"""Of whom and of when a question asks, within a scope; said openly where it bounds or leans.

What the words alone say is `naming` and `period`; here it is held against the interviews at hand:
a bound that would leave nothing is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.interview import Interview
from onrecord.question.intent import Intent, Question
from onrecord.question.period import Period, find_period
from onrecord.question.person import Naming, find_named
from onrecord.question.scope import Scope
from onrecord.text.fold import fold
from onrecord.wording import say, say_date


@dataclass(frozen=True, slots=True)
class Target:
    """Whose words are asked for and when they were said.

    `interviews` holds the ids that a period leaves, None where it bounds nothing; `in_vain` when a
    period was asked for in which nothing was published; `title` is as the question has it, told only
    where several speak.
    """

    naming: Naming
    period: Period | None
    interviews: frozenset[str] | None
    in_vain: bool
    title: str

    def allows(self, interview_id: str, speaker: str) -> bool:
        """Say whether a passage of this interview and speaker is asked for."""
        if self.interviews is not None and interview_id not in self.interviews:
            return False
        return not self.naming.only or speaker in self.naming.names

    def describe(self, language: str) -> list[str]:
        """Return how the question was read, in sentences; nothing where it was read as it stands."""
        notes = []
        if self.title:
            (name,) = self.naming.names
            notes.append(say("title_means", language, title=self.title, name=name))
        if self.period is not None:
            bound = "only_published" if self.interviews is not None else "first_published"
            sentence = "none_published" if self.in_vain else bound
            notes.append(say(sentence, language, when=_describe_period(self.period, language)))
        return notes


def find_target(question: Question, interviews: Sequence[Interview], scope: Scope) -> Target:
    """Return whom and when a question asks of, among interviews in a scope.

    The question's own words come before those of the questions it leans on.
    """
    people = {
        turn.speaker.name: turn.speaker
        for one in interviews
        for turn in one.turns
        if scope.allows(one.id, turn.speaker.name)
    }
    naming, period = Naming(), None
    for text in dict.fromkeys((question.text, question.search)):
        named = find_named(text, people.values())
        if not naming.names or (naming.names == named.names and named.only):
            naming = named
        period = period or find_period(text)
    if question.intent is Intent.COMPARE:
        naming = replace(naming, only=bool(naming.names))
    asked = [one for one in interviews if not naming.only or _has_speaker(one, naming.names)]
    then = {one.id for one in asked if period is not None and period.holds(one.date)}
    if period is not None and not period.bounds and (not then or len(then) == len(interviews)):
        period = None
    bounds = frozenset(then) if period is not None and period.bounds and then else None
    title = _as_written(naming.title, f"{question.text} {question.search}") if len(people) > 1 else ""
    return Target(naming, period, bounds, period is not None and not then, title)


def find_other(text: str, interviews: Sequence[Interview]) -> str:
    """Return who else speaks where the one person that a question names is one of two, or ""."""
    people = {turn.speaker.name: turn.speaker for one in interviews for turn in one.turns}
    names = find_named(text, people.values()).names
    pairs = [{turn.speaker.name for turn in one.turns} for one in interviews]
    others = {name for pair in pairs if len(pair) == 2 and names <= pair for name in pair - names}
    return others.pop() if len(names) == len(others) == 1 else ""


def _as_written(title: str, text: str) -> str:
    """Return a folded title as it stands in a text, accents and all; folded where it moved."""
    folded = fold(text).replace("-", " ")
    start = folded.find(title)
    return text[start : start + len(title)] if start >= 0 and len(folded) == len(text) else title


def _has_speaker(interview: Interview, names: frozenset[str]) -> bool:
    return any(turn.speaker.name in names for turn in interview.turns)


def _describe_period(period: Period, language: str) -> str:
    first = say_date(period.first, language) if period.first else ""
    last = say_date(period.last, language) if period.last else ""
    if first and last:
        return say("period_between", language, first=first, last=last)
    return say("period_since" if first else "period_until", language, first=first, last=last)
