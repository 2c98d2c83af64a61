"""What a model says of « query: texte » becomes what it says of « texte »."""

import numpy as np

from onrecord.retrieval.embedding import leave_prompt_out, scale_to_unit

PROMPT, TEXT = "query: ", "Le toit fuit"
# As a tokenizer gives them, over both: a special piece, « query », « : » with the blank, « Le »,
# « toit » and « fuit » with the blank before each, a special piece.
OFFSETS = [(0, 0), (0, 5), (5, 7), (7, 9), (9, 14), (14, 19), (0, 0)]
SPECIAL = [1, 0, 0, 0, 0, 0, 1]


def test_the_pieces_of_the_text_alone_are_kept_with_their_own_offsets() -> None:
    pieces = np.eye(7, dtype=np.float32)
    one = leave_prompt_out(
        TEXT, PROMPT, np.ones(3, np.float32), pieces, range(10, 17), OFFSETS, SPECIAL
    )
    assert one.piece_ids.tolist() == [13, 14, 15], "what ends where the text begins is the prompt's"
    assert [TEXT[start:end] for start, end in one.offsets.tolist()] == ["Le", "toit", "fuit"]
    np.testing.assert_array_equal(one.pieces, pieces[3:6])
    np.testing.assert_array_equal(one.vector, np.ones(3))


def test_a_piece_that_begins_in_the_prompt_is_cut_to_the_text() -> None:
    offsets = [(0, 6), (6, 9), (8, 12)]
    one = leave_prompt_out(
        TEXT, PROMPT, np.ones(3, np.float32), np.eye(3, dtype=np.float32), range(3), offsets, [0] * 3
    )
    assert one.offsets.tolist() == [[0, 2], [3, 5]], "nothing twice, and no leading blank"


def test_rows_have_unit_length_and_a_zero_row_stays_zero() -> None:
    scaled = scale_to_unit(np.asarray([[3, 4], [0, 0]], np.float32))
    np.testing.assert_allclose(scaled, [[0.6, 0.8], [0, 0]], atol=1e-6)
