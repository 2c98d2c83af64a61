"""Passages and questions as word pieces, each piece of a passage with its place and its sentence.

The prompts are those of the base model, and a passage stands under its context, as the product's
encoder reads it. No arrays of a batch are made here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from onrecord.answer.reader import PASSAGE_PIECES, QUESTION_PIECES
from onrecord.text.span import Span
from training.float_model import PROMPTS
from training.judge.draw import Pack

CONTEXT_PIECES = 32  # in front of a window of sentences
OUTSIDE = -1


@dataclass(frozen=True)
class PassagePieces:
    """The n pieces of a passage under its context.

    Attributes
    ----------
    ids
        Their numbers.
    offsets
        (n, 2) code points in the passage, end exclusive; before its start for the context.
    sentences
        (n,) the number, from 0, of each piece's sentence; `OUTSIDE` for the context.
    """

    ids: list[int]
    offsets: npt.NDArray[np.int64]
    sentences: npt.NDArray[np.int64]

    def touch(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        """Return which pieces of sentences touch a slice of the passage, (n,)."""
        inside = (self.offsets[:, 0] < end) & (self.offsets[:, 1] > start)
        return np.asarray(inside & (self.sentences != OUTSIDE))

    def take(self, places: list[int]) -> "PassagePieces":
        """Return some of the pieces only."""
        return PassagePieces(
            [self.ids[place] for place in places], self.offsets[places], self.sentences[places]
        )

    def choose_window(
        self, answer: Span | None, most: int | None, question: Sequence[int] = ()
    ) -> list[int]:
        """Choose sentences in a row of about `most` pieces, and the context's end; all for None.

        They hold the answer, where there is one; how many stand before it depends on its place, so
        that no window tells by its form whether it holds an answer. Without an answer, every second
        window holds the sentence that shares most pieces with the `question`: the one that tempts.
        """
        count = int(self.sentences.max(initial=OUTSIDE)) + 1
        lengths = np.bincount(self.sentences[self.sentences != OUTSIDE], minlength=count)
        if most is None:
            return list(range(len(self.ids)))
        first = last = len(self.ids) % count
        if answer is None and sum(question) % 2:
            shared = np.isin(self.ids, question) & (self.sentences != OUTSIDE)
            first = last = int(np.bincount(self.sentences[shared], minlength=count).argmax())
        if answer is not None and (hit := self.touch(answer.start, answer.end)).any():
            first, last = int(self.sentences[hit].min()), int(self.sentences[hit].max())
        before = True
        while lengths[first : last + 1].sum() < most and (first > 0 or last < count - 1):
            before = not before if first > 0 and last < count - 1 else first > 0
            first, last = (first - 1, last) if before else (first, last + 1)
        inside = (self.sentences >= first) & (self.sentences <= last)
        begin = int(np.flatnonzero(self.sentences != OUTSIDE)[0])
        context = range(max(0, begin - CONTEXT_PIECES), begin)
        return [*context, *(int(place) for place in np.flatnonzero(inside))]


class PieceReader:
    """Cuts texts into the encoder's pieces."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def read_question(self, text: str) -> list[int]:
        """Return the numbers of a question's pieces, the last ones of a long one left out."""
        return list(self._encode(PROMPTS["query"] + text, QUESTION_PIECES).ids)

    def read_passage(self, pack: Pack) -> PassagePieces:
        """Return the pieces of a passage under its context."""
        before = PROMPTS["document"] + (f"{pack.context}\n" if pack.context else "")
        tokens = self._encode(before + pack.case.passage, PASSAGE_PIECES)
        offsets = np.asarray(tokens.offsets, dtype=np.int64).reshape(-1, 2) - len(before)
        own = (np.asarray(tokens.special_tokens_mask) == 0) & (offsets[:, 1] > 0)
        sentences = np.full(len(offsets), OUTSIDE, dtype=np.int64)
        for number, span in enumerate(pack.case.sentences):
            sentences[own & (offsets[:, 0] < span.end) & (offsets[:, 1] > span.start)] = number
        return PassagePieces(tokens.ids, offsets, sentences)

    def _encode(self, text: str, most: int) -> Encoding:
        tokens = self._tokenizer.encode(text)
        tokens.truncate(most)
        return tokens
