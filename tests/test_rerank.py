"""Late interaction, against its formula written out."""

import numpy as np
import pytest
from conftest import StubEncoder

from onrecord.rerank import (
    count_passages_with,
    join_piece_tables,
    make_piece_table,
    match_passages,
    take_passages,
    weigh_pieces,
)

TEXTS = [
    "La criée rouvre.\nLe toit fuyait. La lotte gâtée.",
    "Gazole cher.\nUn chalutier brûle mille litres.",
]
STARTS = [[TEXTS[0].index("Le toit"), TEXTS[0].index("La lotte")], [TEXTS[1].index("Un chalutier")]]


@pytest.fixture
def table():
    encoder = StubEncoder()
    return make_piece_table(encoder.encode_passages(TEXTS), STARTS, encoder.piece_dimension)


def test_pieces_know_their_passage_and_sentence(table) -> None:
    assert table.starts.tolist() == [0, 9, 16]
    assert table.sentences.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 1, 1, 1, 1, 1]


def test_eight_bits_keep_the_vectors(table) -> None:
    pieces = np.concatenate([one.pieces for one in StubEncoder().encode_passages(TEXTS)])
    assert table.vectors.dtype == np.int8
    assert np.abs(table.vectors / 127 - pieces).max() <= 0.5 / 127 + 1e-6


def test_the_score_is_the_weighted_mean_of_best_matches(table) -> None:
    question = StubEncoder().encode_question("lotte gâtée par la pluie")
    weights = np.asarray([3, 2, 1, 1, 4], np.float32)
    (match,) = match_passages(question, weights, table, np.asarray([0]))
    similarity = question.pieces @ (table.vectors[:9].T / 127)
    best = similarity.max(axis=1)
    assert match.piece_scores == pytest.approx(best, abs=1e-5)
    assert match.score == pytest.approx(float(best @ weights / weights.sum()), abs=1e-5)
    second = similarity[:, 6:9].max(axis=1) @ weights / weights.sum()
    assert match.sentence_scores[2] == pytest.approx(float(second), abs=1e-5)
    assert int(match.sentence_scores[1:].argmax()) == 1  # « La lotte gâtée. »


def test_candidates_come_back_in_the_order_asked(table) -> None:
    question = StubEncoder().encode_question("chalutier")
    matches = match_passages(question, np.ones(1, np.float32), table, np.asarray([1, 0]))
    assert [match.row for match in matches] == [1, 0]
    assert matches[0].score == pytest.approx(1.0, abs=0.01)
    assert match_passages(question, np.ones(1, np.float32), table, np.zeros(0, np.int64)) == []


def test_tables_part_and_join_without_loss(table) -> None:
    joined = join_piece_tables([take_passages(table, 0, 1), take_passages(table, 1, 2)])
    for name in ("vectors", "ids", "sentences", "starts"):
        assert np.array_equal(getattr(joined, name), getattr(table, name))


def test_a_piece_counts_once_a_passage(table) -> None:
    counts = count_passages_with(table)
    la = StubEncoder().encode_question("la").piece_ids[0]
    assert counts[la] == 1  # three times in the first passage, never in the second


def test_rare_pieces_weigh_more_and_none_weighs_nothing() -> None:
    counts = np.asarray([0, 1, 90, 100])
    weights = weigh_pieces(np.asarray([0, 1, 2, 3, 9999], np.int32), counts, 100, None)
    assert weights[0] > weights[1] > weights[2] > 0
    assert weights[4] == weights[0]
    assert weights[3] == pytest.approx(np.log(101 / 100.5), abs=1e-4) or weights[3] == pytest.approx(
        0.01
    )


def test_ordinary_text_teaches_a_small_archive_which_words_are_common() -> None:
    frequency = np.asarray([0.6, 0.001], np.float32)
    common, rare = weigh_pieces(np.asarray([0, 1], np.int32), np.zeros(1, np.int64), 3, frequency)
    assert common < 0.7
    assert rare > 3
