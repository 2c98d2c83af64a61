"""The score of the default judge: its features, with values computed by hand."""

import math
from pathlib import Path

import numpy as np
import pytest

from onrecord.answer.confidence import (
    Calibration,
    SearchJudge,
    find_meaning,
    measure,
    read_calibration,
    touches,
)
from onrecord.answer.judge import Case
from onrecord.error import EncoderError
from onrecord.interview import Interview, Person, Turn
from onrecord.question.question import Question
from onrecord.retrieval.embedding import Encoded
from onrecord.retrieval.late_interaction import Match
from onrecord.retrieval.passage import make_passage
from onrecord.retrieval.search import Candidate, SearchResult
from onrecord.text.span import Span
from onrecord.text.stem import stem
from onrecord.text.word import content_words

QUESTION = "Quel est le prix du gazole ?"
SAYS = "Le prix du gazole monte."


def case(candidate: Candidate, text: str = SAYS) -> Case:
    """Return a case in which the candidate is a passage of `text`, without a context."""
    interview = Interview(id="x", text=text, sha256="", fingerprint="")
    whole = Span(0, len(text))
    passage = make_passage(interview, Turn(1, 1, None, Person(""), (whole,)), 1, whole, [whole])
    return Case(interview, passage, candidate)


def features(result: SearchResult, one: Candidate, text: str = SAYS) -> dict[str, float]:
    meaning = find_meaning(QUESTION, result.encoded.offsets)
    return measure(result, case(one, text), frozenset(stem(content_words(QUESTION))), meaning)


def candidate(row: int, score: float, pieces: tuple[float, ...] = (0.8, 0.8, 0.8)) -> Candidate:
    scores = np.asarray(pieces, np.float32)
    match = Match(row, score, scores, np.asarray([0.0, score], np.float32))
    return Candidate(row=row, order=score, similarity=score / 2, lexical=0.0, match=match)


def result(*candidates: Candidate) -> SearchResult:
    """Return a search result whose question has the pieces « Quel », « prix » and « gazole »."""
    words = [QUESTION.index(word) for word in ("Quel", "prix", "gazole")]
    offsets = np.asarray([[at, at + 4] for at in words], np.int32)
    none = np.zeros((3, 2), np.float32)
    encoded = Encoded(none[0], none, np.zeros(3, np.int32), offsets)
    return SearchResult(encoded, np.asarray([4, 1, 3], np.float32), list(candidates))


def test_only_content_words_are_matched_by_their_weight() -> None:
    best = candidate(0, 0.5, (0.3, 0.8, 0.3))  # « Quel » has the highest weight
    assert features(result(best), best)["matched"] == pytest.approx(1 / 4)


def test_margin_and_lead_are_over_nine_others() -> None:
    field = [candidate(row, 0.9 - row / 10) for row in range(10)]
    found = features(result(*field), field[0])
    assert found["margin"] == pytest.approx(0.5)
    assert found["lead"] == pytest.approx(0.1)


def test_to_be_the_best_of_few_says_little() -> None:
    few = [candidate(0, 0.9), candidate(1, 0.6), candidate(2, 0.3)]
    found = features(result(*few), few[0])
    assert found["margin"] == pytest.approx(2 / 9 * 0.45)
    assert found["lead"] == pytest.approx(2 / 9 * 0.3)
    alone = features(result(few[0]), few[0])
    assert (alone["margin"], alone["lead"]) == (0.0, 0.0)


def test_the_height_of_all_cosines_changes_no_margin() -> None:
    low = [candidate(row, 0.3 - row / 50) for row in range(10)]
    high = [candidate(row, 0.8 - row / 50) for row in range(10)]
    one = features(result(*low), low[0])
    other = features(result(*high), high[0])
    assert one == pytest.approx(other, abs=1e-6)


def test_without_word_pieces_the_vectors_and_the_words_speak() -> None:
    field = [candidate(row, 0.9 - row / 10, ()) for row in range(10)]
    found = features(result(*field), field[0], "Le prix monte.")
    assert found["matched"] == found["shared"] == pytest.approx(1 / 2)
    assert found["lead"] == pytest.approx(0.05)


