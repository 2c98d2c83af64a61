"""Which part each block plays: evidence, the page's own habit and the order of things, together.

A page has its way of setting questions: the way is learned from the page itself. The parts are
weighed with a habit that fits most pages, the habit is counted anew from the parts, and so again, a
few times. What the chain then finds likely together is the reading.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.reading.block.block import Look
from onrecord.reading.talk.chain import NEVER, decode, weigh
from onrecord.reading.talk.evidence import Stage, weigh_blocks
from onrecord.reading.talk.part import Part, Parts
from onrecord.reading.talk.trait import Traits

_ROUNDS = 3
_DRAWN = 3.0  # how many blocks the usual habit counts as
_LEARNED = {Part.ASKS: 0, Part.ASKS_ON: 0, Part.ANSWERS: 1, Part.ANSWERS_ON: 1, Part.TITLE: 2}
_USUAL = {  # of what is plain, bold, italic, a heading, a list, a quote: the share of each part
    Part.LEAD: (0.3, 0.3, 0.3, 0.2, 0.1, 0.2),
    Part.ASKS: (0.15, 0.6, 0.35, 0.45, 0.15, 0.1),
    Part.ASKS_ON: (0.15, 0.6, 0.35, 0.45, 0.15, 0.1),
    Part.ANSWERS: (0.84, 0.03, 0.1, 0.01, 0.8, 0.6),
    Part.ANSWERS_ON: (0.84, 0.03, 0.1, 0.01, 0.8, 0.6),
    Part.TITLE: (0.02, 0.35, 0.05, 0.5, 0.03, 0.05),
    Part.NOTE: (0.3, 0.2, 0.4, 0.2, 0.2, 0.4),
    Part.AFTER: (0.3, 0.3, 0.4, 0.3, 0.2, 0.4),
}
_LOOKS = (Look.PLAIN, Look.BOLD, Look.ITALIC, Look.HEADING, Look.LIST, Look.QUOTE)
_SHARES = {look: [_USUAL[part][place] for part in Part] for place, look in enumerate(_LOOKS)}
_LOGARITHMS = {look: [math.log(share) for share in shares] for look, shares in _SHARES.items()}
_NOTHING = (0.0,) * len(Part)
_LEAST = 0.1  # of its usual share: what remains to a look when blocks of other looks ask
_SET = (Look.HEADING, Look.BOLD, Look.ITALIC)
_FEWEST = 3  # blocks set alike that make a way of asking
_PUT = 6.0
_SET_SO, _OTHERWISE = (
    3.0,
    0.15,
)  # evidence for a block set as the page's questions, and hardly an answer, are
_N = NEVER
_START = (0.0, -1.0, _N, -6.0, _N, _N, -12.0, _N)
_STEPS = (  # from the part of the row to that of the column, in the order of Part
    (0.0, -0.7, _N, -4.0, _N, _N, -12.0, -8.0),
    (_N, -3.5, -2.0, -0.2, _N, -5.0, -3.5, -3.5),
    (_N, -3.0, -1.5, -0.2, _N, -5.0, -3.5, -3.5),
    (-9.0, -0.7, _N, -2.0, -0.7, -1.2, -2.5, -3.0),
    (-9.0, -0.7, _N, -2.0, -0.7, -1.2, -2.5, -3.0),
    (-2.5, -0.5, _N, -3.0, -0.7, -2.5, -3.0, -3.0),
    (-6.0, -0.7, _N, -2.0, -0.7, -2.0, -0.7, -1.5),
    (_N, _N, _N, _N, _N, _N, _N, 0.0),
)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a page sets its parts: how many blocks of each look ask, answer and are titles.

    Of the look "", the counts are of all blocks. `rows` are what each block was likely to be: its own
    is taken out before it is judged by the others.
    """

    counts: Mapping[tuple[int, str], float] = field(default_factory=dict)
    rows: Sequence[Sequence[float]] = ()

    def say(self, index: int, one: Traits) -> list[float]:
        """Return the logarithm of how often blocks of this look play each part, on this page."""
        usual = _SHARES[one.look]
        said = list(_LOGARITHMS[one.look])
        if not self.rows:
            return said
        own = _sum_groups(self.rows[index])
        counts = [max(0.0, self.counts[each, one.style] - own[each]) for each in range(3)]
        elsewhere = max(0.0, self.asked - own[0] - counts[0])
        is_way = max(_LEAST, _DRAWN / (_DRAWN + elsewhere))  # a page has one way of asking
        total = sum(counts) + _DRAWN
        for part, group in _LEARNED.items():
            share = usual[part] * (is_way if group == 0 else 1.0)
            said[part] = math.log((counts[group] + _DRAWN * share) / total)
        is_said_so = one.look is not Look.PLAIN and one.stops and not one.is_quoted
        if is_said_so and counts[0] >= _FEWEST and counts[1] <= _OTHERWISE * counts[0]:
            said[Part.ASKS] += _SET_SO
        return said

    @property
    def asked(self) -> float:
        """How many blocks ask."""
        return self.counts[0, ""]


