"""How sure it is that a passage answers: features written out, on matches made by hand."""

import numpy as np
import pytest

from onrecord.answer.confidence import judge, measure, touches
from onrecord.retrieval.embedding import Encoded
from onrecord.retrieval.late_interaction import Match
from onrecord.retrieval.search import Candidate, SearchResult

QUESTION = "Quel est le prix du gazole ?"
TEXT = "Le prix du gazole monte."


def candidate(row: int, score: float, pieces: tuple[float, ...] = (0.8, 0.8, 0.8)) -> Candidate:
    scores = np.asarray(pieces, np.float32)
    match = Match(row, score, scores, np.asarray([0.0, score], np.float32))
    return Candidate(row=row, order=score, similarity=score / 2, lexical=0.0, match=match)


def result(*candidates: Candidate) -> SearchResult:
    """Return a search whose question has the pieces « Quel », « prix » and « gazole »."""
    words = [QUESTION.index(word) for word in ("Quel", "prix", "gazole")]
    offsets = np.asarray([[at, at + 4] for at in words], np.int32)
    none = np.zeros((3, 2), np.float32)
    encoded = Encoded(none[0], none, np.zeros(3, np.int32), offsets)
    return SearchResult(encoded, np.asarray([4, 1, 3], np.float32), list(candidates))


def test_only_content_words_are_matched_by_their_weight() -> None:
    best = candidate(0, 0.5, (0.3, 0.8, 0.3))  # « Quel » would weigh most
    assert measure(result(best), best, QUESTION, TEXT)["matched"] == pytest.approx(1 / 4)


def test_margin_and_lead_are_over_nine_others() -> None:
    field = [candidate(row, 0.9 - row / 10) for row in range(10)]
    features = measure(result(*field), field[0], QUESTION, TEXT)
    assert features["margin"] == pytest.approx(0.5)
    assert features["lead"] == pytest.approx(0.1)


def test_to_be_the_best_of_few_says_little() -> None:
    few = [candidate(0, 0.9), candidate(1, 0.6), candidate(2, 0.3)]
    features = measure(result(*few), few[0], QUESTION, TEXT)
    assert features["margin"] == pytest.approx(2 / 9 * 0.45)
    assert features["lead"] == pytest.approx(2 / 9 * 0.3)
    alone = measure(result(few[0]), few[0], QUESTION, TEXT)
    assert (alone["margin"], alone["lead"]) == (0.0, 0.0)


def test_the_height_of_all_cosines_changes_no_margin() -> None:
    low = [candidate(row, 0.3 - row / 50) for row in range(10)]
    high = [candidate(row, 0.8 - row / 50) for row in range(10)]
    one = measure(result(*low), low[0], QUESTION, TEXT)
    other = measure(result(*high), high[0], QUESTION, TEXT)
    assert one == pytest.approx(other, abs=1e-6)


def test_without_word_pieces_the_vectors_and_the_words_speak() -> None:
    field = [candidate(row, 0.9 - row / 10, ()) for row in range(10)]
    features = measure(result(*field), field[0], QUESTION, "Le prix monte.")
    assert features["matched"] == features["shared"] == pytest.approx(1 / 2)
    assert features["lead"] == pytest.approx(0.05)


def test_a_better_match_is_surer() -> None:
    field = [candidate(row, 0.9 - row / 10) for row in range(10)]
    scores = [judge(result(*field), one, QUESTION, TEXT) for one in field]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_a_text_touches_a_question_by_a_word_that_carries_meaning() -> None:
    assert touches(QUESTION, "Les prix montent.")
    assert not touches(QUESTION, "Le toit est du ciel.")
