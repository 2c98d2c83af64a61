"""Archives of any size, made of real passages that are multiplied.

The interviews of tests/questions are read and encoded once. Of each, some variants are made: the
letters of every third word, and of names, are moved on in the alphabet, so that offsets hold, and words
are counted anew. Copies of the variants get ids of their own and vectors that are turned at random; the
vectors of word pieces stay. What is measured in such an archive is cost, never how well it answers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from onrecord import Interview
from onrecord.interview import Person
from onrecord.reading.format.source import hash_source
from onrecord.retrieval.build import build_index
from onrecord.retrieval.embedding import Floats, Rows, scale_to_unit
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.index import Index
from onrecord.retrieval.lexical import WordTable
from onrecord.retrieval.passage import Passage, encoded_text
from onrecord.retrieval.piece_table import PieceTable, take_passages
from onrecord.retrieval.segment import Part, Segment, make_segment
from onrecord.retrieval.stored import Lines
from onrecord.retrieval.vectors import VectorIndex

TEXTS = Path("tests/questions/corpus")
KEPT = "un pour cent"  # the publication of one interview in a hundred
_VARIANTS = 24
_TURNED = 0.6  # length of what is added at random to a vector of unit length
_NUMBER = b"00000"  # stands for the number of a copy, before the id
_COUNT_BITS = 16


@dataclass(frozen=True)
class Multiplied:
    """An index of multiplied passages, and the texts of its interviews by id."""

    index: Index
    texts: dict[str, str]


def multiply(passages: int, encoder: Encoder, folder: Path) -> Multiplied:
    """Return an index of at least so many passages in one segment; its arrays are files of `folder`."""
    base = build_index(TEXTS, encoder)
    variants = [_vary(base, number) for number in range(_VARIANTS)]
    copies = [variants[number % _VARIANTS] for number in range(-(-passages // len(base)))]
    folder.mkdir()
    cards = [
        replace(card, id=f"{number:05d}{card.id[len(_NUMBER) :]}")
        for number, one in enumerate(copies)
        for card in one.cards
    ]
    cards = [
        replace(card, publication=KEPT if place % 100 == 0 else card.publication)
        for place, card in enumerate(cards)
    ]
    first = variants[0]
    segment = Segment(
        name="",
        cards=tuple(cards),
        interviews=_copy_lines([one.interviews for one in copies], folder / "interviews"),
        passages=_copy_lines([one.passages for one in copies], folder / "passages"),
        starts=_go_on([one.starts for one in copies]),
        speakers=np.concatenate([one.speakers for one in copies]),
        vectors=VectorIndex.make(_turn(first.vectors.vectors, len(copies), folder / "turned")),
        words=_copy_words([one.words for one in copies]),
        pieces=_copy_pieces(first.pieces, len(copies), folder),
        counts=first.counts * len(copies),
    )
    texts = {
        f"{number:05d}{one.id[len(_NUMBER) :]}": one.text
        for number, copy in enumerate(copies)
        for one in copy.interviews
    }
    return Multiplied(Index([segment], encoder.name, encoder.fingerprint), texts)


def _vary(base: Index, number: int) -> Segment:
    """Return the interviews of an index with other words, as a segment."""
    (segment,) = base.segments
    parts = []
    for interview in base.interviews:
        rows = base.rows_of(interview.id)
        own = range(rows.start, rows.stop)
        changed = _change_interview(interview, number)
        passages = [_change_passage(base.passages[row], interview, changed, number) for row in own]
        texts = [encoded_text(changed, one)[0] for one in passages]
        pieces = take_passages(segment.pieces, rows.start, rows.stop)
        parts.append(
            Part(changed, passages, texts, segment.vectors.vectors[rows.start : rows.stop], pieces)
        )
    return make_segment(parts)


def _change_interview(interview: Interview, number: int) -> Interview:
    text = _change_words(interview.text, number)
    return replace(
        interview,
        id=f"{_NUMBER.decode()}-{interview.id}",
        text=text,
        fingerprint=hash_source(text.encode(), b""),
        title=_change_words(interview.title, number),
        people=tuple(_change_person(one, number) for one in interview.people),
        turns=tuple(
            replace(one, speaker=_change_person(one.speaker, number)) for one in interview.turns
        ),
    )


def _change_passage(passage: Passage, interview: Interview, changed: Interview, number: int) -> Passage:
    place = interview.text.find(passage.asked)
    return replace(
        passage,
        interview_id=changed.id,
        text=changed.text[passage.start : passage.end],
        asked=changed.text[place : place + len(passage.asked)] if place >= 0 else passage.asked,
        speaker=_move_on(passage.speaker, number),
    )


def _change_person(person: Person, number: int) -> Person:
    return replace(person, name=_move_on(person.name, number))


def _change_words(text: str, number: int) -> str:
    """Return a text of the same length in which every third word is another one."""
    places = iter(range(len(text)))

    def change(match: re.Match[str]) -> str:
        return match[0] if next(places) % 3 else _move_on(match[0], number)

    return re.sub(r"[^\W\d_]+", change, text)


def _move_on(word: str, number: int) -> str:
    """Return a word with its small Latin letters moved on in the alphabet."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return word.translate(str.maketrans(letters, letters[number:] + letters[:number]))


