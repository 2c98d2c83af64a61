"""Which of the labels of a page ask: for each voice, the evidence of all that it says, added up.

A voice is one label, or the several labels of one person. Whether it asks is a sum of evidence in
logarithms of odds (its word, its name, how often it ends in a question, how long it speaks, whom it
speaks to), so that no sign alone decides.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.reading.block.block import Block, ends_as_question
from onrecord.reading.block.label import Label, says_answer, says_question, says_sound
from onrecord.text.fold import fold
from onrecord.text.markup import plain
from onrecord.text.name import is_medium, split_name, split_names, stands_for, stands_for_medium
from onrecord.text.phrase import begins_with
from onrecord.text.pronoun import addresses, invites, speaks_of_oneself

_SURE = 4.5  # evidence of a label's own word
_ENDS = 6.0  # times the share of its turns that end in a question, over or under the usual
_USUAL_ENDS = 0.35
_AFTER = 3.0  # times the share of its turns that come after a question without a label
_FEWEST_ALIKE = 3  # times that a label stands before the same words and another number
_LONGEST_FOOT = 30  # letters beside the number of a page
_FEWEST_SIDES = 3  # voices
_MOST_SIDE = 1.2
_MOST_TEXTS = 400  # turns of one voice that are looked at
_LONGEST = 1000  # characters of a turn that are looked at


@dataclass(frozen=True, slots=True)
class Known:
    """What the page says of who takes part, before anybody's labels are looked at.

    `interviewed` are full names of people who are sure to answer, `speakers` of those who speak,
    on either side; `askers` are names of people and media that ask.
    """

    interviewed: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    askers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """The labels of a page by the index of their block, and which of them ask or are nobody's.

    `sure` (0..1) says of each key how sure it is that it asks, or that it answers.
    """

    labels: Mapping[int, Label] = field(default_factory=dict)
    asking: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    sure: Mapping[str, float] = field(default_factory=dict)

    def asks(self, index: int) -> bool:
        """Whether the block opens with the label of somebody who asks."""
        return index in self.labels and self.labels[index].key in self.asking

    def answers(self, index: int) -> bool:
        """Whether the block opens with the label of somebody who answers."""
        if index not in self.labels:
            return False
        return self.labels[index].key not in self.asking | self.silent


def find_voices(
    text: str,
    blocks: Sequence[Block],
    labels: Mapping[int, Label],
    known: Known,
    *,
    asks_otherwise: bool,
    answers_otherwise: bool = False,
) -> Voices:
    """Return which labels ask, which answer, and which are nobody's.

    `asks_otherwise` says that blocks without a label ask already (headings, bold), and
    `answers_otherwise` that such blocks answer what those with one ask.
    """
    said: dict[str, list[str]] = {}
    for index, label in labels.items():
        rest = plain(text[label.span.end : blocks[index].span.end])
        said.setdefault(_group(label, known), []).append(rest)
    written = {_group(label, known): label.text for label in labels.values()}
    keys = {label.key: _group(label, known) for label in labels.values()}
    silent = {
        voice for voice, texts in said.items() if says_sound(written[voice]) or _says_nothing(texts)
    }
    speaking = {voice: texts[:_MOST_TEXTS] for voice, texts in said.items() if voice not in silent}
    weights = _weigh_all(written, speaking, known, asks_otherwise=asks_otherwise)
    order = [_group(labels[index], known) for index in sorted(labels)]
    weights = _weigh_sides(weights, [voice for voice in order if voice in weights])
    asked = [index for index in labels if index and index - 1 not in labels]
    after = [_group(labels[index], known) for index in asked if blocks[index - 1].is_question]
    weights = _weigh_places(weights, Counter(after), Counter(order))
    is_alone = len(weights) == 1 and len(labels) >= len(blocks)
    asking = {voice for voice, weight in weights.items() if weight > 0}
    if not answers_otherwise:
        asking = set() if is_alone else _choose(weights, asking, asks_otherwise=asks_otherwise)
    sure = {voice: _odds(weight if voice in asking else -weight) for voice, weight in weights.items()}
    return Voices(
        labels,
        frozenset(key for key, voice in keys.items() if voice in asking),
        frozenset(key for key, voice in keys.items() if voice in silent),
        {key: sure.get(voice, 1.0) for key, voice in keys.items()},
    )


def _says_nothing(texts: Sequence[str]) -> bool:
    """Return whether the texts have no words, or the same with other numbers, as feet of pages."""
    letters = {"".join(filter(str.isalpha, text)) for text in texts}
    are_numbered = len(letters) == 1 and len(set(texts)) == len(texts)
    is_short = len(max(letters, key=len)) <= _LONGEST_FOOT
    return letters == {""} or (are_numbered and is_short and len(texts) >= _FEWEST_ALIKE)


def _group(label: Label, known: Known) -> str:
    """Return the voice that a label is of: the one full name that it stands for, or its key."""
    names = {name for name in (*known.interviewed, *known.speakers) if stands_for(label.text, name)}
    return fold(names.pop()) if len(names) == 1 else label.key


def _weigh_all(
    written: Mapping[str, str],
    said: Mapping[str, Sequence[str]],
    known: Known,
    *,
    asks_otherwise: bool,
) -> dict[str, float]:
    lengths = {voice: statistics.fmean(len(one) for one in texts) for voice, texts in said.items()}
    weights = {}
    for number, (voice, texts) in enumerate(said.items()):
        others = [length for other, length in lengths.items() if other != voice]
        weight = _weigh_name(written[voice], known) + _weigh_words(texts, known)
        if others:
            ratio = (statistics.fmean(others) + 10) / (lengths[voice] + 10)
            weight += max(-1.5, min(1.5, math.log(ratio)))
            weight += 0.5 if number == 0 else 0.0
            weight += _weigh_introductions(voice, written, said)
        weights[voice] = weight - (1.5 if asks_otherwise else 0.0)
    if any(says_question(written[voice]) for voice in said):  # the others are called by their names
        weights = {
            voice: weight if says_question(written[voice]) else weight - 1.5
            for voice, weight in weights.items()
        }
    return weights


def _weigh_sides(weights: Mapping[str, float], order: Sequence[str]) -> dict[str, float]:
    """Return the weights with the evidence of who speaks after whom: the two sides alternate.

    Of three voices or more, the one that asks most surely and the one that answers most surely are the
    sides; another voice is on the side of the one that it seldom speaks next to.
    """
    if len(weights) < _FEWEST_SIDES:
        return dict(weights)
    ranked = sorted(weights, key=lambda voice: weights[voice])
    guest, host = ranked[0], ranked[-1]
    beside = Counter(
        pair for one, other in itertools.pairwise(order) for pair in ((one, other), (other, one))
    )
    sided = dict(weights)
    for voice in ranked[1:-1]:
        with_guest, with_host = beside[voice, guest] + 1, beside[voice, host] + 1
        sided[voice] += max(-_MOST_SIDE, min(_MOST_SIDE, math.log(with_guest / with_host)))
    return sided


def _weigh_places(
    weights: Mapping[str, float], after: Mapping[str, int], all_: Mapping[str, int]
) -> dict[str, float]:
    """Return the weights with the evidence of place: a label `after` unlabelled questions answers."""
    return {
        voice: weight - _AFTER * after.get(voice, 0) / all_[voice] for voice, weight in weights.items()
    }


def _weigh_name(label: str, known: Known) -> float:
    """Return the evidence of a label's own words that it asks."""
    if says_question(label) or says_answer(label):
        return _SURE if says_question(label) else -_SURE
    if any(stands_for(label, name) or stands_for_medium(label, name) for name in known.askers):
        return 3.0
    parts = split_names(label)
    if all(any(stands_for(part, name) for name in known.interviewed) for part in parts):
        return -3.0
    weight = 2.0 if is_medium(label) else 0.0
    if any(stands_for(part, name) for part in parts for name in known.speakers):
        return weight - 0.7
    return weight + (1.2 if known.interviewed else 0.0)


