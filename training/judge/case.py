"""A case: a passage, what stands around it, and the questions that were put to it.

First words of the training of the judge; every other module here speaks of cases. It reads no file
and draws nothing at random.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to a passage.

    Attributes
    ----------
    text
        As somebody wrote it.
    answer
        Code points of the passage that answer, end exclusive; None when it does not answer.
    leaning
        The chance, 0..1, that it is answered, by its form alone, see `leaning.py`.
    pair
        A number that it shares, in a pack, with its version (`whole.py`); 0 without one.
    """

    text: str
    answer: Span | None
    leaning: float = 0.5
    pair: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A passage with its questions.

    Attributes
    ----------
    family
        The data it comes from, by which training weighs it.
    key
        Of the passage; of its article, for the comprehension sets.
    group
        What stays together when some of the data is set apart: an article, a paragraph, an interview.
    title, speaker, asked
        What the passage stands under; each may be "".
    sentences
        Of the passage, in order.
    """

    family: str
    key: str
    group: str
    title: str
    speaker: str
    asked: str
    passage: str
    sentences: tuple[Span, ...]
    questions: tuple[Question, ...]

    def keep(self, kept: Sequence[int]) -> "Case":
        """Return the case with some of its sentences only, numbered from 0, in order.

        A question whose answering sentences are all gone is not answered any more; one that lost a
        part of them, or whose answer's words still stand elsewhere, is left out.
        """
        chosen = set(kept)
        parts: list[str] = []
        moved: dict[int, int] = {}
        length = 0
        for number in kept:
            sentence = self.sentences[number]
            moved[number] = length - sentence.start
            parts.append(sentence.of(self.passage))
            length += sentence.end - sentence.start + 1
        passage = " ".join(parts)
        questions = [self._move(one, chosen, moved, passage) for one in self.questions]
        sentences = tuple(
            Span(
                self.sentences[number].start + moved[number], self.sentences[number].end + moved[number]
            )
            for number in kept
        )
        left = tuple(one for one in questions if one is not None)
        return replace(self, passage=passage, sentences=sentences, questions=left)

    def _move(
        self, question: Question, chosen: set[int], moved: dict[int, int], passage: str
    ) -> Question | None:
        if question.answer is None:
            return question
        hit = self.find_answering(question.answer)
        if chosen.isdisjoint(hit):
            words = question.answer.of(self.passage)
            return None if words in passage else replace(question, answer=None)
        if not chosen.issuperset(hit):
            return None
        first, last = hit[0], hit[-1]
        start, end = question.answer.start + moved[first], question.answer.end + moved[last]
        return replace(question, answer=Span(start, end))

    def find_answering(self, answer: Span) -> list[int]:
        """Return the numbers, from 0, of the sentences that the answer touches."""
        return [
            number
            for number, sentence in enumerate(self.sentences)
            if sentence.start < answer.end and answer.start < sentence.end
        ]


def cut_sentences(passage: str) -> tuple[Span, ...]:
    """Return the sentences of a passage, as the product cuts them."""
    return tuple(find_sentences(passage, Span(0, len(passage))))
