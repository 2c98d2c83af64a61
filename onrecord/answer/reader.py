"""The reader: question and passage, read together by a small transformer.

The encoder's lower layers read each of the two alone; the graph here, `judge/judge.onnx` in the
encoder's folder, reads on over both. It returns a logit, how likely the passage is to answer, and
for each sentence how likely it holds, begins and ends the answer. Nothing here knows a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.answer.calibration import CALIBRATION, check_graphs
from onrecord.error import EncoderError
from onrecord.retrieval.embedding import Floats, LowerStates
from onrecord.retrieval.onnx_encoder import OnnxEncoder, start_session

QUESTION_PIECES = 96  # the rest of a longer question is not read, here and in training
PASSAGE_PIECES = 320
PROMPT_PIECES = 3  # « <s> query : », at the beginning of every text
GRAPH = "judge.onnx"
_LOW = -1e4  # hides what is not compared
_OUTSIDE = -1  # the number of the sentence of a piece of the context


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of one question in one passage of s sentences.

    Attributes
    ----------
    logit
        Of "the passage answers".
    shares
        `(3, s)` float32, rows of sum 1: where the evidence is, where the answering sentences begin,
        and where they end.
    """

    logit: float
    shares: Floats


class Reader:
    """Reads with the lower layers of an encoder and the judge of its folder.

    Raises
    ------
    EncoderError
        When the graph of the judge is missing, damaged or cannot be read.
    """

    def __init__(self, encoder: OnnxEncoder, folder: Path) -> None:
        self._encoder = encoder
        try:
            self._session = start_session(folder / GRAPH)
            check_graphs(folder / CALIBRATION, (folder / GRAPH, encoder.lower_graph))
        except Exception as error:  # ONNX Runtime raises its own
            raise EncoderError(
                f"{folder}: expected a judge as training.judge.export writes it, found one that "
                f"does not load: {' '.join(str(error).split())[:200]}"
            ) from error

    def read_question(self, text: str) -> LowerStates:
        """Read a question alone, once for all its passages."""
        return self._encoder.read_lower("query", text, QUESTION_PIECES)

    def read(self, question: LowerStates, text: str, starts: list[int]) -> Reading:
        """Read a question in a passage.

        Parameters
        ----------
        question
            From `read_question`.
        text, starts
            The passage below its context, and where each of its s sentences begins: from
            `encoded_text`.
        """
        passage = self._encoder.read_lower("document", text, PASSAGE_PIECES)
        sentences = find_sentence_numbers(passage, starts)
        answers, pointers = self._session.run(
            ["answers", "pointers"],
            {
                "passage_states": passage.states[None],
                "question_states": question.states[None],
                "match": _compare_words(len(passage.states), len(question.states)),
                "own": (sentences != _OUTSIDE)[None].astype(np.float32),
            },
        )
        shares = share_among_sentences(pointers[0], sentences, len(starts))
        return Reading(float(answers[0, 0]), shares)


def find_sentence_numbers(passage: LowerStates, starts: list[int]) -> NDArray[np.int64]:
    """Return the number, from 0, of the sentence of each piece, `(m,)`; -1 outside of sentences."""
    numbers = np.searchsorted(starts, passage.offsets[:, 1] - 1, side="right") - 1
    return np.where(passage.special, _OUTSIDE, np.maximum(numbers, _OUTSIDE))


def share_among_sentences(pointers: Floats, sentences: NDArray[np.int64], count: int) -> Floats:
    """Return the share of each of three pointers in each of `count` sentences: rows of sum 1.

    Parameters
    ----------
    pointers
        `(3, 1 + m)` logits of evidence, start and end over "nowhere" and the m pieces.
    sentences
        `(m,)`, from `find_sentence_numbers`.
    """
    logits = pointers[:, 1:] - pointers[:, 1:].max(axis=1, keepdims=True)
    shares = np.exp(logits) * (sentences != _OUTSIDE)
    totals = np.stack([shares[:, sentences == number].sum(axis=1) for number in range(count)], axis=1)
    return np.asarray(totals / np.maximum(totals.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _compare_words(passage: int, question: int) -> Floats:
    """Return `(1, p + q, p + q)`: 0 where a word of one side is compared with one of the other."""
    side = np.arange(passage + question) >= passage
    word = np.ones(passage + question, dtype=bool)
    word[:PROMPT_PIECES] = word[passage : passage + PROMPT_PIECES] = word[-1] = False
    compared = (side[:, None] != side[None]) & word[:, None] & word[None]
    return np.where(compared, 0, _LOW).astype(np.float32)[None]
