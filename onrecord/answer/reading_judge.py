"""The judge that reads: whether a passage answers, how the passages are ordered, and what is marked.

It serves where the encoder has a judge in its folder, as the bundled one has; elsewhere, and where a
question is asked `quick`, `confidence.SearchJudge` serves.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from onrecord.answer.calibration import (
    CALIBRATION,
    ReadingCalibration,
    Signs,
    read_reading_calibration,
)
from onrecord.answer.confidence import SearchJudge, find_margin, find_matched, find_meaning
from onrecord.answer.hit import DOUBTFUL
from onrecord.answer.judge import Case, Judgement
from onrecord.answer.quote import choose_run, quote_sentences
from onrecord.answer.reader import Reader, Reading
from onrecord.answer.selection import is_put_again
from onrecord.question.question import Question
from onrecord.retrieval.encoder import Encoder
from onrecord.retrieval.onnx_encoder import OnnxEncoder, count_cores
from onrecord.retrieval.passage import encoded_text
from onrecord.retrieval.search import SearchResult


def load_judge(encoder: Encoder) -> ReadingJudge | None:
    """Return the judge in the folder of an encoder, None without one.

    Raises
    ------
    EncoderError
        When its calibration cannot be read.
    """
    if isinstance(encoder, OnnxEncoder) and encoder.judge_folder:
        return ReadingJudge(encoder, encoder.judge_folder)
    return None


class ReadingJudge:
    """A judge that reads each passage with the question, and marks the sentences that answer."""

    reach = 4  # eight put the right passage first once more in a hundred, and take twice as long
    cut_threshold = 1.0  # what a passage that breaks off suggests is not read

    def __init__(
        self, encoder: OnnxEncoder, folder: Path, calibration: ReadingCalibration | None = None
    ) -> None:
        self._encoder, self._folder = encoder, folder
        self._quick = SearchJudge()
        self._calibration = calibration or read_reading_calibration(folder / CALIBRATION)
        self.threshold = self._calibration.threshold

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._encoder, self._folder)  # late: building and searching do not need it

    def judge(self, question: Question, result: SearchResult, cases: Sequence[Case]) -> list[Judgement]:
        """Return a judgement of each passage, in the order given."""
        readings = self.read(question.search, cases)
        signs = find_signs(question, result, cases, readings)
        return [
            self._judge(question, result, case, reading, sign)
            for case, reading, sign in zip(cases, readings, signs, strict=True)
        ]

    def _judge(
        self, question: Question, result: SearchResult, case: Case, reading: Reading, signs: Signs
    ) -> Judgement:
        numbers = self._calibration
        score = numbers.find_probability(signs)
        again = is_put_again(question.search, case.passage.asked)  # what was answered is the answer
        broken = case.passage.cut and self._is_near(question, result, case)  # the rest cannot be read
        if again or broken:
            score = max(score, self.threshold, DOUBTFUL if again else 0.0)
            signs = replace(signs, logit=max(signs.logit, numbers.find_least_logit(signs)))
        sentences = case.passage.sentences
        run = choose_run(reading.shares, sentences, begins=again and _begins_turn(case))
        return Judgement(score, quote_sentences(case.passage, *run), numbers.find_order(signs))

    def _is_near(self, question: Question, result: SearchResult, case: Case) -> bool:
        (quick,) = self._quick.judge(question, result, [case])
        return quick.score >= self._quick.threshold

    def read(self, question: str, cases: Sequence[Case]) -> list[Reading]:
        """Return what is read of a question in each passage, each read alone and in one thread.

        A passage is read whole, and once more with nothing but the sentences that are marked in it:
        what answers, answers there too. The logit is the mean of both.
        """
        asked = self._reader.read_question(question)

        def read(case: Case) -> Reading:
            sentences = case.passage.sentences
            whole = self._reader.read(asked, *encoded_text(case.interview, case.passage))
            first, last = choose_run(whole.shares, sentences)
            run = sentences[first : last + 1]
            if run == sentences:
                return whole
            mark = replace(case.passage, sentences=run)
            marked = self._reader.read(asked, *encoded_text(case.interview, mark))
            return replace(whole, logit=(whole.logit + marked.logit) / 2)

        with ThreadPoolExecutor(count_cores()) as pool:
            return list(pool.map(read, cases))


def find_signs(
    question: Question, result: SearchResult, cases: Sequence[Case], readings: Sequence[Reading]
) -> list[Signs]:
    """Return the signs of each passage, in the order given."""
    meaning = find_meaning(question.search, result.encoded.offsets)
    return [
        Signs(
            reading.logit,
            find_matched(result, one, meaning),
            find_margin(result, one)[0],
            one.order,
            one.similarity,
        )
        for one, reading in zip((case.candidate for case in cases), readings, strict=True)
    ]


def _begins_turn(case: Case) -> bool:
    turn = next(one for one in case.interview.turns if one.number == case.passage.turn)
    return turn.paragraphs[0].start == case.passage.start