def _weigh_words(texts: Sequence[str], known: Known) -> float:
    """Return the evidence of a voice's words that it asks."""
    heads = [text[:_LONGEST] for text in texts]
    ends = _share(texts, lambda text: ends_as_question(text) or "?" in text[-200:])
    weight = max(-1.8, min(3.5, _ENDS * (ends - _USUAL_ENDS)))
    weight += 1.0 * _share(heads, addresses) - 1.4 * _share(heads, speaks_of_oneself)
    weight += 2.0 * _share(heads, invites) + 1.5 * _share(heads[:1], _welcomes)
    firsts = {split_name(name)[0] for name in (*known.interviewed, *known.speakers)}
    calls = _share(heads, lambda text: any(_calls(first, text) for first in firsts if first))
    return weight + 1.5 * calls


def _weigh_introductions(
    voice: str, written: Mapping[str, str], said: Mapping[str, Sequence[str]]
) -> float:
    """Return the weight of who introduces whom: the full name of another is said by who asks."""
    own = " ".join(text[:_LONGEST] for text in said[voice][:3])
    others = [written[other] for other in said if other != voice and " " in written[other]]
    told = [written[voice]] if " " in written[voice] else []
    theirs = " ".join(text[:_LONGEST] for one in said if one != voice for text in said[one][:3])
    weight = 1.2 if any(name in own for name in others) else 0.0
    return weight - (1.2 if any(name in theirs for name in told) else 0.0)


def _welcomes(text: str) -> bool:
    return begins_with(text, "welcomes")


def _calls(first: tuple[str, ...], text: str) -> bool:
    """Return whether words call somebody by first name, as who asks does."""
    return " ".join(first) in " ".join(fold(text[:200]).replace(",", " ").split())


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    """Return the share of `texts` for which something holds, 0 if there are none."""
    return sum(map(holds, texts)) / len(texts) if texts else 0.0


def _choose(weights: Mapping[str, float], asking: set[str], *, asks_otherwise: bool) -> set[str]:
    """Return the voices that ask: somebody must answer, and on most pages somebody asks."""
    asking = set(asking)
    ranked = sorted(weights, key=lambda voice: -weights[voice])
    if len(ranked) > 1 and len(asking) == len(ranked):
        asking.discard(ranked[-1])
    if len(ranked) > 1 and not asking and not asks_otherwise:
        margin = weights[ranked[0]] - weights[ranked[1]]
        if weights[ranked[0]] > -1 and margin > 1:
            asking.add(ranked[0])
    return asking


def _odds(weight: float) -> float:
    """Return the probability of logarithmic odds, never quite sure."""
    return min(0.99, 1 / (1 + math.exp(-max(-30.0, min(30.0, weight)))))
