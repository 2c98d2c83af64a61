"""The judge that reads: where its sentences are, what its numbers mean, and that it decides."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, RuleJudge, StubEncoder

from onrecord.answer.answer import Verdict
from onrecord.answer.calibration import (
    ReadingCalibration,
    Signs,
    read_reading_calibration,
    write_reading_calibration,
)
from onrecord.answer.judge import Case, Judgement
from onrecord.answer.quote import choose_run
from onrecord.answer.reader import Reader, find_sentence_numbers, share_among_sentences
from onrecord.answer.reading_judge import load_judge
from onrecord.archive import Archive
from onrecord.error import EncoderError
from onrecord.retrieval.embedding import LowerStates
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.onnx_encoder import OnnxEncoder
from onrecord.retrieval.passage import encoded_text
from onrecord.retrieval.search import Searcher

BUNDLED = ROOT / "onrecord" / "retrieval" / "bundled_encoder"
NUMBERS = ReadingCalibration(
    slope=0.5,
    matched_slope=2.0,
    matched_limit=0.7,
    margin_slope=30.0,
    margin_limit=0.04,
    bias=-2.0,
    order_share=4.0,
    similarity_share=10.0,
    threshold=0.6,
)


class OrderingJudge(RuleJudge):
    """A judge that reads the first ten passages and puts the surest first."""

    reach = 10

    def judge(self, question, result, cases):  # type: ignore[no-untyped-def]
        return [
            Judgement(one.score, one.quote, one.score) for one in super().judge(question, result, cases)
        ]


def test_each_piece_belongs_to_the_sentence_that_it_ends_in() -> None:
    offsets = np.asarray([(-9, -8), (-8, 0), (0, 5), (5, 8), (8, 12), (12, 17), (17, 17)], np.int32)
    special = np.asarray([True, False, False, False, False, False, True])
    passage = LowerStates(np.zeros((7, 4), np.float32), offsets, special)
    assert find_sentence_numbers(passage, [6, 13]).tolist() == [-1, -1, -1, 0, 0, 1, -1]


def test_the_share_of_a_sentence_is_the_sum_over_its_pieces_nowhere_left_out() -> None:
    pointers = np.log(np.asarray([[8, 1, 1, 2], [8, 5, 3, 1], [8, 1, 1, 6]], np.float32))
    shares = share_among_sentences(pointers, np.asarray([-1, 0, 1]), 2)
    np.testing.assert_allclose(shares, [[1 / 3, 2 / 3], [3 / 4, 1 / 4], [1 / 7, 6 / 7]], rtol=1e-5)


def make_signs(logit: float, matched: float, margin: float = 0.0) -> Signs:
    return Signs(logit, matched, margin, order=0.5, similarity=0.8)


def test_a_logit_becomes_a_probability() -> None:
    assert NUMBERS.find_probability(make_signs(2.0, 0.5)) == pytest.approx(0.5)  # .5 x 2 + 2 x .5 - 2
    assert NUMBERS.find_probability(make_signs(6.0, 0.5)) == pytest.approx(1 / (1 + np.exp(-2)))
    assert NUMBERS.find_probability(make_signs(2.0, 0.6)) == pytest.approx(1 / (1 + np.exp(-0.2)))
    below = NUMBERS.find_probability(make_signs(2.0, 0.5, -0.01))
    assert below == pytest.approx(1 / (1 + np.exp(0.3)))
    assert 0 < NUMBERS.find_probability(make_signs(-1e9, 0)) < 1e-12
    assert 1 - 1e-12 < NUMBERS.find_probability(make_signs(1e9, 1)) < 1


@pytest.mark.parametrize(
    ("below", "limit", "above"),
    [
        (make_signs(2.0, 0.69), make_signs(2.0, 0.7), make_signs(2.0, 1.0)),
        (make_signs(2.0, 0.5, 0.039), make_signs(2.0, 0.5, 0.04), make_signs(2.0, 0.5, 0.3)),
    ],
)
def test_from_a_limit_on_what_is_nearer_answers_no_more_surely(
    below: Signs, limit: Signs, above: Signs
) -> None:
    low, middle, high = (NUMBERS.find_probability(one) for one in (below, limit, above))
    assert low < middle == high


def test_passages_are_ordered_by_reading_by_search_and_by_meaning() -> None:
    assert NUMBERS.find_order(Signs(2.0, 0.1, 0.0, order=0.5, similarity=0.8)) == pytest.approx(12.0)
    assert NUMBERS.find_order(Signs(2.0, 0.9, 0.2, order=0.5, similarity=0.7)) == pytest.approx(11.0)


def test_the_numbers_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_reading_calibration(tmp_path / "calibration.json", NUMBERS, {"fitted": {"auroc": 0.9}}, ())
    assert read_reading_calibration(tmp_path / "calibration.json") == NUMBERS
    assert json.loads((tmp_path / "calibration.json").read_text("utf-8"))["fitted"] == {"auroc": 0.9}


def test_from_the_least_logit_on_a_passage_is_called_an_answer() -> None:
    for signs in (make_signs(0.0, 0.5), make_signs(9.0, 0.1, 0.1), make_signs(-9.0, 1.0, -0.2)):
        least = replace(signs, logit=NUMBERS.find_least_logit(signs))
        assert NUMBERS.find_probability(least) == pytest.approx(NUMBERS.threshold)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"slope": "x"}'])
def test_a_file_that_is_no_calibration_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "calibration.json").write_text(content, "utf-8")
    with pytest.raises(EncoderError, match=r"calibration.json: expected the numbers that training"):
        read_reading_calibration(tmp_path / "calibration.json")


def test_an_encoder_without_a_judge_is_judged_by_the_search() -> None:
    assert load_judge(StubEncoder()) is None


def test_a_judge_that_orders_puts_the_surest_first_and_leaves_out_what_does_not_answer(
    archive: Archive,
) -> None:
    judge = OrderingJudge(
        lambda passage: {"Le to": 0.2, "Les p": 0.9, "Trent": 0.7}.get(passage.text[:5], 0)
    )
    answer = Archive(archive.index, archive.encoder, judge).ask("Pourquoi ces travaux ?", k=3)
    assert [hit.text[:5] for hit in answer.hits] == ["Les p", "Trent"]
    assert [(hit.rank, hit.text[:5]) for hit in answer.nearest] == [(3, "Le to")]


def test_k_limits_what_is_returned_and_not_what_is_read(archive: Archive) -> None:
    judge = OrderingJudge(lambda passage: float(passage.text.startswith("Le prix")))
    answer = Archive(archive.index, archive.encoder, judge).ask("La criée de Port-Aven ?", k=1)
    assert [hit.text[:7] for hit in answer.hits] == ["Le prix"]


@pytest.mark.model
def test_the_bundled_judge_reads(corpus: Path, tmp_path: Path) -> None:
    archive = Archive.open(corpus, tmp_path / "index")
    answer = archive.ask("Combien de personnes travaillent à la criée ?")
    assert answer.verdict is Verdict.FOUND
    assert answer.hits[0].text.startswith("Trente-deux, contre vingt-cinq avant.")
    hired = archive.ask("Combien d'apprentis a-t-on embauchés ?").hits[0]
    assert hired.quote.text == "Nous avons recruté sept apprentis, dont quatre femmes."
    assert archive.ask("Combien de personnes travaillent à la criée ?") == answer, "twice the same"
    assert archive.ask("Combien la directrice gagne-t-elle par mois ?").verdict is Verdict.NOT_SAID


@pytest.mark.model
def test_the_end_of_a_long_question_is_read() -> None:
    before = (
        "Je prépare depuis trois semaines un dossier sur les ports de la région, je suis allée voir "
        "les quais, les bateaux et les mareyeurs, et il me manque encore un chiffre pour finir ma page"
    )
    encoder = load_encoder()
    assert isinstance(encoder, OnnxEncoder) and encoder.judge_folder
    reader = Reader(encoder, encoder.judge_folder)
    passage = "Nous avons recruté sept apprentis, dont quatre femmes."
    asked = "combien d'apprentis a-t-on embauchés ?", "combien de bateaux ont coulé au large ?"
    right, wrong = (
        reader.read(reader.read_question(f"{before} : {one}"), passage, [0]).logit for one in asked
    )
    assert right > wrong


@pytest.mark.model
def test_a_passage_is_read_whole_and_once_more_as_its_mark(corpus: Path, tmp_path: Path) -> None:
    archive = Archive.open(corpus, tmp_path / "index")
    encoder, judge = archive.encoder, load_judge(archive.encoder)
    assert isinstance(encoder, OnnxEncoder) and encoder.judge_folder and judge
    reader = Reader(encoder, encoder.judge_folder)
    asked = "Combien d'apprentis a-t-on embauchés ?"
    everywhere = archive.index.allow(frozenset(archive.interviews))
    candidates = Searcher(archive.index, encoder).search(asked, everywhere).candidates
    passages = [archive.index.passages[one.row] for one in candidates]
    place = next(n for n, one in enumerate(passages) if "sept apprentis" in one.text)
    passage, interview = passages[place], archive.interviews[passages[place].interview_id]
    (reading,) = judge.read(asked, [Case(interview, passage, candidates[place])])
    text, starts = encoded_text(interview, passage)
    first, last = choose_run(reading.shares, passage.sentences)
    assert last - first + 1 < len(starts)
    mark = replace(passage, sentences=passage.sentences[first : last + 1])
    logits = [
        reader.read(reader.read_question(asked), *one).logit
        for one in ((text, starts), encoded_text(interview, mark))
    ]
    assert logits[0] != logits[1]
    assert reading.logit == pytest.approx(sum(logits) / 2)


@pytest.mark.model
def test_a_quick_question_is_judged_as_the_search_judges(corpus: Path, tmp_path: Path) -> None:
    archive = Archive.open(corpus, tmp_path / "index")
    asked = "Combien de personnes travaillent à la criée ?"
    quick = archive.ask(asked, quick=True)
    first = archive.search(asked, k=1)[0]
    assert (*quick.hits, *quick.nearest)[0].score == first.score
    assert first.score != archive.ask(asked, k=1).hits[0].score


@pytest.mark.model
def test_a_judge_that_is_damaged_is_named(tmp_path: Path) -> None:
    (tmp_path / "judge.onnx").write_bytes(b"not a graph")
    encoder = load_encoder()
    assert isinstance(encoder, OnnxEncoder)
    with pytest.raises(EncoderError, match=r"expected a judge as training.judge.export writes it"):
        Reader(encoder, tmp_path)


@pytest.mark.model
@pytest.mark.parametrize("name", ["judge/judge.onnx", "onnx/lower.onnx", "judge/calibration.json"])
def test_a_judge_of_which_a_number_is_another_is_refused(tmp_path: Path, name: str) -> None:
    """Each graph still loads, and the calibration is one: only the checksum tells."""
    folder = tmp_path / "encoder"
    shutil.copytree(BUNDLED, folder)
    content = (folder / name).read_bytes()
    if name.endswith(".json"):
        changed = content.replace(b'"bias": -', b'"bias": ', 1)
    else:
        middle = len(content) // 2
        changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    assert changed != content
    encoder = load_encoder(folder)
    assert isinstance(encoder, OnnxEncoder) and encoder.judge_folder
    Reader(encoder, encoder.judge_folder)
    (folder / name).write_bytes(changed)
    with pytest.raises(EncoderError, match=r"damaged \(wrong checksum\); install the program anew"):
        Reader(encoder, encoder.judge_folder)