def test_a_better_match_is_surer() -> None:
    field = [candidate(row, 0.9 - row / 10) for row in range(10)]
    question = Question(QUESTION, QUESTION, QUESTION, "fr")
    judgements = SearchJudge().judge(question, result(*field), [case(one) for one in field])
    scores = [one.score for one in judgements]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    assert judgements[0].quote.text == SAYS


def test_the_numbers_are_read_from_a_file_and_another_file_is_named(tmp_path: Path) -> None:
    numbers = read_calibration()
    assert set(numbers.weights) == {"matched", "margin", "lead", "shared"}
    assert 0 < numbers.cut_threshold < numbers.threshold < 1
    (tmp_path / "other.json").write_text('{"weights": {}}', "utf-8")
    for path in (tmp_path / "other.json", tmp_path / "none.json"):
        with pytest.raises(EncoderError, match=f"{path.name}: expected the numbers that benchmarks"):
            read_calibration(path)


def test_a_text_touches_a_question_by_a_word_that_carries_meaning() -> None:
    assert touches(QUESTION, "Les prix montent.")
    assert not touches(QUESTION, "Le toit est du ciel.")


def test_a_word_piece_belongs_to_the_word_that_it_shares_a_letter_with() -> None:
    text = "Le gazole"  # « gazole » is 3 to 9
    places = [(0, 2), (2, 3), (2, 4), (3, 5), (8, 9), (9, 10), (0, 0)]
    offsets = np.asarray(places, np.int32)
    assert find_meaning(text, offsets).tolist() == [False, False, True, True, True, False, False]


def test_the_score_is_the_logistic_of_the_weighted_features() -> None:
    weights = {"matched": 1.5, "margin": -2.0, "lead": 3.0, "shared": 0.5}
    numbers = Calibration(weights, bias=-0.25, threshold=0.6, cut_threshold=0.2)
    judge = SearchJudge(numbers)
    assert (judge.threshold, judge.cut_threshold) == (0.6, 0.2)
    field = [candidate(row, 0.9 - row / 10, (0.3, 0.7, 0.5)) for row in range(10)]
    found = result(*field)
    question = Question(QUESTION, QUESTION, QUESTION, "fr")
    (judged,) = judge.judge(question, found, [case(field[0])])
    total = -0.25 + sum(weights[name] * value for name, value in features(found, field[0]).items())
    assert judged.score == pytest.approx(1 / (1 + math.exp(-total)))
    assert (judged.quote.text, judged.quote.start, judged.quote.end) == (SAYS, 0, len(SAYS))


def test_the_others_are_the_nine_best_with_or_without_the_passage_itself() -> None:
    """The lead of an interview is compared with the candidates and is none of them."""
    field = [candidate(row, 0.9 - row / 10) for row in range(12)]
    scores = [0.9 - row / 10 for row in range(12)]
    lead = candidate(99, 1.0)
    found = features(result(*field), lead)
    assert found["margin"] == pytest.approx(1.0 - sum(scores[:9]) / 9)
    assert found["lead"] == pytest.approx(0.1)
    third = features(result(*field), field[2])
    others = [one for one in scores[:10] if one != scores[2]]
    assert third["margin"] == pytest.approx(scores[2] - sum(others) / 9)
    assert third["lead"] == pytest.approx(-0.2)


def test_a_question_without_content_words_matches_nothing() -> None:
    offsets = np.asarray([[0, 3]], np.int32)
    none = np.zeros((1, 2), np.float32)
    encoded = Encoded(none[0], none, np.zeros(1, np.int32), offsets)
    one = candidate(0, 0.5, (0.9,))
    found = SearchResult(encoded, np.asarray([2.0], np.float32), [one])
    measured = measure(found, case(one), frozenset(), find_meaning("Et ?", offsets))
    assert (measured["matched"], measured["shared"]) == (0.0, 0.0)


@pytest.mark.parametrize("size", [1.0, 0.01, 100.0])
def test_what_is_matched_is_a_share_whatever_the_size_of_the_weights(size: float) -> None:
    best = candidate(0, 0.5, (0.3, 0.8, 0.55))  # of « prix » all, of « gazole » half
    found = result(best)
    scaled = SearchResult(found.encoded, found.weights * np.float32(size), found.candidates)
    assert features(scaled, best)["matched"] == pytest.approx((1 + 3 / 2) / 4)
