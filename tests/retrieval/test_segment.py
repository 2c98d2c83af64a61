"""Segments: shared, hidden in, joined; an index of several answers as one that was made at once."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from conftest import INTERVIEW, SIDE, StubEncoder

from onrecord.archive import Archive
from onrecord.interview import Interview
from onrecord.reading import read_interview
from onrecord.retrieval.build import add_interview, remove_interview, weigh_beside
from onrecord.retrieval.index import Index
from onrecord.retrieval.passage import cut_passages
from onrecord.retrieval.segment import Segment, merge_segments, settle

WORDS = ("criée", "halle", "foire", "forge", "ferme", "école", "gare", "usine")
ASKED = ("le prix du gazole", "combien d'apprentis ?", "le toit de la halle", "et la foire ?")


@pytest.fixture
def interviews(tmp_path: Path) -> list[Interview]:
    """Return eight interviews alike but for a word, so that many passages score the same."""
    read = []
    for word in WORDS:
        path = tmp_path / f"{word}.txt"
        path.write_text(INTERVIEW.replace("criée", word), "utf-8")
        side = SIDE.replace("Jeanne Le Bihan", f"Jeanne {word.title()}")
        path.with_suffix(".yaml").write_text(side, "utf-8")
        read.append(read_interview(path))
    return read


def make(interviews: list[Interview]) -> Index:
    """Return the index of interviews that come one after the other."""
    index = Index([], "stub", "stub-1")
    for one in interviews:
        index = add_interview(index, one, StubEncoder())
    return index


def at_once(interviews: list[Interview]) -> Index:
    return Index([merge_segments(make(interviews).segments)], "stub", "stub-1")


def answers(index: Index, **filters: str) -> list[object]:
    archive = Archive(index, StubEncoder())
    asked = [archive.ask(question, k=6, **filters).to_dict() for question in ASKED]
    return [*asked, *([hit.to_dict() for hit in archive.search(one, 20, **filters)] for one in ASKED)]


def test_the_order_in_which_interviews_came_changes_no_answer(interviews: list[Interview]) -> None:
    index, backwards = at_once(interviews[:7]), make(interviews[6::-1])
    assert len(backwards.segments) > 1
    assert list(index.passages) == list(backwards.passages)
    assert index.corpus == backwards.corpus
    assert answers(index) == answers(backwards)
    for filters in ({"interview": "halle"}, {"speaker": "Jeanne Forge"}):
        assert answers(index, **filters) == answers(backwards, **filters)


def test_what_was_removed_or_replaced_changes_no_answer(interviews: list[Interview]) -> None:
    index = make([*interviews[2:], *interviews[:2]])
    for name in ("halle", "usine"):
        index = remove_interview(index, name, StubEncoder())
    index = add_interview(index, interviews[3], StubEncoder())
    assert any(one.hidden for one in index.segments)
    left = [one for one in interviews if one.id not in {"halle", "usine"}]
    assert list(index.ids) == sorted(one.id for one in left)
    assert answers(index) == answers(at_once(left))
    assert index.piece_counts.sum() == at_once(left).piece_counts.sum()


def test_a_passage_is_looked_up_by_its_row_and_its_place(interviews: list[Interview]) -> None:
    index = make(interviews[::-1])
    expected = [
        one for read in sorted(interviews, key=lambda one: one.id) for one in cut_passages(read)
    ]
    assert list(index.passages) == expected
    for row, passage in enumerate(expected):
        assert index.row_at(passage.interview_id, passage.start) == row
        assert index.row_at(passage.interview_id, passage.end - 1) == row
        assert row in index.rows_of(passage.interview_id)
        assert (row in index.rows_of_lead(passage.interview_id)) == (passage.turn == 0)
    assert index.passages[-1] == expected[-1]
    assert index.passages[2:5] == tuple(expected[2:5])
    with pytest.raises(IndexError):
        index.passages[len(expected)]
    assert index.count_said() == {
        one.id: sum(p.turn > 0 for p in cut_passages(one)) for one in interviews
    }


def test_one_interview_more_shares_all_the_others(interviews: list[Interview]) -> None:
    index = at_once(interviews[:7])
    grown = add_interview(index, interviews[7], StubEncoder())
    assert grown.segments[0] is index.segments[0]
    assert [len(one.cards) for one in grown.segments] == [7, 1]
    assert weigh_beside(grown, index) == grown.segments[1].nbytes
    assert weigh_beside(grown, grown) == 0
    back = remove_interview(grown, interviews[7].id, StubEncoder())
    assert back.segments == index.segments
    smaller = remove_interview(grown, interviews[2].id, StubEncoder())
    assert smaller.segments[0].vectors is index.segments[0].vectors
    assert weigh_beside(smaller, index) == grown.segments[1].nbytes


def test_each_segment_is_several_times_as_large_as_the_next(interviews: list[Interview]) -> None:
    index = Index([], "stub", "stub-1")
    for number in range(40):
        one = interviews[number % 8]
        path_like = read_again(one, f"{one.id}-{number:02d}")
        index = add_interview(index, path_like, StubEncoder())
        sizes = [one.shown for one in index.segments]
        assert all(a >= 4 * b for a, b in itertools.pairwise(sizes))
    assert sum(sizes) == len(index) == 200


def read_again(interview: Interview, name: str) -> Interview:
    """Return an interview under another id."""
    return Interview(
        **{f: getattr(interview, f) for f in interview.__dataclass_fields__} | {"id": name}
    )


def test_a_segment_that_is_mostly_hidden_is_written_anew(interviews: list[Interview]) -> None:
    whole = at_once(interviews).segments[0]
    few = whole.hide(frozenset(one.id for one in interviews[:5]))
    (anew,) = settle([few])
    assert (len(anew), anew.hidden) == (few.shown, frozenset())
    assert [one.id for one in anew.cards] == sorted(one.id for one in interviews[5:])
    half = whole.hide(frozenset(one.id for one in interviews[:4]))
    assert settle([half]) == (half,)
    assert settle([whole.hide(frozenset(WORDS))]) == ()


def arrays(segment: Segment) -> dict[str, np.ndarray]:
    pieces, words = segment.pieces, segment.words
    return {
        "starts": segment.starts,
        "speakers": segment.speakers,
        "vectors": segment.vectors.vectors,
        "counts": segment.counts,
        "pieces": pieces.vectors,
        "ids": pieces.ids,
        "sentences": pieces.sentences,
        "lengths": words.lengths,
        "interviews": segment.interviews.content,
        "passages": segment.passages.content,
    }


def test_segments_join_to_what_they_would_have_been_at_once(interviews: list[Interview]) -> None:
    first, second = at_once(interviews[::2]).segments[0], at_once(interviews[1::2]).segments[0]
    joined, expected = merge_segments([first, second]), at_once(interviews).segments[0]
    for name, array in arrays(expected).items():
        assert np.array_equal(arrays(joined)[name], array), name
    assert list(joined.interviews) == sorted(interviews, key=lambda one: one.id)


def test_a_filter_names_interviews_and_speakers(interviews: list[Interview]) -> None:
    index = make(interviews)
    every = index.allow(WORDS)
    assert len(every) == sum(index.count_said().values())
    assert len(index.allow(["halle"])) == index.count_said()["halle"]
    assert len(index.allow(WORDS, ["Jeanne Forge"])) == index.count_said()["forge"]
    assert len(index.allow(["halle"], ["Jeanne Forge"])) == 0
    assert len(index.allow_rows([0, 3, 3])) == 2