def _copy_lines(lines: Sequence[Lines[object]], path: Path) -> Lines[object]:
    """Return the lines of all copies, each with the number of its copy."""
    places = {
        id(one): [match.start(1) for match in re.finditer(rb'id": "(00000)-', one.content.tobytes())]
        for one in lines
    }
    starts = _go_on([one.starts for one in lines])
    content = np.memmap(path, np.uint8, "w+", shape=(int(starts[-1]),))
    end = 0
    for number, one in enumerate(lines):
        own = content[end : end + len(one.content)]
        own[:] = one.content
        at = np.asarray(places[id(one)])[:, None] + np.arange(len(_NUMBER))
        own[at] = np.frombuffer(f"{number:05d}".encode(), np.uint8)
        end += len(one.content)
    return Lines(content, starts, lines[0]._make)


def _go_on(starts: Sequence[Rows]) -> Rows:
    """Return the starts of several tables, one after the other."""
    counts = [np.diff(one) for one in starts]
    return np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)


def _turn(vectors: Floats, copies: int, path: Path) -> Floats:
    """Return copies of some vectors, each turned a little, of unit length."""
    count, dimension = vectors.shape
    turned = np.memmap(path, np.float32, "w+", shape=(copies * count, dimension))
    for number in range(copies):
        chance = np.random.default_rng(number).standard_normal(vectors.shape, np.float32)
        added = chance * np.float32(_TURNED / np.sqrt(dimension))
        turned[number * count : (number + 1) * count] = scale_to_unit(vectors + added)
    return turned


def _copy_words(tables: Sequence[WordTable]) -> WordTable:
    """Return the table of all copies: each stem's rows in every copy."""
    numbers: dict[str, int] = {}
    known = {
        id(one): np.asarray([numbers.setdefault(w, len(numbers)) for w in one.numbers])
        for one in tables
    }
    lengths = np.concatenate([one.lengths for one in tables])
    total, first, packed = len(lengths), 0, []
    for one in tables:
        stems = np.repeat(known[id(one)], np.diff(one.starts))
        packed.append(((stems * total + first + one.rows) << _COUNT_BITS) | one.counts)
        first += len(one.lengths)
    pairs = np.concatenate(packed)
    packed.clear()
    pairs.sort()
    counts = (pairs & ((1 << _COUNT_BITS) - 1)).astype(np.uint16)
    pairs >>= _COUNT_BITS
    starts = np.searchsorted(pairs, np.arange(len(numbers) + 1) * total).astype(np.int64)
    return WordTable(numbers, starts, (pairs % total).astype(np.int32), counts, lengths)


def _copy_pieces(pieces: PieceTable, copies: int, folder: Path) -> PieceTable:
    """Return the word pieces of all copies, in files."""
    made = {}
    for name in ("vectors", "ids", "sentences"):
        array = getattr(pieces, name)
        shape = (copies * len(array), *array.shape[1:])
        made[name] = np.memmap(folder / name, array.dtype, "w+", shape=shape)
        for number in range(copies):
            made[name][number * len(array) : (number + 1) * len(array)] = array
    return PieceTable(**made, starts=_go_on([pieces.starts] * copies), width=pieces.width)
