"""Late interaction, against its formula written out."""

import numpy as np
import pytest
from conftest import DIMENSION, StubEncoder

from onrecord.retrieval.embedding import Encoded
from onrecord.retrieval.late_interaction import Match, match_passages, weigh_pieces
from onrecord.retrieval.piece_table import (
    PieceTable,
    count_passages_with,
    gather_passages,
    join_piece_tables,
    make_piece_table,
    pack,
    take_passages,
    unpack,
)

TEXTS = [
    "La criée rouvre.\nLe toit fuyait. La lotte gâtée.",
    "Gazole cher.\nUn chalutier brûle mille litres.",
]
STARTS = [[TEXTS[0].index("Le toit"), TEXTS[0].index("La lotte")], [TEXTS[1].index("Un chalutier")]]


def compare(question: Encoded, weights: np.ndarray, table: PieceTable, rows: np.ndarray) -> list[Match]:
    """Compare a question with some rows of a table."""
    taken = gather_passages([(table, row) for row in rows.tolist()], table.width)
    return match_passages(question, weights, taken, rows)


@pytest.fixture
def table():
    encoder = StubEncoder()
    return make_piece_table(encoder.encode_passages(TEXTS), STARTS, encoder.piece_dimension)


def test_pieces_know_their_passage_and_sentence(table) -> None:
    assert table.starts.tolist() == [0, 9, 16]
    assert table.sentences.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0, 1, 1, 1, 1, 1]


def test_a_piece_belongs_to_the_sentence_in_which_it_begins() -> None:
    offsets = np.asarray([(0, 4), (4, 6), (5, 9), (9, 12), (8, 12)], np.int32)
    pieces = np.eye(5, DIMENSION, dtype=np.float32)
    one = Encoded(pieces[0], pieces, np.arange(5, dtype=np.int32), offsets)
    assert make_piece_table([one], [[5, 9]], DIMENSION).sentences.tolist() == [0, 0, 1, 2, 1]


def test_four_bits_keep_the_directions() -> None:
    drawn = np.random.default_rng(4).standard_normal((50, 33)).astype(np.float32)
    vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    packed = pack(vectors)
    assert packed.shape == (50, 17)
    assert packed.dtype == np.uint8
    read = unpack(packed, 33)
    assert np.linalg.norm(read, axis=1) == pytest.approx(1, abs=1e-5)
    assert (read * vectors).sum(axis=1).min() > 0.98
    shares = vectors / np.abs(vectors).max(axis=1, keepdims=True)
    codes = read / np.abs(read).max(axis=1, keepdims=True)
    assert np.abs(codes - shares).max() <= 0.5 / 7 + 1e-5