def find_parts(traits: Sequence[Traits], stage: Stage) -> Parts:
    """Return the part of each block, and how sure it is."""
    evidence = weigh_blocks(traits, stage)
    ways = _weigh_styles(traits, stage)
    for one, scores in zip(traits, evidence, strict=True):
        way = ways.get(one.style, 0.0)
        scores[Part.ASKS] += min(way, 0.0) if one.is_upper or one.is_quoted else way
    habit = Habit()
    for _ in range(_ROUNDS):
        likely = weigh(_START, _STEPS, _place(traits, evidence, stage, habit))
        habit = _learn(traits, likely, stage)
    places = _place(traits, evidence, stage, habit)
    parts = [Part(state) for state in decode(_START, _STEPS, places)]
    likely = weigh(_START, _STEPS, places)
    sure = [_sum_alike(row, part) for row, part in zip(likely, parts, strict=True)]
    return Parts(tuple(parts), tuple(sure))


def _place(
    traits: Sequence[Traits], evidence: Sequence[Sequence[float]], stage: Stage, habit: Habit
) -> list[list[float]]:
    """Return the evidence for each block together with what its look says, by the page's habit."""
    return [
        [score + said for said, score in zip(habit.say(index, one), scores, strict=True)]
        if _is_told_by_look(index, one, stage)
        else list(scores)
        for index, (one, scores) in enumerate(zip(traits, evidence, strict=True))
    ]


def _is_told_by_look(index: int, one: Traits, stage: Stage) -> bool:
    """Return whether a block's look shows its part: it has no label, and is not plain among labels."""
    if index in stage.voices.labels or one.look is Look.EMPTY:
        return False
    return not (stage.all_labelled and one.look is Look.PLAIN)


def _learn(traits: Sequence[Traits], likely: Sequence[Sequence[float]], stage: Stage) -> Habit:
    """Return how often this page sets each part so, by what its blocks are likely to be."""
    styles = {"", *(one.style for one in traits)}
    counts = {(group, style): 0.0 for group in range(3) for style in styles}
    rows: list[Sequence[float]] = []
    for index, (one, row) in enumerate(zip(traits, likely, strict=True)):
        rows.append(row if _is_told_by_look(index, one, stage) else _NOTHING)
        for group, share in enumerate(_sum_groups(rows[-1])):
            counts[group, one.style] += share
            counts[group, ""] += share
    return Habit(counts, rows)


def _sum_groups(row: Sequence[float]) -> tuple[float, float, float]:
    """Return how likely a block asks, answers and is a title."""
    return (
        row[Part.ASKS] + row[Part.ASKS_ON],
        row[Part.ANSWERS] + row[Part.ANSWERS_ON],
        row[Part.TITLE],
    )


def _weigh_styles(traits: Sequence[Traits], stage: Stage) -> dict[str, float]:
    """Return what speaks for each look being the page's way of putting statements to somebody.

    A third of what is set so speaks to somebody, hardly any of oneself, and answers in the first
    person follow: a writer's own titles do not do that. Believed where the page names who answers, and
    nothing else asks.
    """
    weights: dict[str, float] = {}
    if stage.voices.labels or any(one.asks for one in traits):
        return weights
    for style in dict.fromkeys(one.style for one in traits if one.look in _SET):
        found = [index for index, one in enumerate(traits) if one.style == style]
        put = [traits[index] for index in found if not traits[index].is_quoted]
        spoken = sum(one.speaks_to or one.invites for one in put)
        own = sum(traits[index].of_oneself for index in found)
        after = [traits[index + 1] for index in found if index + 1 < len(traits)]
        answered = sum(one.own > 0 for one in after)
        in_person = sum(one.of_oneself for one in after)
        is_way = len(found) >= _FEWEST and spoken >= max(2, len(found) / 3) and 3 * own < len(found)
        is_answered = 3 * answered >= 2 * len(found) and 2 * in_person >= len(found)
        is_put = is_way and stage.names_people and is_answered
        weights[style] = _PUT if is_put else -_PUT
    return weights


def _sum_alike(row: Sequence[float], part: Part) -> float:
    """Return how likely a block asks, if it asks, or answers, if it answers, however it begins."""
    for pair in ((Part.ASKS, Part.ASKS_ON), (Part.ANSWERS, Part.ANSWERS_ON)):
        if part in pair:
            return min(1.0, row[pair[0]] + row[pair[1]])
    return row[part]
