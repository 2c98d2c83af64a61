"""How much speaks for each part that a block may play: sums of evidence, in logarithms of odds.

Each line is one sign and its weight; no sign decides alone. What the page's own habit says (how it
sets its questions) is added by `habit`, what stands before and after by the chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.reading.block.block import Look
from onrecord.reading.talk.chain import NEVER
from onrecord.reading.talk.part import Part
from onrecord.reading.talk.trait import Traits
from onrecord.reading.talk.voice import Voices

_SET_APART = (Look.HEADING, Look.BOLD)
_STYLED = (*_SET_APART, Look.ITALIC, Look.QUOTE)
_BESIDE = 8.0  # evidence of a note that its own marks give away
_SAID = 12.0  # evidence of a label
_FORCED = 40.0  # evidence of what a person says
_LEADS_ON = 4.5  # evidence of a short line before a question
_BEFORE = 4.0  # held against an answer before anybody asks
_LONGEST_THANKS = 120  # characters
_LONGEST_PLAIN_TITLE = 8  # words of a title in plain text
_UNANSWERED = 0.5  # held against a question that ends the page; more where it has no « ? »


@dataclass(frozen=True, slots=True)
class Stage:
    """What of the page bears on every block: who has labels, and which blocks are beside the talk."""

    voices: Voices
    beside: frozenset[int]
    sections: frozenset[int]
    hosts_labelled: bool
    guests_labelled: bool
    names_people: bool
    forced: Mapping[int, tuple[Part, ...]] = field(default_factory=dict)

    @property
    def all_labelled(self) -> bool:
        """Whether both those who ask and those who answer have labels."""
        return self.hosts_labelled and self.guests_labelled


def weigh_blocks(traits: Sequence[Traits], stage: Stage) -> list[list[float]]:
    """Return for each block the evidence for each part, in the order of `Part`."""
    said = [index for index, one in enumerate(traits) if one.asks or index in stage.voices.labels]
    last, first = max(said, default=0), min(said, default=0)
    weights = [_weigh(traits, index, stage, is_after=index > last) for index in range(len(traits))]
    for scores in weights[:first]:
        scores[Part.ANSWERS] -= _BEFORE
    for index, allowed in stage.forced.items():
        weights[index] = [_FORCED if part in allowed else -_FORCED for part in Part]
    return weights


def _weigh(traits: Sequence[Traits], index: int, stage: Stage, *, is_after: bool) -> list[float]:
    """Return the evidence of one block; `is_after`: after the last question and the last label."""
    if index in stage.voices.labels:
        return _weigh_labelled(index, stage)
    one = traits[index]
    if index in stage.sections:
        return [_SAID if part in (Part.TITLE, Part.LEAD) else -_SAID for part in Part]
    if one.look is Look.EMPTY:
        return [NEVER if part in (Part.ASKS, Part.ANSWERS) else 0.0 for part in Part]
    before = _weigh_place(index, stage)
    answer = _weigh_answer(one)
    is_last = index == len(traits) - 1
    end = (_UNANSWERED if one.asks else 8 * _UNANSWERED) if is_last else 0.0
    follows_alike = index > 0 and traits[index - 1].style == one.style and one.look in _STYLED
    is_over = is_after and one.thanks and one.length < _LONGEST_THANKS and not one.of_oneself
    is_introduced = index > 0 and traits[index - 1].titles and traits[index - 1].look in _SET_APART
    return [
        _weigh_lead(one) + (3.0 if is_introduced else 0.0),
        _weigh_question(one, stage) + before - end,
        _weigh_more(one, stage) + (before if before > 1 else 0.0) + (2.0 if follows_alike else 0.0),
        answer - (4.5 if stage.all_labelled else 3.5 if stage.guests_labelled else 0.0),
        answer - (2.0 if is_over else 0.0),
        _weigh_title(one) + (_LEADS_ON if _leads_on(traits, index, stage) else 0.0),
        _BESIDE if index in stage.beside else -5.0,
        _weigh_after(one) + (3.0 if index in stage.beside else 0.0) + (4.0 if is_over else 0.0),
    ]


def _leads_on(traits: Sequence[Traits], index: int, stage: Stage) -> bool:
    """Return whether a short line without a stop stands right before what somebody asks: a title."""
    one = traits[index]
    if one.look is not Look.PLAIN or one.stops or one.words > _LONGEST_PLAIN_TITLE or one.own:
        return False
    following = index + 1
    return following < len(traits) and (
        stage.voices.asks(following)
        or (following not in stage.voices.labels and traits[following].asks)
    )


def _weigh_labelled(index: int, stage: Stage) -> list[float]:
    """Return the evidence of a block that opens with a label: the label says who speaks."""
    scores = [-_SAID] * len(Part)
    if stage.voices.asks(index):
        scores[Part.ASKS] = _SAID
    elif stage.voices.answers(index):
        scores[Part.ANSWERS] = _SAID
    else:
        scores[Part.NOTE] = _SAID
    return scores


def _weigh_place(index: int, stage: Stage) -> float:
    """Return what speaks for a question before a labelled answer, where no question has a label.

    The same label before and after it says that somebody else spoke in between.
    """
    voices = stage.voices
    if stage.hosts_labelled or not voices.answers(index + 1):
        return 0.0
    last = next((voices.labels[i].key for i in range(index - 1, -1, -1) if i in voices.labels), "")
    return 3.5 if voices.labels[index + 1].key == last else 1.0


def _weigh_question(one: Traits, stage: Stage) -> float:
    is_set = one.look in _STYLED
    weight = 0.0
    if one.asks:
        weight += 3.0 if is_set or one.last_speaks_to or not stage.hosts_labelled else 0.5
    else:
        weight -= 1.0
    if one.invites:
        weight += 3.0
    elif one.last_speaks_to or (one.speaks_to and is_set):
        weight += 1.5
    elif not one.asks:
        weight -= 1.5
    if one.of_oneself:
        weight -= 1.0 if one.asks else 1.5
    if not (one.asks or one.stops or one.invites):
        weight -= 1.5 if is_set else 1.0
    weight -= 6.0 if one.words < 3 and not (one.asks or one.speaks_to or one.invites) else 0.0
    weight -= 3.0 if one.is_upper else 0.0
    weight -= 4.0 if one.is_quoted else 0.0
    weight -= 4.0 if one.titles and not one.asks else 0.0
    weight -= 3.0 if one.ends_page or one.is_address else 0.0
    weight -= 2.0 if one.look is Look.LIST and not (one.asks or one.speaks_to or one.invites) else 0.0
    weight -= 2.0 if one.thanks and not one.asks else 0.0
    weight += 0.8 if one.last_speaks_to and not one.of_oneself and one.length <= 150 else 0.0
    weight -= 2.0 if stage.hosts_labelled and not is_set else 0.0
    return weight - _too_long(one, is_set=is_set)


def _too_long(one: Traits, *, is_set: bool) -> float:
    """Return what is held against a block as a question for its length."""
    if is_set:
        weight = 0.0 if one.length <= 400 else 2.0 if one.length <= 800 else 6.0
        return weight / 2 if one.asks else 2 * weight + (2.0 if one.length > 250 else 0.0)
    return 0.0 if one.length <= 300 else 2.0 if one.length <= 600 else 6.0


def _weigh_more(one: Traits, stage: Stage) -> float:
    """Return what speaks for a block that goes on with a question."""
    weight = 1.5 if one.asks else 0.0
    weight += 0.7 if one.last_speaks_to else 0.0
    weight -= 1.0 if one.of_oneself else 0.0
    weight -= 0.0 if stage.guests_labelled else 1.5
    weight -= 1.5 if one.look is Look.HEADING and not one.asks else 0.0
    weight -= 3.0 if one.is_quoted else 0.0
    if stage.all_labelled:
        return weight - (5.0 if one.length >= 600 else 0.0)
    return weight - _too_long(one, is_set=False)


def _weigh_answer(one: Traits) -> float:
    weight = 0.5 if one.length >= 200 else 0.0
    weight += 1.0 if one.of_oneself else 0.5 if one.own else 0.0
    weight -= 1.0 if one.last_speaks_to and not one.of_oneself and one.length <= 150 else 0.0
    if one.asks:
        weight -= 1.5 if one.of_oneself or one.is_quoted or not one.last_speaks_to else 3.0
    weight -= 2.0 if one.invites and not one.of_oneself else 0.0
    weight -= 2.0 if one.about else 0.0
    weight -= 1.5 if one.thanks and one.length < 120 else 0.0
    weight -= 5.0 if one.ends_page and not one.of_oneself else 0.0
    weight -= 4.0 if one.is_address else 0.0
    weight -= 1.5 if one.is_upper else 0.0
    return weight - (2.0 if one.titles else 0.0)


def _weigh_title(one: Traits) -> float:
    if one.look not in _SET_APART:
        return -2.0 if one.is_upper and one.length < 80 else -6.0
    weight = 1.0 if not one.stops else -1.5
    weight -= 4.0 if one.asks else 0.0
    weight -= 1.0 if one.speaks_to or one.invites else 0.0
    weight += 3.0 if one.titles else 0.0
    weight += 1.0 if one.is_upper or one.is_quoted else 0.0
    return weight - (1.5 if one.length >= 200 else 0.0)


def _weigh_lead(one: Traits) -> float:
    weight = 1.5 if one.about else 0.0
    weight += 2.0 if one.welcomes else 0.0
    weight -= 1.0 if one.own else 0.0
    weight -= 1.5 if one.asks else 0.0
    weight -= 1.0 if one.look in _SET_APART and one.last_speaks_to else 0.0
    return weight - (0.8 if one.last_speaks_to and one.length < 300 else 0.0)


def _weigh_after(one: Traits) -> float:
    """Return what speaks for a block after the talk: thanks, an end, an address, who is spoken of."""
    weight = -2.5
    weight += 3.5 if one.thanks and one.length < 120 else 0.0
    weight += 6.0 if one.ends_page else 0.0
    weight += 4.0 if one.is_address else 0.0
    weight += 2.5 if one.about else 0.0
    weight += 1.0 if one.about and one.look is Look.ITALIC else 0.0
    weight += 1.0 if one.is_upper else 0.0
    weight += 0.5 if one.look in _STYLED and not one.asks else 0.0
    weight -= 1.0 if one.own else 0.0
    weight -= 1.5 if one.of_oneself else 0.0
    return weight - (2.0 if one.asks or one.invites else 0.0)