@pytest.mark.parametrize("width", [128, 33])
def test_a_byte_holds_two_numbers_the_low_half_first(width) -> None:
    packed = np.random.default_rng(5).integers(0, 256, (50, (width + 1) // 2), dtype=np.uint8)
    halves = np.stack([packed & 15, packed >> 4], axis=2).reshape(50, -1)[:, :width]
    numbers = halves.astype(np.float32) - 8
    read = unpack(packed, width)
    assert read.dtype == np.float32
    norms = np.linalg.norm(numbers, axis=1, keepdims=True)
    assert read == pytest.approx(numbers / norms, abs=1e-6)


def test_what_is_packed_may_be_nothing() -> None:
    assert unpack(pack(np.zeros((0, 8), np.float32)), 8).shape == (0, 8)
    assert unpack(pack(np.zeros((2, 3), np.float32)), 3).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_pieces_that_ordinary_text_is_full_of_are_not_kept_and_weigh_nothing() -> None:
    encoder = StubEncoder()
    encoded = encoder.encode_passages(TEXTS)
    frequency = np.zeros(1 + max(one.piece_ids.max() for one in encoded), np.float32)
    la = encoder.encode_question("la").piece_ids
    frequency[la] = 0.5
    kept = make_piece_table(encoded, STARTS, encoder.piece_dimension, frequency)
    whole = make_piece_table(encoded, STARTS, encoder.piece_dimension)
    assert la[0] in whole.ids
    assert kept.ids.tolist() == [number for number in whole.ids.tolist() if number != la[0]]
    assert kept.sentences.tolist() == whole.sentences[whole.ids != la[0]].tolist()
    assert weigh_pieces(la, np.zeros(1, np.int64), 3, frequency).tolist() == pytest.approx([0.01])


def test_the_score_is_the_weighted_mean_of_best_matches(table) -> None:
    question = StubEncoder().encode_question("lotte gâtée par la pluie")
    weights = np.asarray([3, 2, 1, 1, 4], np.float32)
    (match,) = compare(question, weights, table, np.asarray([0]))
    similarity = question.pieces @ unpack(table.vectors[:9], table.width).T
    best = similarity.max(axis=1)
    assert match.piece_scores == pytest.approx(best, abs=1e-5)
    assert match.score == pytest.approx(float(best @ weights / weights.sum()), abs=1e-5)
    second = similarity[:, 6:9].max(axis=1) @ weights / weights.sum()
    assert match.sentence_scores[2] == pytest.approx(float(second), abs=1e-5)
    assert int(match.sentence_scores[1:].argmax()) == 1  # « La lotte gâtée. »


def test_candidates_come_back_in_the_order_asked(table) -> None:
    question = StubEncoder().encode_question("chalutier")
    matches = compare(question, np.ones(1, np.float32), table, np.asarray([1, 0]))
    assert [match.row for match in matches] == [1, 0]
    assert matches[0].score == pytest.approx(1.0, abs=0.02)
    assert compare(question, np.ones(1, np.float32), table, np.zeros(0, np.int64)) == []


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


def test_the_weight_of_a_piece_is_the_formula_written_out() -> None:
    counts, ids = np.asarray([3, 0, 7]), np.asarray([0, 1, 2, 50], np.int32)
    alone = weigh_pieces(ids, counts, 20, None)
    assert alone == pytest.approx(np.log(21 / (np.asarray([3, 0, 7, 0]) + 0.5)), abs=1e-5)
    frequency = np.asarray([0.01, 0.002, 0.02], np.float32)
    mixed = weigh_pieces(ids, counts, 20, frequency)  # with 50 ordinary paragraphs
    expected = 50 * np.asarray([0.01, 0.002, 0.02, 0.02])
    assert mixed == pytest.approx(np.log(71 / (np.asarray([3, 0, 7, 0]) + expected + 0.5)), abs=1e-5)
    everywhere = weigh_pieces(np.asarray([0], np.int32), np.asarray([20]), 20, None)
    assert everywhere == pytest.approx([max(np.log(21 / 20.5), 0.01)], abs=1e-6)


def test_a_passage_of_common_pieces_alone_matches_nothing() -> None:
    encoder = StubEncoder()
    texts, starts = ["Le toit.\nLa lotte.", "la la\nla"], [[9], [6]]
    encoded = encoder.encode_passages(texts)
    frequency = np.zeros(5000, np.float32)
    frequency[encoder.encode_question("la").piece_ids] = 0.5
    table = make_piece_table(encoded, starts, encoder.piece_dimension, frequency)
    assert np.diff(table.starts).tolist() == [3, 0]
    question = encoder.encode_question("la lotte")
    full, empty = compare(question, np.ones(2, np.float32), table, np.asarray([0, 1]))
    assert (empty.row, empty.score) == (1, 0.0)
    assert (empty.piece_scores.tolist(), empty.sentence_scores.tolist()) == ([0.0, 0.0], [0.0])
    assert full.score > 0.4
    alone = compare(question, np.ones(2, np.float32), table, np.asarray([1]))
    assert [match.score for match in alone] == [0.0]


def test_a_sentence_without_pieces_scores_least() -> None:
    encoder = StubEncoder()
    encoded = encoder.encode_passages(["Le toit.\nla la. La lotte."])
    frequency = np.zeros(5000, np.float32)
    frequency[encoder.encode_question("la").piece_ids] = 0.5
    table = make_piece_table(encoded, [[9, 16]], encoder.piece_dimension, frequency)
    question = encoder.encode_question("lotte")
    (match,) = compare(question, np.ones(1, np.float32), table, np.asarray([0]))
    context, without, said = match.sentence_scores.tolist()
    assert without == -1.0
    assert said == pytest.approx(1.0, abs=0.02) and -1 < context < 0.9
