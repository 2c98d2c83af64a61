"""What was read of a layout beside what was written: which pieces are right, in whose mouth.

The pieces are questions and answers, in order. A question is right when its words are those of all
that was asked since the last answer, or of the last paragraphs of it; an answer when its words are
the speaker's and the name is one that a reader of the page gives. Words are the same at a token F1
of .9. What a host says after the last answer asks nothing, and counts as being around.
"""

from __future__ import annotations

import bisect
import collections
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.layouts.talk import Heard, Kind
from onrecord.interview import Interview
from onrecord.text.markup import plain

SAME_WORDS = 0.9
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """The reading of one layout.

    `wanted`, `read` and `right` count questions and answers; the next five count the paragraphs
    that were read as answers: all, those of somebody other than the person named (`wrong_person`),
    those of nobody who is interviewed (`around`), the host's (`host`, named or not) and those under
    no name though the page gives one (`unnamed`). `turns` holds, for each turn read, how sure it
    was and whether it was right.
    """

    wanted: int
    read: int
    right: int
    passages: int = 0
    wrong_person: int = 0
    around: int = 0
    host: int = 0
    unnamed: int = 0
    turns: tuple[tuple[float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: Kind
    names: frozenset[str]
    forms: frozenset[str]
    wordings: tuple[tuple[str, ...], ...]  # any of which is right


def compare(heard: Sequence[Heard], interview: Interview, sure: float) -> Score:
    """Return how an interview was read; `sure` stands for turns that do not say it themselves."""
    wanted, (read, turn_pieces) = _want(heard), _read(interview)
    pairs = dict(_align(read, wanted))
    asks = [place for place, piece in enumerate(read) if piece.kind is Kind.ASKS]
    turns = []
    for turn, place in zip(interview.turns, turn_pieces, strict=True):
        before = bisect.bisect_left(asks, place) - 1
        asked_right = turn.asked is None or (before >= 0 and asks[before] in pairs)
        stated = min(getattr(turn, "sure_speaker", sure), getattr(turn, "sure_asked", sure))
        turns.append((stated, place in pairs and asked_right))
    return Score(len(wanted), len(read), len(pairs), *_trace(heard, interview), tuple(turns))


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, without markup, in lower case."""
    return tuple(_WORD.findall(plain(text).casefold()))


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(words_of(name)) for name in names)


def _want(heard: Sequence[Heard]) -> list[_Piece]:
    said = [one for one in heard if one.kind is not Kind.OTHER]
    pieces = []
    for (kind, forms), run in itertools.groupby(
        said, key=lambda one: (one.kind, one.forms if one.kind is Kind.ANSWERS else frozenset[str]())
    ):
        group = list(run)
        paragraphs = [words_of(text) for one in group for text in one.paragraphs]
        starts = range(len(paragraphs)) if kind is Kind.ASKS else range(1)
        wordings = tuple(tuple(itertools.chain(*paragraphs[start:])) for start in starts)
        pieces.append(_Piece(kind, _names(group[0].names), _names(forms), wordings))
    while pieces and pieces[-1].kind is Kind.ASKS:
        pieces.pop()
    return pieces


def _read(interview: Interview) -> tuple[list[_Piece], list[int]]:
    """Return the pieces read, and for each turn the place of the piece that it is part of."""
    pieces: list[_Piece] = []
    places: list[int] = []
    text, last = interview.text, None
    for turn in interview.turns:
        if turn.asked is not None and (turn.asked, turn.question) != last:
            last = (turn.asked, turn.question)
            asked = words_of(turn.asked.of(text))
            pieces.append(_Piece(Kind.ASKS, frozenset(), frozenset(), (asked,)))
        names = _names([turn.speaker.name])
        says = tuple(word for span in turn.paragraphs for word in words_of(span.of(text)))
        if pieces and pieces[-1].kind is Kind.ANSWERS and pieces[-1].names == names:
            says = pieces.pop().wordings[0] + says
        pieces.append(_Piece(Kind.ANSWERS, names, names, (says,)))
        places.append(len(pieces) - 1)
    return pieces, places


def _align(read: list[_Piece], wanted: list[_Piece]) -> list[tuple[int, int]]:
    """Return the longest row of (read, wanted) places that are right, in order."""
    best = [[0] * (len(wanted) + 1) for _ in range(len(read) + 1)]
    same = [[_is_right(one, other) for other in wanted] for one in read]
    for i in range(len(read) - 1, -1, -1):
        for j in range(len(wanted) - 1, -1, -1):
            best[i][j] = best[i + 1][j + 1] + 1 if same[i][j] else max(best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(read) and j < len(wanted):
        if same[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _is_right(read: _Piece, wanted: _Piece) -> bool:
    if read.kind is not wanted.kind:
        return False
    if read.kind is Kind.ANSWERS and not read.names <= wanted.names:
        return False
    (words,) = read.wordings
    return any(_token_f1(words, wording) >= SAME_WORDS for wording in wanted.wordings)


def _token_f1(first: Sequence[str], second: Sequence[str]) -> float:
    shared = sum((collections.Counter(first) & collections.Counter(second)).values())
    return 2 * shared / (len(first) + len(second)) if first or second else 1.0


def _trace(heard: Sequence[Heard], interview: Interview) -> tuple[int, int, int, int, int]:
    """Return counts of paragraphs: all, of a wrong person, around, the host's, under no name."""
    origins = _Origins(heard)
    passages = wrong = around = host = unnamed = 0
    for turn in interview.turns:
        (name,) = _names([turn.speaker.name])
        for span in turn.paragraphs:
            passages += 1
            source = origins.find(words_of(span.of(interview.text)), name)
            if source is None or source.kind is Kind.OTHER:
                around += 1
                continue
            host += source.kind is Kind.ASKS
            wrong += bool(name) and (source.kind is Kind.ASKS or name not in _names(source.forms))
            unnamed += not name and "" not in source.names
    return passages, wrong, around, host, unnamed


class _Origins:
    """Finds the piece that a paragraph was taken from, by runs of three words."""

    def __init__(self, heard: Sequence[Heard]) -> None:
        self._pieces: dict[tuple[str, ...], list[int]] = collections.defaultdict(list)
        self._heard = heard
        self._length = [0] * len(heard)
        for place, one in enumerate(heard):
            for text in one.paragraphs:
                for gram in _grams(words_of(text)):
                    self._pieces[gram].append(place)

    def find(self, words: tuple[str, ...], name: str) -> Heard | None:
        """Return the piece that most of the words are from, None where there is none.

        Of two that say the same, it is the one that the person called `name` says.
        """
        votes = collections.Counter(
            place for gram in _grams(words) for place in self._pieces.get(gram, ())
        )
        most = max(votes.values(), default=0)
        found = [self._heard[place] for place, count in votes.items() if count == most]
        own = [one for one in found if name in _names(one.forms)]
        return next(iter([*own, *found]), None)


def _grams(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    if len(words) < 3:
        return [words]
    return [words[start : start + 3] for start in range(len(words) - 2)]
